"""Readers see whole runs and nothing else, whatever happens to a run; what is wrong with a home is said."""

from __future__ import annotations

import errno
import fcntl
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

import warehouse
from extractors.errors import RaqamError
from flows import pipeline
from flows.pipeline import Job
from warehouse import database, errors, schema
from warehouse.duplicate import duplicate

from . import warehouse_stub

ROOT = Path(__file__).parent.parent
RUN = [sys.executable, "-m", "tests.warehouse_stub"]


@pytest.fixture(autouse=True)
def stub(monkeypatch: pytest.MonkeyPatch) -> None:
    """Extractors that read digits."""
    monkeypatch.setattr("extractors.extract", warehouse_stub.extract, raising=False)
    monkeypatch.setattr("extractors.rules_version", lambda: "stub-1", raising=False)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with one published document."""
    home = tmp_path / "home"
    run(home, {"first": "1 and 2"})
    return home


def write(path: Path, texts: dict[str, str]) -> Path:
    path.write_text("".join(json.dumps({"id": name, "text": text}) + "\n" for name, text in texts.items()), encoding="utf-8")
    return path


def run(home: Path, texts: dict[str, str], wait: float = 60.0) -> pipeline.RunSummary:
    return pipeline.run(Job((str(write(home.parent / "in.jsonl", texts)),), home, export=False, wait=wait))


def sources(home: Path) -> list[str]:
    return warehouse.query(home, "SELECT source FROM documents ORDER BY 1")["source"].to_list()


def start(path: Path, home: Path) -> subprocess.Popen[str]:
    return subprocess.Popen([*RUN, str(path), str(home)], cwd=ROOT, stderr=subprocess.PIPE, text=True)


def test_a_reader_keeps_what_it_opened(home: Path) -> None:
    program = (
        "import duckdb, sys; con = duckdb.connect(sys.argv[1], read_only=True); ask = lambda: con.sql('FROM spans').fetchall()\n"
        "print(len(ask()), flush=True); sys.stdin.readline(); print(len(ask()), flush=True)"
    )
    command = [sys.executable, "-c", program, str(home / "raqam.duckdb")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as reader:
        assert reader.stdin and reader.stdout
        assert reader.stdout.readline() == "2\n"
        run(home, {"second": "3 4 5"})
        reader.stdin.write("\n")
        reader.stdin.flush()
        assert reader.stdout.readline() == "2\n"
    assert warehouse.query(home, "FROM spans").height == 5


def test_somebody_who_has_it_open_for_writing_stops_readers_but_no_run(home: Path) -> None:
    """As the shell of DuckDB does, unless it is told not to."""
    program = "import duckdb, sys; con = duckdb.connect(sys.argv[1]); print('open', flush=True); sys.stdin.readline()"
    command = [sys.executable, "-c", program, str(home / "raqam.duckdb")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout
        assert writer.stdout.readline() == "open\n"
        with pytest.raises(errors.WarehouseBusy, match=r"another program writes to it\. Close it there and try again"):
            sources(home)
        run(home, {"second": "3"})
        assert sources(home) == ["first", "second"]
        writer.communicate("\n")
    assert sources(home) == ["first", "second"]


def test_two_runs_at_once_give_the_union(home: Path) -> None:
    runs = [start(write(home.parent / f"{name}.jsonl", {f"{name}{i}": "1 2" for i in range(50)}), home) for name in "ab"]
    for process in runs:
        assert (process.communicate()[1], process.returncode) in {
            ("", 0),
            (f"{home}: another run is at work here; waiting for it, at most 600 s\n", 0),
        }
    assert len(sources(home)) == 101
    assert warehouse.query(home, "FROM runs").height == 3


def test_waiting_has_an_end_and_a_message(home: Path, caplog: pytest.LogCaptureFixture) -> None:
    with (home / ".work" / "lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(errors.WarehouseBusy, match=r"another run is at work here, and was after 0\.2 s\. Wait for it"):
            run(home, {"second": "3"}, wait=0.2)
    assert "waiting for it, at most 0.2 s" in caplog.text
    assert run(home, {"second": "3"}).new == 1


def test_a_run_that_fails_lets_the_next_one_begin(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("power")

    for broken in ("flows.pipeline.settle", "warehouse.load.append", "warehouse.checks.run_checks", "warehouse.publish.flush"):
        with monkeypatch.context() as patch:
            patch.setattr(broken, fail)
            with pytest.raises(RuntimeError, match="power"):
                run(home, {"second": "3"})
        assert [entry.name for entry in (home / ".work").iterdir()] == ["lock"]
    assert sources(home) == ["first"]
    assert run(home, {"second": "3"}, wait=0).new == 1


def test_texts_are_read_while_the_warehouse_is_copied(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = threading.Event()

    def copy(file: Path, target: Path) -> None:
        assert read.wait(30), "nothing was extracted until the copy was there"
        duplicate(file, target)

    def extract(*given: Any) -> Any:
        read.set()
        return warehouse_stub.extract(*given)

    monkeypatch.setattr("warehouse.publish.duplicate", copy)
    monkeypatch.setattr("extractors.extract", extract)
    run(home, {"second": "3"})
    assert sources(home) == ["first", "second"]


def test_a_copy_that_fails_leaves_the_published_warehouse(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def copy(_file: Path, target: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", str(target))

    monkeypatch.setattr("warehouse.publish.duplicate", copy)
    with pytest.raises(errors.DiskFull):
        run(home, {"second": "3"})
    monkeypatch.undo()
    assert sources(home) == ["first"]
    assert [path.name for path in (home / ".work").iterdir()] == ["lock"]


@pytest.mark.parametrize("direct", [True, False])
@pytest.mark.parametrize("size", [0, 1, 4096, 70_001, (8 << 20) + 4097])
def test_a_copy_is_equal_whatever_the_system_can(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int, direct: bool) -> None:
    if not direct:
        monkeypatch.delattr("os.O_DIRECT", raising=False)
    (tmp_path / "one").write_bytes(os.urandom(size))
    (tmp_path / "other").write_bytes(b"older and longer" * 9000)
    duplicate(tmp_path / "one", tmp_path / "other")
    assert (tmp_path / "other").read_bytes() == (tmp_path / "one").read_bytes()


def foreign_text(path: Path) -> None:
    path.write_text("this is no database" * 100)


def foreign_database(path: Path) -> None:
    path.unlink()
    with duckdb.connect(str(path)) as con:
        con.execute("CREATE TABLE documents (a INT)")


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:20000])


def damaged(path: Path) -> None:
    raw = bytearray(path.read_bytes())
    raw[4096:8192] = raw[8192:12288] = b"z" * 4096
    path.write_bytes(raw)


def damaged_inside(path: Path) -> None:
    """Every block but the headers, so that it opens as if nothing were the matter."""
    raw = bytearray(path.read_bytes())
    for block in range(3 * 4096, len(raw), 1 << 18):
        raw[block + 5000 : block + 5064] = b"z" * 64
    path.write_bytes(raw)


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def stamped(version: str, hash_: str) -> str:
    return f"COMMENT ON TABLE documents IS 'Documents. [raqam {version}, schema {hash_}]'"


def newer(path: Path) -> None:
    with duckdb.connect(str(path)) as con:
        con.execute(stamped("99.0.0", "00000000"))


def older(path: Path) -> None:
    with duckdb.connect(str(path)) as con:
        con.execute(stamped("0.0.1", "00000000"))


@pytest.mark.parametrize(
    ("spoil", "error", "said"),
    [
        (foreign_text, errors.WarehouseForeign, "not a raqam warehouse. Move the file away, or give another --home"),
        (foreign_database, errors.WarehouseForeign, "a DuckDB file, but not a raqam warehouse. Move"),
        (folder, errors.WarehouseForeign, "not a raqam warehouse"),
        (cut_short, errors.WarehouseCorrupt, "damaged. Restore it, or move it away and run again"),
        (damaged, errors.WarehouseCorrupt, "damaged. Restore it"),
        (damaged_inside, errors.WarehouseCorrupt, "damaged. Restore it"),
        (newer, errors.WarehouseNewer, "written by raqam 99.0.0, this is"),
        (older, errors.WarehouseOlder, "Type: raqam rebuild --home"),
        (Path.unlink, errors.WarehouseMissing, "no warehouse here yet. Fill one: raqam run SOURCE --home"),
    ],
)
def test_a_file_that_is_no_warehouse_of_ours_is_refused(
    home: Path, spoil: Callable[[Path], object], error: type[RaqamError], said: str
) -> None:
    spoil(home / "raqam.duckdb")
    before = list((home / "raqam.duckdb").read_bytes()) if (home / "raqam.duckdb").is_file() else None
    with pytest.raises(error, match=r"raqam\.duckdb: ") as found:
        warehouse.query(home, "FROM facts")
    assert said in str(found.value)
    if error is not errors.WarehouseMissing:
        with pytest.raises(error, match=r"home/raqam\.duckdb: "):
            run(home, {"second": "3"})
        assert before is None or list((home / "raqam.duckdb").read_bytes()) == before


@pytest.mark.parametrize("spoil", [foreign_text, newer, Path.unlink])
def test_what_cannot_be_rebuilt_is_refused(home: Path, spoil: Callable[[Path], object]) -> None:
    spoil(home / "raqam.duckdb")
    with pytest.raises(errors.WarehouseError):
        pipeline.rebuild(home)


def test_an_older_schema_is_rebuilt(home: Path) -> None:
    with duckdb.connect(str(home / "raqam.duckdb")) as con:
        for view in ("facts", "spans"):
            con.execute(f"DROP VIEW {view}")
        con.execute("ALTER TABLE documents DROP COLUMN publisher")
        con.execute("DROP TABLE ranks")
        con.execute(stamped("0.0.1", "00000000"))
    summary = pipeline.rebuild(home)
    assert (summary.documents, summary.facts) == (1, 2)
    assert warehouse.query(home, "FROM runs").height == 2
    assert warehouse.query(home, "FROM documents")["publisher"].to_list() == [None]


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("SELECT * FROM fcts", 'Did you mean "facts"?'),
        ("SELECT valu FROM numbers", '"value"'),
        ("SELEC 1", "syntax error"),
        ("DELETE FROM documents", "raqam run"),
        ("CREATE TABLE x (a INT)", "raqam run"),
        ("", "gives no rows"),
    ],
)
def test_bad_sql_is_explained(home: Path, sql: str, said: str) -> None:
    with pytest.raises(errors.SqlError) as found:
        warehouse.query(home, sql)
    assert said in str(found.value)
    assert sources(home) == ["first"]


def test_views_of_an_earlier_raqam_give_way(home: Path) -> None:
    with duckdb.connect(str(home / "raqam.duckdb")) as con:
        con.execute("CREATE OR REPLACE VIEW mart_timeline AS SELECT 1 AS nothing")
        con.execute("COMMENT ON VIEW spans IS 'Of another day [sql 00000000]'")
    run(home, {"second": "2024-01-05"})
    assert warehouse.query(home, "FROM mart_timeline")["edtf"].to_list() == ["2024-01-05"]


def test_any_duckdb_opens_it_and_its_marts(home: Path) -> None:
    with duckdb.connect() as con:
        con.execute(f"ATTACH {schema.quote(str(home / 'raqam.duckdb'))} AS w (READ_ONLY)")
        assert con.sql("SELECT text FROM w.mart_figures JOIN w.numbers USING (fact_id) ORDER BY 1").fetchall() == [("1",), ("2",)]
        assert con.sql("SELECT count(*) FROM w.mart_timeline").fetchall() == [(0,)]


def test_the_rules_of_a_check_run_over_all(home: Path) -> None:
    with database.writing(home / "raqam.duckdb") as con:
        con.execute("UPDATE numbers SET text = '9' WHERE text = '2'")
        con.execute("INSERT INTO documents FROM documents")
    bad = {row["name"]: row for row in warehouse.check(home).iter_rows(named=True) if row["bad_rows"]}
    assert set(bad) == {"keys_unique", "spans_match_text"}
    assert "there: 2" in bad["spans_match_text"]["examples"][0]


def test_time_is_utc(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Tehran")
    time.tzset()
    run_id, at = warehouse.query(home, "SELECT run_id, strftime(started_at, '%Y%m%dT%H%M%S') AS at FROM runs").row(0)
    monkeypatch.undo()
    time.tzset()
    assert run_id.startswith(at)


def test_a_long_query_draws_no_bar_into_what_is_piped(home: Path) -> None:
    assert warehouse.query(home, "SELECT current_setting('enable_progress_bar') AS draws").item() is False
