"""What a warehouse holds already: doc_id to content hash as a sorted file, which all workers share and none has in memory."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from functools import lru_cache
from mmap import ACCESS_READ, mmap
from pathlib import Path

_DOC_ID, _CONTENT = 10, 16
_RECORD = _DOC_ID + _CONTENT
_PAGE = 64 * _RECORD


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
        self._firsts = [self._bytes[at : at + _DOC_ID] for at in range(0, size, _PAGE)]

    def content(self, doc_id: str) -> str | None:
        """The content hash of a document, None where it is not known."""
        wanted = bytes.fromhex(doc_id)
        page = max(0, bisect_right(self._firsts, wanted) - 1) * _PAGE
        at = self._bytes.find(wanted, page, page + _PAGE)
        while at >= 0 and at % _RECORD:  # the same bytes across two fields are no document
            at = self._bytes.find(wanted, at + 1, page + _PAGE)
        return self._bytes[at + _DOC_ID : at + _RECORD].hex() if at >= 0 else None


# One at a time: a process that serves many runs would keep every one of their files.
opened = lru_cache(maxsize=1)(Known)
