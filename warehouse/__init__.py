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
    """The rows of one read-only SQL query. ``home`` is the folder of a warehouse, or a lake (see `warehouse.homes.home_of`).

    Decimals come as Decimal, dates as date, no value as a JSON string. Raises SqlError where DuckDB refuses the query, with the name that
    may have been meant, and WarehouseError where there is nothing to ask:

    >>> query(Path("nowhere"), "from facts")
    Traceback (most recent call last):
    warehouse.errors.WarehouseMissing: nowhere/raqam.duckdb: no warehouse here yet. Fill one: raqam run SOURCE --home nowhere
    """
    from warehouse import ask

    return ask.query(home, sql)


def fact(home: Home, fact_id: str) -> dict[str, Any]:
    """One fact by its ``fact_id``, as a dict: every field of its kind, its document's source, title and day, and its speaker.

    Raises FactUnknown where there is none, with the nearest that there is, and WarehouseError as `query`.
    """
    from warehouse import ask

    return ask.fact(home, fact_id)


def tables(home: Home) -> polars.DataFrame:
    """Every table and view: ``name``, ``type`` (table, view, mart), ``rows``, ``comment``. Raises WarehouseError as `query`."""
    from warehouse import ask

    return ask.tables(home)


def dictionary() -> polars.DataFrame:
    """Every column of every table, view and mart: ``table_name``, ``column_name``, ``type``, ``comment``; needs no warehouse.

    >>> dictionary().filter(table_name="ranks", column_name="rank_of").row(0)
    ('ranks', 'rank_of', 'BIGINT', 'Out of how many, else null.')
    """
    from warehouse import ask

    return ask.dictionary()


def check(home: Home) -> polars.DataFrame:
    """Run every check over the whole published warehouse: ``name``, ``severity`` (blocking, warn), ``question``, ``bad_rows``, and the
    first of these as texts in ``examples``. Raises WarehouseError as `query`."""
    from warehouse import ask

    return ask.check(home)


def export(home: Home, target: Path, format: Literal["parquet", "csv"] = "parquet") -> list[Path]:
    """Write tables, ``facts`` and marts to the folder ``target``, which appears or changes whole; the files written, sorted.

    Raises ExportError where ``target`` holds anything but an export, or cannot be written, and WarehouseError as `query`.
    """
    from warehouse import exports

    return exports.export(home, target, format)


def edition(home: Home) -> str | None:
    """The run_id that made the published warehouse what it is: later runs have changed nothing but the table of runs. None without one.

    Raises WarehouseError as `query`.
    """
    from warehouse import exports

    return exports.edition(home)


def refresh_export(home: Home, target: Path) -> list[Path]:
    """Write the Parquet export anew where a run has brought news since it was written; the files written, none otherwise.

    Raises as `export`.
    """
    from warehouse import exports

    return exports.refresh(home, target)
