"""A language's words, read from its data file.

A *surface* is a word or phrase as written; a *class* is what it is to the rules (``MONTH``, ``SCALE``, ``DOCTYPE`` …); a *sense*
is a class with its value (``MONTH`` 11). Rules see sets of classes alone (`codes`).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

from extractors.errors import LexiconError
from extractors.fold import fold, fold_word

Senses = Mapping[str, Any]
_PIECE = re.compile(r"[^\W\d_]{1,2}\$|[^\W\d_]+(?:'[^\W\d_]+)*\d*|\d+(?:[a-z](?![^\W_]))?|\S")
_PAIR = re.compile(r"([a-z]+) (-?\d+)")
FULL_STOP = ". "  # a stop with a space behind it ends a sentence; one without may stand inside a word
_LOSING = ("LOSESSPACE", "LOSESSPACEBEFORE", "HASORDINAL")
NOTHING: Senses = {}
MONEY = frozenset({"CURRENCY", "CURRENCYSIGN"})


class Lexicon:
    """Words and phrases of a language with their senses.

    >>> words = Lexicon({"NO": ["شماره"], "DOCTYPE": {"guidance": ["شیوه‌نامه"]}})
    >>> words.senses("شیوهنامه"), words.senses("کتاب")
    ({'DOCTYPE': 'guidance'}, {})
    >>> list(words.phrases_from("شیوه"))
    [(('شیوه', 'نامه'), {'DOCTYPE': 'guidance'})]
    """

    def __init__(
        self,
        words: Mapping[str, Any],
        suffixes: Iterable[str] = (),
        inflected: Iterable[str] = (),
        group: str = ",",
        lang: str = "en",
        respelled: Mapping[str, str] | None = None,
        nouns: Mapping[str, Any] = NOTHING,
    ) -> None:
        self.group = group
        self.lang = lang
        self.year_first = False
        self.genitive = ""
        self._words: dict[str, dict[str, Any]] = {}
        self._of: dict[str, tuple[str, ...]] = {}
        self._phrases: dict[str, dict[tuple[str, ...], dict[str, Any]]] = {}
        self._suffixes = tuple(sorted((fold_word(s) for s in suffixes), key=len, reverse=True))
        self._inflected = frozenset(inflected)
        self._respelled = {fold_word(old): fold_word(new) for old, new in (respelled or {}).items()}
        self._plural_ends = tuple(nouns.get("plural_ends", ()))
        self._not_plural = (tuple(nouns.get("not_plural", ())), frozenset(nouns.get("modifiers", ())))
        self._plurals = frozenset(nouns.get("plurals", ()))
        for name, values in words.items():
            self.extend(name, values)

    def extend(self, name: str, values: Any) -> None:
        """Add the surfaces of a class: a list, or a map of values to lists."""
        for value, surface in surfaces(name, values):
            self.add(surface, name, value)

    def add(self, surface: str, name: str, value: Any = True) -> None:
        """Give a surface one more sense; spaces and non-joiners in it may be lost or doubled in texts."""
        for pieces in spellings(surface):
            self.add_pieces(pieces, name, value)
            if len(pieces) > 1 and name in self._inflected:  # words by themselves are looked up without their endings
                for suffix in self._suffixes:
                    self.add_pieces((*pieces[:-1], pieces[-1] + suffix), name, value)

    def add_pieces(self, pieces: tuple[str, ...], name: str, value: Any) -> None:
        """Give folded pieces, and what they are in the language's other spelling, one more sense."""
        for spelled in {pieces, tuple(map(self._respell, pieces))}:
            self._add(spelled, name, value)

    def _respell(self, piece: str) -> str:
        return next((piece.replace(old, new) for old, new in self._respelled.items() if old in piece), piece)

    def _add(self, pieces: tuple[str, ...], name: str, value: Any) -> None:
        if len(pieces) == 1:
            self._put(self._words.setdefault(pieces[0], {}), name, value, pieces[0])
        else:
            self._put(self._phrases.setdefault(pieces[0], {}).setdefault(pieces, {}), name, value, " ".join(pieces))

    @staticmethod
    def _put(senses: dict[str, Any], name: str, value: Any, surface: str) -> None:
        if senses.setdefault(name, value) != value:
            raise LexiconError(f"{surface!r} is {name} {senses[name]!r} and {value!r}: one surface, one meaning. Drop one of them.")

    def senses(self, word: str) -> Senses:
        """Senses of a folded, lower-case word, without its inflection where that is needed; empty where it is unknown."""
        return self._words.get(word) or self._uninflected(word) or NOTHING

    def own(self, word: str) -> Senses:
        """Senses of a word as it stands, inflection not undone."""
        return self._words.get(word, NOTHING)

    def is_plural(self, word: str) -> bool:
        """True for a lower-case word that has the form of a plural noun."""
        if word in self._plurals:
            return True
        ends, words = self._not_plural
        return bool(self._plural_ends) and word.endswith(self._plural_ends) and not word.endswith(ends) and word not in words

    @cached_property
    def numeral_starts(self) -> frozenset[str]:
        """The first two letters of the words that numerals are made of."""
        return frozenset(word[:2] for word, senses in self._words.items() if is_numeral(senses))

    @cached_property
    def glued_starts(self) -> frozenset[str]:
        """The first two letters of the words that lose the space behind them."""
        return self.numeral_starts.union(word[:2] for name in _LOSING for word in self.words_of(name))

    @cached_property
    def glued_letters(self) -> tuple[str, ...]:
        """The joiners, and what else of a letter loses its space."""
        return tuple(self.joiners + [word for word in self.glued_starts if len(word) == 1])

    def without_genitive(self, name: str) -> str:
        """A name without the ending of an owner (`Vietnam's`), where the language has one."""
        owns = bool(self.genitive) and fold(name).text.endswith(self.genitive)
        return name[: -len(self.genitive)] if owns else name

    def words_of(self, name: str) -> tuple[str, ...]:
        """The single words of a class, found out once (`str.startswith` takes them)."""
        if name not in self._of:
            self._of[name] = tuple(word for word, senses in self._words.items() if name in senses)
        return self._of[name]

    @cached_property
    def joiners(self) -> list[str]:
        """The words that join the parts of a numeral, as far as they are lost in glued words."""
        return [word for word, senses in self._words.items() if "AND" in senses]

    def soften(self, soft: Iterable[str]) -> None:
        """Keep the class WORD for words whose classes are all soft: for the rules of other kinds they are words like any other."""
        names = frozenset(soft)
        phrases = [(pieces[-1], senses) for found in self._phrases.values() for pieces, senses in found.items()]
        for word, senses in [*self._words.items(), *phrases]:
            if all(name in names or name.startswith("=") for name in senses):
                senses["WORD"] = True
                if self.is_plural(word):
                    senses["PLURAL"] = True

    def _uninflected(self, word: str) -> Senses:
        if word.endswith(self._suffixes):
            for suffix in self._suffixes:
                stem = word.removesuffix(suffix)
                if stem != word and (kept := self._kept(self._words.get(stem, NOTHING))):
                    return kept
        return NOTHING

    def _kept(self, senses: Senses) -> Senses:
        """The senses that a word keeps when it is inflected."""
        kept = {name: value for name, value in senses.items() if name in self._inflected}
        return {**kept, "WORD": True} if kept and "WORD" in senses else kept

    def phrases_from(self, word: str) -> Iterator[tuple[tuple[str, ...], Senses]]:
        """The phrases that begin with a word, longest first."""
        found = self._phrases.get(word, {})
        return iter(sorted(found.items(), key=lambda item: -len(item[0])))

    @cached_property
    def starts(self) -> dict[str, list[tuple[tuple[str, ...], Senses]]]:
        """First word → the phrases that begin with it, longest first."""
        return {word: list(self.phrases_from(word)) for word in self._phrases}

    @cached_property
    def pairs(self) -> dict[tuple[str, str], list[tuple[tuple[str, ...], Senses]]]:
        """First two words → the phrases that begin with them, longest first."""
        found: dict[tuple[str, str], list[tuple[tuple[str, ...], Senses]]] = {}
        for word, phrases in self.starts.items():
            for words, senses in phrases:
                found.setdefault((word, words[1]), []).append((words, senses))
        return found

    @cached_property
    def seconds(self) -> frozenset[str]:
        """The second words of phrases."""
        return frozenset(second for _, second in self.pairs)

    def words(self) -> Iterator[tuple[str, Senses]]:
        """The single words, folded, with their senses."""
        return iter(self._words.items())

    def all_senses(self) -> Iterator[Senses]:
        """Every set of senses that a text can show, those of inflected words included."""
        for senses in self._words.values():
            yield senses
            yield self._kept(senses)
        for phrases in self._phrases.values():
            yield from phrases.values()


