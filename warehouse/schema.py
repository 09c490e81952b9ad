"""Tables derived from the Pydantic models: columns, types for DuckDB and Polars, comments, and a hash of it all.

>>> [column.name for column in TABLES["sections"].columns][:3], TABLES["numbers"]["value"].duckdb
(['doc_id', 'char_start', 'char_end'], 'DECIMAL(38,12)')
"""

from __future__ import annotations

import hashlib
import re
import types
import typing
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from extractors.facts import FACTS, Section
from warehouse.records import CheckRow, DocumentRow, Evidence, OfDocument, OfFact, OfRun, RejectRow, RunRow

if TYPE_CHECKING:
    import polars

DUCKDB: dict[Any, str] = {
    str: "VARCHAR",
    int: "BIGINT",
    float: "DOUBLE",
    bool: "BOOLEAN",
    Decimal: "DECIMAL(38,12)",
    date: "DATE",
    datetime: "TIMESTAMPTZ",
    list[str]: "VARCHAR[]",
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its Python type decides all others."""

    name: str
    python: Any
    optional: bool
    comment: str

    @property
    def duckdb(self) -> str:
        """The DuckDB type."""
        return DUCKDB[self.python]


@dataclass(frozen=True, slots=True)
class Table:
    """A table and what one row of it is."""

    name: str
    comment: str
    columns: tuple[Column, ...]

    def __getitem__(self, name: str) -> Column:
        """The column of that name."""
        return next(column for column in self.columns if column.name == name)

    @property
    def names(self) -> tuple[str, ...]:
        """The column names in order."""
        return tuple(column.name for column in self.columns)


def table(name: str, *models: type[BaseModel], comment: type[BaseModel]) -> Table:
    """A table with the fields of the models one after the other; ``kind`` is left to the view `facts`."""
    fields = ((field, info) for model in models for field, info in model.model_fields.items() if field != "kind")
    columns = tuple(Column(field, *_type(info.annotation), info.description or "") for field, info in fields)
    return Table(name, (comment.__doc__ or "").strip().splitlines()[0], columns)


def _type(annotation: Any) -> tuple[Any, bool]:
    """The plain Python type of an annotation, and whether it may be null.

    >>> _type(int | None), _type(typing.Literal["a", "b"])
    ((<class 'int'>, True), (<class 'str'>, False))
    """
    origin = typing.get_origin(annotation)
    if origin is typing.Annotated:
        return _type(typing.get_args(annotation)[0])
    if origin is typing.Literal:
        return type(typing.get_args(annotation)[0]), False
    if origin in (typing.Union, types.UnionType):
        (inner,) = (member for member in typing.get_args(annotation) if member is not type(None))
        return _type(inner)[0], True
    return annotation, False


FACT_TABLES = {kind: f"{kind}s" for kind in FACTS}
TABLES: dict[str, Table] = {
    "documents": table("documents", DocumentRow, OfRun, comment=DocumentRow),
    "sections": table("sections", OfDocument, Section, OfRun, comment=Section),
    **{name: table(name, OfFact, FACTS[kind], Evidence, OfRun, comment=FACTS[kind]) for kind, name in FACT_TABLES.items()},
    "rejects": table("rejects", RejectRow, OfRun, comment=RejectRow),
    "runs": table("runs", RunRow, comment=RunRow),
    "checks": table("checks", CheckRow, comment=CheckRow),
}
# Texts of many words: by Zstandard they are written in a third of the time of what DuckDB chooses, and take less space.
_LONG = {"documents": {"text"}, **{name: {"sentence"} for name in FACT_TABLES.values()}}
OF_DOCUMENTS = ("documents", "sections", *FACT_TABLES.values())


@cache
def frame_schema(name: str) -> dict[str, polars.DataType]:
    """The Polars types of a table's columns."""
    import polars as pl

    known: dict[Any, Any] = {
        str: pl.String(),
        int: pl.Int64(),
        float: pl.Float64(),
        bool: pl.Boolean(),
        Decimal: pl.Decimal(38, 12),
        date: pl.Date(),
        datetime: pl.Datetime("us", "UTC"),
        list[str]: pl.List(pl.String()),
    }
    return {column.name: known[column.python] for column in TABLES[name].columns}


def create(name: str, in_file: bool = False) -> str:
    """The CREATE TABLE statement, with how columns are compressed where the table lies in a file of DuckDB's.

    There is no key on purpose: a key makes loading eight times slower, checks do its work.
    """
    long = _LONG.get(name, ()) if in_file else ()
    columns = (f"{_defined(column)}{' USING COMPRESSION zstd' if column.name in long else ''}" for column in TABLES[name].columns)
    return f'CREATE TABLE "{name}" ({", ".join(columns)})'


def _defined(column: Column) -> str:
    return f'"{column.name}" {column.duckdb}{"" if column.optional else " NOT NULL"}'


def comments(name: str) -> list[str]:
    """The COMMENT statements of a table and its columns; that of ``documents`` ends with the stamp."""
    what = TABLES[name].comment + (f" [{stamp()}]" if name == "documents" else "")
    on_columns = (f'COMMENT ON COLUMN "{name}"."{column.name}" IS {quote(column.comment)}' for column in TABLES[name].columns)
    return [f'COMMENT ON TABLE "{name}" IS {quote(what)}', *on_columns]


def spoken(name: str, count: int = 2) -> str:
    """A table's name for people, of so many rows.

    >>> spoken("numbers"), spoken("document_ids"), spoken("document_ids", 1)
    ('numbers', 'document IDs', 'document ID')
    """
    many = re.sub(r"_ids\b", " IDs", name).replace("_", " ")
    return many.removesuffix("s") if count == 1 else many


def quote(text: str) -> str:
    """A SQL string literal.

    >>> quote("it's")
    "'it''s'"
    """
    return "'" + text.replace("'", "''") + "'"


@cache
def schema_hash() -> str:
    """Eight hex digits over every table's definition."""
    return hashlib.sha256("\n".join(map(create, TABLES)).encode()).hexdigest()[:8]


@cache
def version() -> str:
    """The version of raqam."""
    from importlib.metadata import version as installed

    return installed("raqam")


def stamp() -> str:
    """What a warehouse is recognised by, such as ``raqam 0.1.0, schema 12ab34cd``."""
    return f"raqam {version()}, schema {schema_hash()}"
