"""A lake holds what a file would, whoever writes to it at the same time, and tells nobody its password.

Run by tests/test_lake.py, where DuckDB is the one that the lake's extensions are made for.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import polars as pl
import pytest
from duckdb_extensions import import_extension

from flows.sources import Document, read
from warehouse import schema

from . import lake_server
from .conftest import EXAMPLES, Outcome, Raqam

OF_THE_RUN = {"run_id", "first_seen_at", "loaded_at"}
QUIETLY = ("--no-prefect", "--no-report", "--format", "json")


@pytest.fixture(scope="session")
def port() -> Iterator[int]:
    """That of a PostgreSQL."""
    with lake_server.postgres() as port:
        yield port


class Lake(NamedTuple):
    """A lake of a test's own: its address without and with the password, and the folder of this machine."""

    address: str
    secret: str
    here: Path


@pytest.fixture
def lake(port: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Lake:
    """An empty one."""
    name, server = f"lake_{uuid.uuid4().hex[:8]}", f"host=127.0.0.1 port={port} user={lake_server.USER}"
    with duckdb.connect() as con:
        import_extension("postgres_scanner", con=con)
        con.execute(f"ATTACH 'dbname=postgres {server} password={lake_server.PASSWORD}' AS server (TYPE postgres)")
        con.execute(f"CALL postgres_execute('server', 'CREATE DATABASE {name}', use_transaction => false)")
    address = f"ducklake:postgres:dbname={name} {server}"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PGPASSWORD", "")
    return Lake(address, f"{address} password={lake_server.PASSWORD}", tmp_path / "data")


def summary(told: Outcome) -> dict[str, Any]:
    """What a run came to, without having told the password."""
    assert told.status == 0, told.err
    assert lake_server.PASSWORD not in told.out + told.err
    found: dict[str, Any] = json.loads(told.out)
    return found


def start(*words: object) -> subprocess.Popen[str]:
    """A run of its own."""
    told = subprocess.PIPE
    return subprocess.Popen([sys.executable, "-m", "flows.cli", "run", *map(str, words), *QUIETLY], text=True, stdout=told, stderr=told)


def asked(raqam: Raqam, lake: Lake, sql: str) -> list[dict[str, Any]]:
    told = raqam("query", sql, "--format", "json", "--home", lake.secret)
    assert told.status == 0, told.err
    found: list[dict[str, Any]] = json.loads(told.out)
    return found


def rows(prefix: str, first: int, last: int, text: str = "It is {} km long.") -> str:
    """A file of documents in the working folder."""
    lines = (json.dumps({"id": f"{prefix}{n}", "lang": "en", "text": text.format(n)}) for n in range(first, last))
    Path(f"{prefix}.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return f"{prefix}.jsonl"


def exported(home: Path) -> dict[str, pl.DataFrame]:
    """What was exported of the tables of documents, without what tells one run from another."""
    frames = {name: pl.read_parquet(home / "export" / f"{name}.parquet") for name in (*schema.OF_DOCUMENTS, "rejects")}
    return {name: frame.drop(OF_THE_RUN & set(frame.columns)).sort(pl.all()) for name, frame in frames.items()}


def test_a_lake_holds_what_a_file_holds(raqam: Raqam, lake: Lake, tmp_path: Path) -> None:
    for home in (lake.secret, "file"):
        found = summary(raqam("run", EXAMPLES, *QUIETLY, "--home", home))
        assert found["facts"] > found["new"] == sum(isinstance(item, Document) for item in read([str(EXAMPLES)]))
    one, other = exported(tmp_path / "file"), exported(lake.here)
    assert [name for name in one if not one[name].equals(other[name])] == []
    assert raqam("check", "--home", lake.secret).status == 0
    assert "mart_rank_history" in raqam("tables", "--home", lake.secret).out
    assert raqam("report", "r.html", "--home", lake.secret).status == 0
    assert list((lake.here / ".staged").iterdir()) == []


def test_two_that_write_at_once_are_both_there_and_nothing_is_twice(raqam: Raqam, lake: Lake) -> None:
    shared = rows("c", 0, 50)
    writers = [start(rows(name, 0, 300), shared, "--home", lake.secret, "--no-export") for name in "ab"]
    told = [summary(Outcome(*(writer.wait(300), *writer.communicate()))) for writer in writers]
    assert [one["documents"] for one in told] == [350, 350]
    counts = "count(*) as rows, count(distinct doc_id) as documents"
    assert asked(raqam, lake, f"select {counts} from documents") == [{"rows": 650, "documents": 650}]
    assert asked(raqam, lake, f"select {counts}, count(distinct fact_id) as facts from facts")[0]["facts"] == 650
    assert [row["run_id"] for row in asked(raqam, lake, "select run_id from runs order by run_id")] == sorted(one["run_id"] for one in told)
    assert raqam("check", "--home", lake.secret).status == 0


def test_the_same_again_changes_nothing_and_what_changed_is_replaced(raqam: Raqam, lake: Lake) -> None:
    words = (*QUIETLY, "--no-export", "--home", lake.secret)
    first, again = (summary(raqam("run", rows("a", 2, 40), *words)) for _ in range(2))
    assert (first["new"], again["new"], again["changed"], again["unchanged"]) == (38, 0, 0, 38)
    changed = summary(raqam("run", rows("a", 2, 12, "It weighs {} kg."), *words))
    assert (changed["new"], changed["changed"], changed["vanished"]) == (0, 10, 28)
    found = asked(raqam, lake, "select unit, count(*) as facts from numbers group by all order by all")
    assert found == [{"unit": "kg", "facts": 10}, {"unit": "km", "facts": 28}]


def test_a_run_that_is_killed_leaves_a_lake_as_it_was(raqam: Raqam, lake: Lake) -> None:
    words = (*QUIETLY, "--no-export", "--home", lake.secret)
    summary(raqam("run", rows("a", 2, 40), *words))
    with start(rows("b", 0, 5000), "--home", lake.secret) as doomed:
        while doomed.poll() is None and not list((lake.here / ".staged").glob("*/rows.duckdb")):
            time.sleep(0.05)
        doomed.kill()
    assert asked(raqam, lake, "select count(*) as documents from documents") == [{"documents": 38}]
    assert summary(raqam("run", rows("b", 0, 10), *words))["new"] == 10
    assert list((lake.here / ".staged").iterdir()) == []


def test_a_lake_that_does_not_answer_is_told_without_its_password(raqam: Raqam, lake: Lake) -> None:
    told = raqam("tables", "--home", lake.secret.replace("dbname=lake", "dbname=nowhere"))
    assert (told.status, told.out) == (1, "")
    assert 'FATAL:  database "nowhere' in told.err
    assert "no warehouse here yet. Fill one: raqam run" in raqam("tables", "--home", lake.secret).err
    wrong = raqam("run", EXAMPLES, *QUIETLY, "--home", lake.secret + "x")
    assert wrong.status == 1
    assert "password authentication failed" in wrong.err
    assert lake_server.PASSWORD not in (lake.here / "logs" / "raqam.log").read_text(encoding="utf-8") + told.err + wrong.err
