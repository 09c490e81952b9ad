"""What the headings of a table say of the figures below them: row numbers, positions, units, periods.

The words (what row numbers and positions are called) are the ``tables`` of a language's data file.
"""

from __future__ import annotations

import datetime
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any, TypeVar

from extractors.data import read_data
from extractors.extraction import Draft, drafts, tokenize
from extractors.fold import fold, fold_word
from extractors.language import Language
from extractors.places import find_places
from extractors.rank_indices import Index, Indices, canonical
from extractors.rank_places import Text
from extractors.tables import Cell, Row, Table

_BRACKETED = re.compile(r"[(\[](?:[^()\[\]:]*:)?([^()\[\]]+)[)\]]")
_WORD = re.compile(r"[^\W\d_]+")
_WORDY = re.compile(r"\w")
_EDGES = " .:()[]*"
_SCALED = ("value", "value_max", "out_of")
RULE = "table"
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Column:
    """What the figures of a column are: ``role`` is ``row`` (numbers of rows), ``rank``, or empty; what ``factor`` multiplies them by."""

    role: str = ""
    unit: str | None = None
    factor: Decimal = Decimal(1)
    period: str | None = None
    index: Index | None = None


@lru_cache(maxsize=8)
def _words(code: str) -> tuple[frozenset[str], tuple[tuple[str, ...], ...]]:
    """What row numbers are called, and the words of what positions are called."""
    said = read_data(code).get("tables", {})
    ranks = tuple(tuple(_WORD.findall(fold_word(surface))) for surface in said.get("ranks", ()))
    return frozenset(map(fold_word, said.get("row_numbers", ()))), ranks


def by_columns(
    found: list[Draft], tables: list[Table], text: str, language: Language, published_on: datetime.date | None
) -> Iterator[Draft]:
    """The drafts of facts, those in the tables by what their columns say; one look-up a draft, however many tables there are."""
    columns = [Columns(table, text, language, published_on) for table in tables]
    cells = [(cell, at, row, own) for own in columns for row in own.table.rows for at, cell in enumerate(row.cells)]
    starts = [cell.start for cell, *_ in cells]
    for draft in found:
        place = bisect_right(starts, draft.start) - 1
        cell, at, row, own = cells[max(0, place)]
        if (made := draft if place < 0 else own.read(draft, cell, at, row)) is not None:
            yield made


