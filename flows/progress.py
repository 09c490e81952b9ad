"""How far a run is, as log records: many a second for a bar, one in ten seconds for a log."""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from flows.logs import LOG, tell
from flows.sources import Document, Rejected
from warehouse.schema import FACT_TABLES

if TYPE_CHECKING:
    import polars

T = TypeVar("T")
PROGRESS, STAGE = "progress", "stage"
_BAR_SECONDS, _LOG_SECONDS = 0.2, 10.0
_LEAST_SECONDS, _LEAST_SHARE = 2.0, 0.02


class _Mark(NamedTuple):
    """What had been read at some moment."""

    documents: int = 0
    bytes: int = 0
    share: float | None = None


_NOTHING = _Mark()


@dataclass(slots=True)
class Progress:
    """Counts what is done; ``share`` says from 0 to 1 how much of all so many documents are, or None where nobody knows.

    Documents count when their batch is loaded, not when it is read: reading runs ahead of the extraction, which takes the time.
    """

    share: Callable[[int], float | None]
    facts: int = 0
    rejects: int = 0
    _read: _Mark = _NOTHING
    _done: _Mark = _NOTHING
    _batches: deque[_Mark] = field(default_factory=deque)
    _begun: float = field(default_factory=time.monotonic)
    _shown: float = field(default_factory=time.monotonic)
    _logged: float = field(default_factory=time.monotonic)

    def reading(self, items: Iterable[Document | Rejected]) -> Iterator[Document | Rejected]:
        """The items, counted as they come; where none must be extracted again they are done with that."""
        for item in items:
            if isinstance(item, Document):
                documents, size = self._read.documents + 1, len(item.text.encode("utf-8", "replace"))
                self._read = _Mark(documents, self._read.bytes + size, self.share(documents))
            if not self._batches:
                self._done = self._read
                self._tell()
            yield item

    def extracting(self, batches: Iterable[T]) -> Iterator[T]:
        """The batches, remembered until they are loaded."""
        for batch in batches:
            self._batches.append(self._read)
            yield batch

    def loaded(self, frames: Mapping[str, polars.DataFrame]) -> None:
        """Count the oldest batch that was not loaded yet."""
        self._done = self._batches.popleft()
        self.facts += sum(frames[name].height for name in FACT_TABLES.values())
        self.rejects += frames["rejects"].height
        self._tell(at_once=True)

    def ended(self) -> None:
        """All was read and loaded."""
        self._done = self._read
        self._tell(at_once=True)

    def _tell(self, at_once: bool = False) -> None:
        now = time.monotonic()
        if now - self._logged >= _LOG_SECONDS:
            self._logged = now
            self._log(logging.INFO, now - self._begun)
        elif LOG.isEnabledFor(logging.DEBUG) and (at_once or now - self._shown >= _BAR_SECONDS):
            self._shown = now
            self._log(logging.DEBUG, now - self._begun)

    def _log(self, level: int, seconds: float) -> None:
        documents, size, share = self._done
        rate = size / seconds / 1e6 if seconds >= 1 else 0.0
        left = seconds_left(share, seconds)
        figures = {"documents": documents, "mb_per_second": round(rate, 2), "facts": self.facts, "rejects": self.rejects}
        told = [f"{documents:,} documents, {rate:.2f} MB/s, {self.facts:,} facts, {self.rejects:,} rejects"]
        told += [f"{clock(left)} left"] if left is not None else []
        tell(PROGRESS, ", ".join(told), level, **figures, share=share and round(share, 4), seconds_left=left and round(left))


def seconds_left(share: float | None, seconds: float) -> float | None:
    """What is left at the same pace; None where there is no saying yet.

    >>> seconds_left(0.25, 10), seconds_left(None, 10), seconds_left(0.001, 1)
    (30.0, None, None)
    """
    if share is None or seconds < _LEAST_SECONDS or share < _LEAST_SHARE:
        return None
    return seconds / share - seconds


def clock(seconds: float) -> str:
    """
    >>> clock(75), clock(3 * 3600 + 62)
    ('1:15', '3:01:02')
    """
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def stage(name: str) -> None:
    """Tell what a run has come to, such as ``checking``."""
    tell(STAGE, name, stage=name)
