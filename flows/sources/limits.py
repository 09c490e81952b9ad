"""How much a reader takes before it stops: long lines, large documents, archives that explode, files that never end."""

from __future__ import annotations

import io
from typing import IO, cast

DOCUMENT_BYTES = LINE_BYTES = 256 << 20
"""A single document, or a single line of many, may be so long."""
PAGE_BYTES = 8 << 20
"""A page of HTML: its parsers hold many times its size."""
OFFICE_BYTES = 128 << 20
"""A PDF or DOCX file, and what a DOCX file unpacks to."""

_RATIO, _HARMLESS = 250, 64 << 20
_CHUNK = 1 << 18


class TooMuch(OSError):
    """More than a reader takes; what was read before it stays good."""


def read_whole(stream: IO[bytes], most: int) -> bytes:
    """All of a stream, which is one document. Raises TooMuch.

    >>> read_whole(io.BytesIO(b"abc"), 3)
    b'abc'
    """
    raw = stream.read(most + 1)
    if len(raw) > most:
        raise TooMuch(f"longer than {shown(most)}")
    return raw


def bounded_lines(stream: IO[bytes]) -> IO[bytes]:
    """The same bytes, but TooMuch where a line is longer than LINE_BYTES: a stream without line ends would fill the memory."""
    return io.BufferedReader(_Lines(stream, LINE_BYTES), _CHUNK)


class Unexploded(io.RawIOBase):
    """The bytes of an archive, as long as they are no more than 250 times what they were packed in."""

    def __init__(self, unpacked: IO[bytes], packed: Counted) -> None:
        self._unpacked, self._packed, self._given = unpacked, packed, 0

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: object) -> int:
        """The next bytes. Raises TooMuch."""
        count = _fill(self._unpacked, cast(memoryview, buffer))
        self._given += count
        if self._given > _HARMLESS and self._given > _RATIO * self._packed.count:
            raise TooMuch(f"it unpacks to more than {_RATIO} times its size, which no text does")
        return count


class Counted(io.RawIOBase):
    """A stream that knows how many bytes it gave."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream, self.count = stream, 0

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: object) -> int:
        """The next bytes."""
        count = _fill(self._stream, cast(memoryview, buffer))
        self.count += count
        return count


class _Lines(io.RawIOBase):
    def __init__(self, stream: IO[bytes], most: int) -> None:
        self._stream, self._most, self._length = stream, most, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = cast(memoryview, buffer)
        chunk = self._stream.read(len(view))
        view[: len(chunk)] = chunk
        end = chunk.rfind(b"\n")
        self._length = self._length + len(chunk) if end < 0 else len(chunk) - end - 1
        if self._length > self._most:
            raise TooMuch(f"a line is longer than {shown(self._most)}")
        return len(chunk)


def shown(count: int) -> str:
    """A number of bytes for people.

    >>> shown(8 << 20), shown(500)
    ('8 MB', '500 bytes')
    """
    return f"{count >> 20} MB" if count >> 20 else f"{count} bytes"


def _fill(stream: IO[bytes], view: memoryview) -> int:
    chunk = stream.read(len(view))
    view[: len(chunk)] = chunk
    return len(chunk)