class Columns:
    """The columns of one table."""

    def __init__(self, table: Table, text: str, language: Language, published_on: datetime.date | None) -> None:
        self.table, self.text, self.language, self.published_on = table, text, language, published_on
        self.title, self.heads = self._said(table.title), [self._said(cell) for cell in table.head.cells]
        self.columns = [self._column(at, head) for at, head in enumerate(self.heads)]

    def read(self, draft: Draft, cell: Cell, at: int, row: Row) -> Draft | None:
        """A figure of a cell by what its column says; None for the number of a row. What is no figure, or not all of its cell, stays."""
        return self._made(draft, self.columns[at], row) if draft.kind == "number" and self._is_all(draft, cell) else draft

    def _is_all(self, draft: Draft, cell: Cell) -> bool:
        """Whether nothing but marks stands in a cell beside a figure (`$5,200`, `~480`)."""
        beside = self.text[cell.start : draft.start] + self.text[draft.end : cell.end]
        return cell.start <= draft.start and draft.end <= cell.end and not _WORDY.search(beside)

    def _made(self, draft: Draft, column: Column, row: Row) -> Draft | None:
        if column.role == "row":
            return None
        value = draft.fields["value"]
        if column.role == "rank" and value == value.to_integral_value() and value > 0 and not draft.fields["unit"]:
            return self._rank(draft, column, row)
        return Draft(draft.kind, draft.rule, draft.start, draft.end, _measured(draft.fields, column))

    def _rank(self, draft: Draft, column: Column, row: Row) -> Draft:
        name = next((self._said(cell) for cell in row.cells if _WORD.search(self._said(cell))), None)
        total, index = draft.fields["out_of"], column.index
        fields: dict[str, Any] = {"rank": int(draft.fields["value"]), "rank_of": int(total) if total else None}
        fields |= {"index": canonical(index), "index_text": index.text if index else None, "period": column.period}
        fields["entity"], fields["entity_text"] = self._entity(name) if name else (None, None)
        return Draft("rank", RULE, draft.start, draft.end, fields)

    def _entity(self, name: str) -> tuple[str | None, str]:
        """The code and the name of the place that a cell ends with (`Tỉnh Quảng Ninh`), else the whole cell."""
        folded = fold(name)
        for found in find_places(folded.text, self.language.lang):
            if found.end == len(folded.text):
                return found.place.code, name[folded.origin(found.start) :]
        return None, name

    def _said(self, cell: Cell) -> str:
        return self.text[cell.start : cell.end]

    def _column(self, at: int, head: str) -> Column:
        numbers, ranks = _words(self.language.code)
        words = tuple(_WORD.findall(fold_word(head)))
        if any(words[k : k + len(rank)] == rank for rank in ranks for k in range(len(words))):
            return Column("rank", period=_nearest(at, self._periods), index=_nearest(at, self._indices))
        if fold_word(head).strip(_EDGES) in numbers or (at == 0 and self._counts(at)):
            return Column("row")
        return Column("", *self._unit(head), period=self._periods[at])

    @cached_property
    def _periods(self) -> list[str | None]:
        """The years of the headings, and of the title."""
        return [self._period(said) for said in (*self.heads, self.title)]

    @cached_property
    def _indices(self) -> list[Index | None]:
        """The indices that the headings name, and the title."""
        return [self._index(said) for said in (*self.heads, self.title)]

    def _counts(self, at: int) -> bool:
        """Whether a column goes 1, 2, 3."""
        said = [fold(self._said(row.cells[at])).text for row in self.table.rows]
        return len(said) > 1 and said == [str(k) for k in range(1, len(said) + 1)]

    def _unit(self, head: str) -> tuple[str | None, Decimal]:
        """The unit that a heading names in brackets, with its scale (`tỷ đồng`); percent also without."""
        for m in _BRACKETED.finditer(head):
            if fields := self._one(m[1].strip()):
                return fields["unit"], fields["value"]
        return "%" if tokenize(head, self.language).having("PERCENT") else None, Decimal(1)

    def _one(self, phrase: str) -> dict[str, Any] | None:
        """What a figure of one has before a phrase; None where it is no unit."""
        found = [draft for draft in drafts(f"1 {phrase}", self.language, None) if draft.kind == "number" and draft.start == 0]
        return found[0].fields if found and found[0].fields["unit"] else None

    def _period(self, said: str) -> str | None:
        """The only year that a heading names, unless its figures are only compared with it (`so với 2022`)."""
        dates = [draft for draft in drafts(said, self.language, self.published_on) if draft.kind == "date"]
        years = {date.fields["edtf"] for date in dates if date.fields["grain"] == "year"}
        if len(years) != 1:
            return None
        alone = dates[0].end - dates[0].start == len(said)
        return years.pop() if alone else self._of_figure(said)

    def _of_figure(self, said: str) -> str | None:
        """The period of a figure in front of a heading."""
        one, *_ = [*drafts(f"1, {said}", self.language, self.published_on), None]
        return one.fields["period"] if one and one.kind == "number" else None

    def _index(self, said: str) -> Index | None:
        """The first index that a heading names, one with a canonical name before others."""
        named = [index for index in Indices(Text(tokenize(said, self.language), self.language)).named() if not index.field]
        return next((index for index in named if canonical(index)), named[0] if named else None)


def _nearest(at: int, said: list[T | None]) -> T | None:
    """What a heading says, else the nearest before it that says such a thing, else the title, which is the last, else one behind it.

    >>> _nearest(1, ["2021", None, "2023", "2024"]), _nearest(0, [None, "2023", "2024"])
    ('2021', '2024')
    """
    return next((found for found in (*said[at::-1], said[-1], *said[at + 1 : -1]) if found), None)


def _measured(fields: dict[str, Any], column: Column) -> dict[str, Any]:
    """The fields of a figure with the unit, scale and period of its column, as far as it has none of its own."""
    out = dict(fields)
    if fields["unit"] is None and column.unit and not fields["ordinal"]:
        scaled = {name: fields[name] * column.factor for name in _SCALED if fields[name] is not None}
        out |= {**scaled, "unit": column.unit, "counted": None}
    out["period"] = fields["period"] or column.period
    return out
