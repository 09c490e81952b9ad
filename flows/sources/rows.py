"""One row, one document: JSON Lines, CSV and Parquet, each read as a stream."""

from __future__ import annotations

import csv
import io
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from shutil import copyfileobj
from typing import IO, Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails, from_json

from flows.sources.document import Document, Rejected, excerpt
from flows.sources.row import COLUMNS, Row
from flows.sources.spans import WHOLE, Span

_BATCH_ROWS = 256


def read_json_lines(lines: Iterable[bytes], source: str, first: int = 1) -> Iterator[Document | Rejected]:
    """A document a line; a bad line is refused by its number and the rest goes on. Blank lines at the end are no lines.

    ``first`` is the number of the first line, where others come before it.
    """
    blank, empty = 0, first == 1
    for number, line in enumerate(lines, first):
        if not line.strip():
            blank += 1
            continue
        yield from (Rejected(f"{source}#{number - back}", None, None, "empty line") for back in range(blank, 0, -1))
        blank, empty = 0, False
        yield _from_line(line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line, f"{source}#{number}")
    if empty:
        yield Rejected(source, None, None, "empty")


def read_csv(stream: IO[bytes], source: str) -> Iterator[Document | Rejected]:
    """A document a row under a header line; UTF-8."""
    csv.field_size_limit(sys.maxsize)  # a text is longer than the module's 128 KiB
    lines = csv.DictReader(io.TextIOWrapper(stream, encoding="utf-8-sig", newline=""))
    try:
        yield from _from_table(lines.fieldnames or (), _numbered(lines, source), source)
    except UnicodeDecodeError as error:
        yield Rejected(source, None, None, f"not UTF-8 after line {lines.line_num}: {error.reason}; convert it to UTF-8")
    except csv.Error as error:
        yield Rejected(source, None, None, f"line {lines.line_num} is not CSV: {error}")


def read_parquet(stream: IO[bytes], source: str, span: Span = WHOLE) -> Iterator[Document | Rejected]:
    """A document a row, a few hundred rows at a time; only the columns that count are read."""
    import pyarrow
    from pyarrow import parquet

    try:
        with _seekable(stream) as file:
            table = parquet.ParquetFile(file)
            names = table.schema_arrow.names
            groups = range(span.start, table.num_row_groups if span.stop is None else span.stop)
            batches = table.iter_batches(_BATCH_ROWS, row_groups=groups, columns=[name for name in names if name in COLUMNS])
            rows = (row for batch in batches for row in batch.to_pylist())
            yield from _from_table(names, ((f"{source}#{number}", row) for number, row in enumerate(rows, span.first)), source)
    except pyarrow.ArrowException as error:
        yield Rejected(source, None, None, f"not a whole Parquet file: {error}")


def _from_line(line: bytes, place: str) -> Document | Rejected:
    try:
        value = from_json(line.rstrip())
    except ValueError as error:
        return Rejected(place, _shown(line), None, f"not JSON: {error}".replace("at line 1 column", "at column"))
    if not isinstance(value, dict):
        return Rejected(place, _shown(line), None, "not a JSON object")
    return _from_row(value, place)


def _from_table(names: Any, rows: Iterator[tuple[str, Mapping[str, Any]]], source: str) -> Iterator[Document | Rejected]:
    if not names:
        yield Rejected(source, None, None, "empty")
    elif "text" not in names:
        yield Rejected(source, excerpt(", ".join(map(str, names))), "text", "no column `text`; give the one that holds the texts that name")
    else:
        first = next(rows, None)
        yield _from_row(first[1], first[0]) if first else Rejected(source, None, None, "no rows")
        yield from (_from_row(row, place) for place, row in rows)


def _numbered(lines: csv.DictReader[str], source: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Rows with the line on which each begins (a quoted text may run over many)."""
    before = lines.line_num
    for row in lines:
        yield f"{source}#{before + 1}", row
        before = lines.line_num


def _from_row(values: Mapping[str, Any], place: str) -> Document | Rejected:
    try:
        row = Row.model_validate({name: value for name, value in values.items() if value is not None and (value != "" or name == "text")})
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = str(first["loc"][0]) if first["loc"] else None
        return Rejected(place, excerpt(str(dict(values))), field, _reason(first))
    return Document(row.name or place, row.text, row.lang, row.title, row.published_on, row.publisher)


def _reason(error: ErrorDetails) -> str:
    return "missing" if error["type"] == "missing" else error["msg"].removeprefix("Value error, ")


def _shown(line: bytes) -> str:
    return excerpt(line[:1000].decode("utf-8", "replace").rstrip("\r\n"))


@contextmanager
def _seekable(stream: IO[bytes]) -> Iterator[IO[bytes]]:
    """The stream, or a copy of it where it cannot be read from any place."""
    if stream.seekable():
        yield stream
        return
    with tempfile.TemporaryFile() as copy:
        copyfileobj(stream, copy)
        copy.seek(0)
        yield copy
