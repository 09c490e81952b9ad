"""What a run leaves out, what it misses, what it writes down of itself, and what a rebuild says of the rules."""

from __future__ import annotations

import gzip
import json
import random
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import extractors
import warehouse
from flows import pipeline
from flows.pipeline import Job, RunSummary
from warehouse import database, schema
from warehouse.changes import Change

from . import warehouse_stub
from .conftest import Raqam

Sizes = tuple[int, int, int, int]
A = {"id": "a", "published_on": "2024-02-03", "text": "12 km and 3.5"}
B = {"id": "b", "published_on": "2024-03-04", "text": "7 of 8"}
C = {"id": "c", "text": "40"}


@pytest.fixture(autouse=True)
def stub(monkeypatch: pytest.MonkeyPatch) -> None:
    """Extractors that read digits."""
    monkeypatch.setattr("extractors.extract", warehouse_stub.extract)
    monkeypatch.setattr("extractors.rules_version", lambda: "stub-1")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Sources: two documents in one file, one in another."""
    folder = tmp_path / "in"
    folder.mkdir()
    write(folder / "ab.jsonl", A, B)
    write(folder / "c.jsonl", C)
    return folder


@pytest.fixture
def home(folder: Path) -> Path:
    """A warehouse of them."""
    home = folder.parent / "home"
    run(home, folder)
    return home


def write(path: Path, *rows: dict[str, Any]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def run(home: Path, source: Path, **options: Any) -> RunSummary:
    return pipeline.run(Job((str(source),), home, export=False, **options))


def sizes(summary: RunSummary) -> Sizes:
    return summary.new, summary.changed, summary.vanished, summary.returned


def gone(home: Path) -> list[str]:
    return warehouse.query(home, "SELECT source FROM documents WHERE vanished_at IS NOT NULL ORDER BY 1")["source"].to_list()


def facts(home: Path) -> int:
    return warehouse.query(home, "FROM facts").height


def test_a_document_that_vanishes_is_kept_and_marked_until_it_returns(home: Path, folder: Path) -> None:
    write(folder / "ab.jsonl", B)
    assert sizes(run(home, folder)) == (0, 0, 1, 0)
    marked = warehouse.query(home, "SELECT vanished_at FROM documents WHERE source = 'a'").item()
    assert sizes(run(home, folder)) == (0, 0, 0, 0)
    assert (gone(home), facts(home)) == (["a"], 5)
    assert warehouse.query(home, "SELECT vanished_at FROM documents WHERE source = 'a'").item() == marked
    pipeline.rebuild(home)
    assert gone(home) == ["a"]
    write(folder / "ab.jsonl", A, B)
    assert sizes(run(home, folder)) == (0, 0, 0, 1)
    assert gone(home) == []
    counted = warehouse.query(home, "SELECT documents_vanished, documents_returned FROM runs ORDER BY run_id").rows()
    assert counted == [(0, 0), (1, 0), (0, 0), (0, 0), (0, 1)]


def test_a_file_that_vanishes_takes_its_documents_along(home: Path, folder: Path) -> None:
    (folder / "ab.jsonl").unlink()
    assert sizes(run(home, folder)) == (0, 0, 2, 0)
    assert (gone(home), facts(home)) == (["a", "b"], 5)


def test_nothing_is_missed_where_nobody_looked(home: Path, folder: Path) -> None:
    write(folder / "ab.jsonl", B)
    for source, options in ((folder / "c.jsonl", {}), (folder, {"limit": 1}), (folder, {"since": date(2024, 3, 1)})):
        assert run(home, source, **options).vanished == 0
    assert gone(home) == []


def test_nothing_is_missed_in_what_could_not_be_read(home: Path, folder: Path) -> None:
    (folder / "text.txt").write_text("12 km", encoding="utf-8")
    with gzip.open(folder / "more.jsonl.gz", "wt") as file:
        file.writelines(json.dumps({"id": f"more {number}", "text": f"{random.getrandbits(4000)}"}) + "\n" for number in range(40))
    run(home, folder)
    (folder / "text.txt").write_bytes(bytes(300))
    (folder / "more.jsonl.gz").write_bytes((folder / "more.jsonl.gz").read_bytes()[:9000])
    assert run(home, folder).rejected == 2
    assert gone(home) == []


@pytest.mark.parametrize(
    ("since", "read"),
    [(None, ["a", "b", "c"]), ("2024-02-03", ["a", "b", "c"]), ("2024-02-04", ["b", "c"]), ("2024-03-05", ["c"])],
)
def test_since_passes_over_what_was_published_before(folder: Path, since: str | None, read: list[str]) -> None:
    """A document without a date may be new."""
    home = folder.parent / "home"
    summary = run(home, folder, since=since and date.fromisoformat(since))
    assert summary.documents == len(read)
    assert warehouse.query(home, "SELECT source FROM documents ORDER BY 1")["source"].to_list() == read


@pytest.mark.parametrize("limit", [1, 2, 3, 4])
def test_limit_ends_after_so_many(folder: Path, limit: int) -> None:
    summary = run(folder.parent / "home", folder, limit=limit)
    assert summary.documents == summary.new == min(limit, 3)


def test_a_run_writes_down_what_it_was(home: Path, folder: Path) -> None:
    write(folder / "ab.jsonl", {**A, "text": "12, 3 and maybe 4 on 2024-01-05 bad7"}, B)
    (folder / "d.jsonl").write_text("nonsense\n", encoding="utf-8")
    summary = run(home, folder, since=date(2024, 1, 1), max_rejected=0.9)
    row = warehouse.query(home, f"FROM runs WHERE run_id = '{summary.run_id}'").row(0, named=True)
    known = {
        "command": "run", "raqam_version": schema.version(), "rules_version": "stub-1", "lexicon_hash": extractors.lexicon_hash(),
        "sources": [str(folder)], "arguments": ["export=False", "max_rejected=0.9", "since=2024-01-01"],
        "documents_read": 3, "documents_new": 0, "documents_changed": 1, "documents_unchanged": 2, "documents_returned": 0,
        "documents_vanished": 0, "rejects": 2, "numbers": 3, "dates": 1, "document_ids": 0, "ranks": 0, "sections": 1, "ambiguities": 1,
        "facts_gained": None, "facts_lost": None, "facts_changed": None, "failure": None,
    }  # fmt: skip
    assert {name: row[name] for name in known} == known
    assert row["started_at"] <= row["ended_at"]
    assert all(row[f"seconds_{stage}"] > 0 for stage in ("copy", "read", "extract", "load", "check"))
    assert set(row) == {*known, "run_id", "started_at", "ended_at", *(name for name in row if name.startswith("seconds_"))}


def test_every_row_leads_to_its_run(home: Path, folder: Path) -> None:
    write(folder / "ab.jsonl", {**A, "text": "12 and no. 5/QĐ at #3 bad7 on 2024-01-05"})
    run(home, folder)
    for table in (*schema.OF_DOCUMENTS, "rejects", "checks"):
        assert warehouse.query(home, f'FROM "{table}"').height > 0
        assert warehouse.query(home, f'FROM "{table}" ANTI JOIN runs USING (run_id)').is_empty()


def test_a_rebuild_says_what_changed_and_by_which_rule(home: Path, monkeypatch: pytest.MonkeyPatch, raqam: Raqam) -> None:
    def other(text: str, lang: str | None = None, published_on: date | None = None) -> Any:
        """No decimals any more, sevens are eights, and km counts."""
        found = warehouse_stub.extract(text.replace("3.5", "   ").replace("km", "99"), lang, published_on)
        read = [fact.model_copy(update={"value": Decimal(8), "unit": "km"}) if fact.text == "7" else fact for fact in found.facts]
        return found._replace(facts=[fact.model_copy(update={"text": "km"}) if fact.text == "99" else fact for fact in read])

    monkeypatch.setattr("extractors.extract", other)
    told = raqam("rebuild", "--home", home, "--format", "json")
    assert told.err == ""
    changes = [Change(**change) for change in json.loads(told.out)["changes"]]
    assert sorted(changes, key=str) == [
        Change("number", "changed", "number", "value, unit", 1),
        Change("number", "gained", "number", "", 1),
        Change("number", "lost", "number", "", 1),
    ]
    columns = "command, documents_read, documents_changed, facts_gained, facts_lost, facts_changed"
    assert warehouse.query(home, f"SELECT {columns} FROM runs ORDER BY run_id DESC LIMIT 1").row(0) == ("rebuild", 3, 2, 1, 1, 1)
    monkeypatch.setattr("extractors.extract", warehouse_stub.extract)
    assert "number changed by number: value, unit" in raqam("rebuild", "--home", home).out
    assert "Facts changed:" not in raqam("rebuild", "--home", home).out


def test_an_older_warehouse_is_refused_with_the_command_that_mends_it(home: Path, folder: Path, raqam: Raqam) -> None:
    with database.writing(home / "raqam.duckdb") as con:
        con.execute("ALTER TABLE runs DROP COLUMN ambiguities")
        con.execute("COMMENT ON TABLE documents IS 'Documents. [raqam 0.0.1, schema 00000000]'")
    refused = raqam("run", folder, "--home", home, "--no-report", "--no-prefect")
    assert refused.status == 1
    advice = refused.err.strip().partition("Type: raqam ")[2]
    assert raqam(*advice.split()).status == 0
    assert raqam("run", folder, "--home", home, "--no-report", "--no-prefect").status == 0
    assert facts(home) == 5
