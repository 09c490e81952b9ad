"""A language: its data file read, checked and compiled. Adding one is adding its file to ``languages/``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import product
from typing import Any, cast

from extractors.codes import Codes
from extractors.data import available, read_data
from extractors.errors import LexiconError, UnknownLanguage
from extractors.facts import Lang
from extractors.lexicon import Lexicon, Senses
from extractors.looks import Looks, compile_looks
from extractors.native import Cutter
from extractors.numeral import Numeral, numeral_senses, roman_senses
from extractors.pieces import Memo
from extractors.places import places
from extractors.plain import PLAIN, is_bare
from extractors.rules import Rules, compile_rules
from extractors.syntax import literal_class, literals

_FRAGMENT = re.compile(r"<(\w+?)(?:/(\d))?>")
_GROUP = re.compile(r"\b([a-z]+):")
LOOKS = (
    "units",
    "bounds",
    "signs",
    "doubtful",
    "ignore",
    "uncounted",
    "ahead",
    "not_period",
    "period_again",
    "period_beside",
    "year_before",
    "slashed",
    "turned",
    "pointed",
    "slash_groups",
    "scales",
    "totals",
    "ellipsis",
)
_DOCUMENT_PARTS = ("value", "locator", "date", "issuer", "title")
RULE_LISTS = ("dates", "document_ids", "ranks", "numbers")


@dataclass(frozen=True, slots=True)
class Language:
    """Everything that the extractors know of one language."""

    code: str
    data: Mapping[str, Any]
    lexicon: Lexicon
    codes: Codes
    memo: Memo
    cutter: Cutter
    rules: Mapping[str, Rules]
    around: Mapping[str, Looks]

    @property
    def lang(self) -> Lang:
        """The code of the language, without what says how it is written."""
        return cast(Lang, self.code.removesuffix(PLAIN))


def written(lang: str, text: str) -> Language:
    """The language as a text writes it: without diacritics where the text has none and the language knows of it."""
    return load(lang + PLAIN if "plain" in load(lang).data and is_bare(text) else lang)


@lru_cache(maxsize=8)
def load(code: str) -> Language:
    """The language with this code. Raises UnknownLanguage, LexiconError."""
    if code.removesuffix(PLAIN) not in available():
        raise UnknownLanguage(f"no data file for language {code!r}; there are {', '.join(available())}")
    shared, own = read_data("shared"), read_data(code)
    lexicon = _lexicon(code, shared, own)
    fragments = {**shared.get("fragments", {}), **own.get("fragments", {})}
    own = {**own, "rank_context": _expanded_context(own.get("rank_context", {}), fragments)}
    lists = {name: [_expanded(rule, fragments) for rule in [*own.get(name, []), *shared.get(name, [])]] for name in RULE_LISTS}
    looks = {
        name: [_expanded(rule, fragments) for rule in [*own.get("look", {}).get(name, []), *shared.get("look", {}).get(name, [])]]
        for name in LOOKS
    }
    _require_bounds(looks["bounds"])
    for word in [*_named_words(lists, looks), *_context_words(own)]:
        lexicon.add(word, literal_class(word))
    lexicon.soften([*shared.get("soft", ()), *own.get("soft", ())])
    codes = _register(lexicon)
    codes.close()
    rules = {name: compile_rules(rules, codes) for name, rules in lists.items()}
    around = {name: compile_looks(rules, codes) for name, rules in looks.items()}
    memo = Memo(lexicon, codes)
    return Language(code, own, lexicon, codes, memo, Cutter(memo), rules, around)


def _require_bounds(rules: Iterable[Mapping[str, Any]]) -> None:
    for rule in rules:
        if "bound" not in rule and "bound:" not in rule["match"]:
            raise LexiconError(f"look bounds {rule['match']!r}: give it a bound, or name the word that says it (bound:)")


def _lexicon(code: str, shared: Mapping[str, Any], own: Mapping[str, Any]) -> Lexicon:
    spelling = (own.get("group", ","), code.removesuffix(PLAIN), own.get("respelled"), own.get("noun_phrase", {}))
    lexicon = Lexicon({}, own.get("suffixes", ()), own.get("inflected", ()), *spelling)
    lexicon.year_first = bool(own.get("year_first"))
    lexicon.genitive = str(own.get("genitive", ""))
    for name, values in [*shared.get("words", {}).items(), *own.get("words", {}).items()]:
        lexicon.extend(name, values)
    for words, place in places(cast(Lang, code.removesuffix(PLAIN))).items():
        lexicon.add_pieces(words, "PLACE", place)
    return lexicon


def _named_words(lists: Mapping[str, Any], looks: Mapping[str, Any]) -> Iterator[str]:
    """Words that rules name by themselves, in quotes or as ``of: =word``."""
    for rules in [*lists.values(), *looks.values()]:
        for rule in rules:
            yield from literals(rule["match"])
            if str(rule.get("of", "")).startswith("="):
                yield rule["of"][1:]


def context_patterns(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(where it is, pattern) of every pattern of a data file that says what stands around ranks and documents."""
    for name, patterns in data.get("rank_context", {}).items():
        yield from ((f"rank_context {name}", pattern) for pattern in patterns)
    yield from ((f"document_context {name}", data["document_context"][name]) for name in _DOCUMENT_PARTS if "document_context" in data)


