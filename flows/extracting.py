"""Shards to frames: here, or by an engine whose workers write parts (Arrow files), so that only paths go to them and come back."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TypeAlias

import extractors
from extractors.errors import RaqamError
from flows import known
from flows.batches import Frames, extract_batch
from flows.intake import Intake
from flows.shards import Shard, read_shard
from flows.sources import completed
from flows.stopwatch import Stopwatch

Engine: TypeAlias = Callable[[Callable[[Shard], list[Path]], Iterable[Shard]], Iterator[tuple[Shard, list[Path]]]]
"""Applies a function to shards, in other processes; gives each with its result, in their order."""


class WorkerDiffers(RaqamError):
    """A worker that would not come to the same rows."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for all shards of a run. ``folder`` is one that all workers see: parts come there, and what is known lies there."""

    folder: Path
    rules_version: str
    lang: str | None = None
    published_on: date | None = None
    since: date | None = None

    @property
    def known(self) -> Path:
        """The file of what need not be extracted (see `flows.known`)."""
        return self.folder / "known"


def extracted(
    shards: Iterable[Shard], terms: Terms, engine: Engine | None, watch: Stopwatch, finished: Callable[[Shard], object]
) -> Iterator[Frames]:
    """The frames of the shards, batch by batch, in order; the same with any engine, and with none. ``finished`` is told of each shard."""
    if engine is None:
        for shard in shards:
            yield from frames_of(shard, terms, watch)
            finished(shard)
        return
    for shard, parts in engine(partial(write_parts, terms=terms), shards):
        for part in parts:
            yield _read_part(part)
            shutil.rmtree(part)
        finished(shard)


def frames_of(shard: Shard, terms: Terms, watch: Stopwatch) -> Iterator[Frames]:
    """Read and extract a shard, a batch at a time, so that memory stays flat."""
    items = (completed(item, terms.lang, terms.published_on) for item in read_shard(shard))
    intake = Intake(known.opened(terms.known), terms.since)
    for batch in intake.batches(watch.timing("read", items)):
        yield extract_batch(batch, terms.rules_version)


def write_parts(shard: Shard, terms: Terms) -> list[Path]:
    """What a worker does: a folder a batch, a file a table. Raises WorkerDiffers.

    Each call writes new ones: where a worker was lost, another does its shard again, and nobody asks for what the first has left.
    """
    _require_same(terms)
    return [_write_part(terms.folder / uuid.uuid4().hex, frames) for frames in frames_of(shard, terms, Stopwatch({}))]


def _require_same(terms: Terms) -> None:
    if not terms.known.exists():
        reason = f"a worker does not see {terms.folder}; the home and the sources must lie where all workers find them, by the same path"
        raise WorkerDiffers(reason)
    if extractors.rules_version() != terms.rules_version:
        reason = f"a worker has rules {extractors.rules_version()}, this process {terms.rules_version}; install the same raqam on both"
        raise WorkerDiffers(reason)


def _write_part(folder: Path, frames: Frames) -> Path:
    folder.mkdir()
    for name, rows in frames.items():
        rows.write_ipc(folder / f"{name}.arrow", compression="lz4")
    return folder


def _read_part(folder: Path) -> Frames:
    import polars as pl

    return {path.stem: pl.read_ipc(path) for path in sorted(folder.glob("*.arrow"))}
