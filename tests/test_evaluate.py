"""Marked texts: how they are read, when a value is the same, what is counted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from extractors.evaluate import evaluate, read_gold
from extractors.gold import GoldError, read_marks, same
from tests.conftest import Raqam


@pytest.mark.parametrize(
    ("name", "expected", "found", "equal"),
    [
        ("value", "4500", "4500.0", True),
        ("value", "0.333333333333", "0.333333333334", True),
        ("value", "12", "13", False),
        ("value", "12", None, False),
        ("value_max", None, None, True),
        ("edtf", "2024-33", "2024-01/2024-03", True),
        ("edtf", "2024", "2024-01-01/2024-12-31", True),
        ("edtf", "2024", "2023", False),
        ("edtf", "XXXX-04-15", "XXXX-04-15", True),
        ("edtf", "202X", "2020/2029", True),
        ("doc_number", "61/2018/NĐ-CP", "61/2018/nđ-cp", True),
        ("doc_number", "61/2018/NĐ-CP", "61/2018/ND-CP", False),
        ("counted", "عضو حزب", "عضو حزب در", True),
        ("counted", "عضو", "عضو کمیته حزبی شهر", False),
        ("issuer", "«دولت»", "دولت", True),
        ("ordinal", True, "True", True),
        ("unit", "km", "m", False),
    ],
)
def test_when_a_value_is_the_same(name: str, expected: Any, found: Any, equal: bool) -> None:
    assert same(name, expected, found) is equal


@pytest.mark.parametrize("text", ["⟦n 5|5", "5⟧", "⟦x 5|5⟧", '⟦n 5 counted="a|5⟧', "⟦n 5|⟦n 6|6⟧⟧"])
def test_a_broken_mark_is_told(text: str) -> None:
    with pytest.raises(GoldError, match="mark"):
        read_marks(text)


def gold(folder: Path, text: str, head: str = "# lang: fa\n") -> Path:
    path = folder / "a.gold"
    path.write_text(f"{head}\n{text}", encoding="utf-8")
    return path


def test_what_is_counted(tmp_path: Path) -> None:
    text = "⟦n 12 unit=km|۱۲⟧ کیلومتر، ⟦n 6 unit=t|۵⟧ تن، ⟦n 8 unit=har|۸⟧ تن و ۷ هکتار"
    found = evaluate([read_gold(gold(tmp_path, text))])
    row = found.rows()[0]
    assert (row["lang"], row["kind"], row["gold"], row["found"], row["hit"]) == ("fa", "number", 3, 4, 2)
    assert (row["precision"], row["recall"], row["all_fields"]) == (0.5, 0.6667, 0.3333)
    assert [(mistake.what, mistake.text) for mistake in found.mistakes] == [
        ("missed", "۵"),
        ("wrong", "۸"),
        ("spurious", "۵"),
        ("spurious", "۷"),
    ]


def test_sections_are_compared_where_the_file_has_them(tmp_path: Path) -> None:
    sections = json.dumps([{"heading": "یک سرخط", "speaker": "کسی"}], ensure_ascii=False)
    path = gold(tmp_path, "یک سرخط\nمتن است.\nپایان است.\n", f"# lang: fa\n# sections: {sections}\n")
    found = evaluate([read_gold(path)])
    assert (found.sections.gold, found.sections.hit) == (2, 1)
    assert [mistake.told for mistake in found.mistakes] == ["speaker: found None"]


def test_relative_dates_use_the_day_of_the_file(tmp_path: Path) -> None:
    path = gold(tmp_path, "⟦d 2024-03-04 relative=true|دیروز⟧ باران آمد.", "# lang: fa\n# published_on: 2024-03-05\n")
    assert evaluate([read_gold(path)]).rows()[0]["all_fields"] == 1.0


def test_the_command(raqam: Raqam, tmp_path: Path) -> None:
    path = gold(tmp_path, "⟦n 12 unit=km|۱۲⟧ کیلومتر و ۷ هکتار")
    shown = raqam("evaluate", tmp_path, "--errors", 5)
    assert shown.status == 0 and "spurious" in shown.out and "precision" in shown.out
    told = json.loads(raqam("evaluate", path, "--format", "json", "--errors", 1).out)
    assert told["kinds"][0]["recall"] == 1.0 and told["mistakes"][0]["text"] == "۷"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("# lang: fa\n\n⟦n 5|5", "a broken mark near"),
        ("# lang: fa\n\n⟦5⟧", "a mark without a kind"),
        ("# lang: fa\n\n⟦n 5 colour=red|5⟧", "names colour, which no number has; there are value, value_max, "),
        ("# lang: xx\n\n5", "the header lang cannot be read: 'xx' is none of fa, vi, en"),
        ("# lang: fa\n# published_on: soon\n\n5", "the header published_on cannot be read: Invalid isoformat string: 'soon'"),
        ("# lang: fa\n# sections: {bad\n\n5", "the header sections cannot be read: "),
    ],
)
def test_a_gold_file_that_is_none_is_told(raqam: Raqam, tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "b.gold"
    path.write_text(text, encoding="utf-8")
    done = raqam("evaluate", path)
    assert (done.status, done.out) == (1, "")
    assert f"{path}: " in done.err and said in done.err and "Traceback" not in done.err
    assert raqam("evaluate", tmp_path / "none").status == 1
