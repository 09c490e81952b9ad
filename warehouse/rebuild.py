"""The documents that a published warehouse holds, to be extracted again into a new one: after other rules, or another schema."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from warehouse import schema
from warehouse.database import scalar

if TYPE_CHECKING:
    from warehouse.database import Connection

_PAGE = 200
_DOCUMENT = {name: name for name in ("source", "text", "title", "published_on", "publisher")} | {"lang": "lang_given"}
_OF_THE_RUN = ("run_id", "sentence")


class Stored:
    """The published warehouse, attached to the connection of a new one as ``old``; columns that it does not have are null."""

    def __init__(self, con: Connection, path: Path) -> None:
        con.execute(f"ATTACH {schema.quote(str(path))} AS old (READ_ONLY)")
        self._con = con

    def documents(self) -> Iterator[dict[str, Any]]:
        """The stored documents in the order in which they were loaded: source, text, lang, title, published_on, publisher."""
        there = self._columns("documents")
        wanted = ", ".join(f'"{column}"' if column in there else f"NULL AS {column}" for column in _DOCUMENT.values())
        rows = self._con.cursor().execute(f"SELECT {wanted} FROM old.documents ORDER BY rowid")
        while page := rows.fetchmany(_PAGE):
            yield from (dict(zip(_DOCUMENT, row, strict=True)) for row in page)

    def carry_over(self) -> dict[str, int]:
        """Bring over what no extraction gives: first sights, earlier runs, checks and unread places; rows of facts gained and lost."""
        self._con.execute("UPDATE documents SET first_seen_at = o.first_seen_at FROM old.documents AS o WHERE o.doc_id = documents.doc_id")
        for name, where in (("runs", "true"), ("checks", "true"), ("rejects", "stage = 'read'")):
            self._carry(name, where)
        kinds = schema.FACT_TABLES.values()
        return {
            "gained": sum(self._beyond(f'"{name}"', f'old."{name}"', name) for name in kinds),
            "lost": sum(self._beyond(f'old."{name}"', f'"{name}"', name) for name in kinds),
        }

    def _carry(self, name: str, where: str) -> None:
        there = self._columns(name)
        if all(column.optional or column.name in there for column in schema.TABLES[name].columns):
            shared = ", ".join(f'"{column}"' for column in schema.TABLES[name].names if column in there)
            self._con.execute(f'INSERT INTO "{name}" BY NAME SELECT {shared} FROM old."{name}" WHERE {where}')

    def _beyond(self, one: str, other: str, name: str) -> int:
        """How many rows one has that the other has not, in the columns that both have."""
        there = self._columns(name)
        if not there:
            return 0
        shared = ", ".join(f'"{column}"' for column in schema.TABLES[name].names if column in there and column not in _OF_THE_RUN)
        return int(scalar(self._con, f"SELECT count(*) FROM (SELECT {shared} FROM {one} EXCEPT ALL SELECT {shared} FROM {other})"))

    def _columns(self, name: str) -> set[str]:
        sql = "SELECT column_name FROM duckdb_columns() WHERE database_name = 'old' AND table_name = ?"
        return {column for (column,) in self._con.execute(sql, [name]).fetchall()}
