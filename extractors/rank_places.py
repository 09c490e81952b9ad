"""Where the tokens of a text stand: its sentences and paragraphs, and the patterns by which its language reads ranks."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from extractors.language import Language, load
from extractors.lexer import Tokens, between
from extractors.native import Around, Pattern
from extractors.patterns import compile_around, compile_pattern


@dataclass(frozen=True, slots=True)
class RankPatterns:
    """``rank_context`` of a language's data file: plain patterns, and patterns with @, by name."""

    plain: Mapping[str, tuple[Pattern, ...]]
    around: Mapping[str, tuple[Around, ...]]


@lru_cache(maxsize=8)
def rank_patterns(code: str) -> RankPatterns:
    """The compiled ``rank_context`` of a language."""
    language = load(code)
    plain: dict[str, tuple[Pattern, ...]] = {}
    around: dict[str, tuple[Around, ...]] = {}
    for name, patterns in language.data.get("rank_context", {}).items():
        if "@" in patterns[0]:
            around[name] = tuple(compile_around(pattern, language.codes) for pattern in patterns)
        else:
            plain[name] = tuple(compile_pattern(pattern, language.codes) for pattern in patterns)
    return RankPatterns(plain, around)


class Text:
    """The tokens of one text with their sentences and paragraphs, as token ranges."""

    def __init__(self, tokens: Tokens, language: Language) -> None:
        self.tokens, self.language = tokens, language
        self._having: dict[tuple[str, ...], list[int]] = {}

    @cached_property
    def patterns(self) -> RankPatterns:
        """The language's patterns around ranks."""
        return rank_patterns(self.language.code)

    @cached_property
    def _breaks(self) -> list[int]:
        return self.tokens.having("BREAK")

    @cached_property
    def _lines(self) -> list[int]:
        return self.tokens.having("NL")

    def sentence(self, i: int) -> tuple[int, int]:
        """The tokens between the breaks around token i."""
        return between(self._breaks, i, len(self.tokens))

    def paragraph(self, i: int) -> tuple[int, int]:
        """The tokens of the line of token i."""
        return between(self._lines, i, len(self.tokens))

    def has(self, i: int, *names: str) -> bool:
        """True where token i has any of the classes."""
        return 0 <= i < len(self.tokens) and not self.tokens.senses(i).keys().isdisjoint(names)

    def having(self, start: int, end: int, *names: str) -> list[int]:
        """The tokens of [start, end) that have any of the classes, in order."""
        found = self._found(names)
        return found[bisect_left(found, start) : bisect_left(found, end)]

    def any_has(self, start: int, end: int, *names: str) -> bool:
        """True where any token of [start, end) has any of the classes."""
        found = self._found(names)
        at = bisect_left(found, start)
        return at < len(found) and found[at] < end

    def _found(self, names: tuple[str, ...]) -> list[int]:
        if names not in self._having:
            self._having[names] = self.tokens.having(*names)
        return self._having[names]

    def values(self, start: int, end: int, name: str) -> set[Any]:
        """The values that tokens [start, end) have as members of a class."""
        return {self.tokens.value(i, name) for i in self.having(start, end, name)}