def _context_words(data: Mapping[str, Any]) -> Iterator[str]:
    for _, pattern in context_patterns(data):
        yield from literals(pattern)


def _expanded(rule: Mapping[str, Any], fragments: Mapping[str, str]) -> dict[str, Any]:
    return {**rule, "match": _filled(rule["match"], fragments, f"rule {rule.get('name', rule['match'])}")}


def _expanded_context(context: Mapping[str, list[str]], fragments: Mapping[str, str]) -> dict[str, list[str]]:
    return {name: [_filled(pattern, fragments, f"rank_context {name}") for pattern in patterns] for name, patterns in context.items()}


def _filled(pattern: str, fragments: Mapping[str, str], where: str) -> str:
    """A pattern with ``<name>`` replaced by the fragment; ``<name/2>`` gives its groups a 2."""

    def fragment(m: re.Match[str]) -> str:
        if m[1] not in fragments:
            raise LexiconError(f"{where}: there is no fragment {m[1]!r}")
        text = _FRAGMENT.sub(fragment, fragments[m[1]])
        return _GROUP.sub(rf"\g<1>{m[2]}:", text) if m[2] else text

    return _FRAGMENT.sub(fragment, pattern)


def _register(lexicon: Lexicon) -> Codes:
    """Give every set of classes that a text can show its code, so that patterns see them all."""
    codes = Codes()
    cases: tuple[tuple[str, ...], ...] = ((), ("CAP",), ("CAP", "UPPER"))
    bases: list[Senses] = [*lexicon.all_senses(), *_shapes(), {}]
    for classes in dict.fromkeys(map(frozenset, bases)):
        for case in cases:
            codes.code({*classes, *case})
            codes.code({*classes, *case, "PHRASE"})
    for word, senses in lexicon.words():
        for form in (("CAP",), ("CAP", "UPPER")) if (found := roman_senses(word.upper())) else ():
            codes.code({*senses, *found, *form})
            codes.code({*senses, *found, *form, "PHRASE"})
    for senses in [s for s in bases if not {"NUMBER", "TAIL", "INNER", "HALF", "VULGAR", "ORDINALWORD", "OPENS"}.isdisjoint(s)]:
        for numeral in _numerals(senses):
            for case in cases:
                codes.code({*senses, *numeral_senses(numeral), *case})
                codes.code({*senses, *numeral_senses(numeral), *case, "PHRASE"})
    return codes


