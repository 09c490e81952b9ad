"""What the headings of a table, and the lines above it, say of the figures below: row numbers, positions, units, periods.

The words (what row numbers, positions and units are called, how a year is named) are the ``tables`` of a language's data file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeVar

from extractors.fold import fold, fold_word
from extractors.rank_indices import Index
from extractors.table_rows import Cell, Row, Table
from extractors.table_wording import Measure, Wording, letters

_BRACKETED = re.compile(r"[(\[](?:[^()\[\]:]*:)?([^()\[\]]+)[)\]]")
_EDGES = " .:()[]*"
_NO_POSITION = re.compile(r"\s*(?:[-+\u2212\u2013]\s?\d|\d+[.,\u066b\u066c]\d)")
Role = Literal["", "row", "rank", "unit", "period"]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Column:
    """What the figures of a column are: ``role`` is ``row`` (numbers of rows), ``rank`` (of ``total``), ``unit``, ``period`` (of each row),
    or empty."""

    role: Role = ""
    measure: Measure | None = None
    period: str | None = None
    index: Index | None = None
    total: int | None = None


class Columns:
    """The columns of one table."""

    def __init__(self, table: Table, text: str, wording: Wording) -> None:
        self.table, self.text, self.wording = table, text, wording
        self.heads = [[self.said(cell) for cell in table.headings(at)] for at in range(len(table.heads[0].cells))]
        self.title, self._measure = self._above([self.said(cell) for cell in table.above])
        self.columns: list[Column] = []
        for at, heads in enumerate(self.heads):
            self.columns.append(self._column(at, heads))

    def said(self, cell: Cell) -> str:
        """What stands in a cell."""
        return self.text[cell.start : cell.end]

    def period(self, row: Row, column: Column) -> str | None:
        """When the figures of a row are from, by its first cell or by the heading; None where the two say different years."""
        own = next((self.wording.dated(self.said(row.cells[at])) for at, other in enumerate(self.columns) if other.role == "period"), None)
        if own is None or column.period is None:
            return str(own["edtf"]) if own else column.period
        return str(own["edtf"]) if str(own["edtf"]).startswith(column.period) else None

    def measure(self, row: Row, column: Column) -> Measure | None:
        """What the figures of a row are in, by the heading, by a cell that says it, or by the line above the table."""
        said = [self.said(row.cells[at]) for at, other in enumerate(self.columns) if other.role == "unit"]
        return column.measure or next((self.wording.measure(phrase) for phrase in said), None)

    def _above(self, lines: list[str]) -> tuple[str, Measure | None]:
        """The title of a table, and what the line says in which its figures are (`Unit: million USD`)."""
        measure = None
        for said in lines:
            found = self.wording.announced(said)
            measure = measure or (self.wording.measure(found[1]) if found else self._bracketed([said]))
            if not found or found[0] > 0:
                return said, measure
        return "", measure

    def _column(self, at: int, heads: list[str]) -> Column:
        words = self.wording.words
        if any(words.are_ranks(letters(head)) for head in heads) and self._may_be_positions(at):
            total = _first(map(self.wording.total, heads))
            return Column("rank", period=_nearest(at, self._periods), index=_nearest(at, self._indices), total=total)
        named = {fold_word(head).strip(_EDGES) for head in heads}
        if not named.isdisjoint(words.row_numbers) or (at == 0 and self._counts(at)):
            return Column("row")
        if not named.isdisjoint(words.unit_heads) and self._are_units(at):
            return Column("unit")
        if all(other.role == "row" for other in self.columns) and self._are_periods(at, heads):
            return Column("period")
        own = self._bracketed(heads) or self.wording.percent(heads) or self.wording.points(heads)
        bracketed = any(_BRACKETED.search(head) for head in heads)
        return Column("", own or (None if bracketed else self._measure), period=self._periods[at])

    def _counts(self, at: int) -> bool:
        """Whether a column goes 1, 2, 3."""
        said = [fold(self.said(row.cells[at])).text for row in self.table.rows]
        return len(said) > 1 and said == [str(k) for k in range(1, len(said) + 1)]

    def _may_be_positions(self, at: int) -> bool:
        """Whether no figure of a column is negative or has a mark in it (`64,992`, `13.0`): such are differences and amounts."""
        return not any(_NO_POSITION.match(fold(self.said(row.cells[at])).text) for row in self.table.rows)

    def _are_units(self, at: int) -> bool:
        """Whether a column names units of measure; what is called a unit may be an office, too."""
        return any(self.wording.measure(self.said(row.cells[at])) for row in self.table.rows)

    def _are_periods(self, at: int, heads: list[str]) -> bool:
        """Whether each row begins with a date; bare figures are years below a heading that says so, or below none."""
        years = not heads or any(self.wording.names_years(head) for head in heads)
        said = [self.said(row.cells[at]) for row in self.table.rows]
        return all(phrase and self.wording.dated(phrase) and (years or not self.wording.is_bare(phrase)) for phrase in said)

    def _bracketed(self, said: Iterable[str]) -> Measure | None:
        """The unit that stands in brackets, with its scale (`(tỷ đồng)`)."""
        phrases = (m[1].strip() for head in said for m in _BRACKETED.finditer(head))
        return next((measure for phrase in phrases if (measure := self.wording.measure(phrase))), None)

    @cached_property
    def _periods(self) -> list[str | None]:
        """The years of the headings, and of the title."""
        return [_first(map(self.wording.period, heads)) for heads in (*self.heads, [self.title])]

    @cached_property
    def _indices(self) -> list[Index | None]:
        """The indices that the headings name, and the title."""
        return [_first(map(self.wording.index, heads)) for heads in (*self.heads, [self.title])]


def _first(found: Iterable[T | None]) -> T | None:
    return next((one for one in found if one is not None), None)


def _nearest(at: int, said: Sequence[T | None]) -> T | None:
    """What a heading says, else the nearest before it that says such a thing, else the title, which is the last, else one behind it.

    >>> _nearest(1, ["2021", None, "2023", "2024"]), _nearest(0, [None, "2023", "2024"])
    ('2021', '2024')
    """
    return _first((*said[at::-1], said[-1], *said[at + 1 : -1]))
