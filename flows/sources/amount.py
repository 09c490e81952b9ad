"""How much of the sources is done, so that a run can say when it will be."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from stat import S_ISREG


@dataclass(slots=True)
class Amount:
    """Bytes as they are stored: of all sources (None where it is not known, as of a feed), of what is done, and what is ``under_way``.

    That is counted by the texts read, so only where files are as long as their texts or longer, not where they are ``packed``.
    """

    total: int | None = None
    done: int = 0
    under_way: int = 0
    packed: bool = False

    def add(self, stored: int, packed: bool) -> None:
        """A file more is to be read."""
        self.total, self.packed = (self.total or 0) + stored, self.packed or packed

    def read(self, text: int) -> None:
        """So many bytes of texts more were read."""
        self.under_way += 0 if self.packed else text

    def finish(self, stored: int) -> None:
        """So many stored bytes are done with all that was under way."""
        self.done, self.under_way = self.done + stored, 0

    @property
    def share(self) -> float | None:
        """From 0 to 1.

        >>> Amount(200, 50).share, Amount(200, 50, under_way=30).share, Amount().share
        (0.25, 0.4, None)
        """
        return min(1.0, (self.done + self.under_way) / self.total) if self.total else None


def size_of(path: str) -> int:
    """The bytes of a file; none of what is no file (a pipe), or cannot be looked at."""
    try:
        status = Path(path).stat()
    except OSError:
        return 0
    return status.st_size if S_ISREG(status.st_mode) else 0
