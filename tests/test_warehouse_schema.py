"""Tables, frames and dictionary follow from the models; every column is explained."""

from __future__ import annotations

import subprocess
import sys

import pytest
from pydantic import BaseModel

import warehouse
from extractors.facts import FACTS
from warehouse import catalogue, database, schema
from warehouse.database import Connection


@pytest.mark.parametrize(("kind", "model"), FACTS.items())
def test_a_fact_table_has_the_fields_of_its_model(kind: str, model: type[BaseModel]) -> None:
    fields = [name for name in model.model_fields if name != "kind"]
    assert list(schema.TABLES[f"{kind}s"].names) == ["fact_id", "doc_id", *fields, "sentence", "run_id"]


@pytest.mark.parametrize("name", schema.TABLES)
def test_the_database_has_what_the_models_say(empty: Connection, name: str) -> None:
    sql = "SELECT column_name, data_type, is_nullable, comment FROM duckdb_columns() WHERE table_name = ? ORDER BY column_index"
    declared = [(column.name, column.duckdb, column.optional, column.comment) for column in schema.TABLES[name].columns]
    stored = [
        (column, type_.replace("TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ"), *rest)
        for column, type_, *rest in empty.execute(sql, [name]).fetchall()
    ]
    assert stored == declared


@pytest.mark.parametrize("name", schema.TABLES)
def test_frames_and_tables_have_equal_types(empty: Connection, name: str) -> None:
    assert dict(database.frame_of(empty, f'FROM "{name}"').schema) == schema.frame_schema(name)


def test_everything_is_explained() -> None:
    dictionary = warehouse.dictionary()
    bare = dictionary.filter(dictionary["comment"].fill_null("").str.len_chars() < 5)
    assert bare["column_name"].to_list() == []
    assert {"numbers", "facts", "mart_rank_history", "mart_conflicts"} <= set(dictionary["table_name"])


@pytest.mark.parametrize("name", catalogue.views())
def test_a_view_explains_the_columns_that_it_has(empty: Connection, name: str) -> None:
    view = catalogue.views()[name]
    assert [row[0] for row in empty.execute(f'DESCRIBE "{name}"').fetchall()] == list(view.columns)
    assert view.grain.startswith("one row a")
    assert "?" in view.question


@pytest.mark.parametrize("name", catalogue.catalogue("checks"))
def test_a_check_says_what_it_asks_and_finds_nothing_in_nothing(empty: Connection, name: str) -> None:
    check = catalogue.catalogue("checks")[name]
    assert check.severity in ("blocking", "warn")
    assert "?" in check.question
    assert empty.execute(check.sql).fetchall() == []


def test_nothing_heavy_comes_with_the_room() -> None:
    program = "import sys, warehouse; print({'duckdb', 'polars', 'pyarrow'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout == "set()\n"
