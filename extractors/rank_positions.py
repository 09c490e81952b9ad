"""The numerals that are positions, and the totals that they are out of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from extractors.finding import Match, Rule
from extractors.rank_places import Text

_MARKS = ("rank", "old", "new", "first")
_HIGHEST = 1_000_000  # no table is longer
_RATIO = re.compile(r"(\d+) ?/ ?(\d+)")
_NO_TOTAL = ("UNIT", "PERCENT", "CURRENCY", "SCORE", "POINTS", "SCALE")


@dataclass(frozen=True, slots=True)
class Position:
    """A position: the token that says it, its rule, its value. ``old`` is one that was left, or that the sentence only looks back to.

    ``uncarried`` is one that needs no table (`the third-largest city`), so that none is carried to it from another sentence.
    """

    at: int
    rule: str
    rank: int
    bound: str = "exact"
    total: int | None = None
    total_at: int | None = None
    old: bool = False
    length: int | None = None
    start: int = 0
    chained: bool = False
    uncarried: bool = False


def read_positions(text: Text) -> list[Position]:
    """Every position, in order of the text."""
    reader = _Reader(text)
    first = reader.matches(follows=False)
    if not first:
        return []
    following = _by_sentence(text, reader.matches(follows=True))
    sentences = sorted(_by_sentence(text, first).items())
    return [position for place, found in sentences for position in reader.sentence(found, following.get(place, []))]


def _by_sentence(text: Text, positions: list[Position]) -> dict[tuple[int, int], list[Position]]:
    out: dict[tuple[int, int], list[Position]] = {}
    for position in positions:
        out.setdefault(text.sentence(position.at), []).append(position)
    return out


class _Reader:
    """Reads the positions of a text."""

    def __init__(self, text: Text) -> None:
        self.text, self.tokens = text, text.tokens

    def matches(self, follows: bool) -> list[Position]:
        """What the rules find, in the order of the rules: an earlier one is surer."""
        found = self.text.language.rules["ranks"].giving("follows", follows).matches(self.tokens.codes)
        return [position for match in sorted(found, key=lambda match: (match.rule.order, match.start)) for position in self._built(match)]

    def sentence(self, first: list[Position], following: list[Position]) -> list[Position]:
        """The positions of a sentence; what only goes on from a position needs one before it."""
        found: dict[int, Position] = {}
        for position in first:
            found.setdefault(position.at, position)
        for position in sorted(following, key=lambda p: p.start):
            if position.at not in found and self._goes_on(position, found):
                found[position.at] = self._like(position, found)
        return self._with_totals([found[at] for at in sorted(found) if not self._refused(at)])

    @staticmethod
    def _goes_on(position: Position, found: dict[int, Position]) -> bool:
        """True where a position stands before this one; right before it where the rule only adds to it."""
        return position.start - 1 in found if position.chained else min(found) < position.at

    @staticmethod
    def _like(position: Position, found: dict[int, Position]) -> Position:
        before = found.get(position.start - 1) if position.chained else None
        return replace(position, bound=before.bound, old=before.old or position.old) if before else position

    def _refused(self, at: int) -> bool:
        return any(around.match(self.tokens.codes, at, at + 1) for around in self.text.patterns.around.get("refuse", ()))

    def _built(self, match: Match) -> Iterator[Position]:
        named, gives = match.groups, match.rule.gives
        for name in _MARKS:
            if name in named and self._ends_well(match.rule, named[name][0]) and (value := self._value(named[name][0], name)):
                rank, total, length = value
                said = Position(named[name][0], match.rule.name, rank, gives.get("bound", "exact"), total, length=length)
                yield replace(
                    said, old=name == "old", start=match.start, chained=gives.get("follows") == "chain", uncarried="uncarried" in gives
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
            return int(senses["FIRSTWORD"]), None, None
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
            found = around.match(self.tokens.codes, position.at, position.at + 1)
            place = found.groups.get("total") if found else None
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
