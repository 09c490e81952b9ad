"""What two readings differ in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from flows.differences import Reading, compare
from tests.conftest import Raqam

ROOT = Path(__file__).parent.parent


def fact(start: int, text: str, **fields: Any) -> dict[str, Any]:
    return {"kind": "number", "char_start": start, "char_end": start + len(text), "text": text, "value": text, **fields}


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        pytest.param([fact(0, "12")], [fact(0, "12")], [], id="the same"),
        pytest.param([fact(0, "12", rule="a")], [fact(0, "12", rule="b")], [], id="another rule is no other fact"),
        pytest.param([], [fact(0, "12")], [("gained", "", "value 12")], id="gained"),
        pytest.param([fact(0, "12")], [], [("lost", "value 12", "")], id="lost"),
        pytest.param([fact(0, "12")], [fact(0, "12", unit="km")], [("changed", "unit –", "unit km")], id="a field"),
        pytest.param([fact(0, "12")], [fact(0, "12 3")], [("changed", "value 12; '12'", "value 12 3; '12 3'")], id="the span"),
        pytest.param([fact(0, "12")], [fact(9, "12")], [("lost", "value 12", ""), ("gained", "", "value 12")], id="elsewhere"),
        pytest.param(
            [fact(0, "12 13")],
            [fact(0, "12"), fact(3, "13")],
            [("changed", "value 12 13; '12 13'", "value 12; '12'"), ("gained", "", "value 13")],
            id="one becomes two",
        ),
    ],
)
def test_what_changed(old: list[dict[str, Any]], new: list[dict[str, Any]], what: list[tuple[str, str, str]]) -> None:
    found = compare(Reading({"a": old}), Reading({"a": new})).differences
    assert [(item.what, item.was, item.now) for item in found] == what


def test_documents_of_other_texts_are_not_compared() -> None:
    found = compare(Reading({"a": [fact(0, "12")], "b": []}, {"a": "1", "b": "1"}), Reading({"a": []}, {"a": "2"}))
    assert (found.differences, found.apart) == ([], ["a", "b"])


def test_between_outputs_of_extract(raqam: Raqam, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("۱۲ کیلومتر و ۷ هکتار", encoding="utf-8")
    lines = raqam("extract", tmp_path / "a.txt").out
    old, new = tmp_path / "old.jsonl", tmp_path / "new.jsonl"
    old.write_text(lines, encoding="utf-8")
    new.write_text(lines.replace('"km"', '"m"'), encoding="utf-8")
    assert "no rows" not in raqam("diff", old, new).out
    told = [json.loads(line) for line in raqam("diff", old, new, "--format", "json").out.splitlines()]
    assert [(item["what"], item["text"], item["was"], item["now"]) for item in told] == [("changed", "۱۲", "unit km", "unit m")]
    assert raqam("diff", old, old, "--format", "json").out == ""


def test_between_warehouses(raqam: Raqam, published: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("۱۲ کیلومتر", encoding="utf-8")
    assert raqam("run", tmp_path / "a.txt", "--home", tmp_path / "home", "--no-export", "--no-report").status == 0
    assert raqam("diff", published, published / "raqam.duckdb", "--format", "json").out == ""
    assert "not compared" in raqam("diff", published, tmp_path / "home").err


def test_between_versions_of_the_rules(raqam: Raqam, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("۱۲ کیلومتر", encoding="utf-8")
    done = raqam("diff", ROOT, ROOT, tmp_path / "a.txt", "--format", "json")
    assert (done.status, done.out) == (0, "")


def test_what_cannot_be_compared_is_told(raqam: Raqam, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "no output of extract"}\n', encoding="utf-8")
    done = raqam("diff", path, path)
    assert done.status == 1 and "a.jsonl:1" in done.err
    assert raqam("diff", tmp_path, tmp_path).status == 1
    assert raqam("diff", tmp_path, tmp_path, path).status == 1
    assert raqam("diff", tmp_path / "none", path).status == 2
