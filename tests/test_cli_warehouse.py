"""Commands that look into a warehouse: what they say to people, to programs, and to those who mistype."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest

from warehouse import query

from .conftest import Raqam


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("from factz", 'no table "factz". Did you mean "facts"? There are: checks, dates, '),
        ("from mart_rank_histroy", 'no table "mart_rank_histroy". Did you mean "mart_rank_history"?'),
        ("from zzzzzzzz", 'no table "zzzzzzzz". There are: checks, dates, '),
        ("select valu from facts", 'no column "valu". Did you mean "value"? facts has: fact_id, kind, '),
        ("select facts.valu from facts", 'no column "valu". Did you mean "value"? facts has: fact_id, kind, '),
        ("select n.valeu from numbers n", 'no column "valeu". Did you mean "value"? numbers has: '),
        ("select rnk from ranks join dates using (doc_id)", 'Did you mean "rank"? dates has: '),
        ("selec 1", 'syntax error at or near "selec" (Tables and columns: raqam tables, raqam dictionary)'),
        ("select valu from FACTS", 'no column "valu". Did you mean "value"? facts has: fact_id, kind, '),
        ("from facts where kind = decree", "A text stands in single quotes: 'decree'. facts has: fact_id, kind, "),
        ("select if(range = 200000, error('too late'), range) from range(300000)", "raqam: too late"),
        ("delete from facts", "a query only asks: begin it with SELECT or FROM"),
        ("drop table numbers", "a query only asks: begin it with SELECT or FROM"),
    ],
)
def test_a_mistyped_name_is_answered_with_the_names_there_are(raqam: Raqam, published: Path, sql: str, said: str) -> None:
    status, out, err = raqam("query", sql, "--home", published)
    assert (status, out) == (1, "")
    assert said in err
    assert err.startswith("raqam: ")
    assert "Candidate bindings" not in err


@pytest.mark.parametrize(
    ("sql", "rows"),
    [
        ("select interval 36 hours as took, 1 as runs", [{"took": "36:00:00", "runs": "1"}]),
        ("select interval 2 days as took, 3 as took", [{"took": "2 days", "took_1": "3"}]),
        ('select 1 as n, 2 as n, 3 as "an ""n"""', [{"n": "1", "n_1": "2", 'an "n"': "3"}]),
        ("select {'took': interval 2 days} as run", [{"run": "{'took': 2 days}"}]),
    ],
)
def test_what_has_no_type_of_its_own_in_a_frame_is_told_as_text(
    raqam: Raqam, published: Path, sql: str, rows: list[dict[str, str]]
) -> None:
    _, out, err = raqam("query", sql, "--home", published, "--format", "csv")
    assert (list(csv.DictReader(io.StringIO(out))), err) == (rows, "")


@pytest.mark.parametrize("command", ["tables", "check", "dictionary", "config"])
def test_every_table_is_there_for_programs_too(raqam: Raqam, published: Path, command: str) -> None:
    home = () if command == "dictionary" else ("--home", published)
    _, told, _ = raqam(command, *home, "--format", "json")
    _, rows, _ = raqam(command, *home, "--format", "csv")
    assert [list(row) for row in json.loads(told)] == [list(row) for row in csv.DictReader(io.StringIO(rows))]
    assert len(json.loads(told)) > 5


def test_the_dictionary_of_one_table(raqam: Raqam) -> None:
    _, out, _ = raqam("dictionary", "ranks", "--format", "json")
    assert {row["table_name"] for row in json.loads(out)} == {"ranks"}
    status, _, err = raqam("dictionary", "rank")
    assert status == 2
    assert "no table 'rank'. There are: checks, dates" in err


def test_show_tells_all_of_a_fact(raqam: Raqam, published: Path) -> None:
    fact_id, sentence, text, rule = query(published, "SELECT fact_id, sentence, text, rule FROM document_ids ORDER BY 1 LIMIT 1").row(0)
    status, out, err = raqam("show", fact_id, "--home", published)
    assert (status, err) == (0, "")
    assert out.splitlines()[0].strip("\u2068\u2069") == sentence.replace(text, f"⟦{text}⟧", 1)
    assert re.search(rf"^rule +{rule} +The rule that produced the fact", out, re.M)
    assert "Report: " not in out
    raqam("report", published / "report.html", "--home", published)
    assert f"Report: {published.as_uri()}/report.html#fact-{fact_id}\n" in raqam("show", fact_id, "--home", published).out
    (published / "report.html").unlink()


def test_show_for_programs(raqam: Raqam, published: Path) -> None:
    fact_id, value = query(published, "SELECT fact_id, value FROM numbers ORDER BY 1 LIMIT 1").row(0)
    told = json.loads(raqam("show", fact_id, "--home", published, "--format", "json").out)
    assert (told["kind"], told["fact_id"], float(told["value"])) == ("number", fact_id, float(value))


def test_show_names_the_nearest_fact_or_says_where_to_look(raqam: Raqam, published: Path) -> None:
    fact_id = query(published, "SELECT fact_id FROM numbers ORDER BY 1 LIMIT 1").item()
    status, out, err = raqam("show", f"{fact_id}9", "--home", published)
    assert (status, out) == (1, "")
    assert f"no fact {fact_id}9. The nearest there is {fact_id}" in err
    assert 'Find one: raqam query "select fact_id, text from facts"' in raqam("show", "'", "--home", published).err


def test_a_run_says_what_is_new_and_where_to_look(raqam: Raqam, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Of 12 schools 3 were closed in 2023.", encoding="utf-8")
    (tmp_path / "b.txt").write_text("", encoding="utf-8")
    home = tmp_path / "the home"
    status, out, _ = raqam("run", tmp_path / "a.txt", tmp_path / "b.txt", "--home", home, "--no-export", "--no-report")
    assert status == 3
    assert out.startswith("Documents: 1 read, 1 new, 1 rejected\nFacts:     ")
    assert f"Next: raqam query \"select source, field, reason from rejects\" --home '{home}'\n" in out
    _, again, _ = raqam("run", tmp_path / "a.txt", "--home", home, "--format", "json")
    told = json.loads(again)
    assert (told["documents"], told["unchanged"], told["new"]) == (1, 1, 0)
    assert (home / "report.html").exists()
    assert (home / "export" / "datapackage.json").exists()
