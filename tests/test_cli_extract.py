"""`raqam extract`: JSON Lines and nothing else on standard output."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from pydantic import TypeAdapter

import extractors
from extractors.facts import Fact
from flows.sources import Document, read

from .conftest import EXAMPLES, Raqam

FACT: TypeAdapter[Any] = TypeAdapter(Fact)
SECTION = ["source", "kind", "char_start", "char_end", "section", "speaker", "speaker_role", "heading", "reporter", "recorded"]


def lines(out: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.splitlines()]


def test_the_examples_give_facts_whose_text_is_where_they_say(raqam: Raqam) -> None:
    status, out, err = raqam("extract", EXAMPLES)
    assert (status, err) == (0, "")
    documents = {item.source: item.text for item in read([str(EXAMPLES)]) if isinstance(item, Document)}
    found = [fact for fact in lines(out) if fact["kind"] != "section"]
    assert {fact["kind"] for fact in found} == {"number", "date", "document_id", "rank"}
    assert {fact["source"] for fact in found} == set(documents)
    assert [fact for fact in found if documents[fact["source"]][fact["char_start"] : fact["char_end"]] != fact["text"]] == []


def test_a_line_is_the_source_the_kind_and_the_fields_of_the_model(raqam: Raqam) -> None:
    for fact in lines(raqam("extract", EXAMPLES).out):
        assert list(fact)[:2] == ["source", "kind"]
        if fact["kind"] == "section":
            assert sorted(fact) == sorted(SECTION)
        else:
            fact.pop("source")
            assert sorted(fact) == sorted(type(FACT.validate_python(fact)).model_fields)


def test_lines_come_in_the_order_of_the_text(raqam: Raqam) -> None:
    by_source: dict[str, list[int]] = {}
    for fact in lines(raqam("extract", EXAMPLES).out):
        by_source.setdefault(fact["source"], []).append(fact["char_start"])
    assert [source for source, starts in by_source.items() if starts != sorted(starts)] == []


def test_values_are_exact_strings_and_letters_are_not_escaped(raqam: Raqam, tmp_path: Path) -> None:
    (tmp_path / "سند.txt").write_text("کل بودجه ۳.۲ میلیارد تومان است.", encoding="utf-8")
    status, out, _ = raqam("extract", tmp_path, "--lang", "fa")
    assert status == 0
    assert '"value":"3200000000"' in out
    assert "سند.txt" in out
    assert "\\u" not in out


def test_rejects_are_told_on_standard_error_and_end_with_3(raqam: Raqam, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    good, unknown = '{"id": "one", "lang": "en", "text": "It is 12 km."}', '{"id": "three", "lang": "xx", "text": "13"}'
    path.write_text(f"{good}\nnonsense\n{unknown}\n", encoding="utf-8")
    status, out, err = raqam("extract", path)
    assert status == 3
    assert {line["source"] for line in lines(out)} == {"one"}
    first, second = err.splitlines()
    assert first.startswith(f"rejected {path}#2: not JSON: ")
    assert first.endswith("'nonsense'")
    assert second.startswith("rejected three: ")
    assert "xx" in second


def test_a_document_that_breaks_a_rule_does_not_end_the_rest(raqam: Raqam, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaking(text: str, *given: Any) -> extractors.Extraction:
        if "13" in text:
            raise KeyError("unit")
        found = extract(text, *given)
        found.facts.extend({"kind": "number", "text": "14"} for _ in range("14" in text))
        return found

    extract = extractors.extract
    monkeypatch.setattr(extractors, "extract", breaking)
    path = tmp_path / "a.jsonl"
    path.write_text("".join(f'{{"id": "{n}", "lang": "en", "text": "It is {n} km."}}\n' for n in (13, 14, 15)), encoding="utf-8")
    status, out, err = raqam("extract", path)
    assert status == 3
    assert [line["text"] for line in lines(out) if line["kind"] == "number"] == ["14", "15"]
    assert err.splitlines() == [
        "rejected 13: KeyError: 'unit'",
        "rejected 14 [number]: a fact that its own model refuses; please report it — '14'",
    ]


def test_standard_input(raqam: Raqam, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b"It is 12 km.")))
    status, out, _ = raqam("extract", "-", "--lang", "en")
    assert status == 0
    assert [(line["source"], line["text"]) for line in lines(out) if line["kind"] == "number"] == [("-", "12")]


def test_a_relative_date_needs_the_documents_own(raqam: Raqam, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("It opened yesterday.", encoding="utf-8")
    dated = lines(raqam("extract", tmp_path, "--lang", "en", "--published-on", "2024-03-01").out)
    undated = lines(raqam("extract", tmp_path, "--lang", "en").out)
    assert [line["edtf"] for line in dated if line["kind"] == "date"] == ["2024-02-29"]
    assert [line for line in undated if line["kind"] == "date"] == []


STRANGE = ["'; drop table numbers; --", "<script>alert(12)</script>", "\u202e12\u202c\u200f", "e\u0301 " * 9, "⟦n 12|x⟧"]


@pytest.mark.parametrize("text", STRANGE)
def test_strange_texts_are_texts(raqam: Raqam, tmp_path: Path, text: str) -> None:
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    status, out, err = raqam("extract", tmp_path)
    assert (status, err) == (0, "")
    assert [line for line in lines(out) if "text" in line and text[line["char_start"] : line["char_end"]] != line["text"]] == []
