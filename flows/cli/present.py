"""A frame for people (a table that fits the terminal) and for programs (CSV, JSON, Parquet)."""

from __future__ import annotations

import csv
import json
import shutil
import sys
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, TextIO

import click

from extractors.errors import RaqamError
from warehouse.values import plain

if TYPE_CHECKING:
    import polars
    from rich.console import Console, ConsoleOptions
    from rich.measure import Measurement
    from rich.text import Text

MOST_ROWS = 500
_NARROWEST = 12  # characters of a column on a terminal
_WIDE = 10_000  # characters of a line that nobody looks at
_LONGEST = 160  # characters of a value in a table
_ISOLATE, _END_ISOLATE = "\u2068", "\u2069"


class OutputError(RaqamError):
    """A file that cannot be written."""


def write(frame: polars.DataFrame, shape: str, output: Path | None = None) -> None:
    """Write a frame as ``table``, ``csv``, ``json`` or ``parquet`` to a file, else to standard output. Raises OutputError for a file."""
    if output is None:
        _write(frame, shape, sys.stdout)
        return
    try:
        with output.open("w", encoding="utf-8", newline="") as stream:
            _write(frame, shape, stream)
    except OSError as error:
        raise OutputError(f"{output}: cannot be written: {error.strerror or error}. Name a file in a folder where you may write") from error


def _write(frame: polars.DataFrame, shape: str, stream: TextIO) -> None:
    if shape == "parquet":
        frame.write_parquet(stream.buffer)
        return
    writer: Callable[[polars.DataFrame, IO[str]], None] = {"csv": _write_csv, "json": _write_json, "table": _write_table}[shape]
    writer(frame, stream)


def _write_csv(frame: polars.DataFrame, stream: IO[str]) -> None:
    rows = csv.writer(stream, lineterminator="\n")
    rows.writerow(frame.columns)
    rows.writerows(map(plain, row) for row in frame.iter_rows())


def _write_json(frame: polars.DataFrame, stream: IO[str]) -> None:
    stream.write("[")
    for number, row in enumerate(frame.iter_rows(named=True)):
        stream.write(("," if number else "") + "\n" + json.dumps(plain(row), ensure_ascii=False))
    stream.write("\n]\n")


def _write_table(frame: polars.DataFrame, stream: IO[str]) -> None:
    """Columns where they fit, else one block a row; a long result is cut, and says so."""
    place = console(stream)
    shown = frame.head(MOST_ROWS)
    place.print(_blocks(shown) if place.width < _NARROWEST * len(frame.columns) else _columns(shown))
    if frame.height > MOST_ROWS:
        click.echo(f"… {frame.height - MOST_ROWS} more rows: --format csv shows all, `limit` fewer.", err=True)
    elif not frame.height:
        click.echo("no rows", err=True)


def console(stream: IO[str]) -> Console:
    """Where tables are written: as wide as the terminal, with colour on a terminal alone; anywhere else as wide as need be."""
    from rich.console import Console

    width = shutil.get_terminal_size().columns if stream.isatty() else _WIDE
    return Console(file=stream, width=width, highlight=False)


def _columns(frame: polars.DataFrame) -> Any:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for name, dtype in frame.schema.items():
        table.add_column(Text(name), justify="right" if dtype.is_numeric() else "left")
    for row in frame.iter_rows():
        table.add_row(*map(Cell, row))
    return table


def _blocks(frame: polars.DataFrame) -> Any:
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    blocks: list[Any] = []
    for number, row in enumerate(frame.iter_rows(named=True), 1):
        block = Table(box=None, show_header=False, pad_edge=False, title=f"row {number}", title_justify="left")
        for name, value in row.items():
            block.add_row(Text(name, style="bold"), Cell(value))
        blocks += [block, Text()] if number < frame.height else [block]
    return Group(*blocks)


class Cell:
    """A value in a table, wrapped to its column; each line isolated, so that right-to-left text leaves the columns in order."""

    def __init__(self, value: Any) -> None:
        self.text = one_line(value)

    def __rich_measure__(self, _console: Console, options: ConsoleOptions) -> Measurement:
        from rich.cells import cell_len
        from rich.measure import Measurement

        width = cell_len(self.text)
        return Measurement(min(_NARROWEST, width), width).with_maximum(options.max_width)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Text]:
        from rich.text import Text

        for line in Text(self.text).wrap(console, options.max_width):
            yield Text(isolated(line.plain.rstrip()))


def one_line(value: Any) -> str:
    """A value as one line of at most 160 characters.

    >>> one_line(None), one_line("a\\n b"), one_line(["86", "87"])
    ('', 'a b', '86, 87')
    """
    told = plain(value)
    text = "" if told is None else " ".join((", ".join(map(str, told)) if isinstance(told, list) else str(told)).split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def isolated(line: str) -> str:
    """A line with right-to-left letters between direction isolates, any other as it is.

    >>> isolated("12 km"), isolated("۵۶ رتبه") == "\\u2068۵۶ رتبه\\u2069"
    ('12 km', True)
    """
    right_to_left = any(unicodedata.bidirectional(char) in ("R", "AL", "AN") for char in line)
    return f"{_ISOLATE}{line}{_END_ISOLATE}" if right_to_left else line
