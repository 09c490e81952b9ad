"""Sources: what becomes a document, what is rejected and why, what is an error."""

from __future__ import annotations

import datetime
import gzip
import io
import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import IO, cast

import fsspec
import pyarrow
import pytest
from pyarrow import parquet

from flows.sources import Document, Rejected, SourceNotFound, SourceUnreadable, read

PERSIAN = "نرخ بيكاري در سال گذشته به 8.5 درصد رسيد و استان رتبه 12 را به دست آورد؛ 30 طرح افتتاح شد."
VIETNAMESE = "Nghị quyết số 16-NQ/TU: hơn 4.500 hồ sơ"


def texts(source: Path | str) -> list[str]:
    return [item.text for item in read([str(source)]) if isinstance(item, Document)]


def reasons(source: Path | str) -> list[tuple[str, str | None, str]]:
    return [(Path(item.source).name, item.field, item.reason) for item in read([str(source)]) if isinstance(item, Rejected)]


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (VIETNAMESE.encode(), VIETNAMESE),
        (VIETNAMESE.encode("utf-8-sig"), VIETNAMESE),
        (VIETNAMESE.encode("utf-16"), VIETNAMESE),
        (VIETNAMESE.encode("utf-32"), VIETNAMESE),
        (PERSIAN.encode("utf-16-le"), PERSIAN),
        (PERSIAN.encode("cp1256"), PERSIAN),
        (b"one\r\ntwo\rthree\n", "one\r\ntwo\rthree\n"),
        ("e\u0301 \u200c".encode(), "e\u0301 \u200c"),
    ],
    ids=["utf-8", "utf-8 bom", "utf-16 bom", "utf-32 bom", "utf-16 bare", "cp1256", "line ends stay", "nothing is normalized"],
)
def test_text_is_decoded_and_otherwise_left_alone(tmp_path: Path, raw: bytes, text: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(raw)
    assert list(read([str(path)])) == [Document(str(path), text)]


@pytest.mark.parametrize(
    ("name", "raw", "reason"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.md", b" \n\t\n", "empty"),
        ("binary.txt", bytes(range(256)) * 20, "not a text"),
        ("nul.txt", b"one\0two" + bytes(9), "not a text"),
        ("damaged.txt", PERSIAN.encode()[:-1] + b"\xff" + PERSIAN.encode(), "damaged UTF-8: byte 1"),
        ("half.txt", VIETNAMESE.encode("utf-16")[:-1], "begins as utf-16-le, but byte"),
        ("page.html", b"<html><script>x = 12</script></html>", "no text: the page is empty"),
        ("photo.jpg", b"\xff\xd8\xff", "unknown format; known are .txt"),
        ("noname", b"12", "unknown format; known are .txt"),
        ("empty.jsonl", b"", "empty"),
        ("blank.jsonl", b"\n\n", "empty"),
        ("empty.csv", b"", "empty"),
        ("header.csv", b"id,text\n", "no rows"),
        ("columns.csv", b"id;text\n1;a\n", "no column `text`"),
        ("latin.csv", "text\nné\n".encode("latin-1"), "not UTF-8"),
        ("none.parquet", b"PAR1", "not a whole Parquet file"),
        ("cut.txt.gz", gzip.compress(b"some text" * 99)[:-20], "reading stopped: Compressed file ended"),
        ("no.jsonl.gz", b"plain", "reading stopped: Not a gzipped file"),
        ("no.txt.zst", b"plain text", "reading stopped: ZSTD decompress failed"),
    ],
)
def test_a_file_that_is_no_document_is_rejected_with_its_reason(tmp_path: Path, name: str, raw: bytes, reason: str) -> None:
    (tmp_path / name).write_bytes(raw)
    [(source, _field, given)] = reasons(tmp_path / name)
    assert source == name
    assert given.startswith(reason)


@pytest.mark.parametrize(
    ("line", "field", "reason"),
    [
        ("", None, "empty line"),
        ("  ", None, "empty line"),
        ('{"text": "a"', None, "not JSON: EOF while parsing an object at column 12"),
        ("[1]", None, "not a JSON object"),
        ("12", None, "not a JSON object"),
        ("[" * 100_000, None, "not JSON: recursion limit exceeded"),
        ('{"text": ' + "9" * 5000 + "}", None, "not JSON: number out of range"),
        ('{"id": "x"}', "text", "missing"),
        ('{"text": null}', "text", "missing"),
        ('{"text": ""}', "text", "empty"),
        ('{"text": " \\n"}', "text", "empty"),
        ('{"text": 12}', "text", "Input should be a valid string"),
        ('{"text": ["a"]}', "text", "Input should be a valid string"),
        ('{"text": "a", "title": {}}', "title", "Input should be a valid string"),
        ('{"text": "a", "published_on": "05/03/2024"}', "published_on", "'05/03/2024' is not an ISO date"),
        ('{"text": "a", "published_on": "20240305"}', "published_on", "'20240305' is not an ISO date"),
        ('{"text": "a", "published_on": 1709596800}', "published_on", "1709596800 is not an ISO date"),
        ('{"text": "a", "published_on": "2024-02-30"}', "published_on", "Input should be a valid date"),
        ('{"text": "a", "published_on": "1402-12-15"}', "published_on", "1402-12-15 is not a Gregorian date"),
        ('{"text": "\\ud800"}', None, "not JSON"),
    ],
)
def test_a_bad_line_is_rejected_by_number_and_the_others_are_read(tmp_path: Path, line: str, field: str | None, reason: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(f'{{"text": "first"}}\n{line}\n{{"text": "third"}}\n', encoding="utf-8")
    assert texts(path) == ["first", "third"]
    [(source, given_field, given)] = reasons(path)
    assert (source, given_field) == ("a.jsonl#2", field)
    assert given.startswith(reason)


def test_bytes_that_are_not_utf8_reject_their_line_only(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"text": "\xff"}\n{"text": "b"}\n')
    assert texts(path) == ["b"]
    assert [source for source, _, _ in reasons(path)] == ["a.jsonl#1"]


@pytest.mark.parametrize("end", ["", "\n", "\n\n", "\r\n", "\n\n \n"])
def test_line_ends_at_the_end_of_the_file_are_no_lines(tmp_path: Path, end: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'\xef\xbb\xbf{"text": "a"}' + end.encode())
    assert list(read([str(path)])) == [Document(f"{path}#1", "a")]


@pytest.mark.parametrize(
    ("row", "document"),
    [
        ({"source": "s", "url": "u", "id": "i"}, Document("s", "t")),
        ({"url": "u", "id": "i"}, Document("u", "t")),
        ({"source": "", "url": None, "id": 7}, Document("7", "t")),
        ({"id": "i", "lang": "fa-IR"}, Document("i", "t", lang="fa")),
        ({"id": "i", "lang": "VI", "title": "T", "publisher": "P"}, Document("i", "t", lang="vi", title="T", publisher="P")),
        ({"id": "i", "published_on": "2024-03-05"}, Document("i", "t", published_on=datetime.date(2024, 3, 5))),
        ({"id": "i", "published_on": "2024-03-05T23:59:59+03:30"}, Document("i", "t", published_on=datetime.date(2024, 3, 5))),
        ({"id": "i", "published_on": ""}, Document("i", "t")),
        ({"id": "i", "views": 12, "tags": ["x"]}, Document("i", "t")),
    ],
)
def test_a_row_names_and_describes_its_document(tmp_path: Path, row: dict[str, object], document: Document) -> None:
    path = tmp_path / "a.ndjson"
    path.write_text(json.dumps({**row, "text": "t"}), encoding="utf-8")
    assert list(read([str(path)])) == [document]


def test_one_line_of_twenty_megabytes(tmp_path: Path) -> None:
    path, text = tmp_path / "a.jsonl", "۱۲ " * 4_000_000
    path.write_text(json.dumps({"text": text}, ensure_ascii=False) + '\n{"text": "b"}\n', encoding="utf-8")
    assert path.stat().st_size > 20_000_000
    assert texts(path) == [text, "b"]


def test_lines_are_read_as_they_come() -> None:
    def endless() -> Iterator[bytes]:
        while True:
            yield b'{"text": "a"}\n'

    from flows.sources.rows import read_json_lines

    documents = read_json_lines(cast(IO[bytes], endless()), "endless")
    assert [next(documents).source for _ in range(3)] == ["endless#1", "endless#2", "endless#3"]


def test_csv_rows_are_known_by_the_line_on_which_they_begin(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes('\ufefftext,published_on,lang\n"one\r\ntwo, three",2024-03-05,vi\n,,\nfour\n'.encode())
    assert list(read([str(path)])) == [
        Document(f"{path}#2", "one\r\ntwo, three", lang="vi", published_on=datetime.date(2024, 3, 5)),
        Rejected(f"{path}#4", "{'text': '', 'published_on': '', 'lang': ''}", "text", "empty"),
        Document(f"{path}#5", "four"),
    ]


def test_parquet_rows_with_real_dates(tmp_path: Path) -> None:
    path, day = tmp_path / "a.parquet", datetime.date(2024, 3, 5)
    columns = {"text": ["a", None, "c"], "published_on": [day, day, None], "id": [1, 2, 3], "blob": [b"x", b"y", b"z"]}
    parquet.write_table(pyarrow.table(columns), path, row_group_size=1)
    items = list(read([str(path)]))
    assert items[::2] == [Document("1", "a", published_on=day), Document("3", "c")]
    assert isinstance(items[1], Rejected)
    assert (items[1].source, items[1].field) == (f"{path}#2", "text")


@pytest.mark.parametrize("pack", [gzip.compress, lambda raw: pyarrow.compress(raw, codec="zstd", asbytes=True)], ids=["gz", "zst"])
@pytest.mark.parametrize("name", ["a.txt", "A.JSONL", "a.csv", "a.parquet"])
def test_packed_files_are_read_as_what_is_in_them(tmp_path: Path, name: str, pack: Callable[[bytes], bytes]) -> None:
    plain = tmp_path / name
    if name == "a.parquet":
        parquet.write_table(pyarrow.table({"text": ["سلام"]}), plain)
    else:
        plain.write_text({"a.txt": "سلام", "A.JSONL": '{"text": "سلام"}\n', "a.csv": "text\nسلام\n"}[name], encoding="utf-8")
    packed = plain.with_name(name + (".gz" if pack is gzip.compress else ".zst"))
    packed.write_bytes(pack(plain.read_bytes()))
    assert texts(packed) == texts(plain) == ["سلام"]


def test_a_folder_is_read_in_order_without_what_is_hidden_or_foreign(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a/c.txt", ".git/d.txt", ".e.txt", "photo.jpg", "Z.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name, encoding="utf-8")
    assert texts(tmp_path) == ["Z.md", "a/c.txt", "a/z.txt", "b.txt"]
    assert next(item.source for item in read([str(tmp_path)])) == str(tmp_path / "Z.md")
    assert texts(tmp_path / "*.txt") == ["b.txt"]
    assert texts(tmp_path / "**/*.txt") == ["a/c.txt", "a/z.txt", "b.txt"]


def test_the_language_and_date_given_are_for_documents_that_do_not_say(tmp_path: Path) -> None:
    path, day = tmp_path / "a.jsonl", datetime.date(2020, 1, 1)
    path.write_text('{"id": 1, "text": "a", "lang": "en"}\n{"id": 2, "text": "b", "published_on": "2024-03-05"}\n', encoding="utf-8")
    assert list(read([str(path)], "vi", day)) == [
        Document("1", "a", lang="en", published_on=day),
        Document("2", "b", lang="vi", published_on=datetime.date(2024, 3, 5)),
    ]


@pytest.mark.parametrize("source", ["missing.txt", "missing/", "*.txt", "memory://missing/a.txt", "."])
def test_a_source_that_is_not_there_is_an_error_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SourceNotFound, match=source.replace("*", r"\*")):
        read([source])


def test_the_other_sources_do_not_hide_a_missing_one(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("a", encoding="utf-8")
    with pytest.raises(SourceNotFound, match="no such file or folder"):
        read([str(tmp_path / "a.txt"), str(tmp_path / "b.txt")])


def test_a_file_that_does_not_open_is_an_error_alone_and_a_reject_among_others(tmp_path: Path) -> None:
    good, loop = tmp_path / "a.txt", tmp_path / "loop.txt"
    good.write_text("a", encoding="utf-8")
    loop.symlink_to(loop)
    with pytest.raises(SourceUnreadable, match=r"loop\.txt: cannot be opened: .*Check its permissions"):
        list(read([str(loop)]))
    for sources in ([str(loop), str(good)], [str(tmp_path)]):
        found = {Path(item.source).name: type(item) for item in read(sources)}
        assert found == {"a.txt": Document, "loop.txt": Rejected}


def test_a_folder_that_may_not_be_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shut = tmp_path / "shut"
    shut.mkdir()
    (tmp_path / "a.txt").write_text("a", encoding="utf-8")
    listing = os.scandir

    def refusing(path: str) -> object:
        if Path(path).name == "shut":
            raise PermissionError(13, "Permission denied", path)
        return listing(path)

    monkeypatch.setattr(os, "scandir", refusing)  # root, as whom CI may run, may list everything
    with pytest.raises(SourceUnreadable, match="the folder cannot be read: Permission denied"):
        read([str(shut)])
    assert reasons(tmp_path) == [("shut", None, "the folder cannot be read: Permission denied")]
    assert texts(tmp_path) == ["a"]


def test_file_names_that_are_not_unicode_are_named_all_the_same(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.txt")).write_text("a", encoding="utf-8")
    assert [(Path(item.source).name) for item in read([str(tmp_path)])] == ["\ufffd.txt"]


@pytest.mark.parametrize(
    ("raw", "items"),
    [
        (b"plain 12\ntext", [Document("-", "plain 12\ntext")]),
        (b'{"text": "a"}\n{"text": "b"}\n', [Document("-#1", "a"), Document("-#2", "b")]),
        (b"{not json\n", [Document("-", "{not json\n")]),
        (b"", [Rejected("-", None, "text", "empty")]),
    ],
)
def test_standard_input_is_told_by_its_first_line(monkeypatch: pytest.MonkeyPatch, raw: bytes, items: list[object]) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(raw)))
    assert list(read(["-"])) == items


def test_a_url_is_read_through_its_file_system() -> None:
    memory = fsspec.filesystem("memory")
    memory.pipe({"/box/b.txt": b"b", "/box/deep/a.jsonl": b'{"text": "a"}\n', "/box/x.jpg": b""})
    try:
        assert [(item.source, item.text) for item in read(["memory://box"]) if isinstance(item, Document)] == [
            ("memory:///box/b.txt", "b"),
            ("memory:///box/deep/a.jsonl#1", "a"),
        ]
        assert texts("memory://box/*.txt") == ["b"]
        assert [item.source for item in read(["memory://box/b.txt"])] == ["memory://box/b.txt"]
    finally:
        memory.rm("/box", recursive=True)


def test_an_unknown_protocol_is_a_clear_error() -> None:
    with pytest.raises(SourceUnreadable, match=r"gopher://x/a.txt: cannot be reached: Protocol not known: gopher"):
        read(["gopher://x/a.txt"])
