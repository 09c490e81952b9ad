"""Web archives: each page of a WARC file is a document. Needs the extra ``warc``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any

from flows.sources.document import Document, Rejected
from flows.sources.html import read_page
from flows.sources.limits import PAGE_BYTES, TooMuch, read_whole

_PAGES = ("text/html", "application/xhtml+xml")


def read_warc(stream: IO[bytes], source: str) -> Iterator[Document | Rejected]:
    """The HTML pages that were answered with 200, by their address; pictures, scripts and errors are passed over."""
    try:
        from warcio.archiveiterator import ArchiveIterator
        from warcio.exceptions import ArchiveLoadFailed
    except ImportError:
        yield Rejected(source, None, None, "WARC needs a package that is not installed. Try: pip install 'raqam[warc]'")
        return
    empty = True
    try:
        for record in ArchiveIterator(stream):
            if (page := _page(record)) is not None:
                yield page
            empty = False
    except ArchiveLoadFailed as error:
        yield Rejected(source, None, None, f"not a whole WARC file: {error}")
        return
    if empty:
        yield Rejected(source, None, None, "empty")


def _page(record: Any) -> Document | Rejected | None:
    if record.rec_type != "response" or record.http_headers is None or record.http_headers.get_statuscode() != "200":
        return None
    kind, _, options = (record.http_headers.get_header("Content-Type") or "").partition(";")
    if kind.strip().lower() not in _PAGES:
        return None
    address = record.rec_headers.get_header("WARC-Target-URI")
    try:
        raw = read_whole(record.content_stream(), PAGE_BYTES)
    except TooMuch as error:
        return Rejected(address, None, None, str(error))
    return read_page(raw, address, options.partition("charset=")[2].strip(" \"';") or None)
