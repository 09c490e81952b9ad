"""The warehouse: facts as tables, published whole, readable by anyone.

>>> sorted(__all__)
['check', 'dictionary', 'edition', 'export', 'fact', 'query', 'refresh_export', 'tables']

Heavy libraries are imported inside the functions, so that importing this room costs nothing.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import polars

    from warehouse.homes import Home

__all__ = ["check", "dictionary", "edition", "export", "fact", "query", "refresh_export", "tables"]


def query(home: Home, sql: str) -> polars.DataFrame:
    """The rows of one read-only SQL query; SqlError where DuckDB refuses it, WarehouseError where there is nothing to ask."""
    from warehouse import ask

    return ask.query(home, sql)


def fact(home: Home, fact_id: str) -> dict[str, Any]:
    """One fact with every field of its kind, its document's source, title and day, and its speaker; FactUnknown where there is none."""
    from warehouse import ask

    return ask.fact(home, fact_id)


def tables(home: Home) -> polars.DataFrame:
    """Every table and view: ``name``, ``type``, ``rows`` (null for a view, which is only counted when asked), ``comment``."""
    from warehouse import ask

    return ask.tables(home)


def dictionary() -> polars.DataFrame:
    """Every column of every table, view and mart: ``table_name``, ``column_name``, ``type``, ``comment``; needs no warehouse."""
    from warehouse import ask

    return ask.dictionary()


def check(home: Home) -> polars.DataFrame:
    """Run every check over the whole published warehouse: ``name``, ``severity``, ``question``, ``bad_rows``, ``examples``."""
    from warehouse import ask

    return ask.check(home)


def export(home: Home, target: Path, format: Literal["parquet", "csv"] = "parquet") -> list[Path]:
    """Write tables, ``facts`` and marts to ``target``, which appears or changes whole; the files written."""
    from warehouse import exports

    return exports.export(home, target, format)


def edition(home: Home) -> str | None:
    """The run that made the published warehouse what it is: later runs have changed nothing but the table of runs."""
    from warehouse import exports

    return exports.edition(home)


def refresh_export(home: Home, target: Path) -> list[Path]:
    """Write the Parquet export anew where a run has brought news since it was written; the files written, none otherwise."""
    from warehouse import exports

    return exports.refresh(home, target)
