"""What a warehouse holds already: doc_id to content hash as a sorted file, which all workers share and none has in memory."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from functools import lru_cache
from mmap import ACCESS_READ, mmap
from pathlib import Path

_DOC_ID, _CONTENT = 10, 16
_RECORD = _DOC_ID + _CONTENT


def write(path: Path, records: Iterable[bytes]) -> None:
    """Write records, a doc_id with its content hash each, sorted."""
    with path.open("wb") as file:
        file.writelines(records)


class Known:
    """Such a file, opened.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     write(Path(folder, "known"), [bytes([10] * 10 + [27] * 16), bytes([44] * 10 + [61] * 16)])
    ...     known = Known(Path(folder, "known"))
    ...     known.content("2c" * 10), known.content("00" * 10)
    ('3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d', None)
    """

    def __init__(self, path: Path) -> None:
        size = path.stat().st_size
        with path.open("rb") as file:
            self._bytes: mmap | bytes = mmap(file.fileno(), size, access=ACCESS_READ) if size else b""
        self._count = size // _RECORD

    def content(self, doc_id: str) -> str | None:
        """The content hash of a document, None where it is not known."""
        wanted = bytes.fromhex(doc_id)
        at = bisect_left(range(self._count), wanted, key=self._doc_id)
        if at == self._count or self._doc_id(at) != wanted:
            return None
        return self._bytes[at * _RECORD + _DOC_ID : (at + 1) * _RECORD].hex()

    def _doc_id(self, at: int) -> bytes:
        return self._bytes[at * _RECORD : at * _RECORD + _DOC_ID]


# One at a time: a process that serves many runs would keep every one of their files.
opened = lru_cache(maxsize=1)(Known)
