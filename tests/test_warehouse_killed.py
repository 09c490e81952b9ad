"""Runs that are killed, at whatever moment, while somebody reads."""

from __future__ import annotations

import json
import multiprocessing
import random
import signal
import threading
import time
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from types import TracebackType

import warehouse

from . import warehouse_stub

KILLS, DOCUMENTS, FACTS = 30, 20, 50
# Children fork from a process that has imported everything: starting Python anew would take most of the time, and most of the kills.
FORKED = multiprocessing.get_context("forkserver")
FORKED.set_forkserver_preload(["tests.warehouse_stub", "flows.pipeline", "polars", "duckdb", "pyarrow"])


class Reader(threading.Thread):
    """Opens the warehouse and counts, again and again, until it is left."""

    def __init__(self, home: Path) -> None:
        super().__init__()
        self.home, self.over = home, threading.Event()
        self.counts: list[int] = []
        self.errors: list[Exception] = []

    def __enter__(self) -> Reader:
        self.start()
        return self

    def __exit__(self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None) -> None:
        self.over.set()
        self.join()

    def wait_for_answers(self, count: int) -> None:
        """Wait until so many questions were answered, so that the reader is never left behind."""
        while len(self.counts) + len(self.errors) < count:
            time.sleep(0.01)

    def run(self) -> None:
        while not self.over.is_set():
            try:
                self.counts.append(warehouse.query(self.home, "SELECT count(*) FROM spans").item())
            except Exception as error:  # whatever it is, no reader may meet it
                self.errors.append(error)


def start(home: Path, name: str) -> ForkServerProcess:
    """A run that loads documents of its own."""
    path = home.parent / f"{name}.jsonl"
    rows = ({"id": f"{name} {number}", "text": f"{number} " * FACTS} for number in range(DOCUMENTS))
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    process = FORKED.Process(target=warehouse_stub.run, args=(str(path), home))
    process.start()
    return process


def finish(process: ForkServerProcess) -> int | None:
    process.join()
    return process.exitcode


def published(home: Path) -> dict[str, int]:
    """How many documents of each run there are."""
    return dict(warehouse.query(home, "SELECT split_part(source, ' ', 1), count(*) FROM documents GROUP BY 1").iter_rows())


def test_a_run_that_is_killed_leaves_no_trace(tmp_path: Path) -> None:
    home, chance, killed, whole = tmp_path / "home", random.Random(), 0, {"first"}
    assert finish(start(home, "first")) == 0
    began = time.monotonic()
    assert finish(start(home, "second")) == 0
    length, tries = time.monotonic() - began, 0
    with Reader(home) as reader:
        while killed < KILLS and tries < 4 * KILLS:
            tries += 1
            reader.wait_for_answers(tries)
            process, began = start(home, f"try{tries}"), time.monotonic()
            process.join(chance.uniform(0, length))
            process.kill()
            code = finish(process)
            assert code in (0, -signal.SIGKILL)
            killed += code != 0
            if code == 0:
                whole.add(f"try{tries}")
                length = min(length, time.monotonic() - began)
    there = published(home)
    assert killed == KILLS
    assert reader.errors == []
    assert len(reader.counts) >= KILLS
    assert {count % (DOCUMENTS * FACTS) for count in reader.counts} == {0}
    assert reader.counts == sorted(reader.counts)
    assert whole <= set(there)
    assert set(there.values()) == {DOCUMENTS}
    assert warehouse.query(home, "FROM runs").height == len(there)
    assert finish(start(home, "last")) == 0
    assert set(published(home)) == {*there, "last"}
    assert [entry.name for entry in (home / ".work").iterdir()] == ["lock"]
    assert sorted(entry.name for entry in home.iterdir()) == [".work", "raqam.duckdb"]
