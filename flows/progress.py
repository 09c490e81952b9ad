"""How far a run is, as log records: many a second for a bar, one in ten seconds for a log."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass, field

from flows.batches import SEEN, Frames
from flows.logs import LOG, tell
from flows.shards import Shard, stored_bytes
from flows.sources import Amount
from warehouse.schema import FACT_TABLES

PROGRESS, STAGE = "progress", "stage"
_BAR_SECONDS, _LOG_SECONDS = 0.2, 10.0
_LEAST_SECONDS, _LEAST_SHARE = 2.0, 0.02


@dataclass(slots=True)
class Progress:
    """Counts what is loaded; how much of all that is, the ``amount`` of the sources says, or how many documents there can be at most."""

    amount: Amount
    most: int | None = None
    documents: int = 0
    bytes: int = 0
    facts: int = 0
    rejects: int = 0
    _begun: float = field(default_factory=time.monotonic)
    _shown: float = field(default_factory=time.monotonic)
    _logged: float = field(default_factory=time.monotonic)

    def loaded(self, frames: Frames) -> None:
        """Count a batch."""
        self.documents += frames[SEEN].height
        read = int(frames[SEEN]["bytes"].sum())
        self.bytes += read
        self.amount.read(read)
        self.facts += sum(frames[name].height for name in FACT_TABLES.values() if name in frames)
        self.rejects += frames["rejects"].height if "rejects" in frames else 0
        self._tell()

    def finished(self, shard: Shard) -> None:
        """Count a shard, all of whose batches are loaded."""
        self.amount.finish(stored_bytes(shard))
        self._tell()

    def ended(self) -> None:
        """Everything is loaded."""
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
        documents, share = self.documents, self._share()
        rate = self.bytes / seconds / 1e6 if seconds >= 1 else 0.0
        left = seconds_left(share, seconds)
        figures = {"documents": documents, "mb_per_second": round(rate, 2), "facts": self.facts, "rejects": self.rejects}
        told = [f"{documents:,} documents, {rate:.2f} MB/s, {self.facts:,} facts, {self.rejects:,} rejects"]
        told += [f"{clock(left)} left"] if left is not None else []
        tell(PROGRESS, ", ".join(told), level, **figures, share=share and round(share, 4), seconds_left=left and round(left))

    def _share(self) -> float | None:
        return min(1.0, self.documents / self.most) if self.most else self.amount.share


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
