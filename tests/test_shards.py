"""However finely sources are cut, what is read is the same; nothing that a run knows depends on who extracts."""

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path
from typing import Any

import pyarrow
import pytest
from pyarrow import parquet

from extractors.errors import RaqamError
from flows import extracting, shards
from flows.extracting import Terms, WorkerDiffers
from flows.sources import Document, Rejected, SourceUnreadable, find, read
from flows.sources.spans import spans_of_groups, spans_of_lines

LINES = [json.dumps({"id": n, "text": f"text {n}"}) for n in range(40)]
UNNAMED = [json.dumps({"text": f"text {n} " + "x" * n}) for n in range(40)]


def jsonl(lines: list[str], end: str = "\n") -> bytes:
    return end.join(lines).encode()


def table(rows: list[dict[str, Any]], group: int) -> bytes:
    sink = io.BytesIO()
    parquet.write_table(pyarrow.Table.from_pylist(rows), sink, row_group_size=group)
    return sink.getvalue()


FILES = {
    "named.jsonl": jsonl(LINES),
    "numbered by line.jsonl": jsonl(UNNAMED),
    "other line ends.jsonl": jsonl(UNNAMED, "\r\n"),
    "blank lines.jsonl": jsonl([*LINES[:20], "", "", *UNNAMED, "", " ", ""]),
    "bad lines.jsonl": jsonl([*LINES, "nonsense", "{}", "[]", *UNNAMED]),
    "a mark at its begin.ndjson": b"\xef\xbb\xbf" + jsonl(UNNAMED),
    "only blank.jsonl": b"\n" * 500,
    "packed.jsonl.gz": gzip.compress(jsonl(UNNAMED)),
    "rows.csv": b"id,text\n" + b'a,"two\nlines"\n' * 40,
    "groups.parquet": table([{"text": f"text {n}"} for n in range(40)], 7),
    "one group.parquet": table([{"text": f"text {n}"} for n in range(40)], 100),
    "no text.parquet": table([{"body": f"text {n}"} for n in range(40)], 7),
    "no rows.parquet": table([{"text": "a"}], 1)[:50],
    "a text.txt": b"text " * 100,
    "unknown.xyz": b"x" * 500,
}


@pytest.mark.parametrize("size", [1, 50, 300, 1 << 20])
@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_cut_reads_as_one_that_is_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, size: int) -> None:
    path = tmp_path / name
    path.write_bytes(FILES[name])
    monkeypatch.setattr(shards, "SHARD_BYTES", size)
    cut = [item for shard in shards.shards(find([str(path)])) for item in shards.read_shard(shard)]
    whole = list(read([str(path)]))
    assert cut == whole
    assert [item.read_from for item in cut] == [item.read_from for item in whole]


@pytest.mark.parametrize(
    ("name", "count"), [("named.jsonl", 14), ("groups.parquet", 6), ("packed.jsonl.gz", 1), ("rows.csv", 1), ("only blank.jsonl", 1)]
)
def test_what_can_be_cut_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, count: int) -> None:
    path = tmp_path / name
    path.write_bytes(FILES[name])
    monkeypatch.setattr(shards, "SHARD_BYTES", 80)
    assert len(list(shards.shards(find([str(path)])))) == count


def test_small_files_share_a_shard_in_order(tmp_path: Path) -> None:
    for n in range(30):
        (tmp_path / f"{n:02}.txt").write_text(f"text {n}", encoding="utf-8")
    [shard] = shards.shards(find([str(tmp_path)]))
    assert [item.text for item in shards.read_shard(shard) if isinstance(item, Document)] == [f"text {n}" for n in range(30)]


def test_names_are_as_given_and_paths_are_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text("text", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    [shard] = shards.shards(find(["a.txt"]))
    monkeypatch.chdir("/")
    assert list(shards.read_shard(shard)) == [Document("a.txt", "text")]


def test_a_line_without_end_stops_the_reading_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.sources.limits.LINE_BYTES", 1 << 19)
    path = tmp_path / "a.jsonl"
    path.write_bytes(jsonl(LINES) + b"\n" + b"x" * (1 << 20) + b"\n" + jsonl(LINES))
    monkeypatch.setattr(shards, "SHARD_BYTES", 100)
    cut = [item for shard in shards.shards(find([str(path)])) for item in shards.read_shard(shard)]
    assert [item.reason for item in cut if isinstance(item, Rejected)] == ["reading stopped: a line is longer than 524288 bytes"]


@pytest.mark.parametrize(
    ("groups", "spans"),
    [([], []), ([(0, 0)], []), ([(5, 9)], [(0, 1, 1)]), ([(5, 1), (5, 1)], [(0, None, 1)]), ([(5, 9), (2, 1)], [(0, 1, 1), (1, None, 6)])],
)
def test_row_groups_come_together_until_they_are_large(groups: list[tuple[int, int]], spans: list[tuple[int, int | None, int]]) -> None:
    assert list(spans_of_groups(groups, 5)) == spans


@pytest.mark.parametrize(
    ("text", "spans"), [(b"", []), (b"\n\n", [(0, None, 1)]), (b"a\nb\n", [(0, 2, 1), (2, 4, 2)]), (b"a\n\nb", [(0, 2, 1), (2, 4, 2)])]
)
def test_lines_come_together_until_they_are_large(text: bytes, spans: list[tuple[int, int | None, int]]) -> None:
    assert list(spans_of_lines(io.BytesIO(text), 1)) == spans


@pytest.mark.parametrize(("rules", "known", "told"), [("other", True, "install the same raqam"), ("", False, "does not see")])
def test_a_worker_that_would_come_to_other_rows_says_so(tmp_path: Path, rules: str, known: bool, told: str) -> None:
    import extractors

    if known:
        (tmp_path / "known").touch()
    with pytest.raises(WorkerDiffers, match=told):
        extracting.write_parts((), Terms(tmp_path, rules or extractors.rules_version()))


def test_errors_of_sources_come_out_of_other_processes_whole() -> None:
    import pickle

    error: RaqamError = pickle.loads(pickle.dumps(SourceUnreadable("a", "cannot be opened", "Look")))
    assert str(error) == "a: cannot be opened. Look"
