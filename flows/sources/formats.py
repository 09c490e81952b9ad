"""Which file name is which format, and how its bytes are unpacked and read. Nothing here opens a file."""

from __future__ import annotations

import gzip
import io
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import IO, TypeAlias, cast
from urllib.parse import urlsplit

from flows.sources import html, office, rows, text, warc
from flows.sources.document import Document, Rejected
from flows.sources.limits import Counted, Unexploded, bounded_lines
from flows.sources.spans import Span, lines_within

Reader: TypeAlias = Callable[[IO[bytes], str], Iterator[Document | Rejected]]
READERS: dict[str, Reader] = {
    ".txt": text.read_text,
    ".md": text.read_text,
    ".html": html.read_html,
    ".htm": html.read_html,
    ".jsonl": rows.read_json_lines,
    ".ndjson": rows.read_json_lines,
    ".csv": rows.read_csv,
    ".parquet": rows.read_parquet,
    ".pdf": office.read_pdf,
    ".docx": office.read_docx,
    ".warc": warc.read_warc,
}
PACKED = (".gz", ".zst")
KNOWN = ", ".join(READERS) + "; each also as .gz or .zst"
JSON_LINES, PARQUET = (".jsonl", ".ndjson"), ".parquet"
_BY_LINES = (*JSON_LINES, ".csv")


def format_of(name: str) -> str | None:
    """The suffix that decides how a file is read, else None.

    >>> format_of("a/News.JSONL.gz"), format_of("https://example.org/a.csv?page=2"), format_of("photo.jpg")
    ('.jsonl', '.csv', None)
    """
    found = suffixes(name)
    suffix = found[-2] if len(found) > 1 and found[-1] in PACKED else found[-1] if found else ""
    return suffix if suffix in READERS else None


def packing_of(name: str) -> str:
    """``.gz``, ``.zst`` or nothing."""
    last = next(iter(suffixes(name)[-1:]), "")
    return last if last in PACKED else ""


def read_stream(stream: IO[bytes], source: str, known: str, packing: str, span: Span | None = None) -> Iterator[Document | Rejected]:
    """The documents of an open file whose format and packing are known. Raises OSError where it breaks off or is too much."""
    unpacked = unpack_as(stream, packing)
    if span is None:
        return READERS[known](bounded_lines(unpacked) if known in _BY_LINES else unpacked, source)
    if known == PARQUET:
        return rows.read_parquet(unpacked, source, span)
    return rows.read_json_lines(lines_within(unpacked, span), source, span.first)


def unpack_as(stream: IO[bytes], packing: str) -> IO[bytes]:
    """The stream without its compression; reading it raises TooMuch where it explodes."""
    if not packing:
        return stream
    packed = Counted(stream)
    buffered = cast(IO[bytes], io.BufferedReader(packed))
    unpacked = cast(IO[bytes], gzip.GzipFile(fileobj=buffered)) if packing == ".gz" else _unpack_zst(buffered)
    return io.BufferedReader(Unexploded(unpacked, packed), 1 << 18)


def _unpack_zst(stream: IO[bytes]) -> IO[bytes]:
    import pyarrow

    return cast(IO[bytes], pyarrow.CompressedInputStream(pyarrow.PythonFile(stream, mode="r"), "zstd"))


def suffixes(name: str) -> list[str]:
    """The suffixes of a path or URL, in lower case."""
    path = urlsplit(name).path if "://" in name else name
    return [suffix.lower() for suffix in PurePosixPath(path.replace("\\", "/")).suffixes]
