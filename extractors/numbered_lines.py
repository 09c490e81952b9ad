"""Tables whose cells only a space parts, as copied pages have them, told by the figures that count their lines: `1 Hải Phòng 74,84`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from extractors.data import marks
from extractors.table_rows import Cell, Row, Table

_ONES = tuple(f"\n{one}{space}" for one in "1\u06f1\u0661" for space in " \u00a0\u202f")  # how the first line begins
_SPACE = r"[^\S\n]"
_FIGURE = rf"[+-]?\d[\d.,/\u066b\u066c]*[{marks('PERCENT')}]?"
_LINE = re.compile(rf"{_SPACE}*(\d{{1,3}}){_SPACE}+([^\W\d_]\D*?){_SPACE}+({_FIGURE}(?:{_SPACE}+{_FIGURE}){{0,8}}){_SPACE}*")
_YEAR = re.compile(r"\d{4}")
_WORD = re.compile(r"\S+")
_LONGEST = 120  # characters of a line
_FEWEST = 3  # lines
_HEAD = 3  # words that a column's heading has at most, on the whole
_ABOVE = 2  # lines above a table that may say what it is about
_ENDS = ".:;"  # what ends a sentence or leads to the table, so no headings


class _Line(NamedTuple):
    """A line: where it begins, what stands in it."""

    start: int
    said: str


def numbered_tables(text: str) -> Iterator[Table]:
    """Such tables, in their order; linear in the text.

    >>> text = "PCI 2024\\nTT Tỉnh Điểm\\n1 Hải Phòng 74,84\\n2 Quảng Ninh 73,20\\n3 Long An 72,64"
    >>> [table] = numbered_tables(text)
    >>> [text[cell.start : cell.end] for cell in (*table.above, *table.heads[0].cells, *table.rows[1].cells)]
    ['PCI 2024', 'TT', 'Tỉnh', 'Điểm', '2', 'Quảng Ninh', '73,20']
    """
    if any(one in text for one in _ONES):
        lines = list(_lines(text))
        for first, rows in _runs(lines):
            heads = _heads(lines[first - 1], len(rows[0].cells)) if first else None
            above = lines[max(0, first - bool(heads) - _ABOVE) : first - bool(heads)]
            named = heads or Row((Cell(lines[first].start, lines[first].start),) * len(rows[0].cells), ())
            yield Table(tuple(_cell(line) for line in reversed(above)), (named,), tuple(rows))


def _lines(text: str) -> Iterator[_Line]:
    """The lines that are not empty."""
    start = 0
    for said in text.split("\n"):
        if said.strip():
            yield _Line(start, said)
        start += len(said) + 1


def _cell(line: _Line) -> Cell:
    left = len(line.said) - len(line.said.lstrip())
    return Cell(line.start + left, line.start + len(line.said.rstrip()))


def _runs(lines: list[_Line]) -> Iterator[tuple[int, list[Row]]]:
    """(number of its first line, rows) of each table: lines that count up from one, with as many figures each."""
    at = 0
    while at < len(lines):
        rows: list[Row] = []
        while (found := _row(lines[at + len(rows)], len(rows) + 1) if at + len(rows) < len(lines) else None) and _fits(rows, found):
            rows.append(found)
        if len(rows) >= _FEWEST and not _has_years(lines[at : at + len(rows)], rows):
            yield at, rows
        at += max(1, len(rows))


def _fits(rows: list[Row], row: Row) -> bool:
    return not rows or len(rows[0].cells) == len(row.cells)


def _row(line: _Line, number: int) -> Row | None:
    """The number, the name and the figures of a line with that number."""
    m = _LINE.fullmatch(line.said) if len(line.said) <= _LONGEST else None
    if m is None or int(m[1]) != number:
        return None
    figures = [figure.span() for figure in _WORD.finditer(line.said, *m.span(3))]
    return _cut(line, [m.span(1), m.span(2), *figures])


def _cut(line: _Line, spans: list[tuple[int, int]]) -> Row:
    cells = tuple(Cell(line.start + start, line.start + end) for start, end in spans)
    return Row(cells, tuple(before.end for before, _ in pairwise(cells)))


def _has_years(lines: list[_Line], rows: list[Row]) -> bool:
    """Whether some column has nothing but years: these end lines of text (`1 works of 2023`)."""
    columns = zip(*(row.cells[2:] for row in rows), strict=True)
    said = (
        [line.said[cell.start - line.start : cell.end - line.start] for line, cell in zip(lines, column, strict=True)] for column in columns
    )
    return any(all(map(_YEAR.fullmatch, column)) for column in said)


def _heads(line: _Line, width: int) -> Row | None:
    """The headings of a line: each from a capital on where there are as many; else a word for the first column and for each of figures,
    what is left for names. None where it is a sentence."""
    words = [word.span() for word in _WORD.finditer(line.said)]
    if not width <= len(words) <= width * _HEAD or line.said.rstrip()[-1] in _ENDS or any(map(str.isdigit, line.said)):
        return None
    begin = [at for at, (start, _) in enumerate(words) if line.said[start].isupper()]
    if len(begin) == width and begin[0] == 0:
        return _cut(line, [(words[at][0], words[end - 1][1]) for at, end in pairwise([*begin, len(words)])])
    last = len(words) - (width - 2)
    return _cut(line, [words[0], (words[1][0], words[last - 1][1]), *words[last:]])
