"""Where the rules of a list match: each is tried only around the tokens that it cannot do without.

This sees every token once for each list, so it is also compiled (`_tokens`): where that was built, it is used, and does the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from extractors.nodes import Anchor, Atom, Course


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of a data file: its name, its pattern, its place in the list, and whatever else it says (``gives``)."""

    name: str
    pattern: re.Pattern[str]
    order: int
    anchor: Anchor | None = None
    course: Course = field(default_factory=Course)
    gives: Mapping[str, Any] = field(default_factory=dict)
    first: frozenset[str] | None = None
    """The codes of which the first token of a match has one, None where any will do."""


_REMEMBERED = 50_000  # surroundings of anchors
Try = tuple[int, Rule, int]  # order of a rule, the rule, how many tokens back from its anchor a match may begin


class PlainFinder:
    """Finds the matches of so many rules, each of which holds one of some ``anchors``.

    ``near`` says which rules are worth trying at an anchor, earlier rules first, by its code, the one before and the two behind it; it is
    asked once for each four codes.

    >>> rule = Rule("ab", re.compile("ab"), 0, first=frozenset("a"))
    >>> finder = PlainFinder("b", lambda codes, place: ((0, rule, 1),), 1)
    >>> [(rule.name, m.start()) for rule, m in finder.find("ab bb ab")]
    [('ab', 0), ('ab', 6)]
    """

    def __init__(self, anchors: str, near: Callable[[str, int], tuple[Try, ...]], rules: int) -> None:
        self._near, self._rules = near, rules
        self._known: dict[str, tuple[Try, ...]] = {}
        self._anchors = re.compile(Atom(anchors).regex(count()))

    def find(self, codes: str) -> list[tuple[Rule, re.Match[str]]]:
        """Every match that holds an anchor; a rule's own matches do not overlap, leftmost first."""
        found: list[tuple[Rule, re.Match[str]]] = []
        done = [0] * self._rules  # where each rule has to begin
        for anchor in self._anchors.finditer(codes):
            place, matched = anchor.start(), -1
            for order, rule, back in self._tries(codes, place):
                start = place - back
                if start < done[order] or order == matched or (rule.first is not None and codes[start] not in rule.first):
                    continue
                done[order] = start + 1
                if m := rule.pattern.match(codes, start):
                    found.append((rule, m))
                    done[order], matched = max(start + 1, m.end()), order
        return found

    def _tries(self, codes: str, place: int) -> tuple[Try, ...]:
        if not place:
            return self._near(codes, place)  # the code before it is missing
        around = codes[place - 1 : place + 3]
        found = self._known.get(around)
        if found is None:
            found = self._near(codes, place)
            if len(self._known) < _REMEMBERED:
                self._known[around] = found
        return found
