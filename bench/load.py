"""The warehouse alone: how fast a run loads, and what a day's documents cost where ten million facts are there already."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import warehouse
from bench.corpus import texts
from bench.extraction import Row
from bench.rows import FACTS_A_DOCUMENT, frames
from bench.runs import raqam
from flows.figures import STAGES
from warehouse import keys, load
from warehouse.publish import NAME, begin, publish
from warehouse.settle import Seen, settle

FACTS, FULL, DAY = 1_000_000, 10_000_000, 1_000
_BATCH = 10_000


def loading() -> Iterator[Row]:
    """The load stage of a run of a million facts, and a day's run where there are ten million: 6 GB of disk, some minutes."""
    with tempfile.TemporaryDirectory() as folder:
        home, days = Path(folder, "home"), Path(folder, "day.jsonl")
        yield _loaded(fill(home, 0, FACTS))
        for facts in range(FACTS, FULL, FACTS):
            fill(home, facts // FACTS_A_DOCUMENT, FACTS)
        yield f"warehouse of {FULL:,} facts", f"{(home / NAME).stat().st_size / 1e6:,.0f} MB"
        _write_day(days)
        wall, processor, memory = raqam("run", str(days), "--no-prefect", "--no-export", "--no-report", "--home", str(home))
        told = f"{wall:.1f} s ({_by_stage(home)}); {processor:.1f} s of processor; {memory:,.0f} MB of memory"
        yield f"{DAY:,} new documents into it, {days.stat().st_size / 1e6:.1f} MB", told


def load_stage() -> Iterator[Row]:
    """The load stage of a run of a million facts."""
    with tempfile.TemporaryDirectory() as folder:
        yield _loaded(fill(Path(folder), 0, FACTS))


def _loaded(seconds: float) -> Row:
    return f"load, {FACTS:,} facts", f"{FACTS / seconds:,.0f} facts a second, with their documents and texts"


def fill(home: Path, first: int, facts: int) -> float:
    """Load and publish so many facts more; the seconds of the load stage alone."""
    now, taken = datetime.now(UTC), 0.0
    run_id, documents = keys.run_id(now), facts // FACTS_A_DOCUMENT
    work = begin(home, run_id, 0)
    with work.loading() as con:
        loader = load.Loader(con, run_id, now)
        for at in range(0, documents, _BATCH):
            made = frames(first + at, min(_BATCH, documents - at))
            start = time.perf_counter()
            loader.append(made)
            taken += time.perf_counter() - start
        start = time.perf_counter()
        settle(con, run_id, Seen({}, now, None))
        work.keep(con)
        taken += time.perf_counter() - start
    publish(work)
    return taken


def _write_day(path: Path) -> None:
    """As many Persian documents as a day brings."""
    rows = ({"id": f"day {number}", "lang": "fa", "text": text} for number, text in enumerate(islice(texts("fa", 1000), DAY)))
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def _by_stage(home: Path) -> str:
    columns = ", ".join(f"seconds_{stage} AS {stage}" for stage in STAGES)
    (row,) = warehouse.query(home, f"SELECT {columns} FROM runs ORDER BY run_id DESC LIMIT 1").iter_rows(named=True)
    return ", ".join(f"{stage} {seconds:.1f}" for stage, seconds in row.items())
