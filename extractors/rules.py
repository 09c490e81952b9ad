"""Named rules of a data file, and the best of their matches."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from extractors.codes import Codes
from extractors.finding import Match, Rule
from extractors.lexer import Tokens
from extractors.native import Finder, Pattern
from extractors.nodes import Anchor
from extractors.syntax import parse

T = TypeVar("T")
C = TypeVar("C")
# Classes of the words that stand everywhere: a rule is not looked for around one of them where it needs something rarer.
_COMMON = frozenset({"FUNCTION", "VERB", "COMMA", "BREAK", "PUNCT", "AND"})
_PLAIN = frozenset({"WORD", "CAP", "SPACE"})


class Rules:
    """The rules of a list."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._all = tuple(rules)
        self._everywhere = [rule for rule in self._all if not rule.anchor]
        self._finder = Finder(self._all)
        self._parts: dict[tuple[str, bool], Rules] = {}

    def __iter__(self) -> Iterator[Rule]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    def matches(self, codes: str) -> list[Match]:
        """Every match of every rule; a rule's own matches do not overlap, leftmost first."""
        found = [Match(rule, *place) for rule in self._everywhere for place in rule.pattern.matches(codes, 0, len(codes))]
        return found + self._finder.find(codes)

    def giving(self, key: str, given: bool) -> Rules:
        """The rules that say ``key``, or those that do not; made once."""
        if (key, given) not in self._parts:
            chosen = [rule for rule in self if bool(rule.gives.get(key)) == given]
            self._parts[key, given] = Rules(replace(rule, order=order) for order, rule in enumerate(chosen))
        return self._parts[key, given]


def compile_rules(rules: Iterable[Mapping[str, Any]], codes: Codes) -> Rules:
    """The rules of a list of a data file, in their order. Raises LexiconError."""
    rarest = _by_rarity(codes)
    return Rules(_compiled(rule, order, codes, rarest) for order, rule in enumerate(rules))


def _compiled(rule: Mapping[str, Any], order: int, codes: Codes, rarest: Callable[[Iterable[Anchor]], Anchor | None]) -> Rule:
    tree = parse(rule["match"], codes)
    return Rule(rule["name"], Pattern(tree), order, rarest(tree.anchors()), rule)


def _by_rarity(codes: Codes) -> Callable[[Iterable[Anchor]], Anchor | None]:
    """What chooses the anchor that is rarest in texts, of those that are no plain word."""
    common, plain = codes.of_any(*sorted(_COMMON)), codes.within(_PLAIN)

    def rarity(anchor: Anchor) -> tuple[int, int]:
        return (anchor.codes & common).bit_count(), anchor.codes.bit_count() * (1 + anchor.high - anchor.low)

    def rarest(anchors: Iterable[Anchor]) -> Anchor | None:
        return min((anchor for anchor in anchors if not anchor.codes & plain), key=rarity, default=None)

    return rarest


def best(candidates: Iterable[tuple[Match, T]]) -> list[tuple[Match, T]]:
    """Of overlapping candidates the longest, then the first, then the earlier rule; in order of the text."""
    return _best(candidates, lambda value: value)


def read(rules: Rules, tokens: Tokens, build: Callable[[Match], T | None]) -> list[tuple[Match, T]]:
    """The best matches of the rules for which ``build`` gives a value; it is not asked about what a better one has taken."""
    return _best(((match, match) for match in rules.matches(tokens.codes)), build)


def _best(candidates: Iterable[tuple[Match, C]], build: Callable[[C], T | None]) -> list[tuple[Match, T]]:
    chosen: list[tuple[Match, T]] = []
    crowd: list[tuple[Match, C]] = []
    end = 0
    for candidate in sorted(candidates, key=_starts):
        start, behind = candidate[0].span
        if start >= end:
            chosen += _chosen(crowd, build)
            crowd = []
        crowd.append(candidate)
        end = max(end, behind)
    return chosen + _chosen(crowd, build)


def _chosen(crowd: list[tuple[Match, C]], build: Callable[[C], T | None]) -> list[tuple[Match, T]]:
    """The best of candidates that overlap, one with another."""
    if len(crowd) == 1:
        match, only = crowd[0]
        return [] if (value := build(only)) is None else [(match, value)]
    chosen: list[tuple[Match, T]] = []
    taken: set[int] = set()
    for match, candidate in sorted(crowd, key=_ranked):
        place = range(*match.span)
        if taken.isdisjoint(place) and (value := build(candidate)) is not None:
            taken.update(place)
            chosen.append((match, value))
    return sorted(chosen, key=_starts)


def _starts(candidate: tuple[Match, object]) -> int:
    return candidate[0].span[0]


def _ranked(candidate: tuple[Match, object]) -> tuple[int, int, int]:
    match = candidate[0]
    start, end = match.span
    return start - end, match.start, match.rule.order
