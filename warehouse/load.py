"""Frames into tables, batch by batch; `warehouse.settle` then takes out what they replace.

DuckDB holds what is not committed in memory, several times its size. Nobody sees a working copy, so a run commits in between.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from warehouse import catalogue, database, schema
from warehouse.records import CheckRow, Record, RunRow

if TYPE_CHECKING:
    import polars

    from warehouse.database import Connection

_PAGE = 10_000  # rows
_HELD = 64 << 20  # bytes of rows between two commits; DuckDB takes up to four times that for them, and a commit of fewer costs more a row
_MEGABYTES_A_THREAD = 128  # while rows only come in; DuckDB asks for 125 at least


def prepare(con: Connection, path: Path) -> None:
    """Tables where there are none, views as they are now, and a transaction for what follows."""
    con.begin()
    if is_empty(con):
        create_tables(con, in_file=True)
    database.require_current(con, path)
    catalogue.install(con)
    con.commit()
    con.begin()


def create_tables(con: Connection, in_file: bool = False) -> None:
    """Every table, with its comments."""
    for name in schema.TABLES:
        for statement in (schema.create(name, in_file), *schema.comments(name)):
            con.execute(statement)


def is_empty(con: Connection) -> bool:
    """Whether the database has no table at all."""
    own = "NOT internal AND NOT temporary AND database_name = current_database()"
    return bool(database.scalar(con, f"SELECT count(*) = 0 FROM duckdb_tables() WHERE {own}"))


def known_documents(con: Connection, rules_version: str) -> Iterator[bytes]:
    """doc_id and content hash, as the bytes that they are, of what was read with these rules, sorted; what was read with others counts
    as changed."""
    sql = "SELECT unhex(doc_id || content_hash) AS record FROM documents WHERE rules_version = ? ORDER BY record"
    rows = con.execute(sql, [rules_version])
    while page := rows.fetchmany(_PAGE):
        yield from (record for (record,) in page)


class Loader:
    """Adds batches to the tables of a connection that is in a transaction, and commits when they have become many; `done` ends it."""

    def __init__(self, con: Connection, run_id: str, loaded_at: datetime) -> None:
        self.con, self._run_id, self._loaded_at = con, run_id, loaded_at
        self._held = 0
        database.save_memory(con, _MEGABYTES_A_THREAD)

    def append(self, frames: Mapping[str, polars.DataFrame]) -> None:
        """Add the rows of a batch, a frame a table that has some."""
        append(self.con, frames, self._run_id, self._loaded_at)
        self._held += sum(int(rows.estimated_size()) for rows in frames.values())
        if self._held > _HELD:
            self.con.commit()
            self.con.begin()
            self._held = 0

    def done(self) -> None:
        """No more batches come: what looks at all rows may take the memory that there is."""
        database.save_memory(self.con, None)

    def withdraw(self, doc_ids: Sequence[str]) -> None:
        """Take out again what this run has loaded of some documents, because they came a second time."""
        if not doc_ids:
            return
        for name in (*schema.OF_DOCUMENTS, "rejects"):
            self.con.execute(f'DELETE FROM "{name}" WHERE run_id = ? AND list_contains(?, doc_id)', [self._run_id, list(doc_ids)])


def append(con: Connection, frames: Mapping[str, polars.DataFrame], run_id: str, loaded_at: datetime) -> None:
    """Add the rows of a batch."""
    for name, rows in frames.items():
        times = ", CAST(? AS TIMESTAMPTZ) AS first_seen_at, first_seen_at AS loaded_at" if name == "documents" else ""
        with database.incoming(con, rows):
            values = [loaded_at, run_id] if times else [run_id]
            con.execute(f'INSERT INTO "{name}" BY NAME SELECT *{times}, ? AS run_id FROM incoming', values)


def record(con: Connection, checks: Iterable[CheckRow], run: RunRow) -> None:
    """Write what the checks came to, and last of all the row of the run."""
    for check in checks:
        _insert(con, "checks", check)
    _insert(con, "runs", run)


def _insert(con: Connection, name: str, row: Record) -> None:
    columns = schema.TABLES[name].names
    con.execute(f'INSERT INTO "{name}" VALUES ({", ".join("?" * len(columns))})', [getattr(row, column) for column in columns])
