"""Read anything into documents: files, folders, globs, pages, feeds, object storage and standard input.

What cannot be read becomes a `Rejected` in its place, and the rest goes on. Nothing but one document is held in memory.
"""

from __future__ import annotations

import itertools
import zlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from typing import IO, TYPE_CHECKING

from flows.sources.access import Access
from flows.sources.amount import Amount, size_of
from flows.sources.document import Document, Rejected, SourceError, SourceNotFound, SourceUnreadable, why
from flows.sources.formats import KNOWN, format_of, packing_of, read_stream
from flows.sources.places import STDIN, Place, check, check_listable, is_web, places
from flows.sources.stdin import read_stdin

if TYPE_CHECKING:
    from flows.sources.web import Site

__all__ = [
    "Access",
    "Amount",
    "Document",
    "Rejected",
    "SourceError",
    "SourceNotFound",
    "SourceUnreadable",
    "check_sources",
    "measure",
    "read",
]

Items = Iterator[Document | Rejected]


def read(
    sources: Sequence[str],
    lang: str | None = None,
    published_on: date | None = None,
    access: Access | None = None,
    amount: Amount | None = None,
) -> Items:
    """Documents and rejects of the sources, in the order given; ``lang`` and ``published_on`` are for documents that do not say.

    ``amount`` is told how far the reader is.

    Raises SourceNotFound at once where a source of this machine is not there, and SourceUnreadable where the only one does not open.
    """
    check_sources(sources, access)
    return (_completed(item, lang, published_on) for item in _read_all(sources, access or Access(), amount or Amount()))


def measure(sources: Sequence[str]) -> Amount:
    """How much there is to read, where all of it lies on this machine."""
    if any("://" in source or source == STDIN for source in sources):
        return Amount()
    found = itertools.chain.from_iterable(places(source, Access()) for source in sources)
    return Amount(sum(size_of(place.path) for place in found if isinstance(place, Place)))


def check_sources(sources: Sequence[str], access: Access | None = None) -> None:
    """Raise SourceNotFound or SourceUnreadable for what could be known before reading; one remote source of several may fail."""
    alone = len(sources) == 1
    for source in sources:
        if alone or "://" not in source:
            check(source, access or Access())
        if alone:
            check_listable(source)


def _read_all(sources: Sequence[str], access: Access, amount: Amount) -> Items:
    alone = len(sources) == 1
    with ExitStack() as open_until_read:
        site: Site | None = None
        for source in sources:
            if is_web(source):
                from flows.sources.web import visiting

                site = site or open_until_read.enter_context(visiting(access))
                yield from site.read(source, alone)
            else:
                yield from _read_source(source, alone, access, amount)


def _read_source(source: str, alone: bool, access: Access, amount: Amount) -> Items:
    try:
        found = places(source, access)
        yield from itertools.chain.from_iterable(_read_found(place, source if alone else None, amount) for place in found)
    except SourceError as error:
        if alone:
            raise
        yield Rejected(error.source, None, None, error.reason, error.source)


def _read_found(place: Place | Rejected, must_open: str | None, amount: Amount) -> Items:
    if isinstance(place, Rejected):
        yield place
        return
    try:
        stream = place.open()
    except SourceUnreadable as error:
        if place.name == must_open:
            raise
        yield Rejected(place.name, None, None, error.reason, place.name)
        return
    with stream:
        items = amount.following(_read_place(stream, place), stream, place.path)
        yield from (replace(item, read_from=place.name) for item in items)


def _read_place(stream: IO[bytes], place: Place) -> Items:
    try:
        if place.name == STDIN:
            yield from read_stdin(stream)
        elif (known := format_of(place.name)) is None:
            yield Rejected(place.name, None, None, f"unknown format; known are {KNOWN}")
        else:
            yield from read_stream(stream, place.name, known, packing_of(place.name))
    except (OSError, EOFError, zlib.error) as error:
        yield Rejected(place.name, None, None, f"reading stopped: {why(error)}")


def _completed(item: Document | Rejected, lang: str | None, published_on: date | None) -> Document | Rejected:
    if isinstance(item, Rejected) or (lang is None and published_on is None):
        return item
    return replace(item, lang=item.lang or lang, published_on=item.published_on or published_on)
