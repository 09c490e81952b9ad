"""Every view, mart and check with small inputs and outputs: ``tests/sql/<name>.yml``.

A file is a list of cases: ``case``, ``given`` (table to rows; fields that do not matter are filled in), ``expect`` (rows, of which
only the named columns are compared) and, where it is about some rows only, ``query``.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from warehouse import catalogue, schema
from warehouse.database import Connection

FOLDER = Path(__file__).parent / "sql"
FILLED: dict[Any, Any] = {
    str: "x",
    int: 0,
    bool: False,
    float: 0.0,
    Decimal: Decimal(0),
    list[str]: [],
    datetime: datetime(2026, 1, 1, tzinfo=UTC),
}
USUAL = {"bound": "exact", "rank_bound": "exact", "lang": "en", "calendar": "gregorian", "grain": "day", "run_id": "r"}


def cases() -> Iterator[Any]:
    for path in sorted(FOLDER.glob("*.yml")):
        for case in yaml.safe_load(path.read_text(encoding="utf-8")):
            yield pytest.param(path.stem, case, id=f"{path.stem}: {case['case']}")


@pytest.mark.parametrize(("name", "case"), list(cases()))
def test_mart(empty: Connection, name: str, case: dict[str, Any]) -> None:
    for table, rows in case["given"].items():
        for number, row in enumerate(rows):
            insert(empty, table, row, number)
    check = catalogue.catalogue("checks").get(name)
    query = case.get("query") or (f"FROM ({check.sql}) ORDER BY ALL" if check else f'FROM "{name}"')
    result = empty.execute(query)
    columns = [column for column, *_ in result.description or ()]
    found = [dict(zip(columns, map(plain, row), strict=True)) for row in result.fetchall()]
    assert [{column: row[column] for column in wanted} for row, wanted in zip(found, case["expect"], strict=False)] == case["expect"]
    assert len(found) == len(case["expect"])


def test_everything_has_its_cases() -> None:
    untested = {*catalogue.views(), *catalogue.catalogue("checks")} - {path.stem for path in FOLDER.glob("*.yml")}
    assert untested == set()


def insert(con: Connection, table: str, row: dict[str, Any], number: int) -> None:
    unknown = set(row) - set(schema.TABLES[table].names)
    assert not unknown, f"{table} has no {unknown}"
    values = [row.get(column.name, filled(column, row, number)) for column in schema.TABLES[table].columns]
    con.execute(f'INSERT INTO "{table}" VALUES ({", ".join("?" * len(values))})', values)


def filled(column: schema.Column, row: dict[str, Any], number: int) -> Any:
    """What a field is that the case does not name."""
    if column.name == "source":
        return row["doc_id"]
    if column.name == "fact_id":
        return f"f{number}"
    return None if column.optional else USUAL.get(column.name, FILLED.get(column.python))


def plain(value: Any) -> Any:
    """A value as YAML would have it."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value if not isinstance(value, datetime) else date(value.year, value.month, value.day)
