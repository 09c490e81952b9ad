"""Tables in a text, by the bars, tabs or wide spaces between their cells: `| 1 | Hải Phòng | 91,87 |`, as pages and documents are read.

A table is a row of headings, in which no cell is a mere figure, and the rows below it with as many cells. Where headings span columns
or rows, as their empty or repeated cells show, there are two rows of them, or three.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby, pairwise, takewhile
from typing import NamedTuple

from extractors.data import marks
from extractors.numbered_lines import numbered_tables
from extractors.table_rows import Cell, Row, Table, is_empty

_BARS, _TAB, _SPACES = "|", "\t", "  "
_PARTING = {_BARS: re.compile(r"\|"), _TAB: re.compile(r"\t"), _SPACES: re.compile(r"(?<=\S) {2,}(?=\S)")}
_RULE = re.compile(r"[\s|:+-]+")  # `|---|---|` below the headings
_FIGURE = re.compile(rf"[^\w%]*\d[\d\s.,\u066b\u066c/{marks('PERCENT')}+-]*")
_YEAR = re.compile(r"\s*\d{4}\s*")
_AROUND = " \t\r\u00a0*`"  # spaces, and the marks of Markdown
_FEWEST, _MOST = 2, 40  # cells of a row
_HEADS = 3  # rows of headings
_ABOVE = 2  # lines above a table that may say what it is about, and in what its figures are


class _Line(NamedTuple):
    """A line that is not empty: where it begins, what stands in it, what parts its cells, and these."""

    start: int
    whole: Cell
    mark: str
    row: Row


def read_tables(text: str) -> list[Table]:
    """The tables of a text, in their order; linear in the text.

    >>> text = "Rates\\n| Year | Rate |  |\\n|---|---|---|\\n|  | low | high |\\n| 2023 | 4.5 | 5 |"
    >>> [table] = read_tables(text)
    >>> [text[cell.start : cell.end] for cell in (*table.above, *table.headings(2), *table.rows[0].cells)]
    ['Rates', 'high', 'Rate', '2023', '4.5', '5']
    """
    parted = _tables(text) if any(mark in text for mark in _PARTING) else ()
    return sorted([*parted, *numbered_tables(text)], key=lambda table: table.start)


def apart(text: str, tables: list[Table]) -> str:
    """The text, as long as before, with each cell of its tables in a line of its own: no sentence goes from one into the next.

    >>> apart("a | b\\n1 | 2", read_tables("a | b\\n1 | 2"))
    'a \\n b\\n1 \\n 2'
    """
    parts: list[str] = []
    done = 0
    for bar in (bar for table in tables for row in (*table.heads, *table.rows) for bar in row.bars):
        parts += text[done:bar], "\n"
        done = bar + 1
    return "".join([*parts, text[done:]])


def _tables(text: str) -> Iterator[Table]:
    above: tuple[Cell, ...] = ()
    for (mark, width), group in groupby(_lines(text), key=lambda line: (line.mark, len(line.row.cells))):
        lines = list(group)
        rows = [line.row for line in lines]
        if _FEWEST <= width <= _MOST and len(rows) > 1 and _is_head(text, rows[0]):
            heads = _heads(text, rows)
            if _has_figures(text, rows[heads:]) and (mark != _SPACES or _is_aligned(lines[heads:])):
                yield Table(above, tuple(rows[:heads]), tuple(rows[heads:]))
        above = (*(line.whole for line in reversed(lines[-_ABOVE:])), *above)[:_ABOVE]


def _lines(text: str) -> Iterator[_Line]:
    """The lines that are not empty; one without bars is a row of one cell."""
    start = 0
    for line in text.split("\n"):
        if line.strip() and not (_BARS in line and _RULE.fullmatch(line)):
            mark = next((mark for mark in _PARTING if mark in line), "")
            yield _Line(start, _cell(text, start, start + len(line)), mark, _row(text, start, start + len(line), mark))
        start += len(line) + 1


def _row(text: str, start: int, end: int, mark: str) -> Row:
    """A line cut at what parts it; bars at its ends part nothing."""
    gaps = [m.span() for m in _PARTING[mark].finditer(text, start, end)] if mark else []
    cells = [_cell(text, before, behind) for (_, before), (behind, _) in pairwise([(start, start), *gaps, (end, end)])]
    if mark == _BARS and len(cells) > 1:
        cells = cells[int(is_empty(cells[0])) : len(cells) - int(is_empty(cells[-1]))]
    return Row(tuple(cells), tuple(gap for gap, _ in gaps))


def _cell(text: str, start: int, end: int) -> Cell:
    bare = text[start:end]
    left = len(bare) - len(bare.lstrip(_AROUND))
    return Cell(start + left, max(start + left, start + len(bare.rstrip(_AROUND))))


def _said(text: str, row: Row) -> list[str]:
    return [text[cell.start : cell.end] for cell in row.cells]


def _heads(text: str, rows: list[Row]) -> int:
    """How many rows are headings: those below the first name parts of what spans several columns, or years of them."""
    more = takewhile(lambda pair: _goes_on(_said(text, pair[0]), _said(text, pair[1])), pairwise(rows[:_HEADS]))
    return min(1 + sum(1 for _ in more), len(rows) - 1)


def _goes_on(upper: list[str], lower: list[str]) -> bool:
    """Whether a row is headings below headings: no figures but years, and cells that are merged, so empty or said twice."""
    merged = "" in upper or any(above and above == below for above, below in zip(upper, lower, strict=True))
    return merged and not any(_FIGURE.fullmatch(cell) and not _YEAR.fullmatch(cell) for cell in lower) and len({*lower} - {""}) > 1


def _is_head(text: str, row: Row) -> bool:
    """Whether a row names columns: words, or years, but no other figures; years alone leave the first cell empty."""
    said = _said(text, row)
    years = [bool(_YEAR.fullmatch(cell)) for cell in said]
    figures = [cell for cell, year in zip(said, years, strict=True) if _FIGURE.fullmatch(cell) and not year]
    return not figures and (any(cell and not year for cell, year in zip(said, years, strict=True)) or (not said[0] and all(years[1:])))


def _has_figures(text: str, rows: list[Row]) -> bool:
    return any(_FIGURE.fullmatch(cell) for row in rows for cell in _said(text, row))


def _is_aligned(lines: list[_Line]) -> bool:
    """Whether the cells of each column but the first begin, or end, at one place of their lines: wide spaces alone make no table."""
    columns = list(zip(*([(cell.start - line.start, cell.end - line.start) for cell in line.row.cells] for line in lines), strict=True))
    return len(lines) > 1 and all(any(len(set(side)) == 1 for side in zip(*column, strict=True)) for column in columns[1:])
