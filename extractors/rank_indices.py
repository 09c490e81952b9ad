"""The index or table that a position belongs to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from extractors.data import read_data
from extractors.rank_places import Text
from extractors.rank_positions import Position

_OTHER = "other"  # the value of known tables that have no canonical name
_SPLITS = ("COMMA", "SEMI", "BREAK", "AND", "RANKAND", "RANKBUT")
_LINKS = ("FUNCTION", "RANKWORD", "RANKLINK", "QUOTE", "LPAR", "INDEXHEAD")
_NEAR = 4  # tokens between `from` and the position that was left
_TABLES = 2  # a text about more than so many has none that it is about
_REACH = 12  # tokens between a position and the index behind it


@dataclass(frozen=True, slots=True)
class Index:
    """An index as named in tokens [start, end). ``field`` is a bare subject (`in land access`), which is no table by itself."""

    start: int
    end: int
    name: str | None
    text: str
    field: bool = False


def canonical(index: Index | None) -> str | None:
    """The canonical name of an index, None where it has none."""
    return index.name if index and index.name != _OTHER else None


@cache
def contestants() -> dict[str, str]:
    """Index → ``country`` or ``region``."""
    return {index: level for level, indices in read_data("shared")["contestants"].items() for index in indices}


class Indices:
    """Finds the index of each position: named right behind it, before it, behind it, or carried."""

    def __init__(self, text: Text) -> None:
        self.text = text
        self._known: dict[int, list[Index]] = {}

    def of(self, positions: list[Position]) -> list[Index | None]:
        """One index a position."""
        found: list[Index | None] = []
        for i, position in enumerate(positions):
            before = positions[i - 1] if i else None
            behind = positions[i + 1] if i + 1 < len(positions) else None
            found.append(self._choose(position, before, behind, found[-1] if found else None, found))
        self._share(positions, found)
        self._share_back(positions, found)
        return found

    def named(self) -> list[Index]:
        """Every index that the text names, in order."""
        return self._within(0, len(self.text.tokens))

    def _choose(
        self, position: Position, before: Position | None, behind: Position | None, last: Index | None, found: list[Index | None]
    ) -> Index | None:
        low, high = self.text.sentence(position.at)
        same = before is not None and before.at >= low
        start = before.at + 1 if before and same else low
        stop = behind.at if behind and behind.at < high and not position.old else high
        fresh = [index for index in self._within(low, high) if index.end <= position.at and index.start >= start]
        if same and last and before and last.start > before.at:
            fresh = [index for index in fresh if index.start != last.start]
        following = [index for index in self._within(low, high) if position.at < index.start < stop]
        for candidates in (
            [index for index in following[:1] if index.field and self._is_next(position, index)],
            [index for index in following[:1] if not index.field and self._links(position.at + 1, index.start)],
            [index for index in reversed(fresh) if not index.field or self._is_part(index)],
            [index for index in following[:1] if not index.field and self._reaches(position.at + 1, index.start)],
            [index for index in reversed(fresh) if index.field],
            [index for index in following[:1] if index.field and self._governs(position.at + 1, index.start)],
        ):
            if candidates:
                return candidates[0]
        if position.uncarried and not same:
            return None
        return last if same else self._carried(position, before, last, found)

    def _is_part(self, index: Index) -> bool:
        """A pillar that stands nearer than the index that it is a part of."""
        return self.text.any_has(index.start, index.end, "RANKPILLAR")

    def _links(self, start: int, end: int) -> bool:
        """True where only small words stand between, and no `and`: behind that another position's index may follow."""
        return end - start <= 3 and all(self.text.has(k, *_LINKS) and not self.text.has(k, "AND") for k in range(start, end))

    def _is_next(self, position: Position, index: Index) -> bool:
        """True where nothing but a preposition and a quote stand between: `57th in innovation inputs`."""
        quoted = self.text.has(index.start - 1, "QUOTE")
        return index.start == position.at + 2 + quoted and self._reaches(position.at + 1, index.start)

    def _reaches(self, start: int, end: int) -> bool:
        start += self.text.has(start, "DASH")  # `second-largest`
        return end - start <= _REACH and not self.text.any_has(start, end, *_SPLITS)

    def _governs(self, start: int, end: int) -> bool:
        """`with more trade in the digital economy` says something else than where the position is."""
        return self._reaches(start, end) and not self.text.any_has(start, end, "RANKWITH")

    def _carried(self, position: Position, before: Position | None, last: Index | None, found: list[Index | None]) -> Index | None:
        """From the paragraph: its last position's, else the last one named; else the table that the document began with."""
        low, _ = self.text.paragraph(position.at)
        named = [index for index in self._within(low, position.at) if not index.field]
        if before and before.at >= low and last and not last.field:
            named.append(last)
        if named:
            return None if self._is_of_others(named[-1], position) else named[-1]
        if len({name for index in found if (name := canonical(index))}) > _TABLES:
            return None
        return next((index for index in found if self._is_open(index, position)), None) or self._headline(position)

    def _is_open(self, index: Index | None, position: Position) -> bool:
        """True for an index of its own that a position of another paragraph may be in: not districts in one of provinces."""
        level = contestants().get(canonical(index) or "")
        at = position.total_at
        rivals = self.text.values(at + 1, at + 2, "CONTESTANT") if at is not None else set()
        if not canonical(index) or level is None:
            return canonical(index) is not None
        return rivals == {level} if rivals else self._level(position) in (None, level)

    def _level(self, position: Position) -> str | None:
        """What the last place of the sentence before a position is: ``country`` or ``region``."""
        low, _ = self.text.sentence(position.at)
        codes = [place.code for k in range(low, position.at) if (place := self.text.tokens.senses(k).get("PLACE")) and place.code]
        return None if not codes else "region" if "-" in codes[-1] else "country"

    def _is_of_others(self, index: Index, position: Position) -> bool:
        """True where the sentence is about a place that has no part in an index: a city in a table of countries."""
        low, _ = self.text.sentence(position.at)
        code = self.text.tokens.value(low, "PLACE").code if self.text.has(low, "PLACE") else None
        return code is not None and contestants().get(canonical(index) or "") == ("country" if "-" in code else "region")

    def _headline(self, position: Position) -> Index | None:
        """The first index that the text names before a position."""
        at = next((i for i in self.text.tokens.having("RANKINDEX", "INDEXABBR") if i < position.at), None)
        named = [index for index in self._within(*self.text.sentence(at)) if canonical(index)] if at is not None else []
        return named[0] if named and self._is_open(named[0], position) else None

    def _share(self, positions: list[Position], found: list[Index | None]) -> None:
        """`A, B and C ranked 5th, 8th and 12th`: as many indices before a run of positions as the run has are theirs in order."""
        for run in runs(self.text, positions):
            low, _ = self.text.sentence(positions[run[0]].at)
            start = positions[run[0] - 1].at if run[0] and positions[run[0] - 1].at >= low else low
            earlier = [index for index in self._within(low, positions[run[0]].at) if not index.field]
            named = [index for index in earlier if index.start >= start]
            if not [index for index in named if index not in found[: run[0]]] and self.text.any_has(
                low, positions[run[-1]].at + 3, "INTURN"
            ):
                named = earlier[-len(run) :]
            if len(named) == len(run):
                for i, index in zip(run, named, strict=True):
                    found[i] = index

    def _share_back(self, positions: list[Position], found: list[Index | None]) -> None:
        """`A is 61st, B 62nd and C 63rd in the PCI`, `it slid from 10th to 16th in it`: those before the index that have none share it."""
        for i in range(len(positions) - 2, -1, -1):
            index, behind = found[i + 1], positions[i + 1].at
            same = self.text.sentence(positions[i].at) == self.text.sentence(behind)
            left = positions[i].old or self.text.any_has(positions[i].at - _NEAR, positions[i].at, "RANKFROM")
            if found[i] is None and index and same and (left or (index.start > behind and not index.field)):
                found[i] = index

    def _within(self, low: int, high: int) -> list[Index]:
        """The indices that tokens [low, high) name; longer names hide shorter ones in them."""
        out: list[Index] = []
        at = low
        while at < high:
            start, end = self.text.sentence(at)
            if start not in self._known:
                self._known[start] = list(self._named(start, end))
            out += [index for index in self._known[start] if index.end <= high]
            at = max(end, at) + 1
        return out

    def _named(self, low: int, high: int) -> Iterable[Index]:
        codes, plain = self.text.tokens.codes, self.text.patterns.plain
        spans: list[tuple[int, int, bool]] = []
        for kind in ("indices", "fields"):
            for pattern in plain.get(kind, ()):
                for found in pattern.matches(codes, low, min(high + 1, len(codes))):
                    start, end = next(iter(found.groups.values()), found[:2])
                    spans.append((self._behind_owner(start, end), end, kind == "fields"))
        done = -1
        for start, end, field in sorted(spans, key=lambda span: (span[0], -span[1], span[2])):
            if done <= start < end and not self._is_measured(start):
                done = end
                name = self._name(start, end)
                yield Index(start, end, name, self.text.tokens.text(start, end), field and name is None)

    def _behind_owner(self, start: int, end: int) -> int:
        """Where an index begins that is named with its owner (`Lund College's Clean Towns rankings`): behind the ending of the genitive."""
        genitive = self.text.tokens.lexicon.genitive
        owner = next((k for k in reversed(range(start, end)) if genitive and self.text.tokens.word(k).endswith(genitive)), None)
        begin = start if owner is None else owner + 1
        return end if begin > start and begin == end - 1 else begin

    def _is_measured(self, start: int) -> bool:
        """`30% GRDP`, `13% of GDP`: what shares are of is no table."""
        at = start - 1 if not self.text.has(start - 1, "RANKOFN", "FUNCTION") else start - 2
        return self.text.has(at, "PERCENT")

    def _name(self, start: int, end: int) -> str | None:
        """The canonical name; a part of an index has none."""
        if self.text.any_has(start, end, "INDEXPART"):
            return None
        names: list[Any] = [
            self.text.tokens.value(i, kind)
            for kind in ("RANKINDEX", "INDEXABBR", "INDEXCORE")
            for i in range(start, end)
            if self.text.has(i, kind)
        ]
        return str(names[0]) if names else None


def runs(text: Text, positions: list[Position]) -> list[list[int]]:
    """Positions that only commas and `and` part, as lists of their numbers."""
    out: list[list[int]] = []
    for i, position in enumerate(positions):
        gap = range(positions[i - 1].at + 1, position.at) if i else range(0)
        joined = i > 0 and len(gap) <= 3 and all(text.has(k, "COMMA", "AND", "RANKAND", "RANKMARK") for k in gap)
        if joined:
            out[-1].append(i)
        else:
            out.append([i])
    return [run for run in out if len(run) > 1]
