"""The report as a file: what it holds, what it leaves out, how it fails."""

from __future__ import annotations

import base64
import json
import re
import zlib
from pathlib import Path
from typing import Any

import pytest

import report
from flows import pipeline
from report.errors import ReportError
from report.panels import panels
from report.paragraphs import Span, paragraphs
from warehouse import query

from .conftest import Raqam


def piece(html: str, name: str) -> Any:
    found = re.search(rf'id="data-{name}">([^<]*)<', html)
    assert found, name
    return json.loads(zlib.decompress(base64.b64decode(found[1])))


def texts(document: dict[str, Any]) -> list[str]:
    return ["".join(run if isinstance(run, str) else run[1] for run in paragraph["runs"]) for paragraph in document["paragraphs"]]


@pytest.fixture(scope="module")
def html(published: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    target = tmp_path_factory.mktemp("report") / "report.html"
    report.write(published, target)
    return target.read_text(encoding="utf-8")


def test_every_document_and_fact_is_in_it(published: Path, html: str) -> None:
    overview = piece(html, "overview")
    known = query(published, "SELECT (SELECT count(*) FROM documents), (SELECT count(*) FROM facts)").row(0)
    assert (len(overview["documents"]), overview["facts"]) == known
    part = piece(html, "part-0")
    marked = {fact["fact_id"]: fact["text"] for document in part for fact in document["facts"]}
    assert marked == dict(query(published, "SELECT fact_id, text FROM facts").iter_rows())
    for document in part:
        runs = [run for paragraph in document["paragraphs"] for run in paragraph["runs"] if not isinstance(run, str)]
        assert [(number, text) for number, text in runs] == [(number, fact["text"]) for number, fact in enumerate(document["facts"])]


def test_no_character_of_a_text_is_lost_but_empty_lines(published: Path, html: str) -> None:
    wanted = dict(query(published, "SELECT doc_id, text FROM documents").iter_rows())
    for document in piece(html, "part-0"):
        assert texts(document) == [line for line in re.split(r"[\r\n]+", wanted[document["doc_id"]]) if line.strip()]


def test_nothing_is_loaded_from_elsewhere(html: str) -> None:
    page = re.sub(r'<script type="text/plain".*?</script>', "", html, flags=re.S)
    assert re.findall(r'(?:src|href)="(?!#)[^"]*"', page) == []
    assert "default-src 'none'" in page


def test_a_limit_is_told(published: Path, tmp_path: Path) -> None:
    written = report.write(published, tmp_path / "r.html", limit=2)
    html = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert (written.documents, len(piece(html, "overview")["documents"])) == (2, 2)
    assert f"2 of {written.all_documents} documents" in html
    assert written.size == (tmp_path / "r.html").stat().st_size


def test_a_document_that_the_extractors_refused_is_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text("It is 12 km.", encoding="utf-8")
    monkeypatch.setattr("extractors.extract", lambda *_: 1 / 0)
    pipeline.run(pipeline.Job((str(tmp_path / "a.txt"),), tmp_path))
    report.write(tmp_path, tmp_path / "r.html")
    assert [texts(document) for document in piece((tmp_path / "r.html").read_text(encoding="utf-8"), "part-0")] == [["It is 12 km."]]


@pytest.mark.parametrize(
    ("text", "facts", "lang", "expected"),
    [
        ("", [], "en", []),
        ("\r\n\n", [], "en", []),
        ("a\r\nb", [], "en", [("ltr", "en", ["a"]), ("ltr", "en", ["b"])]),
        ("5\n6", [(0, 3)], "en", [("ltr", "en", [(0, "5\n6")])]),
        ("5\n6", [(0, 1), (2, 3)], "en", [("ltr", "en", [(0, "5")]), ("ltr", "en", [(1, "6")])]),
        ("PCI در سال ۱۴۰۲", [(7, 15)], "fa", [("rtl", "fa", ["PCI در ", (0, "سال ۱۴۰۲")])]),
        ("۱۲", [], "fa", [("rtl", "fa", ["۱۲"])]),
        ("Source: Office\nمنبع", [], "fa", [("ltr", "", ["Source: Office"]), ("rtl", "fa", ["منبع"])]),
        ("<script>1</script>", [(8, 9)], None, [("ltr", "", ["<script>", (0, "1"), "</script>"])]),
        ("😀 5", [(2, 3)], "en", [("ltr", "en", ["😀 ", (0, "5")])]),
    ],
)
def test_paragraphs(text: str, facts: list[tuple[int, int]], lang: str | None, expected: list[Any]) -> None:
    found = paragraphs(text, [Span(*fact) for fact in facts], lang)
    assert [(paragraph.direction, paragraph.lang, paragraph.runs) for paragraph in found] == expected


def test_every_panel_says_what_it_answers() -> None:
    assert {panel.view for panel in panels().values()} == {"charts", "conflicts", "rejects", "runs"}
    assert all(panel.question.endswith((".", "?")) and panel.title for panel in panels().values())


def test_a_place_that_cannot_be_written(published: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ReportError, match=r"cannot be written: .*/file is a file, not a folder\. Check"):
        report.write(published, tmp_path / "file" / "report.html")
    with pytest.raises(ReportError, match=r"is no name of a file\. Give one, such as report\.html"):
        report.write(published, Path())


def test_the_command(raqam: Raqam, published: Path, tmp_path: Path) -> None:
    status, out, err = raqam("report", tmp_path / "new" / "r.html", "--home", published)
    assert (status, err) == (0, "")
    assert re.fullmatch(rf"{tmp_path}/new/r.html: \d+ documents, \d+ facts, 0\.\d MB\n", out)


def test_a_run_writes_it_unless_told_not_to(raqam: Raqam, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Twelve schools and 12 km of road.", encoding="utf-8")
    assert raqam("run", tmp_path / "a.txt", "--home", tmp_path / "without", "--no-report", "--no-export").status == 0
    assert not (tmp_path / "without" / "report.html").exists()
    status, out, _ = raqam("run", tmp_path / "a.txt", "--home", tmp_path / "with", "--no-export")
    assert status == 0
    assert f"Report:    {tmp_path / 'with' / 'report.html'}" in out
    assert (tmp_path / "with" / "report.html").exists()
