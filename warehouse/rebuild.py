"""The documents that a published warehouse holds, to be extracted again into a new one: after other rules, or another schema."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from warehouse import schema
from warehouse.changes import Comparison, columns_of, compare
from warehouse.database import scalar

if TYPE_CHECKING:
    from warehouse.database import Connection

_PAGE = 200  # documents
_DOCUMENT = {name: name for name in ("source", "text", "title", "published_on", "publisher", "read_from")} | {"lang": "lang_given"}


_BLANKS: dict[Any, str] = {str: "''", int: "0", float: "0", bool: "false", list[str]: "[]", datetime: "'epoch'"}


class Stored:
    """The published warehouse, attached to the connection of a new one as ``old``; columns that it does not have are null."""

    def __init__(self, con: Connection, path: Path) -> None:
        con.execute(f"ATTACH {schema.quote(str(path))} AS old (READ_ONLY)")
        self._con = con

    def documents(self) -> Iterator[dict[str, Any]]:
        """The stored documents in the order in which they were loaded: source, text, lang, title, published_on, publisher."""
        there = self._columns("documents")
        wanted = ", ".join(f'"{column}"' if column in there else f"NULL AS {column}" for column in _DOCUMENT.values())
        # No ORDER BY: it would gather all texts before the first; rows come in the order of the table (preserve_insertion_order).
        rows = self._con.cursor().execute(f"SELECT {wanted} FROM old.documents")
        while page := rows.fetchmany(_PAGE):
            yield from (dict(zip(_DOCUMENT, row, strict=True)) for row in page)

    def count(self) -> int:
        """How many documents are stored."""
        return int(scalar(self._con, "SELECT count(*) FROM old.documents"))

    def carry_over(self) -> None:
        """Bring over what no extraction gives: first sights, what has vanished, earlier runs, checks and unread places."""
        there = self._columns("documents")
        kept = ", ".join(f"{column} = o.{column}" for column in ("first_seen_at", "vanished_at") if column in there)
        if kept:
            self._con.execute(f"UPDATE documents SET {kept} FROM old.documents AS o WHERE o.doc_id = documents.doc_id")
        for name, where in (("runs", "true"), ("checks", "true"), ("rejects", "stage = 'read'")):
            self._carry(name, where)

    def compared(self) -> Comparison:
        """What the present rules read otherwise than the stored facts."""
        return compare(self._con, "old", str(scalar(self._con, "SELECT current_database()")))

    def _carry(self, name: str, where: str) -> None:
        there = self._columns(name)
        if there:
            columns = schema.TABLES[name].columns
            values = ", ".join(f'"{column.name}"' if column.name in there else f"{_blank(column)}" for column in columns)
            self._con.execute(f'INSERT INTO "{name}" SELECT {values} FROM old."{name}" WHERE {where}')

    def _columns(self, name: str) -> set[str]:
        return columns_of(self._con, "old", name)


def _blank(column: schema.Column) -> str:
    """What an older row has in a column that was not there yet.

    >>> _blank(schema.TABLES["runs"]["arguments"])
    '[]::VARCHAR[]'
    """
    if column.optional:
        return "NULL"
    return f"{_BLANKS[column.python]}::{column.duckdb}"
