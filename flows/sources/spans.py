"""Large files in spans that can be read apart: whole lines of JSON Lines, row groups of Parquet; each knows the number of its first row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import IO, NamedTuple

from flows.sources.limits import bounded_lines


class Span(NamedTuple):
    """Bytes or row groups from ``start`` to before ``stop`` (None: to the end); ``first`` is the number of its first line or row."""

    start: int
    stop: int | None
    first: int


WHOLE = Span(0, None, 1)


def spans_of_lines(stream: IO[bytes], most: int) -> Iterator[Span]:
    """Spans of about so many bytes. None begins with the blank lines that may end a file, and what cannot be read is left to the last.

    >>> import io
    >>> list(spans_of_lines(io.BytesIO(b"a\\nb\\n\\nc\\n"), 2))
    [Span(start=0, stop=2, first=1), Span(start=2, stop=4, first=2), Span(start=4, stop=7, first=3)]
    """
    start, first, at = 0, 1, 0
    try:
        for number, line in enumerate(bounded_lines(stream), 2):
            at += len(line)
            if at - start >= most and line.strip():
                yield Span(start, at, first)
                start, first = at, number
    except OSError:
        at += 1
    if at > start:
        yield Span(start, None, first)


def lines_within(stream: IO[bytes], span: Span) -> Iterator[bytes]:
    """The lines of a span."""
    at = stream.seek(span.start)
    for line in bounded_lines(stream):
        yield line
        at += len(line)
        if at == span.stop:
            return


def spans_of_groups(sizes: Iterable[tuple[int, int]], most: int) -> Iterator[Span]:
    """Spans of about so many bytes from the rows and bytes of each row group.

    >>> list(spans_of_groups([(10, 5), (10, 5), (3, 1)], 8))
    [Span(start=0, stop=2, first=1), Span(start=2, stop=None, first=21)]
    """
    start, first, held, rows = 0, 1, 0, 1
    for number, (count, size) in enumerate(sizes, 1):
        held, rows = held + size, rows + count
        if held >= most:
            yield Span(start, number, first)
            start, first, held = number, rows, 0
    if rows > first:
        yield Span(start, None, first)
