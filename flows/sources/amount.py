"""How much of the sources was read, so that a run can say when it will be done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TypeVar

T = TypeVar("T")


@dataclass(slots=True)
class Amount:
    """Bytes as they are stored: of all sources (None where it is not known, as of a feed), and those that were read."""

    total: int | None = None
    read: int = 0

    @property
    def share(self) -> float | None:
        """From 0 to 1.

        >>> Amount(200, 50).share, Amount().share
        (0.25, None)
        """
        return min(1.0, self.read / self.total) if self.total else None

    def following(self, items: Iterable[T], stream: IO[bytes], path: str) -> Iterator[T]:
        """The items of an open file of this machine, with an eye on where in it the reader is."""
        if self.total is None:
            yield from items
            return
        begun, size = self.read, size_of(path)
        for item in items:
            self.read = begun + min(_position(stream), size)
            yield item
        self.read = begun + size


def size_of(path: str) -> int:
    """The bytes of a file, none where it cannot be looked at."""
    try:
        return Path(path).stat().st_size
    except OSError:
        return 0


def _position(stream: IO[bytes]) -> int:
    try:
        return stream.tell()
    except (OSError, ValueError):  # a pipe, or closed by its reader
        return 0
