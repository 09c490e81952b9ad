"""The warehouse in other programs, where nothing of raqam can be imported."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import warehouse
from warehouse.catalogue import views
from warehouse.schema import TABLES

SHELL = Path(sys.executable).with_name("duckdb")
WITHOUT = "import sys; sys.modules.update(dict.fromkeys(('extractors', 'warehouse', 'flows', 'report', 'sql')));"
# Every macro is used, since macros are what another version is most likely not to know.
QUESTIONS = {name: f'SELECT count(*) AS n FROM "{name}"' for name in (*TABLES, *views())} | {
    "search": "SELECT sum(times)::BIGINT AS n FROM search('كميته')",
    "search_facts": "SELECT count(*) AS n FROM search_facts('كميته')",
    "calendars": "SELECT count(*) AS n FROM dates WHERE from_jalali(1402, 9, 9) = DATE '2023-11-30' AND jalali(date_start) IS NOT NULL",
    "edtf": "SELECT count(*) AS n FROM dates WHERE edtf_start(edtf) = date_start AND edtf_end(edtf) = date_end",
}


@pytest.fixture(scope="module")
def answers(published: Path) -> dict[str, int]:
    """What raqam itself answers."""
    found = {name: warehouse.query(published, sql).item() for name, sql in QUESTIONS.items()}
    assert all(found[name] for name in ("facts", "mart_timeline", "search", "search_facts", "calendars", "edtf"))
    return found


def python(code: str, *words: str) -> Any:
    """What a program prints as JSON, in which raqam cannot be imported."""
    done = subprocess.run([sys.executable, "-c", WITHOUT + code, *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_plain_duckdb_answers_alike(published: Path, answers: dict[str, int]) -> None:
    code = (
        "import duckdb, json; con = duckdb.connect(sys.argv[1], read_only=True)\n"
        "print(json.dumps({name: con.execute(sql).fetchone()[0] for name, sql in json.loads(sys.argv[2]).items()}))"
    )
    assert python(code, str(published / "raqam.duckdb"), json.dumps(QUESTIONS)) == answers


@pytest.mark.skipif(not SHELL.exists(), reason="the shell of DuckDB is not there: pip install duckdb-cli")
def test_the_duckdb_shell_answers_alike(published: Path, answers: dict[str, int]) -> None:
    sql = " UNION ALL ".join(f"SELECT '{name}' AS name, n FROM ({question})" for name, question in QUESTIONS.items())
    command = [str(SHELL), "-readonly", "-json", str(published / "raqam.duckdb"), sql]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert {row["name"]: row["n"] for row in json.loads(done.stdout)} == answers


def test_polars_and_pandas_read_it_and_the_export(published: Path, answers: dict[str, int]) -> None:
    code = (
        "import duckdb, json, pandas, polars; con = duckdb.connect(sys.argv[1] + '/raqam.duckdb', read_only=True)\n"
        "ranks, export = con.sql('FROM ranks'), sys.argv[1] + '/export'\n"
        "print(json.dumps([len(ranks.pl()), len(ranks.df()), len(polars.read_parquet(export + '/ranks.parquet')),"
        " len(pandas.read_parquet(export + '/ranks.parquet')), len(pandas.read_parquet(export + '/facts', partitioning=None))]))"
    )
    assert python(code, str(published)) == [answers["ranks"]] * 4 + [answers["facts"]]
