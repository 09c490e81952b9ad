"""Read anything into documents: files, folders, globs, URLs and standard input.

What cannot be read becomes a `Rejected` in its place, and the rest goes on. Nothing but one document is held in memory.
"""

from __future__ import annotations

import itertools
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import IO

from flows.sources.document import Document, Rejected, SourceError, SourceNotFound, SourceUnreadable, why
from flows.sources.formats import KNOWN, READERS, format_of, unpack
from flows.sources.places import STDIN, Place, check, check_listable, places
from flows.sources.stdin import read_stdin

__all__ = ["Document", "Rejected", "SourceError", "SourceNotFound", "SourceUnreadable", "check_sources", "read"]


def read(sources: Sequence[str], lang: str | None = None, published_on: date | None = None) -> Iterator[Document | Rejected]:
    """Documents and rejects of the sources, in the order given; ``lang`` and ``published_on`` are for documents that do not say.

    Raises SourceNotFound at once where a source is not there, and SourceUnreadable where the only one does not open.
    """
    check_sources(sources)
    documents = itertools.chain.from_iterable(_read_source(source, alone=len(sources) == 1) for source in sources)
    return (_completed(item, lang, published_on) for item in documents)


def check_sources(sources: Sequence[str]) -> None:
    """Raise SourceNotFound or SourceUnreadable for what could be known before reading."""
    for source in sources:
        check(source)
        if len(sources) == 1:
            check_listable(source)


def _read_source(source: str, alone: bool) -> Iterator[Document | Rejected]:
    for place in places(source):
        if isinstance(place, Rejected):
            yield place
            continue
        try:
            stream = place.open()
        except SourceUnreadable as error:
            if alone and place.name == source:
                raise
            yield Rejected(place.name, None, None, error.reason, place.name)
            continue
        with stream:
            yield from (replace(item, read_from=place.name) for item in _read_place(stream, place))


def _read_place(stream: IO[bytes], place: Place) -> Iterator[Document | Rejected]:
    try:
        if place.name == STDIN:
            yield from read_stdin(stream)
        elif (known := format_of(place.name)) is None:
            yield Rejected(place.name, None, None, f"unknown format; known are {KNOWN}")
        else:
            yield from READERS[known](unpack(stream, place.name), place.name)
    except (OSError, EOFError, zlib.error) as error:
        yield Rejected(place.name, None, None, f"reading stopped: {why(error)}")


def _completed(item: Document | Rejected, lang: str | None, published_on: date | None) -> Document | Rejected:
    if isinstance(item, Rejected) or (lang is None and published_on is None):
        return item
    return replace(item, lang=item.lang or lang, published_on=item.published_on or published_on)
