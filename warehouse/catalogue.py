"""The SQL objects of the folder ``sql``: one a file, with its grain, its question and its columns in the header.

>>> catalogue("marts")["mart_money"].grain
'one row an amount of money'
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from warehouse.schema import quote

if TYPE_CHECKING:
    from warehouse.database import Connection

# The view whose comment says which objects are installed; every other one is made before it or with it.
_STAMPED = "spans"
_NOT_IN_LAKES = ("COMMENT ON COLUMN", "COMMENT ON MACRO")
_INSTALLED = f"SELECT max(comment) FROM duckdb_views() WHERE view_name = '{_STAMPED}' AND database_name = current_database()"
_FOLDERS = ("macros", "views", "marts", "searches")
_HEADER = re.compile(r"^-- (grain|question|severity|column): *(.+)$", re.M)


@dataclass(frozen=True, slots=True)
class SqlObject:
    """A file of SQL: what one row is, the question that it answers, what its columns mean, and the statement."""

    name: str
    grain: str
    question: str
    severity: str
    columns: dict[str, str]
    sql: str

    @property
    def comment(self) -> str:
        """Question and grain in a line."""
        return f"{self.question} ({self.grain})" if self.grain else self.question


@cache
def catalogue(folder: str) -> dict[str, SqlObject]:
    """The objects of one folder by name, in the order of their names."""
    files = sorted((file for file in (resources.files("sql") / folder).iterdir() if file.name.endswith(".sql")), key=lambda file: file.name)
    return {file.name.removesuffix(".sql"): parse(file.name.removesuffix(".sql"), file.read_text(encoding="utf-8")) for file in files}


def views() -> dict[str, SqlObject]:
    """Views and marts, in the order in which they can be made."""
    return {**catalogue("views"), **catalogue("marts")}


def parse(name: str, sql: str) -> SqlObject:
    """An object from its file's text.

    >>> parse("v", "-- grain: one row a x\\n-- column: a: the letter\\nSELECT 1 AS a").columns
    {'a': 'the letter'}
    """
    header: dict[str, str] = {}
    columns: dict[str, str] = {}
    for key, value in _HEADER.findall(sql):
        if key == "column":
            column, _, meaning = value.partition(": ")
            columns[column] = meaning
        else:
            header[key] = value
    grain, question, severity = (header.get(key, "") for key in ("grain", "question", "severity"))
    return SqlObject(name, grain, question, severity, columns, sql.rstrip().rstrip(";"))


def install(con: Connection, in_lake: bool = False) -> None:
    """Make or replace every macro, view, mart and search, with their comments, where not these very ones are there: it takes a while."""
    ((installed,),) = con.execute(_INSTALLED).fetchall()
    if not (installed or "").endswith(stamp()):
        for statement in statements():
            if not (in_lake and statement.startswith(_NOT_IN_LAKES)):
                con.execute(statement)


def statements() -> Iterator[str]:
    """What makes them, in order: searches ask views, and views call macros."""
    for name, macro in catalogue("macros").items():
        yield from (macro.sql, f'COMMENT ON MACRO "{name}" IS {quote(macro.comment)}')
    for name, view in views().items():
        yield f'CREATE OR REPLACE VIEW "{name}" AS {view.sql}'
        yield f'COMMENT ON VIEW "{name}" IS {quote(view.comment + (stamp() if name == _STAMPED else ""))}'
        yield from (f'COMMENT ON COLUMN "{name}"."{column}" IS {quote(meaning)}' for column, meaning in view.columns.items())
    for name, search in catalogue("searches").items():
        yield from (search.sql, f'COMMENT ON MACRO TABLE "{name}" IS {quote(search.comment)}')


@cache
def stamp() -> str:
    """What the objects of today are told from those of another day by.

    >>> len(stamp())
    15
    """
    files = (f"{folder}/{name}\n{found.sql}" for folder in _FOLDERS for name, found in catalogue(folder).items())
    return f" [sql {hashlib.sha256(chr(10).join(files).encode()).hexdigest()[:8]}]"
