"""Tables in a text, by the bars or tabs between their cells: `| 1 | Hải Phòng | 91,87 |`, as pages and documents are read.

A table is a row of headings, in which no cell is a mere figure, and the rows below it with as many cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, groupby, pairwise

_BARS, _TAB = "|", "\t"
_RULE = re.compile(r"[\s|:+-]+")  # `|---|---|` below the headings
_FIGURE = re.compile(r"[^\w%]*\d[\d\s.,٫٬/%٪+-]*")
_YEAR = re.compile(r"\s*\d{4}\s*")
_AROUND = " \t\r\u00a0*`"  # spaces, and the marks of Markdown
_FEWEST, _MOST = 2, 40  # cells of a row


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands between two bars, without the spaces and stars around it: offsets in the text, end exclusive."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a line, and the offsets of what parts them."""

    cells: tuple[Cell, ...]
    bars: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A row of headings and what stands below it; ``title`` is the line above."""

    title: Cell
    head: Row
    rows: tuple[Row, ...]


def read_tables(text: str) -> list[Table]:
    """The tables of a text, in their order; linear in the text.

    >>> [table] = read_tables("Rates\\n| Year | Rate |\\n|---|---|\\n| 2023 | 4.5 |")
    >>> text = "Rates\\n| Year | Rate |\\n|---|---|\\n| 2023 | 4.5 |"
    >>> [text[cell.start : cell.end] for cell in (table.title, *table.head.cells, *table.rows[0].cells)]
    ['Rates', 'Year', 'Rate', '2023', '4.5']
    """
    return list(_tables(text)) if _BARS in text or _TAB in text else []


def apart(text: str, tables: list[Table]) -> str:
    """The text, as long as before, with each cell of its tables in a line of its own: no sentence goes from one into the next.

    >>> apart("a | b\\n1 | 2", read_tables("a | b\\n1 | 2"))
    'a \\n b\\n1 \\n 2'
    """
    parts: list[str] = []
    done = 0
    for bar in (bar for table in tables for row in (table.head, *table.rows) for bar in row.bars):
        parts += text[done:bar], "\n"
        done = bar + 1
    return "".join([*parts, text[done:]])


def _tables(text: str) -> Iterator[Table]:
    title = Cell(0, 0)
    for width, group in groupby(_lines(text), key=lambda line: len(line[1].cells)):
        lines = list(group)
        rows = [row for _, row in lines]
        if _FEWEST <= width <= _MOST and len(rows) > 1 and _is_head(text, rows[0]) and _has_figures(text, rows[1:]):
            yield Table(title, rows[0], tuple(rows[1:]))
        title = lines[-1][0]


def _lines(text: str) -> Iterator[tuple[Cell, Row]]:
    """The lines that are not empty, as a whole and as a row; one without bars is a row of one cell."""
    start = 0
    for line in text.split("\n"):
        if line.strip() and not (_BARS in line and _RULE.fullmatch(line)):
            yield _cell(text, start, start + len(line)), _row(text, start, start + len(line))
        start += len(line) + 1


def _row(text: str, start: int, end: int) -> Row:
    """A line cut at its bars, else at its tabs; bars at its ends part nothing."""
    mark = _BARS if text.find(_BARS, start, end) >= 0 else _TAB
    bars = list(accumulate((len(part) + 1 for part in text[start:end].split(mark)), initial=start - 1))
    cells = [_cell(text, before + 1, behind) for before, behind in pairwise(bars)]
    if mark == _BARS and len(cells) > 1:
        cells = cells[int(_is_empty(cells[0])) : len(cells) - int(_is_empty(cells[-1]))]
    return Row(tuple(cells), tuple(bars[1:-1]))


def _is_empty(cell: Cell) -> bool:
    return cell.start == cell.end


def _cell(text: str, start: int, end: int) -> Cell:
    bare = text[start:end]
    left = len(bare) - len(bare.lstrip(_AROUND))
    return Cell(start + left, max(start + left, start + len(bare.rstrip(_AROUND))))


def _is_head(text: str, row: Row) -> bool:
    """Whether a row names columns: words, or years, but no other figures."""
    said = [text[cell.start : cell.end] for cell in row.cells]
    figures = [cell for cell in said if _FIGURE.fullmatch(cell) and not _YEAR.fullmatch(cell)]
    return not figures and any(cell and not _YEAR.fullmatch(cell) for cell in said)


def _has_figures(text: str, rows: list[Row]) -> bool:
    return any(_FIGURE.fullmatch(text[cell.start : cell.end]) for row in rows for cell in row.cells)
