"""Which file name is which format, and how its bytes are unpacked. Nothing here opens a file."""

from __future__ import annotations

import gzip
import io
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import IO, TypeAlias, cast
from urllib.parse import urlsplit

from flows.sources import rows, text
from flows.sources.document import Document, Rejected

Reader: TypeAlias = Callable[[IO[bytes], str], Iterator[Document | Rejected]]
READERS: dict[str, Reader] = {
    ".txt": text.read_text,
    ".md": text.read_text,
    ".jsonl": rows.read_json_lines,
    ".ndjson": rows.read_json_lines,
    ".csv": rows.read_csv,
    ".parquet": rows.read_parquet,
    ".html": text.refuse_html,
    ".htm": text.refuse_html,
}
PACKED = (".gz", ".zst")
KNOWN = ", ".join(suffix for suffix in READERS if not suffix.startswith(".htm")) + "; each also as .gz or .zst"


def format_of(name: str) -> str | None:
    """The suffix that decides how a file is read, else None.

    >>> format_of("a/News.JSONL.gz"), format_of("https://example.org/a.csv?page=2"), format_of("photo.jpg")
    ('.jsonl', '.csv', None)
    """
    suffixes = _suffixes(name)
    suffix = suffixes[-2] if len(suffixes) > 1 and suffixes[-1] in PACKED else suffixes[-1] if suffixes else ""
    return suffix if suffix in READERS else None


def unpack(stream: IO[bytes], name: str) -> IO[bytes]:
    """The stream without the compression that its name tells of."""
    packing = next(iter(_suffixes(name)[-1:]), "")
    if packing == ".gz":
        return cast(IO[bytes], gzip.GzipFile(fileobj=stream))
    return _unpack_zst(stream) if packing == ".zst" else stream


def _unpack_zst(stream: IO[bytes]) -> IO[bytes]:
    import pyarrow

    return io.BufferedReader(pyarrow.CompressedInputStream(pyarrow.PythonFile(stream, mode="r"), "zstd"))


def _suffixes(name: str) -> list[str]:
    path = urlsplit(name).path if "://" in name else name
    return [suffix.lower() for suffix in PurePosixPath(path.replace("\\", "/")).suffixes]
