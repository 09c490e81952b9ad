"""The numerals that are positions, and the totals that they are out of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Any

from extractors.lexicon import Codes
from extractors.patterns import groups
from extractors.rank_places import Text
from extractors.rules import Rule

_TRIGGERS = ("RANKWORD", "RANKSTAND", "RANKTOP", "RANKBIG", "RANKWORLD", "RANKAGENT", "RANKINDEX", "INDEXABBR", "INDEXHEAD")
_MARKS = ("rank", "old", "new", "first")
_HIGHEST = 1_000_000
_RATIO = re.compile(r"(\d+)/(\d+)")
_NO_TOTAL = ("UNIT", "PERCENT", "CURRENCY", "SCORE", "POINTS", "SCALE")


@dataclass(frozen=True, slots=True)
class Position:
    """A position: the token that says it, its rule, its value. ``old`` is one that was left, or that the sentence only looks back to."""

    at: int
    rule: str
    rank: int
    bound: str = "exact"
    total: int | None = None
    total_at: int | None = None
    old: bool = False
    length: int | None = None
    start: int = 0
    end: int = 0


@lru_cache(maxsize=8)
def _triggers(table: Codes) -> re.Pattern[str]:
    letters = "".join(sorted({code for name in _TRIGGERS for code in table.having([name])}))
    return re.compile(f"[{letters}]" if letters else "(?!)")


def read_positions(text: Text) -> list[Position]:
    """Every position, in order of the text."""
    found: list[Position] = []
    reader = _Reader(text)
    done = 0
    for m in _triggers(text.tokens.table).finditer(text.tokens.codes):
        if m.start() >= done:
            low, done = text.sentence(m.start())
            found += reader.sentence(low, done)
    return found


class _Reader:
    """Reads the positions of sentences."""

    def __init__(self, text: Text) -> None:
        self.text, self.tokens = text, text.tokens
        rules = text.language.rules["ranks"]
        self.first = [rule for rule in rules if not rule.gives.get("follows")]
        self.next = [rule for rule in rules if rule.gives.get("follows")]

    def sentence(self, low: int, high: int) -> list[Position]:
        """The positions between two breaks; what only goes on from a position needs one before it."""
        found: dict[int, Position] = {}
        for position in self._matches(self.first, low, high):
            found.setdefault(position.at, position)
        if not found:
            return []
        following = sorted(self._matches(self.next, low, high), key=lambda position: position.start)
        for position in following:
            if position.at not in found and self._goes_on(position, found):
                found[position.at] = self._like(position, found)
        kept = [found[at] for at in sorted(found) if not self._refused(at)]
        return self._with_totals(kept)

    def _goes_on(self, position: Position, found: dict[int, Position]) -> bool:
        """True where a position stands before this one; right before it where the rule only adds to it."""
        chained = any(rule.name == position.rule and rule.gives["follows"] == "chain" for rule in self.next)
        return position.start - 1 in found if chained else min(found) < position.at

    @staticmethod
    def _like(position: Position, found: dict[int, Position]) -> Position:
        before = found.get(position.start - 1)
        return replace(position, bound=before.bound, old=before.old or position.old) if before else position

    def _refused(self, at: int) -> bool:
        return any(around.match(self.tokens.codes, at, at + 1) for around in self.text.patterns.around.get("refuse", ()))

    def _matches(self, rules: list[Rule], low: int, high: int) -> Iterator[Position]:
        for rule in rules:
            for m in rule.pattern.finditer(self.tokens.codes, low, min(high + 1, len(self.tokens))):
                yield from self._built(rule, m)

    def _built(self, rule: Rule, m: re.Match[str]) -> Iterator[Position]:
        named = groups(m)
        for name in _MARKS:
            if name in named and self._ends_well(rule, named[name][0]) and (value := self._value(named[name][0], name)):
                rank, total, length = value
                yield Position(
                    named[name][0],
                    rule.name,
                    rank,
                    rule.gives.get("bound", "exact"),
                    total,
                    None,
                    name == "old",
                    length,
                    m.start(),
                    m.end(),
                )

    def _ends_well(self, rule: Rule, at: int) -> bool:
        """A rule may ask how the numeral ends: `دومین` stands before its noun, `دوم` behind it."""
        ends = rule.gives.get("ends")
        return not ends or self.tokens.word(at).endswith(tuple(ends))

    def _value(self, at: int, name: str) -> tuple[int, int | None, int | None] | None:
        """(position, total, length of the position's digits) of a token, or None where it is no whole number from one up."""
        senses = self.tokens.senses(at)
        if "RATIO" in senses or "DATE" in senses:
            m = _RATIO.fullmatch(self.tokens.word(at))
            ordered = m and 1 <= int(m[1]) <= int(m[2]) <= _HIGHEST
            return (int(m[1]), int(m[2]), len(m[1])) if m and ordered else None
        if name == "first":
            return 1, None, None
        value = _whole(senses)
        return (value, None, None) if value else None

    def _with_totals(self, found: list[Position]) -> list[Position]:
        taken = {position.at for position in found}
        for i, position in enumerate(found):
            if position.total is None and (at := self._total(position, taken)) is not None:
                taken.add(at)
                found[i] = replace(position, total=_whole(self.tokens.senses(at)), total_at=at)
        return found

    def _total(self, position: Position, taken: set[int]) -> int | None:
        """The token that says out of how many, with no other position between."""
        for around in self.text.patterns.around.get("totals", ()):
            sides = around.match(self.tokens.codes, position.at, position.at + 1)
            for side in filter(None, sides or ()):
                place = groups(side).get("total")
                if place and self._is_total(place[0], position, taken):
                    return place[0]
        return None

    def _is_total(self, at: int, position: Position, taken: set[int]) -> bool:
        value = _whole(self.tokens.senses(at))
        between = range(min(at, position.at) + 1, max(at, position.at))
        alone = at not in taken and not any(k in taken for k in between)
        return bool(value) and int(value or 0) >= position.rank and alone and not self.text.has(at + 1, *_NO_TOTAL)


def _whole(senses: Any) -> int | None:
    numeral = senses.get("N") or senses.get("ROMAN")
    value = getattr(numeral, "value", numeral)
    if not isinstance(value, (Decimal, int)) or value != int(value) or not 1 <= value <= _HIGHEST:
        return None
    return int(value)