def _numerals(senses: Senses) -> Iterator[Numeral]:
    """The numerals that a single word can be."""
    if "NUMBER" in senses:
        yield Numeral(Decimal(senses["NUMBER"]), words=True)
    if "TAIL" in senses:
        yield Numeral(Decimal(senses["TAIL"]), words=True)
    if "INNER" in senses:
        yield Numeral(Decimal(0), words=True)
    if "ORDINALWORD" in senses:
        yield Numeral(Decimal(senses["ORDINALWORD"]), words=True, ordinal=True)
    if "HALF" in senses:
        yield Numeral(Decimal("0.5"), words=True, fraction=True)
    if "VULGAR" in senses:
        yield Numeral(Decimal(senses["VULGAR"]), words=True, fraction=True)
    if "OPENS" in senses:
        yield Numeral(Decimal(senses["SCALE"]), words=True, scale=Decimal(senses["SCALE"]))


# A value of each set of classes that a numeral may have, and each form and kind that adds to them.
_VALUES = ("0", "1", "3", "7", "20", "50", "500", "1500", "1950", "5000", "0.5")
_FORMS: tuple[dict[str, Any], ...] = (
    *({}, {"digits": 1}, {"digits": 2}, {"digits": 3}, {"digits": 4}, {"words": True}),
    *({"scale": Decimal(1000)}, {"scale": Decimal(1000), "words": True}),
    *({"scale": Decimal(1000), "currency": "IRT"}, {"scale": Decimal(1000), "currency": "IRT", "words": True}),
)
_KINDS: tuple[dict[str, Any], ...] = ({}, {"ordinal": True}, {"fraction": True})


def _shapes() -> Iterator[Senses]:
    """Sets of classes that come from shapes, not from words."""
    for value, form, kind in product(_VALUES, _FORMS, _KINDS):
        yield numeral_senses(Numeral(Decimal(value), **form, **kind))
    for value in ("1.5", "15", "15.7", "3.2023"):
        for name in ("DOTTEDDAY", "DOTTEDMONTH", "DAYYEAR"):
            yield {**numeral_senses(Numeral(Decimal(value))), name: True}
    for number in (1, 3, 7, 20, 50):
        yield {"WORD": True, "ROMAN": number, **({"QUARTERNO": True} if number <= 4 else {})}
        yield {"WORD": True, **numeral_senses(Numeral(Decimal(number), ordinal=True))}  # `XIIth`
    for names in (
        ("DATENUM",),
        ("TIME",),
        ("SYMBOL",),
        ("CODE",),
        ("CODE", "DASHED"),
        ("CODE", "DOCNUM"),
        ("ADDRESS",),
        ("WORD",),
        ("WORD", "PLURAL"),
        ("CODE", "DASHED", "MONEYTAIL"),
        ("BREAK", "NL"),
        ("SPACE",),
        ("POWER", "PUNCT"),
        ("PUNCT",),
        ("DATE",),
        ("DATE", "YEARDATE"),
        ("DATE", "MONTHDATE"),
        ("DATE", "TERM"),
        ("DATE", "YEARDATE", "TERM"),
        ("DATE", "MONTHDATE", "TERM"),
        ("DOC",),
        ("RANK",),
        ("DECADE",),
        ("QUARTERYEAR",),
        ("SPLIT",),
        ("TAKEN",),
    ):
        yield dict.fromkeys(names, True)
    yield {"RATIO": True, "DOCNUM": True, "GRADE": True}
    yield {"RATIO": True, "DOCNUM": True, "NOUGHT": True}
    yield {"RATIO": True, "DOCNUM": True, "NOUGHT": True, "COMMONPART": True}
    yield from _ratios()


def _ratios() -> Iterator[Senses]:
    for day in (False, True):
        for other in ((), ("DAYSURE",), ("COMMONPART",), ("MONTHYEAR",), ("YEARS",), ("YEARMONTH",), ("YEARS", "YEARMONTH")):
            yield dict.fromkeys(("RATIO", "DOCNUM", *(("DAYMONTH",) if day else ()), *other), True)
