"""How much of the sources is done, so that a run can say when it will be."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from stat import S_ISREG


@dataclass(slots=True)
class Amount:
    """Bytes as they are stored: of all sources (None where it is not known, as of a feed), and of what is done."""

    total: int | None = None
    done: int = 0

    @property
    def share(self) -> float | None:
        """From 0 to 1.

        >>> Amount(200, 50).share, Amount().share
        (0.25, None)
        """
        return min(1.0, self.done / self.total) if self.total else None


def size_of(path: str) -> int:
    """The bytes of a file; none of what is no file (a pipe), or cannot be looked at."""
    try:
        status = Path(path).stat()
    except OSError:
        return 0
    return status.st_size if S_ISREG(status.st_mode) else 0
