"""Read anything into documents: files, folders, globs, pages, feeds, object storage and standard input.

What cannot be read becomes a `Rejected` in its place, and the rest goes on. Nothing but one document is held in memory.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

from flows.sources.access import Access
from flows.sources.amount import Amount, size_of
from flows.sources.document import Document, Rejected, SourceError, SourceNotFound, SourceUnreadable
from flows.sources.formats import PARQUET, format_of, packing_of
from flows.sources.opening import read_place
from flows.sources.places import STDIN, Place, check, check_listable, is_web, places

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
    "completed",
    "find",
    "measure",
    "read",
]

Item: TypeAlias = Document | Rejected


def read(sources: Sequence[str], lang: str | None = None, published_on: date | None = None, access: Access | None = None) -> Iterator[Item]:
    """Documents and rejects of the sources, in the order given; ``lang`` and ``published_on`` are for documents that do not say.

    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     _ = Path(folder, "a.jsonl").write_text('{"id": "a", "text": "12 km"}\\n{"id": "b"}\\n', encoding="utf-8")
    ...     document, rejected = read([folder], lang="en")
    >>> (document.source, document.text, document.lang), (rejected.field, rejected.reason)
    (('a', '12 km', 'en'), ('text', 'missing'))

    Raises SourceNotFound at once where a source of this machine is not there, and SourceUnreadable where the only one does not open.
    """
    found = find(sources, access)
    items = (item for one in found for item in (read_place(one) if isinstance(one, Place) else [one]))
    return (completed(item, lang, published_on) for item in items)


def find(sources: Sequence[str], access: Access | None = None) -> Iterator[Place | Item]:
    """What the sources hold: files, unopened, and documents of what only this process can read (web, standard input). Raises as `read`."""
    check_sources(sources, access)
    return _find_all(sources, access or Access())


def measure(sources: Sequence[str]) -> Amount:
    """How much there is to read, where all of it lies on this machine."""
    if any("://" in source or source == STDIN for source in sources):
        return Amount()
    amount = Amount(0)
    for place in (place for source in sources for place in places(source, Access()) if isinstance(place, Place)):
        amount.add(size_of(place.path), bool(packing_of(place.name)) or format_of(place.name) == PARQUET)
    return amount


def check_sources(sources: Sequence[str], access: Access | None = None) -> None:
    """Raise SourceNotFound or SourceUnreadable for what could be known before reading; one remote source of several may fail."""
    alone = len(sources) == 1
    for source in sources:
        if alone or "://" not in source:
            check(source, access or Access())
        if alone:
            check_listable(source)


def completed(item: Item, lang: str | None, published_on: date | None) -> Item:
    """A document that does not say, with the language and the day that are assumed."""
    if isinstance(item, Rejected) or (lang is None and published_on is None):
        return item
    return replace(item, lang=item.lang or lang, published_on=item.published_on or published_on)


def _find_all(sources: Sequence[str], access: Access) -> Iterator[Place | Item]:
    alone = len(sources) == 1
    with ExitStack() as open_until_read:
        site: Site | None = None
        for source in sources:
            if is_web(source):
                from flows.sources.web import visiting

                site = site or open_until_read.enter_context(visiting(access))
                yield from site.read(source, alone)
            else:
                yield from _find(source, alone, access)


def _find(source: str, alone: bool, access: Access) -> Iterator[Place | Item]:
    try:
        for found in places(source, access):
            if isinstance(found, Place) and found.is_here:
                yield from read_place(found)
            elif isinstance(found, Place) and alone and found.name == source:
                yield replace(found, required=True)
            else:
                yield found
    except SourceError as error:
        if alone:
            raise
        yield Rejected(error.source, None, None, error.reason, error.source)
