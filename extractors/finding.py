"""Where the rules of a list match: each is tried only around the tokens that it cannot do without.

This sees every token once for each list, so it is also compiled (`_finding`): where that was built, it is used, and does the same.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from itertools import count
from operator import or_
from typing import Any

from extractors.codes import members
from extractors.matching import PlainPattern
from extractors.nodes import Anchor, Atom


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of a data file: its name, its pattern, its place in the list, and whatever else it says (``gives``)."""

    name: str
    pattern: PlainPattern
    order: int
    anchor: Anchor | None = None
    gives: Mapping[str, Any] = field(default_factory=dict)


@dataclass(init=False, slots=True)
class Match:
    """Where a rule matched: tokens [start, end), its named groups as token ranges; ``span`` is the part that is the fact.

    That is the group ``span`` where the rule has one, else all.
    """

    rule: Rule
    start: int
    end: int
    groups: Mapping[str, tuple[int, int]]
    span: tuple[int, int] = field(init=False)

    def __init__(self, rule: Rule, start: int, end: int, groups: Mapping[str, tuple[int, int]]) -> None:
        self.rule, self.start, self.end, self.groups = rule, start, end, groups
        self.span = groups.get("span") or (start, end)


class PlainFinder:
    """Finds the matches of rules that have an anchor.

    >>> from extractors.codes import Codes
    >>> from extractors.syntax import parse
    >>> codes = Codes(); number, unit = codes.code({"N"}), codes.code({"UNIT"})
    >>> tree = parse("N? UNIT", codes)
    >>> finder = PlainFinder([Rule("measure", PlainPattern(tree), 0, tree.anchors()[0])])
    >>> [(match.start, match.end) for match in finder.find(number + unit + unit)]
    [(0, 2), (2, 3)]
    """

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._tries: dict[str, list[tuple[Rule, int, int]]] = {}  # how many tokens back from its anchor a match may begin
        for at, rule in enumerate(rules):
            if rule.anchor:
                made = [(rule, at, back) for back in range(rule.anchor.high, rule.anchor.low - 1, -1)]
                for code in members(rule.anchor.codes):
                    self._tries.setdefault(code, []).extend(made)
        self._anchors = re.compile(Atom(reduce(or_, (rule.anchor.codes for rule in rules if rule.anchor), 0)).regex(count()))

    def find(self, codes: str) -> list[Match]:
        """Every match; a rule's own matches do not overlap, leftmost first."""
        found: list[Match] = []
        done: dict[int, int] = {}  # where each rule has to begin
        for anchor in self._anchors.finditer(codes):
            place, matched = anchor.start(), -1
            for rule, at, back in self._tries[codes[place]]:
                start, first = place - back, rule.pattern.first
                if start < done.get(at, 0) or at == matched or (first is not None and codes[start] not in first):
                    continue
                done[at] = start + 1
                if m := rule.pattern.match(codes, start):
                    found.append(Match(rule, *m))
                    done[at], matched = max(start + 1, m.end), at
        return found
