"""A file, or a span of it, to its documents and rejects."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import replace
from typing import IO

from flows.sources.document import Document, Rejected, SourceUnreadable, why
from flows.sources.formats import KNOWN, format_of, packing_of, read_stream
from flows.sources.places import STDIN, Place
from flows.sources.spans import Span
from flows.sources.stdin import read_stdin

Items = Iterator[Document | Rejected]


def read_place(place: Place, span: Span | None = None) -> Items:
    """What lies there, each with where it was read from. Raises SourceUnreadable where a required file does not open."""
    try:
        stream = place.open()
    except SourceUnreadable as error:
        if place.required:
            raise
        yield Rejected(place.name, None, None, error.reason, place.name)
        return
    with stream:
        yield from (replace(item, read_from=place.name) for item in _read(stream, place, span))


def _read(stream: IO[bytes], place: Place, span: Span | None) -> Items:
    try:
        if place.name == STDIN:
            yield from read_stdin(stream)
        elif (known := format_of(place.name)) is None:
            yield Rejected(place.name, None, None, f"unknown format; known are {KNOWN}")
        else:
            yield from read_stream(stream, place.name, known, packing_of(place.name), span)
    except (OSError, EOFError, zlib.error) as error:
        yield Rejected(place.name, None, None, f"reading stopped: {why(error)}")
