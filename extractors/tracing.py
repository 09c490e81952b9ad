"""A second, watched reading of a text: the same stages and rules, with everything that matched written down.

The rules of a language are wrapped for it, so that the first reading, which has to be fast, knows nothing of this.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from extractors.codes import Codes
from extractors.extraction import read_facts, tokenize
from extractors.finding import Match, Rule
from extractors.fitting import Fit, Look
from extractors.language import RULE_LISTS, Language
from extractors.lexer import Tokens
from extractors.looks import Looks
from extractors.matching import Found
from extractors.rules import Rules

Tell = Callable[[str, Mapping[str, Any], int, Found], None]
KINDS = dict(zip(RULE_LISTS, ("date", "document_id", "rank", "number"), strict=True))


@dataclass(frozen=True, slots=True)
class Piece:
    """A token as a rule saw it: its text and its classes."""

    text: str
    classes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """A match of a rule of facts; offsets in the text as read, ``parts`` the text of its named groups."""

    kind: str
    rule: str
    char_start: int
    char_end: int
    text: str
    pieces: tuple[Piece, ...]
    parts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Looked:
    """A match of a rule of a ``look`` list around the token at ``char_start``; ``parts`` the text of its named groups."""

    look: str
    match: str
    char_start: int
    parts: tuple[tuple[str, str], ...]


@dataclass(slots=True)
class Trace:
    """What matched while a text was read; ``shift`` is where the text begins in its document."""

    tokens: Tokens
    shift: int
    seen: list[Seen] = field(default_factory=list)
    looked: dict[Looked, None] = field(default_factory=dict)

    def matched(self, kind: str, match: Match) -> None:
        """Write down a match of a rule."""
        low, high = match.span
        first, last = self.tokens.span(low, high)
        pieces = tuple(self.piece(i) for i in range(match.start, match.end))
        parts = {name: self.tokens.text(*place) for name, place in match.groups.items() if name != "span"}
        self.seen.append(Seen(kind, match.rule.name, first + self.shift, last + self.shift, self.tokens.text(low, high), pieces, parts))

    def piece(self, i: int) -> Piece:
        """Token i with its classes."""
        return Piece(self.tokens.text(i, i + 1), tuple(sorted(name for name in self.tokens.senses(i) if name[0] != "=")))

    def looked_around(self, look: str, rule: Mapping[str, Any], at: int, found: Found) -> None:
        """Write down a match of a rule of a list around token ``at``."""
        parts = tuple((name, self.tokens.text(*place)) for name, place in found.groups.items())
        self.looked[Looked(look, rule["match"], self.tokens.span(at, at + 1)[0] + self.shift, parts)] = None


class _WatchedRules(Rules):
    """The rules of a list, which tell where they match."""

    def __init__(self, rules: Iterable[Rule], tell: Callable[[Match], None]) -> None:
        super().__init__(rules)
        self._tell = tell

    def matches(self, codes: str) -> list[Match]:
        found = super().matches(codes)
        for match in found:
            self._tell(match)
        return found

    def giving(self, key: str, given: bool) -> Rules:
        return _WatchedRules(super().giving(key, given), self._tell)


class _WatchedLooks(Looks):
    """The rules of a list, which tell where they fit: the rule, the token, the match around it."""

    def __init__(self, looks: Iterable[Look], codes: Codes, tell: Callable[[Mapping[str, Any], int, Found], None]) -> None:
        super().__init__(looks, codes)
        self._tell, self._unwatched = tell, self.fits
        self.fits, self.first = self._all_told, self._first_told

    def _all_told(self, codes: str, start: int, end: int, unit_end: int = 0) -> list[Fit]:
        found = self._unwatched(codes, start, end, unit_end)
        for rule, place in found:
            self._tell(rule, start, place)
        return found

    def _first_told(self, codes: str, start: int, end: int, unit_end: int = 0) -> Fit | None:
        found = self._unwatched(codes, start, end, unit_end)[:1]
        for rule, place in found:
            self._tell(rule, start, place)
        return found[0] if found else None


def trace(text: str, language: Language, published_on: datetime.date | None, shift: int = 0) -> Trace:
    """Read a text in one language and write down what matched; ``shift`` is added to all offsets.

    >>> from extractors.language import load
    >>> sorted((seen.rule, seen.text) for seen in trace("۱۲ تا ۱۵ نفر", load("fa"), None).seen)
    [('numeral', '۱۲'), ('numeral', '۱۵'), ('range', '۱۲ تا ۱۵')]
    """
    found = Trace(tokenize(text, language), shift)
    rules = {name: _WatchedRules(rules, partial(found.matched, KINDS[name])) for name, rules in language.rules.items()}
    read_facts(found.tokens, replace(language, rules=rules, around=watched_looks(language, found.looked_around)), published_on)
    return found


def watched_looks(language: Language, tell: Tell) -> dict[str, Looks]:
    """The ``look`` lists of a language, whose rules tell where they fit: the list, the rule, the token, the match around it."""
    return {name: _WatchedLooks(rules, language.codes, partial(tell, name)) for name, rules in language.around.items()}
