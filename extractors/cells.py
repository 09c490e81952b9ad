"""The facts in the cells of tables, by what their columns and rows say (`columns`)."""

from __future__ import annotations

import datetime
import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Any

from extractors.columns import Column, Columns
from extractors.extraction import Draft
from extractors.fold import fold
from extractors.language import Language
from extractors.places import find_places
from extractors.rank_indices import canonical
from extractors.table_rows import Cell, Row, Table
from extractors.table_wording import Measure, Wording, letters

_WORDY = re.compile(r"\w")
_SCALED = ("value", "value_max", "out_of")
_NAMELESS = ("unit", "period")  # columns whose words name nobody
RULE = "table"


def by_columns(
    found: list[Draft], tables: list[Table], text: str, language: Language, published_on: datetime.date | None
) -> Iterator[Draft]:
    """The drafts of facts, those in the tables by what their columns say; one look-up a draft, however many tables there are."""
    wording = Wording(language, published_on)
    grids = [Grid(Columns(table, text, wording)) for table in tables]
    cells = [(cell, at, row, grid) for grid in grids for cells_of, row in grid.rows() for at, cell in enumerate(cells_of)]
    starts = [cell.start for cell, *_ in cells]
    for draft in found:
        place = bisect_right(starts, draft.start) - 1
        cell, at, row, grid = cells[max(0, place)]
        if (made := draft if place < 0 else grid.read(draft, cell, at, row)) is not None:
            yield made


class Grid:
    """The cells of one table."""

    def __init__(self, own: Columns) -> None:
        self.own = own

    def rows(self) -> Iterator[tuple[tuple[Cell, ...], Row | None]]:
        """The cells of each row, in the order of the text, and the row, None where it is one of headings."""
        yield from ((head.cells, None) for head in self.own.table.heads)
        yield from ((row.cells, row) for row in self.own.table.rows)

    def read(self, draft: Draft, cell: Cell, at: int, row: Row | None) -> Draft | None:
        """A figure of a cell by what its column says; None for the number of a row, or of all positions.

        What is no figure, or not all of its cell, stays.
        """
        if row is None and draft.kind == "number" and draft.fields["value"] == self.own.columns[at].total:
            return None  # of the positions below
        if draft.kind not in ("number", "rank") or not self._is_all(draft, cell):
            return draft
        if row is None or self.own.columns[at].role == "period":
            return self._date(draft, cell)
        return self._made(draft, self.own.columns[at], row) if draft.kind == "number" else draft

    def _is_all(self, draft: Draft, cell: Cell) -> bool:
        """Whether nothing but marks stands in a cell beside a figure (`$5,200`, `~480`)."""
        beside = self.own.text[cell.start : draft.start] + self.own.text[draft.end : cell.end]
        return cell.start <= draft.start and draft.end <= cell.end and not _WORDY.search(beside)

    def _date(self, draft: Draft, cell: Cell) -> Draft:
        """A bare year in a heading, or at the beginning of a row."""
        dated = self.own.wording.dated(self.own.said(cell))
        return Draft("date", RULE, draft.start, draft.end, dict(dated)) if dated else draft

    def _made(self, draft: Draft, column: Column, row: Row) -> Draft | None:
        if column.role in ("row", "unit"):
            return None
        value = draft.fields["value"]
        if column.role == "rank" and value == value.to_integral_value() and value > 0 and not draft.fields["unit"]:
            return self._rank(draft, column, row)
        fields = _measured(draft.fields, self.own.measure(row, column))
        fields["period"] = fields["period"] or self.own.period(row, column)
        return Draft(draft.kind, draft.rule, draft.start, draft.end, fields)

    def _rank(self, draft: Draft, column: Column, row: Row) -> Draft:
        total, index = draft.fields["out_of"] or column.total, column.index
        fields: dict[str, Any] = {"rank": int(draft.fields["value"]), "rank_of": int(total) if total else None}
        fields |= {"index": canonical(index), "index_text": index.text if index else None, "period": self.own.period(row, column)}
        fields["entity"], fields["entity_text"] = self._entity(row)
        return Draft("rank", RULE, draft.start, draft.end, fields)

    def _entity(self, row: Row) -> tuple[str | None, str | None]:
        """Code and name of the place that the first words of a row end with (`Tỉnh Quảng Ninh`), else those words; else the title's."""
        said = [self.own.said(cell) for cell, column in zip(row.cells, self.own.columns, strict=True) if column.role not in _NAMELESS]
        name = next((phrase for phrase in said if letters(phrase)), None)
        folded = fold(self.own.title if name is None else name)
        found = list(find_places(folded.text, self.own.wording.language.lang))
        if name is None:
            place = found[0] if len(found) == 1 else None
            return (place.place.code, self.own.title[folded.origin(place.start) : folded.origin(place.end)]) if place else (None, None)
        last = next((place for place in found if place.end == len(folded.text)), None)
        return (last.place.code, name[folded.origin(last.start) :]) if last else (None, name)


def _measured(fields: dict[str, Any], measure: Measure | None) -> dict[str, Any]:
    """The fields of a figure with a unit and its scale, where it has none of its own."""
    if fields["unit"] is not None or measure is None or fields["ordinal"]:
        return dict(fields)
    scaled = {name: fields[name] * measure.factor for name in _SCALED if fields[name] is not None}
    return {**fields, **scaled, "unit": measure.unit, "counted": None}
