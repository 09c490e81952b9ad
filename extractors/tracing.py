"""A second, watched reading of a text: the same stages and rules, with everything that matched written down.

The rules of a language are wrapped for it, so that the first reading, which has to be fast, knows nothing of this.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, cast

from extractors.extraction import read_facts, tokenize
from extractors.finding import Rule
from extractors.language import RULE_LISTS, Language
from extractors.lexer import Tokens
from extractors.looks import Looks
from extractors.patterns import Around, Sides, groups
from extractors.rules import Rules

Tell = Callable[[str, Mapping[str, Any], int, Sides], None]
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

    def matched(self, kind: str, rule: str, start: int, end: int, named: Mapping[str, tuple[int, int]]) -> None:
        """Write down a match of tokens [start, end)."""
        low, high = named.get("span", (start, end))
        first, last = self.tokens.span(low, high)
        pieces = tuple(self.piece(i) for i in range(start, end))
        parts = {name: self.tokens.text(*place) for name, place in named.items() if name != "span"}
        self.seen.append(Seen(kind, rule, first + self.shift, last + self.shift, self.tokens.text(low, high), pieces, parts))

    def piece(self, i: int) -> Piece:
        """Token i with its classes."""
        return Piece(self.tokens.text(i, i + 1), tuple(sorted(name for name in self.tokens.senses(i) if name[0] != "=")))

    def looked_around(self, look: str, rule: Mapping[str, Any], at: int, sides: Sides) -> None:
        """Write down a match of a rule of a list around token ``at``."""
        named = {name: place for side in sides if side for name, place in groups(side).items()}
        parts = tuple((name, self.tokens.text(*place)) for name, place in named.items())
        self.looked[Looked(look, rule["match"], self.tokens.span(at, at + 1)[0] + self.shift, parts)] = None


class _WatchedPattern:
    """A rule's pattern that tells where it matches; it has of a pattern what `rules.find` uses."""

    def __init__(self, rule: Rule, kind: str, trace: Trace) -> None:
        self.rule, self.kind, self.trace = rule, kind, trace

    def finditer(self, codes: str) -> Iterator[re.Match[str]]:
        for m in self.rule.pattern.finditer(codes):
            self._tell(m)
            yield m

    def match(self, codes: str, start: int) -> re.Match[str] | None:
        m = self.rule.pattern.match(codes, start)
        if m:
            self._tell(m)
        return m

    def _tell(self, m: re.Match[str]) -> None:
        self.trace.matched(self.kind, self.rule.name, m.start(), m.end(), groups(m))


@dataclass(frozen=True, slots=True)
class _WatchedAround(Around):
    """A pattern around a token that tells where it matches."""

    tell: Callable[[int, Sides], None] | None = None

    def match(self, codes: str, start: int, end: int) -> Sides | None:
        sides = Around.match(self, codes, start, end)
        if sides and self.tell:
            self.tell(start, sides)
        return sides


def trace(text: str, language: Language, published_on: datetime.date | None, shift: int = 0) -> Trace:
    """Read a text in one language and write down what matched; ``shift`` is added to all offsets.

    >>> from extractors.language import load
    >>> sorted((seen.rule, seen.text) for seen in trace("۱۲ تا ۱۵ نفر", load("fa"), None).seen)
    [('numeral', '۱۲'), ('numeral', '۱۵'), ('range', '۱۲ تا ۱۵')]
    """
    found = Trace(tokenize(text, language), shift)
    rules = {name: Rules(_watched_rule(rule, KINDS[name], found) for rule in rules) for name, rules in language.rules.items()}
    read_facts(found.tokens, replace(language, rules=rules, around=watched_looks(language, found.looked_around)), published_on)
    return found


def watched_looks(language: Language, tell: Tell) -> dict[str, Looks]:
    """The ``look`` lists of a language, whose rules tell where they match: the list, the rule, the token, the matches beside it."""
    return {
        name: Looks(((rule, _watched_around(around, partial(tell, name, rule))) for rule, around in rules), language.codes)
        for name, rules in language.around.items()
    }


def _watched_rule(rule: Rule, kind: str, found: Trace) -> Rule:
    return replace(rule, pattern=cast("re.Pattern[str]", _WatchedPattern(rule, kind, found)))


def _watched_around(around: Around, tell: Callable[[int, Sides], None]) -> Around:
    return _WatchedAround(around.before, around.after, around.reach, around.left, around.right, tell)
