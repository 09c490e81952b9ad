"""A run that is stopped or killed at any moment publishes nothing half, and the same command again comes to the same tables."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

import warehouse
from flows.job import Job
from warehouse import schema

from . import warehouse_stub
from .conftest import Raqam
from .prefect_stand_in import PATIENCE, Server

ROOT = Path(__file__).parent.parent
MOMENTS = 5
OF_THE_RUN = {"run_id", "loaded_at", "first_seen_at", "read_from"}
TABLES = [name for name in schema.TABLES if name not in ("runs", "checks")]


def start(moment: int | str, number: int, source: Path, home: Path) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-m", "tests.killed_at", str(moment), str(number), str(source), str(home)]
    return subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=120)


def content(home: Path) -> dict[str, pl.DataFrame]:
    """All tables without what tells one run from another."""
    kept = {name: ", ".join(f'"{column}"' for column in schema.TABLES[name].names if column not in OF_THE_RUN) for name in TABLES}
    return {name: warehouse.query(home, f'SELECT {columns} FROM "{name}" ORDER BY ALL') for name, columns in kept.items()}


def exported(home: Path) -> dict[str, int]:
    """Rows by file of the export."""
    files = (path for path in (home / "export").glob("*.parquet") if path.stem not in ("runs", "checks"))
    return {path.stem: pl.scan_parquet(path).select(pl.len()).collect().item() for path in files}


@pytest.fixture(autouse=True)
def stub(monkeypatch: pytest.MonkeyPatch) -> None:
    """Extractors that read digits, here as in the runs that are stopped."""
    monkeypatch.setattr("extractors.extract", warehouse_stub.extract, raising=False)
    monkeypatch.setattr("extractors.rules_version", lambda: "stub-1", raising=False)


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two batches of documents (of the runs that are stopped), and a line that is none."""
    path = tmp_path_factory.mktemp("documents") / "a.jsonl"
    rows = [json.dumps({"id": f"d{n}", "lang": "en", "text": f"{n} and #{n + 1} on 2024-01-05 by no. {n}/QD"}) for n in range(210)]
    path.write_text("\n".join([*rows, "nonsense"]), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def undisturbed(documents: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int]:
    """The home of a run that nobody stopped, and how many calls it took."""
    home = tmp_path_factory.mktemp("undisturbed")
    done = start(0, signal.SIGKILL, documents, home)
    assert done.returncode == 3, done.stderr
    return home, int(done.stdout.splitlines()[-1])


@pytest.mark.parametrize("part", range(MOMENTS))
def test_a_run_that_was_killed_is_run_again(
    raqam: Raqam, undisturbed: tuple[Path, int], documents: Path, tmp_path: Path, part: int
) -> None:
    home, calls = undisturbed
    moment = 1 + calls * part // MOMENTS
    assert start(moment, signal.SIGKILL, documents, tmp_path).returncode == -signal.SIGKILL
    assert raqam("run", documents, "--home", tmp_path).status == 3
    found, expected = content(tmp_path), content(home)
    assert [name for name in TABLES if not found[name].equals(expected[name])] == []
    assert exported(tmp_path) == exported(home)
    assert [path.name for path in (tmp_path / ".work").iterdir()] == ["lock"]


@pytest.mark.parametrize(("moment", "number", "status"), [("append", signal.SIGINT, 130), ("run_checks", signal.SIGTERM, 143)])
def test_a_signal_ends_a_run_cleanly_and_says_how_to_go_on(
    raqam: Raqam, undisturbed: tuple[Path, int], documents: Path, tmp_path: Path, moment: str, number: int, status: int
) -> None:
    home, _ = undisturbed
    done = start(moment, number, documents, tmp_path)
    assert done.returncode == status, done.stderr
    assert f"raqam: stopped; nothing of this run was published, {tmp_path} is as it was. To go on: raqam run" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "raqam.duckdb").exists()
    assert [path.name for path in (tmp_path / ".work").iterdir()] == ["lock"]
    assert raqam("run", documents, "--home", tmp_path).status == 3
    assert content(tmp_path)["numbers"].equals(content(home)["numbers"])


def test_a_signal_after_the_run_was_published_says_so(documents: Path, tmp_path: Path) -> None:
    done = start("refresh", signal.SIGINT, documents, tmp_path)
    assert done.returncode == 130
    assert "stopped after the run was published" in done.stderr
    assert content(tmp_path)["documents"].height == 210


def test_a_flow_that_was_killed_is_run_again(
    prefect_server: Server, undisturbed: tuple[Path, int], documents: Path, tmp_path: Path
) -> None:
    from flows import flow

    home, _ = undisturbed
    words = [sys.executable, "-m", "tests.killed_at", "run_checks", str(int(signal.SIGKILL)), str(documents), str(tmp_path), "--prefect"]
    killed = subprocess.run(words, cwd=ROOT, env=prefect_server.environment, capture_output=True, text=True, timeout=PATIENCE)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert not (tmp_path / "raqam.duckdb").exists()
    prefect_server.prefect("gcl", "update", flow.limit_of(tmp_path), "--active-slots", "0")  # or wait a minute
    flow.raqam(Job((str(documents),), tmp_path))
    found, expected = content(tmp_path), content(home)
    assert [name for name in TABLES if not found[name].equals(expected[name])] == []
