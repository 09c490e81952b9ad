"""Frames into tables, in one transaction: rows come in batch by batch, and at the end what they replace goes out whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from warehouse import catalogue, database, schema
from warehouse.records import CheckRow, Record, RunRow

if TYPE_CHECKING:
    import polars

    from warehouse.database import Connection


def prepare(con: Connection, path: Path) -> None:
    """Tables where there are none, views as they are now, and the transaction that everything else belongs to."""
    con.begin()
    if is_empty(con):
        create_tables(con)
    database.require_current(con, path)
    catalogue.install(con)
    con.commit()
    con.begin()


def create_tables(con: Connection) -> None:
    """Every table, with its comments."""
    for name in schema.TABLES:
        for statement in (schema.create(name), *schema.comments(name)):
            con.execute(statement)


def is_empty(con: Connection) -> bool:
    """Whether the database has no table at all."""
    return _count(con, "duckdb_tables() WHERE NOT internal AND NOT temporary AND database_name = current_database()") == 0


def known_documents(con: Connection, rules_version: str) -> dict[str, str]:
    """doc_id to content hash; an empty hash where the document was read with other rules, so that it counts as changed."""
    sql = "SELECT doc_id, CASE WHEN rules_version = ? THEN content_hash ELSE '' END FROM documents"
    return dict(con.execute(sql, [rules_version]).fetchall())


def append(con: Connection, frames: Mapping[str, polars.DataFrame], run_id: str, loaded_at: datetime) -> None:
    """Add the rows of a batch."""
    for name, rows in frames.items():
        if rows.is_empty():
            continue
        times = ", CAST(? AS TIMESTAMPTZ) AS first_seen_at, first_seen_at AS loaded_at" if name == "documents" else ""
        con.register("incoming", rows)
        con.execute(f'INSERT INTO "{name}" BY NAME SELECT *{times}, ? AS run_id FROM incoming', [*([loaded_at] if times else []), run_id])
        con.unregister("incoming")


def withdraw(con: Connection, doc_ids: Sequence[str], run_id: str) -> None:
    """Take out again what this run has loaded of some documents, because they came a second time."""
    if not doc_ids:
        return
    for name in (*schema.OF_DOCUMENTS, "rejects"):
        con.execute(f'DELETE FROM "{name}" WHERE run_id = ? AND list_contains(?, doc_id)', [run_id, list(doc_ids)])


def settle(con: Connection, run_id: str, covered: Callable[[str], bool] | None) -> dict[str, int]:
    """Remove what the run's rows replace; how many of its documents are ``new`` and ``changed``, and its rows by table.

    ``covered`` says of a source whether the run has read all that lies there: rejects of it that did not come again are gone.
    """
    con.execute("CREATE OR REPLACE TEMP TABLE mine AS SELECT doc_id FROM documents WHERE run_id = ?", [run_id])
    con.execute("CREATE OR REPLACE TEMP TABLE stale AS FROM mine SEMI JOIN (FROM documents WHERE run_id <> ?) USING (doc_id)", [run_id])
    changed = _count(con, "stale")
    if changed:
        _replace(con, run_id)
    rejects = _count(con, "rejects WHERE run_id = ?", run_id)
    _settle_rejects(con, run_id, covered)
    rows = {name: _count(con, f'"{name}" WHERE run_id = ?', run_id) for name in schema.OF_DOCUMENTS}
    return {**rows, "rejects": rejects, "changed": changed, "new": rows["documents"] - changed}


def _replace(con: Connection, run_id: str) -> None:
    con.execute(
        "UPDATE documents SET first_seen_at = old.first_seen_at FROM (FROM documents WHERE run_id <> $run) AS old"
        " WHERE documents.run_id = $run AND documents.doc_id = old.doc_id",
        {"run": run_id},
    )
    for name in schema.OF_DOCUMENTS:
        con.execute(f'DELETE FROM "{name}" WHERE run_id <> ? AND doc_id IN (FROM stale)', [run_id])


def _settle_rejects(con: Connection, run_id: str, covered: Callable[[str], bool] | None) -> None:
    """Leave each reject once: as it was first, unless its document was read anew or its place no longer gives it."""
    con.execute("DELETE FROM rejects WHERE run_id <> ? AND doc_id IN (FROM mine)", [run_id])
    fields = [name for name in schema.TABLES["rejects"].names if name != "run_id"]
    same = " AND ".join(f'old."{name}" IS NOT DISTINCT FROM rejects."{name}"' for name in fields)
    again = f"(SELECT 1 FROM rejects AS old WHERE old.run_id <> $run AND {same})"
    places = con.execute("SELECT DISTINCT source FROM rejects WHERE run_id <> $run AND stage = 'read'", {"run": run_id}).fetchall()
    gone = [place for (place,) in places if covered and covered(place)]
    reported = f"(SELECT 1 FROM rejects AS new WHERE new.run_id = $run AND {same.replace('old.', 'new.')})"
    con.execute(
        f"DELETE FROM rejects WHERE run_id <> $run AND stage = 'read' AND list_contains($gone, source) AND NOT EXISTS {reported}",
        {"run": run_id, "gone": gone},
    )
    con.execute(f"DELETE FROM rejects WHERE run_id = $run AND EXISTS {again}", {"run": run_id})


def record(con: Connection, checks: Iterable[CheckRow], run: RunRow) -> None:
    """Write what the checks came to, and last of all the row of the run."""
    for check in checks:
        _insert(con, "checks", check)
    _insert(con, "runs", run)


def _insert(con: Connection, name: str, row: Record) -> None:
    columns = schema.TABLES[name].names
    con.execute(f'INSERT INTO "{name}" VALUES ({", ".join("?" * len(columns))})', [getattr(row, column) for column in columns])


def _count(con: Connection, what: str, *values: str) -> int:
    return int(database.scalar(con, f"SELECT count(*) FROM {what}", values))
