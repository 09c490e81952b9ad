"""Runs: the same twice changes nothing, what changed is replaced whole, what fails is told and the rest goes on."""

from __future__ import annotations

import json
import multiprocessing
import time
from collections.abc import Generator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import polars as pl
import pytest

import warehouse
from flows import pipeline
from flows.pipeline import Job, RunSummary
from flows.workers import in_order
from warehouse import database, errors, schema
from warehouse.frames import _fact_frame as fact_frame
from warehouse.load import Loader

from . import warehouse_stub

TABLES = [name for name in schema.TABLES if name not in ("runs", "checks")]
NOW = {"run_id", "loaded_at", "first_seen_at", "vanished_at", "read_from"}
A = {"id": "a", "lang": "en", "published_on": "2024-02-03", "text": "Mr X: 12 km and 3.5. On 2024-01-05 no. 61/2018/NĐ-CP gave #56."}
B = {"id": "b", "lang": "en", "text": "Nine 9 bad7 lives 8."}
C = {"id": "c", "lang": "fa", "text": "دمای ۳ نه 40 درجه."}


@pytest.fixture(autouse=True)
def stub(monkeypatch: pytest.MonkeyPatch) -> None:
    """Extractors that read digits."""
    rules(monkeypatch, "stub-1")


def rules(monkeypatch: pytest.MonkeyPatch, version: str) -> None:
    monkeypatch.setattr("extractors.extract", warehouse_stub.extract, raising=False)
    monkeypatch.setattr("extractors.rules_version", lambda: version, raising=False)


