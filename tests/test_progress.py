"""What a run tells while it works: a bar for a person, lines for a log, objects for a program, and no secret in any of them."""

from __future__ import annotations

import fcntl
import json
import logging
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from pathlib import Path
from typing import Any

import polars
import pytest

from flows import shards
from flows.logs import JsonLines, logging_to, tell
from flows.progress import Progress
from flows.shards import Piece
from flows.sources import Amount, find, measure
from flows.sources.places import Place

from .conftest import Raqam

ROOT = Path(__file__).parent.parent


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    """Documents and a line that is none."""
    path = tmp_path / "a.jsonl"
    rows = [json.dumps({"id": n, "lang": "en", "text": f"It is {n} km long."}) for n in range(2, 252)]
    path.write_text("\n".join([*rows, "nonsense"]), encoding="utf-8")
    return path


def on_a_terminal(*words: str, columns: int) -> tuple[int, str]:
    """Exit status and what a terminal of so many columns is sent."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 30, columns, 0, 0))
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": ""}
    with subprocess.Popen(words, stdin=slave, stdout=slave, stderr=slave, cwd=ROOT, env=environment) as process:
        os.close(slave)
        sent = b"".join(iter(lambda: _next(master), b""))
    os.close(master)
    return process.returncode, sent.decode()


def _next(master: int) -> bytes:
    try:
        return os.read(master, 65536)
    except OSError:  # the other side is closed
        return b""


@pytest.mark.parametrize("columns", [120, 60])
def test_a_terminal_sees_a_bar_and_then_the_summary_alone(documents: Path, tmp_path: Path, columns: int) -> None:
    command = sys.executable, "-m", "flows.cli", "run", str(documents), "--home", str(tmp_path / "home"), "--no-prefect"
    status, sent = on_a_terminal(*command, columns=columns)
    lines = re.split(r"[\r\n]+", re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", sent))
    assert status == 3
    assert any("extracting" in line and "251 docs" not in line for line in lines)
    assert any(re.search(r"checking .*250 docs  250 facts  1 rej", line) for line in lines)
    assert max(len(line) for line in lines[: lines.index("Documents: 250 read, 250 new, 1 rejected")]) <= columns
    assert not any(" INFO " in line for line in lines)
    assert "\x1b[?25h" in sent  # the cursor is back


@pytest.mark.parametrize(("quiet", "is_quiet"), [(0.0, False), (3600.0, True)])
def test_a_long_run_writes_plain_lines_and_the_home_keeps_those_of_every_run(
    raqam: Raqam, documents: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, quiet: float, is_quiet: bool
) -> None:
    monkeypatch.setattr("flows.logs._QUIET_SECONDS", quiet)
    home = tmp_path / "home"
    _, out, err = raqam("run", documents, "--home", home, "--no-export", "--no-report")
    lines = (home / "logs" / "raqam.log").read_text(encoding="utf-8").splitlines()
    assert err.splitlines() == ([] if is_quiet else lines)
    assert all(re.match(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d INFO ", line) for line in lines)
    assert lines[0].endswith(f"of {documents} into {home}")
    assert lines[-1].endswith("250 documents, 250 facts loaded, 1 rejected")
    assert out.startswith("Documents: 250 read")


def test_json_logs_are_objects(raqam: Raqam, documents: Path, tmp_path: Path) -> None:
    told = [json.loads(line) for line in raqam("run", documents, "--home", tmp_path / "home", "--log-json").err.splitlines()]
    assert all(list(one)[:4] == ["time", "level", "event", "message"] for one in told)
    assert [one["event"] for one in told if one["event"] != "stage"] == ["begun", "published"]
    assert (told[-1]["level"], told[-1].get("stage")) == ("info", "writing the report")
    published = next(one for one in told if one["event"] == "published")
    assert (published["documents"], published["new"], published["facts"], published["rejected"]) == (250, 250, 250, 1)


def batch(documents: int, facts: int) -> dict[str, Any]:
    """The frames of a batch."""
    rows = {name: polars.DataFrame({"x": [1] * facts}) for name in ("numbers", "dates", "document_ids", "ranks", "rejects")}
    return {**rows, "seen": polars.DataFrame({"bytes": [3_000_000] * documents})}


@pytest.mark.parametrize(("amount", "most"), [(Amount(800), None), (Amount(), 4), (Amount(8), 4)])
def test_documents_count_when_they_are_loaded_and_the_rest_is_foretold(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, amount: Amount, most: int | None
) -> None:
    clock = [0.0]
    monkeypatch.setattr("time.monotonic", lambda: clock[0])
    caplog.set_level(logging.DEBUG, "raqam")
    progress = Progress(amount, most, _begun=0.0, _shown=0.0, _logged=0.0)
    for _ in range(2):
        clock[0] += 30.0
        progress.loaded(batch(2, 2))
        clock[0] += 0.3
        progress.finished((Piece(Place("a", "a"), None, 400),))
    progress.ended()
    told = [vars(record)["fields"] for record in caplog.records]
    figures = [(one["documents"], one["facts"], one["rejects"], one["seconds_left"], one["mb_per_second"]) for one in (told[1], told[-1])]
    assert figures == [(2, 8, 2, 30, 0.2), (4, 16, 4, 0, 0.2)]


@pytest.mark.parametrize(("packed", "left"), [(False, 30), (True, None)])
def test_a_part_of_a_shard_counts_where_its_texts_tell_how_much_it_is(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, packed: bool, left: int | None
) -> None:
    monkeypatch.setattr("time.monotonic", lambda: 30.0)
    caplog.set_level(logging.DEBUG, "raqam")
    Progress(Amount(12_000_000, packed=packed), _begun=0.0, _shown=0.0, _logged=0.0).loaded(batch(2, 2))
    assert [vars(record)["fields"]["seconds_left"] for record in caplog.records] == [left]


@pytest.mark.parametrize("name", ["a.txt", "a.jsonl", "a.jsonl.gz"])
@pytest.mark.parametrize("size", [50, 1 << 20])
def test_the_amount_of_files_is_known_and_all_of_it_gets_done(
    tmp_path: Path, documents: Path, monkeypatch: pytest.MonkeyPatch, name: str, size: int
) -> None:
    import gzip

    monkeypatch.setattr(shards, "SHARD_BYTES", size)
    raw = documents.read_bytes()
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / name).write_bytes(gzip.compress(raw) if name.endswith("gz") else raw)
    (tmp_path / "in" / "b.txt").write_text("b", encoding="utf-8")
    amount = measure([str(tmp_path / "in")])
    assert (amount.total, amount.packed) == (sum(path.stat().st_size for path in (tmp_path / "in").iterdir()), name.endswith("gz"))
    assert sum(map(shards.stored_bytes, shards.shards(find([str(tmp_path / "in")])))) == amount.total


@pytest.mark.parametrize("source", ["-", "https://example.org/feed", "s3://box/a.jsonl"])
def test_the_amount_of_what_lies_elsewhere_is_not_known(source: str, documents: Path) -> None:
    assert measure([str(documents), source]) == Amount()


def test_no_secret_gets_into_a_log(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    source = "https://me:hidden@example.org/feed?api_key=hidden&page=2"
    monkeypatch.setattr("flows.logs._QUIET_SECONDS", 0.0)
    for as_json in (False, True):
        with logging_to(tmp_path, as_json):
            tell("begun", f"run of {source} and {source}", source=source)
            try:
                raise ValueError(source)
            except ValueError:
                logging.getLogger("raqam").exception("failed on %s", source)
    told = capsys.readouterr().err + (tmp_path / "logs" / "raqam.log").read_text(encoding="utf-8")
    assert told.count("https://example.org/feed?api_key=***&page=2") == 18
    assert "hidden" not in told


def test_what_others_log_is_a_note() -> None:
    record = logging.makeLogRecord({"msg": "%s: another run", "args": ("data",), "levelname": "WARNING", "levelno": 30})
    assert json.loads(JsonLines().format(record)) | {"time": ""} == {
        "time": "",
        "level": "warning",
        "event": "note",
        "message": "data: another run",
    }
