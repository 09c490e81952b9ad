"""Named rules of a data file, and the best of their matches."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from extractors.finding import Rule, Try
from extractors.lexer import Tokens
from extractors.lexicon import Codes
from extractors.native import Finder
from extractors.nodes import Course, course
from extractors.patterns import groups
from extractors.sieve import Sieve
from extractors.syntax import parse, regex

T = TypeVar("T")
# Classes of the words that stand everywhere: a rule is not looked for around one of them where it needs something rarer.
_COMMON = frozenset({"FUNCTION", "VERB", "COMMA", "BREAK", "PUNCT", "AND"})
_PLAIN = frozenset({"WORD", "CAP", "SPACE"})
_NEIGHBOURS = (1, -1, 2)  # tokens from an anchor whose codes say which rules are worth trying


class _Spot:
    """What is worth trying at a code, by the codes around it."""

    def __init__(self, letter: str, tries: Iterable[Try]) -> None:
        self._sieve = Sieve((made for made in tries if made[1].course.allows(letter, made[2])), _course)

    def near(self, codes: str, place: int) -> tuple[Try, ...]:
        """The tries that the neighbours of a place allow, earlier rules first."""
        bits = self._sieve.all
        for at in _NEIGHBOURS:
            bits &= self._sieve.bits(codes[place + at : place + at + 1] if place + at >= 0 else "", at)
        return self._sieve.chosen(bits)


def _course(made: Try, at: int) -> tuple[Course, int]:
    _, rule, back = made
    return rule.course, back + at


class Rules:
    """The rules of a list, with the codes at which it is worth trying them."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._all = tuple(rules)
        self.everywhere = [rule for rule in self._all if not rule.anchor]
        self._tries: dict[str, list[Try]] = {}
        for rule in self._all:
            if rule.anchor:
                made = [(rule.order, rule, back) for back in range(rule.anchor.high, rule.anchor.low - 1, -1)]
                for letter in rule.anchor.letters:
                    self._tries.setdefault(letter, []).extend(made)
        self._finder = Finder("".join(sorted(self._tries)), self.near, len(self._all))
        self._spots: dict[str, _Spot] = {}
        self._parts: dict[tuple[str, bool], Rules] = {}

    def __iter__(self) -> Iterator[Rule]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    def near(self, codes: str, place: int) -> tuple[Try, ...]:
        """The tries that are worth it at a place that holds an anchor, by its code, the one before and the two behind it."""
        letter = codes[place]
        if letter not in self._spots:
            self._spots[letter] = _Spot(letter, self._tries[letter])
        return self._spots[letter].near(codes, place)

    def anchored(self, codes: str) -> list[tuple[Rule, re.Match[str]]]:
        """Every match of the rules that have an anchor."""
        return self._finder.find(codes)

    def giving(self, key: str, given: bool) -> Rules:
        """The rules that say ``key``, or those that do not; made once."""
        if (key, given) not in self._parts:
            chosen = [rule for rule in self if bool(rule.gives.get(key)) == given]
            self._parts[key, given] = Rules(replace(rule, order=order) for order, rule in enumerate(chosen))
        return self._parts[key, given]


def compile_rules(rules: Iterable[Mapping[str, Any]], codes: Codes) -> Rules:
    """The rules of a list of a data file, in their order. Raises LexiconError."""
    common = frozenset(code for classes, code in codes.of.items() if not _COMMON.isdisjoint(classes))
    plain = frozenset(code for classes, code in codes.of.items() if classes <= _PLAIN)
    return Rules(_compiled(rule, order, codes, common, plain) for order, rule in enumerate(rules))


def _compiled(rule: Mapping[str, Any], order: int, codes: Codes, common: frozenset[str], plain: frozenset[str]) -> Rule:
    tree = parse(rule["match"], codes)
    anchors = [anchor for anchor in tree.anchors() if plain.isdisjoint(anchor.letters)]
    rarest = min(anchors, key=lambda a: (len(a.letters & common), len(a.letters) * (1 + a.high - a.low)), default=None)
    found = course(tree)
    return Rule(rule["name"], regex(tree), order, rarest, found, rule, found.steps[0])


@dataclass(slots=True)
class Match:
    """Where a rule matched: tokens [start, end), its named groups as token ranges; ``span`` is the part that is the fact.

    That is the group ``span`` where the rule has one, else all.
    """

    rule: Rule
    start: int
    end: int
    groups: Mapping[str, tuple[int, int]]
    span: tuple[int, int] = field(init=False)

    def __post_init__(self) -> None:
        self.span = self.groups.get("span") or (self.start, self.end)


def find(rules: Rules, tokens: Tokens) -> Iterator[Match]:
    """Every match of every rule; a rule's own matches do not overlap, leftmost first."""
    codes = tokens.codes
    for rule in rules.everywhere:
        for m in rule.pattern.finditer(codes):
            yield Match(rule, *m.span(), groups(m))
    for rule, m in rules.anchored(codes):
        yield Match(rule, *m.span(), groups(m))


def best(candidates: Iterable[tuple[Match, T]]) -> list[tuple[Match, T]]:
    """Of overlapping candidates the longest, then the first, then the earlier rule; in order of the text."""
    found = list(candidates)
    chosen: list[tuple[tuple[int, int], int]] = []
    taken: set[int] = set()
    for _, _, _, i in sorted([_ranked(match, i) for i, (match, _) in enumerate(found)]):
        span = found[i][0].span
        if taken.isdisjoint(place := range(*span)):
            taken.update(place)
            chosen.append((span, i))
    return [found[i] for _, i in sorted(chosen)]


def _ranked(match: Match, i: int) -> tuple[int, int, int, int]:
    start, end = match.span
    return start - end, match.start, match.rule.order, i


def read(rules: Rules, tokens: Tokens, build: Callable[[Match], T | None]) -> list[tuple[Match, T]]:
    """The best matches of the rules for which ``build`` gives a value."""
    return best((match, value) for match in find(rules, tokens) if (value := build(match)) is not None)