def load(home: Path, *rows: Any, **options: Any) -> RunSummary:
    """One run over JSON Lines; a row that is a string is a line as it is."""
    path = home.parent / "in.jsonl"
    path.write_text("".join((row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows), encoding="utf-8")
    return pipeline.run(Job((str(path),), home, export=False, **options))


def content(home: Path, without: set[str] | None = None) -> dict[str, pl.DataFrame]:
    """All tables but those of the runs, sorted."""
    frames = {name: warehouse.query(home, f'SELECT * FROM "{name}" ORDER BY ALL') for name in TABLES}
    return {name: frame.drop(set(frame.columns) & (without or set())).sort(pl.all(), maintain_order=True) for name, frame in frames.items()}


def same(one: dict[str, pl.DataFrame], other: dict[str, pl.DataFrame]) -> bool:
    return all(one[name].equals(other[name]) for name in TABLES)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home that is not there yet."""
    return tmp_path / "home"


def test_a_run_fills_every_table(home: Path) -> None:
    summary = load(home, A, B, C)
    assert (summary.documents, summary.new, summary.rejected, summary.facts) == (3, 3, 1, 9)
    assert {name: frame.height for name, frame in content(home).items()} == {
        "documents": 3, "sections": 3, "numbers": 6, "dates": 1, "document_ids": 1, "ranks": 1, "rejects": 1
    }  # fmt: skip
    run = warehouse.query(home, "FROM runs").row(0, named=True)
    assert (run["run_id"], run["documents_new"], run["numbers"], run["rules_version"]) == (summary.run_id, 3, 6, "stub-1")


def test_every_row_leads_to_its_characters(home: Path) -> None:
    load(home, A, C)
    facts = warehouse.query(home, "SELECT f.*, d.text AS whole FROM facts f JOIN documents d USING (doc_id)")
    assert all(row["whole"][row["char_start"] : row["char_end"]] == row["text"] for row in facts.iter_rows(named=True))
    assert all(row["text"] in row["sentence"] and row["sentence"] in row["whole"] for row in facts.iter_rows(named=True))
    assert facts["fact_id"].n_unique() == facts.height == 7


def test_the_same_twice_leaves_every_table_as_it_was(home: Path) -> None:
    load(home, A, B, C, "nonsense", {"id": "a", "text": "again 5"})
    before = content(home)
    summary = load(home, A, B, C, "nonsense", {"id": "a", "text": "again 5"})
    assert same(before, content(home))
    assert (summary.new, summary.changed, summary.unchanged) == (0, 0, 3)
    assert warehouse.query(home, "FROM runs").height == 2


def test_a_changed_document_replaces_its_facts(home: Path) -> None:
    load(home, A, B, C)
    first = warehouse.query(home, "SELECT first_seen_at FROM documents WHERE source = 'a'").item()
    summary = load(home, {**A, "text": "only 5"}, B)
    assert (summary.new, summary.changed, summary.unchanged) == (0, 1, 1)
    assert warehouse.query(home, "SELECT text FROM facts WHERE source = 'a'")["text"].to_list() == ["5"]
    assert warehouse.query(home, "SELECT DISTINCT source FROM documents")["source"].len() == 3
    row = warehouse.query(home, "SELECT first_seen_at, loaded_at FROM documents WHERE source = 'a'").row(0, named=True)
    assert row["first_seen_at"] == first < row["loaded_at"]


def test_a_new_publication_day_is_a_change(home: Path) -> None:
    load(home, A)
    assert load(home, {**A, "published_on": "2024-02-04"}).changed == 1


def test_other_rules_read_everything_again(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load(home, A, B)
    rules(monkeypatch, "stub-2")
    assert load(home, A, B).changed == 2
    assert load(home, A, B).unchanged == 2


@pytest.mark.parametrize("apart", [0, 450])
def test_of_twins_the_last_one_counts(home: Path, apart: int) -> None:
    between = [{"id": f"x{i}", "text": f"{i}"} for i in range(apart)]
    summary = load(home, {"id": "a", "text": "one 1"}, *between, {"id": "a", "text": "two 2"})
    assert warehouse.query(home, "SELECT text FROM facts WHERE source = 'a'")["text"].to_list() == ["2"]
    assert summary.documents == summary.new == apart + 1
    assert load(home, {"id": "a", "text": "one 1"}, *between, {"id": "a", "text": "two 2"}).changed == 0
    assert warehouse.query(home, "SELECT text FROM facts WHERE source = 'a'")["text"].to_list() == ["2"]


def test_what_may_be_read_in_two_ways_is_counted(home: Path) -> None:
    load(home, {**A, "text": "maybe 5, maybe 6"}, C)
    load(home, {**A, "text": "maybe 5"}, C, B)
    assert warehouse.query(home, "SELECT source, ambiguities FROM documents ORDER BY 1").rows() == [("a", 1), ("b", 0), ("c", 0)]
    assert warehouse.query(home, "SELECT ambiguities FROM runs ORDER BY run_id")["ambiguities"].to_list() == [2, 1]
    assert warehouse.query(home, "SELECT lang, ambiguities FROM mart_coverage WHERE lang = 'en' AND month IS NOT NULL").rows() == [
        ("en", 1)
    ]


def test_rejects_say_what_where_and_why(home: Path) -> None:
    load(home, B, "nonsense", {"id": "d", "text": "explode"}, {"text": 5})
    rejects = {row["stage"]: row for row in warehouse.query(home, "FROM rejects ORDER BY source DESC").iter_rows(named=True)}
    assert rejects["validate"]["field"] == "value"
    assert (rejects["validate"]["source"], rejects["validate"]["payload"]) == ("b", "many")
    assert rejects["extract"]["reason"] == "ValueError: no such text"
    assert rejects["read"]["source"].startswith(str(home.parent / "in.jsonl#"))
    assert warehouse.query(home, "SELECT text FROM facts WHERE source = 'b'")["text"].to_list() == ["9", "8"]
    assert warehouse.query(home, "SELECT lang FROM documents WHERE source = 'd'")["lang"].to_list() == [None]


def test_a_reject_goes_when_its_cause_does(home: Path) -> None:
    load(home, B, "nonsense", {"id": "d", "text": "explode"})
    assert load(home, {**B, "text": "fine 1"}, {"id": "d", "text": "calm 2"}).rejected == 0
    assert warehouse.query(home, "FROM rejects").is_empty()


def test_a_limited_run_forgets_no_rejects(home: Path) -> None:
    load(home, A, "nonsense")
    assert load(home, A, B, limit=1).documents == 1
    assert warehouse.query(home, "FROM rejects").height == 1


def test_half_a_character_is_rejected(home: Path) -> None:
    summary = load(home, A, '{"id": "s", "text": "12 \\ud800"}')
    assert (summary.new, summary.rejected) == (1, 1)


@pytest.mark.parametrize("text", ["'; DROP TABLE documents; --", "<script>12</script>", "nul \x00 12", "12" * 18])
def test_text_is_only_text(home: Path, text: str) -> None:
    load(home, {"id": "a", "text": text})
    assert warehouse.query(home, "SELECT text FROM documents")["text"].to_list() == [text]


def test_too_many_rejects_are_not_published(home: Path) -> None:
    load(home, A)
    with pytest.raises(errors.TooManyRejects, match="2 of 3 were rejected, wholly or in part, more than 50%"):
        load(home, C, "nonsense", "more", max_rejected=0.5)
    assert warehouse.query(home, "SELECT source FROM documents")["source"].to_list() == ["a"]
    assert load(home, C, "nonsense", max_rejected=0.5).new == 1


def test_a_blocking_check_keeps_a_run_from_readers(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load(home, A)
    before = content(home)
    monkeypatch.setattr("warehouse.frames._fact_frame", shifted)
    with pytest.raises(errors.ChecksFailed, match=r"spans_match_text: 5 bad rows .*report it"):
        load(home, C, {"id": "e", "text": "9 8 77"})
    assert same(before, content(home))
    assert [path.name for path in (home / ".work").iterdir()] == ["lock"]


def shifted(kind: str, entries: Any) -> pl.DataFrame:
    """The frame of a kind with wrong offsets."""
    moved = (pl.col("char_start") + 1, pl.col("char_end") + 1)
    return fact_frame(kind, entries).with_columns(*(moved if kind == "number" else ()))


def test_rebuild_extracts_what_is_stored(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load(home, A, B, C, "nonsense")
    before, stored = content(home, NOW), content(home)
    (home.parent / "in.jsonl").unlink()
    rules(monkeypatch, "stub-2")
    summary = pipeline.rebuild(home)
    after = content(home, NOW)
    assert (summary.documents, summary.new, summary.facts_gained, summary.facts_lost) == (3, 0, 0, 0)
    assert same(
        {**before, "documents": before["documents"].drop("rules_version")}, {**after, "documents": after["documents"].drop("rules_version")}
    )
    assert content(home)["documents"]["first_seen_at"].to_list() == stored["documents"]["first_seen_at"].to_list()
    assert warehouse.query(home, "SELECT command FROM runs ORDER BY run_id")["command"].to_list() == ["run", "rebuild"]
    assert load(home, A, B, C, "nonsense").unchanged == 3


def test_rebuild_says_what_the_rules_changed(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load(home, A, C)
    monkeypatch.setattr("extractors.extract", lambda text, lang=None, _on=None: warehouse_stub.extract(text.replace("3.5", "   "), lang))
    summary = pipeline.rebuild(home)
    assert (summary.facts_gained, summary.facts_lost) == (0, 1)


def test_results_come_in_order() -> None:
    assert list(in_order(abs, range(-9, 0), 2)) == [(n, -n) for n in range(-9, 0)]


def test_workers_end_when_nobody_waits_for_them(tmp_path: Path) -> None:
    written = [tmp_path / "quick", tmp_path / "slow"]
    results = cast(Generator[Any, None, None], in_order(write_late, written, 2))
    assert next(results)[0] == written[0]
    results.close()
    assert multiprocessing.active_children() == []
    assert [path.exists() for path in written] == [True, False]


def write_late(path: Path) -> None:
    """Write a file; where it is called slow, after a time that is longer than the test waits."""
    time.sleep(60 if path.name == "slow" else 0)
    path.write_text("done", encoding="utf-8")


def test_an_export_comes_with_the_run_and_only_when_something_is_new(home: Path) -> None:
    path = home.parent / "a.txt"
    path.write_text("12 km", encoding="utf-8")
    pipeline.run(Job((str(path),), home))
    written = (home / "export" / "datapackage.json").stat().st_mtime_ns
    pipeline.run(Job((str(path),), home))
    assert (home / "export" / "datapackage.json").stat().st_mtime_ns == written
    path.write_text("13 km", encoding="utf-8")
    pipeline.run(Job((str(path),), home))
    assert pl.read_parquet(home / "export" / "numbers.parquet")["text"].to_list() == ["13"]


def test_memory_is_saved_while_rows_come_in_and_no_longer() -> None:
    with database.in_memory() as con:
        before = database.scalar(con, "SELECT current_setting('memory_limit')")
        loader = Loader(con, "r", datetime.now(UTC))
        while_loading = database.scalar(con, "SELECT current_setting('memory_limit')")
        loader.done()
        assert database.scalar(con, "SELECT current_setting('memory_limit')") == before != while_loading
