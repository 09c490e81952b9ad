"""Every fact can be explained, and so can what is none."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest

from extractors import extract
from extractors.explain import explain
from tests.conftest import EXAMPLES, Raqam

TEXTS = sorted(path for path in EXAMPLES.rglob("*") if path.suffix in (".txt", ".md"))


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_each_fact_is_explained(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    told = explain(text)
    assert [because.fact for because in told.facts] == extract(text).facts
    assert [because.fact for because in told.facts if not (because.written and because.pieces)] == []


@pytest.mark.parametrize(
    ("text", "clues"),
    [
        ("بیش از ۱۲ درصد رشد کرد.", {"unit": "درصد", "bound": "بیش از"}),
        ("حدود ۴۰ کیلومتر راه ساختند.", {"unit": "کیلومتر", "bound": "حدود"}),
        ("۲۵ پرونده بررسی شد.", {"counted": "پرونده"}),
        ("فرمان شماره 61/2018/ND-CP مورخ ۳۰ نوامبر ۲۰۱۸ دولت", {"issued_on": "۳۰ نوامبر ۲۰۱۸ (at 31)", "issuer": "دولت"}),
        ("۲۵ نفر", {"counted": "نفر"}),
    ],
)
def test_what_gave_a_field(text: str, clues: dict[str, str]) -> None:
    first = explain(text, "fa").facts[0]
    assert {clue.field: clue.words for clue in first.clues} == clues


def test_where_a_rule_is_written() -> None:
    written = explain("در سال ۲۰۲۳ باران آمد.", "fa").facts[0].written
    assert written and written.file == "fa.yml"
    lines = Path("extractors/languages/fa.yml").read_text(encoding="utf-8").splitlines()
    assert lines[written.line - 1].endswith("- name: year")


@pytest.mark.parametrize(
    ("text", "offset", "rule", "verdict"),
    [
        ("۳۰ نوامبر ۲۰۲۳", 0, "day_month", "is shorter"),
        ("از ۲ تا ۵ نوامبر ۲۰۲۳", 8, "day_month_year", "is shorter"),
    ],
)
def test_what_lost(text: str, offset: int, rule: str, verdict: str) -> None:
    lost = {candidate.rule: candidate.verdict for candidate in explain(text, "fa", at=offset).facts[0].lost}
    assert lost[rule] == verdict


@pytest.mark.parametrize(
    ("text", "offset", "verdict"),
    [
        ("شرح #۵ را بخوانید", 5, "is ignored: HASH @"),
        ("دیروز آمدند", 2, "has no value as a date"),
    ],
)
def test_why_something_is_no_fact(text: str, offset: int, verdict: str) -> None:
    assert verdict in {candidate.verdict for candidate in explain(text, "fa", at=offset).nothing}


def test_at_shows_what_covers_the_offset() -> None:
    text = "۵ سد و ۷ پل"
    assert [because.fact.text for because in explain(text, "fa", at=7).facts] == ["۷"]
    assert explain(text, "fa", at=5).facts == () and explain(text, "fa", at=99).facts == ()


def test_offsets_of_a_passage_in_another_language() -> None:
    vietnamese = "Theo Nghị định số 61/2018/NĐ-CP của Chính phủ, các cơ quan phải trả lời người dân đúng hạn."
    text = f"این متن فارسی است و درباره یک سند سخن می‌گوید که در آن ۵ بند آمده است.\n{vietnamese}\n"
    told = explain(text, published_on=datetime.date(2024, 3, 5))
    assert [(because.fact.lang, because.fact.text) for because in told.facts if because.fact.kind == "document_id"] == [
        ("vi", "Nghị định số 61/2018/NĐ-CP")
    ]
    assert all(because.pieces for because in told.facts)


def test_the_command_speaks_to_people_and_programs(raqam: Raqam, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("بیش از ۱۲ درصد رشد کرد. شرح #۵ را بخوانید.", encoding="utf-8")
    shown = raqam("explain", path)
    assert shown.status == 0 and "shared.yml:" in shown.out and "more_than" in shown.out
    lines = [json.loads(line) for line in raqam("explain", path, "--format", "json").out.splitlines()]
    assert lines[0]["fact"]["value"] == "12" and lines[0]["written"]["pattern"] == "one:N" and lines[0]["source"] == str(path)
    assert [line["nothing"]["verdict"] for line in lines if "nothing" in line] == ["is ignored: HASH @"]
    assert "is ignored: HASH @" in raqam("explain", path, "--at", 29).out
    assert "Nothing matches at 0" in raqam("explain", path, "--at", 0).out
    assert "Nothing is at 400: the text has 42 characters" in raqam("explain", path, "--at", 400).out


def test_the_command_refuses_what_it_cannot_read(raqam: Raqam, tmp_path: Path) -> None:
    assert raqam("explain", tmp_path / "none.txt").status == 1
    (tmp_path / "b.txt").write_bytes(b"\x00\x01\x02\xff\xfe\x00" * 50)
    assert raqam("explain", tmp_path / "b.txt").status == 3
    assert raqam("explain", tmp_path / "b.txt", "--at", "-1").status == 2


def test_a_figure_of_a_table_is_explained_by_its_heading(raqam: Raqam, tmp_path: Path) -> None:
    text = "Ease of business\nCountry | Rank\nChad | 182"
    [because] = explain(text, "en").facts
    assert (because.fact.kind, because.fact.rank, because.fact.entity, because.written) == ("rank", 182, "TD", None)
    assert [(clue.field, clue.words) for clue in because.clues] == [("entity_text", "Chad"), ("column", "Rank")]
    (path := tmp_path / "a.txt").write_text(text, encoding="utf-8")
    assert "column" in (shown := raqam("explain", path, "--lang", "en").out) and "matched" not in shown
