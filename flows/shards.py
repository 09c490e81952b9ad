"""What is to be read, in shards: files in groups, large files in spans, and the documents of what only this process can read.

The shards, their order and what becomes of each are the same whoever does them, and however many do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

from flows.sources import Document, Rejected, SourceUnreadable
from flows.sources.amount import size_of
from flows.sources.formats import JSON_LINES, PARQUET, format_of, packing_of
from flows.sources.opening import read_place
from flows.sources.places import Place
from flows.sources.spans import Span, spans_of_groups, spans_of_lines

SHARD_BYTES, SHARD_ENTRIES, SHARD_DOCUMENTS = 4 << 20, 2000, 200


@dataclass(frozen=True, slots=True)
class Piece:
    """A file, or a span of it; ``bytes`` is about how much of its file that is."""

    place: Place
    span: Span | None
    bytes: int


Entry: TypeAlias = Piece | Document | Rejected
Shard: TypeAlias = tuple[Entry, ...]


def shards(found: Iterable[Place | Document | Rejected]) -> Iterator[Shard]:
    """Shards of a few megabytes, in order."""
    shard: list[Entry] = []
    size = 0
    for entry in _entries(found):
        shard.append(entry)
        size += _weight(entry)
        if size >= SHARD_BYTES or len(shard) >= SHARD_ENTRIES:
            yield tuple(shard)
            shard, size = [], 0
    if shard:
        yield tuple(shard)


def read_shard(shard: Shard) -> Iterator[Document | Rejected]:
    """The documents and rejects of a shard."""
    for entry in shard:
        if isinstance(entry, Piece):
            yield from read_place(entry.place, entry.span)
        else:
            yield entry


def _entries(found: Iterable[Place | Document | Rejected]) -> Iterator[Entry]:
    for one in found:
        if isinstance(one, Place):
            yield from _pieces(one)
        else:
            yield one


def stored_bytes(shard: Shard) -> int:
    """How much of the files of this machine or of a storage that is."""
    return sum(entry.bytes for entry in shard if isinstance(entry, Piece))


def _weight(entry: Entry) -> int:
    """How much work it is, as bytes. A span was cut to be enough for one shard; documents that come one by one shall not wait long.

    >>> _weight(Document("a", "سلام" * 10_000)), _weight(Document("a", "سلام")) == SHARD_BYTES // SHARD_DOCUMENTS
    (80000, True)
    """
    if isinstance(entry, Piece):
        return SHARD_BYTES if entry.span else entry.bytes
    return max(SHARD_BYTES // SHARD_DOCUMENTS, 2 * len(entry.text) if isinstance(entry, Document) else 0)


def _pieces(place: Place) -> Iterator[Piece]:
    """A file in spans, where it is large and can be cut; its path as every worker finds it."""
    if place.system is None:
        place = replace(place, path=str(Path(place.path).absolute()))
    size = _size(place)
    left = size
    for span in _spans(place) if size > SHARD_BYTES else ():
        piece = Piece(place, span, left if span.stop is None else min(left, SHARD_BYTES))
        left -= piece.bytes
        yield piece
    if left == size:
        yield Piece(place, None, size)


def _spans(place: Place) -> Iterator[Span]:
    """Where a file can be cut; nowhere, where only reading it as a whole tells what is wrong with it."""
    known = format_of(place.name)
    if packing_of(place.name):
        return
    if known == PARQUET:
        yield from spans_of_groups(_row_groups(place), SHARD_BYTES)
    elif known in JSON_LINES and place.system is None:
        with suppress(SourceUnreadable), place.open() as stream:
            yield from spans_of_lines(stream, SHARD_BYTES)


def _row_groups(place: Place) -> list[tuple[int, int]]:
    """Rows and bytes of each row group of a Parquet file of texts; none of any other."""
    import pyarrow
    from pyarrow import parquet

    try:
        with place.open() as stream:
            metadata = parquet.read_metadata(stream)
    except (SourceUnreadable, OSError, pyarrow.ArrowException):
        return []
    if "text" not in metadata.schema.to_arrow_schema().names:
        return []
    groups = map(metadata.row_group, range(metadata.num_row_groups))
    return [(group.num_rows, group.total_byte_size) for group in groups]


def _size(place: Place) -> int:
    """The bytes of a file, 0 where nobody says."""
    if place.system is None:
        return size_of(place.path)
    try:
        return int(place.system.size(place.path) or 0)
    except Exception:  # a remote file system raises whatever its library raises
        return 0
