"""Named rules of a data file, and the best of their matches."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from extractors.lexer import Tokens
from extractors.lexicon import Codes
from extractors.patterns import Finder, Index, compile_finder, groups

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of a data file: its name, its pattern, and whatever else it says (``gives``)."""

    name: str
    finder: Finder
    gives: Mapping[str, Any] = field(default_factory=dict)


def compile_rules(rules: Iterable[Mapping[str, Any]], codes: Codes) -> tuple[Rule, ...]:
    """The rules of a list of a data file, in their order."""
    return tuple(Rule(rule["name"], compile_finder(rule["match"], codes), rule) for rule in rules)


@dataclass(frozen=True, slots=True)
class Match:
    """Where a rule matched: tokens [start, end), its named groups as token ranges; `span` is the part that is the fact."""

    rule: Rule
    start: int
    end: int
    groups: Mapping[str, tuple[int, int]]

    @property
    def span(self) -> tuple[int, int]:
        """Tokens of the fact: the group ``span`` where the rule has one, else all."""
        return self.groups.get("span", (self.start, self.end))


def find(rules: Iterable[Rule], tokens: Tokens) -> Iterator[Match]:
    """Every match of every rule; a rule's own matches do not overlap."""
    index = Index(tokens.codes)
    for rule in rules:
        for m in rule.finder.finditer(index):
            yield Match(rule, m.start(), m.end(), groups(m))


def best(candidates: Iterable[tuple[Match, T]]) -> list[tuple[Match, T]]:
    """Of overlapping candidates the longest, then the first, then the earlier rule; in order of the text."""
    chosen: list[tuple[Match, T]] = []
    taken: set[int] = set()
    ranked = sorted(enumerate(candidates), key=lambda item: (-(item[1][0].span[1] - item[1][0].span[0]), item[1][0].start, item[0]))
    for _, (match, value) in ranked:
        place = range(*match.span)
        if taken.isdisjoint(place):
            taken.update(place)
            chosen.append((match, value))
    return sorted(chosen, key=lambda item: item[0].span)


def read(rules: Iterable[Rule], tokens: Tokens, build: Callable[[Match], T | None]) -> list[tuple[Match, T]]:
    """The best matches of the rules for which ``build`` gives a value."""
    return best((match, value) for match in find(rules, tokens) if (value := build(match)) is not None)
