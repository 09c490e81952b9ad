"""Questions to the published warehouse, answered as Polars frames."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from difflib import get_close_matches
from typing import Any

import polars as pl

from warehouse import catalogue, checks, database, homes, load
from warehouse.errors import FactUnknown
from warehouse.homes import Home
from warehouse.schema import FACT_TABLES, quote

_TABLES = """
SELECT table_name AS name, 'table' AS type, comment FROM duckdb_tables() WHERE NOT internal AND NOT temporary
UNION ALL
SELECT view_name, CASE WHEN starts_with(view_name, 'mart_') THEN 'mart' ELSE 'view' END, comment
FROM duckdb_views() WHERE NOT internal AND NOT temporary
ORDER BY type DESC, name
"""
_COLUMNS = """
SELECT table_name, column_name, data_type AS type, comment FROM duckdb_columns()
WHERE NOT internal ORDER BY starts_with(table_name, 'mart_'), table_name, column_index
"""
_FACT = """
SELECT '{kind}' AS kind, f.*, d.source, d.title AS document_title, d.published_on, s.speaker
FROM {table} AS f JOIN documents AS d USING (doc_id) LEFT JOIN sections AS s ON s.doc_id = f.doc_id AND s.section = f.section
"""
_NEAR = "SELECT fact_id FROM spans WHERE doc_id = {document}"
_CHECKED: dict[str, pl.DataType | type[pl.DataType]] = {
    "name": pl.String,
    "severity": pl.String,
    "question": pl.String,
    "bad_rows": pl.Int64,
    "examples": pl.List(pl.String),
}


def query(home: Home, sql: str) -> pl.DataFrame:
    """The rows of one read-only query."""
    with homes.reading(home) as con:
        return database.frame_of(con, sql)


def fact(home: Home, fact_id: str) -> dict[str, Any]:
    """One fact with its document and speaker. Raises FactUnknown."""
    with homes.reading(home) as con:
        for kind, table in FACT_TABLES.items():
            found = database.frame_of(con, f"{_FACT.format(kind=kind, table=table)} WHERE f.fact_id = {quote(fact_id)}")
            if found.height:
                return found.row(0, named=True)
        near = database.frame_of(con, _NEAR.format(document=quote(fact_id.partition(".")[0])))["fact_id"].to_list()
    closest = get_close_matches(fact_id, near, 1, 0)
    advice = f"The nearest there is {closest[0]}" if closest else 'Find one: raqam query "select fact_id, text from facts"'
    raise FactUnknown(str(home), f"no fact {fact_id}", advice)


def tables(home: Home) -> pl.DataFrame:
    """Tables, views and marts with their rows."""
    with homes.reading(home) as con:
        found = database.frame_of(con, _TABLES)
        rows = [database.scalar(con, f'SELECT count(*) FROM "{name}"') for name in found["name"]]
    return found.with_columns(pl.Series("rows", rows, pl.Int64)).select("name", "type", "rows", "comment")


def dictionary() -> pl.DataFrame:
    """Every column of every table, view and mart."""
    with empty() as con:
        return columns(con)


@contextmanager
def empty() -> Iterator[database.Connection]:
    """A warehouse in memory that holds nothing yet, with its tables, views and macros."""
    with database.in_memory() as con:
        load.create_tables(con)
        catalogue.install(con)
        yield con


def columns(con: database.Connection) -> pl.DataFrame:
    """Every column of a database, with its type and comment."""
    return database.frame_of(con, _COLUMNS)


def check(home: Home) -> pl.DataFrame:
    """What every check comes to over the whole warehouse."""
    with homes.reading(home) as con:
        results = checks.run_checks(con)
    return pl.DataFrame([result.model_dump(include=set(_CHECKED)) for result in results], schema=_CHECKED)
