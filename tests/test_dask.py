"""A Dask cluster comes to the same tables as one process, row for row, also when a worker is lost in the middle."""

from __future__ import annotations

import importlib
import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow
import pytest
from pyarrow import parquet

import warehouse
from flows import pipeline, shards
from flows.pipeline import Job
from warehouse import load, schema

from .conftest import Raqam

distributed = pytest.importorskip("distributed", reason="the extra raqam[dask] is not installed")
ROWS = [
    {
        "id": str(i),
        "lang": "en",
        "text": f"In {2000 + i} the town had {i * 37} km of roads, {i + 5}% more than under Decree No. {i}/2018/ND-CP.",
    }
    for i in range(400)
]
TWINS = [{**ROWS[3], "text": "It is 4 km."}, {**ROWS[350], "text": "It is 5 km."}]
NOT_COMPARED = {"run_id", "first_seen_at", "loaded_at"}


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """A scheduler and two worker processes."""
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None, silence_logs=50) as cluster:
        yield cluster


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Files of every kind that is cut or not, with rejects and with documents that come twice; cut small."""
    monkeypatch.setattr(shards, "SHARD_BYTES", 2000)
    folder = tmp_path / "corpus"
    folder.mkdir()
    lines = [json.dumps(row) for row in (*ROWS[:200], *TWINS)]
    (folder / "a.jsonl").write_text("\n".join([*lines, "nonsense", "", '{"text": "It is 6 km."}', "", ""]), encoding="utf-8")
    parquet.write_table(pyarrow.Table.from_pylist(ROWS[200:]), folder / "b.parquet", row_group_size=20)
    (folder / "c.csv").write_text("id,text\nc,It is 7 km.\n", encoding="utf-8")
    (folder / "d.txt").write_text("It is 8 km.", encoding="utf-8")
    (folder / "e.txt").write_bytes(b"")
    return folder


def tables(home: Path) -> dict[str, pl.DataFrame]:
    """All that was loaded, in the order in which it lies there."""
    names = (*schema.OF_DOCUMENTS, "rejects")
    frames = {name: warehouse.query(home, f'SELECT * FROM "{name}" ORDER BY rowid') for name in names}
    return {name: frame.drop(NOT_COMPARED & set(frame.columns)) for name, frame in frames.items()}


def require_equal(one: Path, other: Path) -> None:
    theirs = tables(other)
    for name, frame in tables(one).items():
        assert frame.equals(theirs[name]), name


def run(corpus: Path, home: Path, **options: Any) -> pipeline.RunSummary:
    return pipeline.run(Job((str(corpus),), home, export=False, **options))


def on(cluster: Any) -> dict[str, Any]:
    return {"engine": "dask", "dask_address": cluster.scheduler_address}


def test_a_cluster_fills_the_same_tables_as_one_process(corpus: Path, tmp_path: Path, cluster: Any) -> None:
    alone, spread = run(corpus, tmp_path / "alone"), run(corpus, tmp_path / "dask", **on(cluster))
    assert (spread.documents, spread.rejected, spread.facts) == (alone.documents, alone.rejected, alone.facts) == (403, 3, alone.facts)
    require_equal(tmp_path / "alone", tmp_path / "dask")
    again = run(corpus, tmp_path / "dask", **on(cluster))
    assert (again.new, again.changed, again.unchanged) == (0, 0, 403)
    require_equal(tmp_path / "alone", tmp_path / "dask")
    assert [path.name for path in (tmp_path / "dask" / ".work").iterdir()] == ["lock"]


def test_what_a_lost_worker_had_is_done_again(corpus: Path, tmp_path: Path, cluster: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with distributed.Client(cluster, set_as_default=False) as client:
        before = set(client.run(os.getpid).values())
    doomed = sorted(before)[0]
    monkeypatch.setattr(load, "append", killing(doomed))
    run(corpus, tmp_path / "dask", **on(cluster))
    monkeypatch.undo()
    with distributed.Client(cluster, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=60)
        assert doomed not in client.run(os.getpid).values()
    monkeypatch.setattr(shards, "SHARD_BYTES", 2000)
    run(corpus, tmp_path / "alone")
    require_equal(tmp_path / "alone", tmp_path / "dask")


def killing(worker: int) -> Any:
    """`load.append`, which kills a process when the third batch is loaded."""
    append, calls = load.append, iter(range(10_000))

    def kill_and_append(*arguments: Any) -> None:
        if next(calls) == 2:
            os.kill(worker, signal.SIGKILL)
        append(*arguments)

    return kill_and_append


@pytest.mark.usefixtures("prefect_server")
def test_a_flow_runs_on_the_task_runner_of_dask(corpus: Path, tmp_path: Path, cluster: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    importlib.import_module("prefect_dask")  # before there is no client any more
    from flows import flow

    monkeypatch.setattr(distributed, "Client", None)  # no client but the runner's
    job = Job((str(corpus),), tmp_path / "flow", export=False, **on(cluster))
    flow.on_engine(job)(job)
    monkeypatch.undo()
    run(corpus, tmp_path / "alone")
    require_equal(tmp_path / "alone", tmp_path / "flow")


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "nonsense", "tcp://nowhere.invalid:8786"])
def test_an_address_where_no_scheduler_is_is_told(raqam: Raqam, corpus: Path, tmp_path: Path, address: str) -> None:
    told = raqam("run", corpus, "--home", tmp_path / "home", "--engine", "dask", "--dask-address", address)
    assert (told.status, told.out) == (1, "")
    assert told.err.startswith(f"raqam: {address}: no Dask scheduler answers. Check --dask-address")
    assert not (tmp_path / "home" / "raqam.duckdb").exists()


@pytest.mark.parametrize("prefect", ["--prefect", "--no-prefect"])
def test_without_its_extra_the_engine_says_what_to_install(
    raqam: Raqam, corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, prefect: str
) -> None:
    monkeypatch.setattr(importlib, "import_module", lacking(importlib.import_module))
    told = raqam("run", corpus, "--home", tmp_path / "home", "--engine", "dask", prefect)
    assert told.status == 1
    assert "is not installed" in told.err
    assert "pip install 'raqam[dask]'" in told.err


def lacking(real: Any) -> Any:
    """`importlib.import_module` where Dask is not installed."""

    def import_module(name: str, package: str | None = None) -> Any:
        if name in ("distributed", "prefect_dask"):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return real(name, package)

    return import_module
