"""Words that lost the space or half-space between a numeral and what follows: ``بیستوسه``, ``ششماهه``, ``88km``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.fold import key
from extractors.lexicon import Lexicon, Senses, is_numeral

# What may stand glued behind a numeral; anything else makes the word another word.
_GLUES = frozenset({"UNIT", "SCALE", "FRACTIONWORD", "PERCENT", "CURRENCY", "GLUED"})
# What does so only where it is written small (`500g`, but `5G`).
_SMALL = "SMALLUNIT"
_BIG = "BIGUNIT"  # and what only where it begins with a capital (`200Nm`)
_BEHIND_DIGITS = frozenset({"SCALEMONEY", "MONTH"})  # what may stand glued behind a figure only
_PREFIXED = re.compile(r"([^\W\d_]+|\d[^\W\d_]|[^\W\d_]\d)(-?)(\d+\w?)")  # FY24, 3Q24, Q324
_DASHES = "-–—"
_DATED = frozenset({"YEARW", "MONTHW", "DAYW"})  # in any script
# What may have lost the space before a figure; behind another word it is a part of a name.
_NAMING = frozenset({"NO", "LABEL", "DOCTYPE", "DOCDATED", "RANKWORD", "ORDINALMARK", "QUANTITY", "CLASSIFIER"})
_LEADS = _DATED | _NAMING | {"FUNCTION", "VERB", "BOUND", "UNIT", "MONTH", "SEASON", "DECADEW"}
_BEHIND_PREPOSITION = _DATED | {"RANKWORD"}
_LONGEST = 40  # letters
_SHORTEST = 3  # letters of a numeral behind a glued joiner; shorter ones are pieces of other words
_REST = 2  # letters glued behind a currency
_CAMEL = re.compile(r"([a-z]{2,})([A-Z][a-z]{2,})")
_WORD_AND_DIGITS = re.compile(r"([^\W\d_]{2,})(\d+)")
_WORD_AND_MEASURE = re.compile(r"([^\W\d_]{2,})(\d+(?:[.,\u066b\u066c]\d+)*[^\W\d_]\w*)")
_DIGITS = re.compile(r"(\d+(?:[.,\u066b\u066c]\d+)*)([^\W\d_]\w*)")


def glues(tail: str, known: Senses) -> bool:
    """True where letters of these senses may stand glued behind a numeral.

    >>> glues("km", {"UNIT": "km"}), glues("g", {"SMALLUNIT": "g"}), glues("G", {"SMALLUNIT": "g"})
    (True, True, False)
    """
    lettered = not tail.isascii() and ("RANGE" in known or (tail.islower() and len(tail) > 1))  # `2to` is a code, and so is `2QĐ`
    return lettered or not _GLUES.isdisjoint(known) or (_SMALL in known and tail.islower()) or (_BIG in known and tail[0].isupper())


def split(bare: str, lexicon: Lexicon) -> list[str] | None:
    """The parts of a glued word, or None where it is none. The parts joined are the word.

    A lost space inside a numeral is read only where each part is a numeral, a joiner or in ``_GLUES``.
    """
    if not bare.isalpha():
        if parts := prefixed(bare, lexicon):
            return parts
        if m := _DIGITS.fullmatch(bare):
            known = lexicon.senses(m[2].lower())
            return [m[1], m[2]] if glues(m[2], known) or not _BEHIND_DIGITS.isdisjoint(known) else None
    if (cut := _genitive(bare, lexicon)) and "GENITIVE" in lexicon.own(key(bare[:cut])):
        return [bare[:cut], bare[cut:]]
    if len(bare) > _LONGEST:
        return None
    if not bare.isalpha() and (parts := _led(bare, lexicon)):
        return parts
    if bare[0].isascii():
        return _before_month(bare, lexicon) or (_fused(bare, lexicon) if bare[:2].lower() in lexicon.numeral_starts else None)
    if bare.isalpha() and not _may_be_glued(key(bare), lexicon):
        return None
    numeral = _at_joiner(bare, lexicon) or _parts(bare, lexicon)
    return numeral or _behind_money(bare, lexicon) or _ordinal_behind(bare, lexicon) or _before_year(bare, lexicon)


def _may_be_glued(word: str, lexicon: Lexicon) -> bool:
    """False where nothing that loses its space begins or ends a word: most words, which are all looked at once."""
    return word[:2] in lexicon.glued_starts or word.startswith(lexicon.glued_letters) or word.endswith(lexicon.glued_letters)


def prefixed(bare: str, lexicon: Lexicon) -> list[str] | None:
    """The parts of what stands glued before a figure: `FY24`, `3Q24`."""
    m = _PREFIXED.fullmatch(bare)
    return [part for part in m.groups() if part] if m and "PREFIX" in lexicon.own(key(m[1])) else None


def _led(bare: str, lexicon: Lexicon) -> list[str] | None:
    """A word that lost the space before a figure: `زیر12`, `شد17km`."""
    leads = _DATED if bare[0].isascii() else _LEADS
    if (m := _WORD_AND_DIGITS.fullmatch(bare)) and not leads.isdisjoint(lexicon.own(key(m[1]))):
        return [m[1], m[2]]
    if (m := _WORD_AND_MEASURE.fullmatch(bare)) and not leads.isdisjoint(lexicon.own(key(m[1]))) and (measure := split(m[2], lexicon)):
        return [m[1], *measure]
    return None


def leads_figure(word: str, lexicon: Lexicon) -> bool:
    """Whether a word may have lost the space before a figure: `شماره61/2018`, `درسال2023`; of ASCII letters, which codes have, few."""
    if word.isascii():
        return not word.isupper() and not _DATED.isdisjoint(lexicon.own(word.lower()))
    if known := lexicon.senses(key(word.lower())):
        return not _LEADS.isdisjoint(known)
    parts = split(word, lexicon)
    return parts is not None and not _LEADS.isdisjoint(lexicon.own(key(parts[-1])))


def behind_digits(bare: str, lexicon: Lexicon) -> list[str] | None:
    """The parts of what is glued behind a figure and begins with a scale: ``هزارپروژه`` of ``۱۸هزارپروژه``, ``هزارو۶۳۵``."""
    for cut in range(len(bare) - 1, 1, -1):
        rest = bare[cut:]
        if "SCALE" not in lexicon.own(key(bare[:cut])):
            continue
        join = next((join for join in lexicon.joiners if rest.startswith(join) and rest[len(join) : len(join) + 1].isdigit()), None)
        if join is not None:
            more = rest[len(join) :]
            figure = more[: len(more) - len(more.lstrip("0123456789"))]
            return [bare[:cut], join, figure, *([more[len(figure) :]] if more != figure else [])]
        return [bare[:cut], rest] if len(rest) >= _SHORTEST else None
    return None


def leads(pieces: list[str]) -> Iterator[str]:
    """What stands before each piece; before the upper end of a range what stands before the lower.

    >>> list(leads(["$", "10", "-", "15b"]))
    ['', '$', '10', '$']
    """
    for k in range(len(pieces)):
        ranged = k > 2 and pieces[k - 1] in _DASHES and pieces[k - 2][0].isdigit()
        yield pieces[k - 3] if ranged else pieces[k - 1] if k else ""


def _before_month(bare: str, lexicon: Lexicon) -> list[str] | None:
    """A month that lost the space before it: `datedMay`."""
    m = _CAMEL.fullmatch(bare)
    led = m and not {"DATEPREP", "DOCDATED"}.isdisjoint(lexicon.own(m[1])) and "MONTH" in lexicon.own(m[2].lower())
    return [m[1], m[2]] if m and led else None


def _fused(bare: str, lexicon: Lexicon) -> list[str] | None:
    """A numeral in one word with what follows it: `tenfold`, `twentyfive`."""
    for cut in range(_SHORTEST, len(bare) - _SHORTEST + 1):
        head, tail = (lexicon.own(part.lower()) for part in (bare[:cut], bare[cut:]))
        if "NUMBER" in head and ("TIMES" in tail or ("NUMBER" in tail and int(tail["NUMBER"]) < 10 and int(head["NUMBER"]) >= 20)):
            return [bare[:cut], bare[cut:]]
    return None


def _behind_money(bare: str, lexicon: Lexicon) -> list[str] | None:
    """A currency or percent that lost the space behind it (`تومانتسنیم`), where the language says which do."""
    if not key(bare).startswith(lexicon.words_of("LOSESSPACE")):
        return None
    for cut in range(len(bare) - _REST, _SHORTEST, -1):
        if "LOSESSPACE" in lexicon.own(key(bare[:cut])):
            return [bare[:cut], bare[cut:]]
    return None


def _before_year(bare: str, lexicon: Lexicon) -> list[str] | None:
    """A preposition that lost the space before a word for a year, month or rank (`درسال`, `دررتبه`)."""
    for word in lexicon.words_of("LOSESSPACEBEFORE"):
        rest = bare[len(word) :]
        if bare.startswith(word) and not _BEHIND_PREPOSITION.isdisjoint(lexicon.own(key(rest))):
            return [word, rest]
    return None


def _ordinal_behind(bare: str, lexicon: Lexicon) -> list[str] | None:
    """An ordinal that lost the space before it (`دولتسیزدهم`), behind the nouns that the language says have one."""
    if not key(bare).startswith(lexicon.words_of("HASORDINAL")):
        return None
    for cut in range(len(bare) - _SHORTEST, 1, -1):
        if "ORDINALWORD" in lexicon.own(key(bare[cut:])) and "HASORDINAL" in lexicon.own(key(bare[:cut])):
            return [bare[:cut], bare[cut:]]
    return None


def _genitive(bare: str, lexicon: Lexicon) -> int:
    """Where the ending of a genitive begins, in small letters or capitals; 0 where there is none."""
    ending = lexicon.genitive
    return len(bare) - len(ending) if ending and bare.endswith((ending, ending.upper())) else 0


def _at_joiner(bare: str, lexicon: Lexicon) -> list[str] | None:
    """A joiner and one numeral that lost their space: ``وپنج`` of ``بیست وپنج``, ``سیصدو`` of ``سیصدو پنجاه``."""
    for join in lexicon.joiners:
        if bare.startswith(join) and len(rest := bare[len(join) :]) >= _SHORTEST:
            senses = lexicon.own(key(rest))
            if is_numeral(senses) or "HALFMORE" in senses:
                return [join, rest]
        if bare.endswith(join) and _goes_on(lexicon.own(key(bare[: -len(join)]))):
            return [bare[: -len(join)], join]
    return None


def _goes_on(senses: Senses) -> bool:
    """True for a numeral word that others may follow: twenty and more."""
    return "SCALE" in senses or int(senses.get("NUMBER", 0)) >= 20


def _parts(bare: str, lexicon: Lexicon) -> list[str] | None:
    """Numeral (joiner numeral)* glue?, longest first part first."""
    if key(bare)[:2] not in lexicon.numeral_starts:
        return None
    for cut in range(len(bare) - 1, 1, -1):
        head, rest = bare[:cut], bare[cut:]
        if rest[0] == "\u200c" or not is_numeral(lexicon.own(key(head))):
            continue
        tail = lexicon.senses(key(rest))
        if (glues(rest, tail) or "CLASSIFIER" in tail) and "APART" not in tail:
            return [head, rest]
        for join in lexicon.joiners:
            if rest.startswith(join) and (more := rest[len(join) :]):
                senses = lexicon.own(key(more))
                if is_numeral(senses) or "HALFMORE" in senses:
                    return [head, join, more]
                if parts := _parts(more, lexicon):
                    return [head, join, *parts]
    return None
