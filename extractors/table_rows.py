"""What tables are made of: cells, rows, and headings that may span columns."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile


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
    """Rows of headings and what stands below them; ``above`` are the lines before it, the nearest first."""

    above: tuple[Cell, ...]
    heads: tuple[Row, ...]
    rows: tuple[Row, ...]

    @property
    def start(self) -> int:
        """Where its first cell begins."""
        return self.heads[0].cells[0].start

    def headings(self, at: int) -> list[Cell]:
        """The headings of a column, the nearest first: one that spans columns stands at the first of them, or at each."""
        found = [_spanning(self.heads, level, at) for level in reversed(range(len(self.heads)))]
        return [cell for cell in found if not is_empty(cell)]


def is_empty(cell: Cell) -> bool:
    """Whether nothing stands in a cell."""
    return cell.start == cell.end


def _spanning(heads: tuple[Row, ...], level: int, at: int) -> Cell:
    """The heading of a column in a row: where it is empty and one stands below it, the one to its left that spans it."""
    cells = heads[level].cells
    if level + 1 == len(heads):
        return cells[at]
    below = heads[level + 1].cells
    spanned = takewhile(lambda k: not is_empty(below[k]), range(at, -1, -1))
    return next((cells[k] for k in spanned if not is_empty(cells[k])), cells[at])