def spellings(surface: str) -> Iterator[tuple[str, ...]]:
    """The ways in which a surface's pieces stand in texts: each gap kept as a space, or lost.

    >>> sorted(spellings("سه‌ماهه اول"))[:2]
    [('سه', 'ماهه', 'اول'), ('سه', 'ماههاول')]
    """
    if surface == FULL_STOP:
        yield (surface,)
        return
    parts = [tuple(_PIECE.findall(fold_word(part))) for part in re.split("[ \u200c]+", surface.strip(" \u200c"))]
    may_join = all(len(part) == 1 and not part[0].isascii() for part in parts) and is_arabic(surface)
    for joins in itertools.product((False, True), repeat=len(parts) - 1):
        if any(joins) and not may_join:
            continue
        pieces: list[str] = list(parts[0])
        for part, join in zip(parts[1:], joins, strict=True):
            pieces[-1:] = [pieces[-1] + part[0]] if join else [pieces[-1], *part]
        yield tuple(pieces)


def is_numeral(senses: Senses) -> bool:
    """True for a word that numerals are made of: twenty, million, fifth."""
    return "NUMBER" in senses or "SCALE" in senses or "ORDINALWORD" in senses


def is_arabic(surface: str) -> bool:
    """True where a surface is of a script whose words may lose their spaces."""
    return any("\u0600" <= letter <= "\u06ff" for letter in surface)


def surfaces(name: str, values: Any) -> Iterator[tuple[Any, str]]:
    """(value, surface) of a class: a list of surfaces, or a map of values to lists. Raises LexiconError for anything else.

    >>> list(surfaces("MONTH", {"gregorian 3": ["March", "Mar"]}))
    [(('gregorian', 3), 'March'), (('gregorian', 3), 'Mar')]
    """
    if isinstance(values, list):
        yield from ((True, _surface(name, surface)) for surface in values)
    elif isinstance(values, dict):
        for value, written in values.items():
            yield from ((_value(value), _surface(name, surface)) for surface in written)
    else:
        raise LexiconError(f"class {name}: expected a list of surfaces or a map of values to lists, found {type(values).__name__}")


def _surface(name: str, surface: Any) -> str:
    """A surface as text; YAML reads some words without quotation marks (`on`, `off`, `no`) as true or false."""
    if isinstance(surface, bool):
        raise LexiconError(f"class {name}: YAML reads a word as {surface} (on, off, yes, no); put it in quotation marks")
    return str(surface)


def _value(key: Any) -> Any:
    """A value of a data file; `gregorian 11` and `year -1` are pairs."""
    m = _PAIR.fullmatch(key) if isinstance(key, str) else None
    return (m[1], int(m[2])) if m else key
