"""The end of a load: what the run's rows replace goes out whole, and what it missed where it looked is marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from warehouse import database, schema

if TYPE_CHECKING:
    from warehouse.database import Connection


@dataclass(frozen=True, slots=True)
class Seen:
    """What a run has read: doc_id to the file or URL that the document lay in, when it began, and all that it read to the end.

    ``covered`` is a regular expression over files and URLs; where it is None the run stopped early and nothing can be missed.
    """

    documents: Mapping[str, str | None]
    at: datetime
    covered: str | None


def settle(con: Connection, run_id: str, seen: Seen) -> dict[str, int]:
    """Remove what the run's rows replace; how many documents are ``new``, ``changed``, ``returned`` and ``vanished``, its rows by table,
    how many rows and documents it ``refused``, how many of these were ``unread`` (never became a document), and its ``ambiguities``."""
    con.execute("CREATE OR REPLACE TEMP TABLE mine AS SELECT doc_id FROM documents WHERE run_id = ?", [run_id])
    con.execute("CREATE OR REPLACE TEMP TABLE stale AS FROM mine SEMI JOIN (FROM documents WHERE run_id <> ?) USING (doc_id)", [run_id])
    changed = _count(con, "stale")
    if changed:
        _replace(con, run_id)
    returned, vanished = _see(con, seen), _mark(con, run_id, seen)
    rejects = _count(con, "rejects WHERE run_id = ?", run_id)
    refused = _count(con, "(SELECT DISTINCT source FROM rejects WHERE run_id = ?)", run_id)
    unread = _count(con, "(SELECT DISTINCT source FROM rejects WHERE run_id = ? AND stage = 'read')", run_id)
    _settle_rejects(con, run_id, seen.covered)
    rows = {name: _count(con, f'"{name}" WHERE run_id = ?', run_id) for name in schema.OF_DOCUMENTS}
    counts = {"new": rows["documents"] - changed, "changed": changed, "returned": returned, "vanished": vanished}
    unclear = database.scalar(con, "SELECT coalesce(sum(ambiguities), 0) FROM documents WHERE run_id = ?", [run_id])
    return {**rows, **counts, "rejects": rejects, "refused": refused, "unread": unread, "ambiguities": int(unclear)}


def _replace(con: Connection, run_id: str) -> None:
    con.execute(
        "UPDATE documents SET first_seen_at = old.first_seen_at FROM (FROM documents WHERE run_id <> $run) AS old"
        " WHERE documents.run_id = $run AND documents.doc_id = old.doc_id",
        {"run": run_id},
    )
    for name in schema.OF_DOCUMENTS:
        con.execute(f'DELETE FROM "{name}" WHERE run_id <> ? AND doc_id IN (FROM stale)', [run_id])


def _see(con: Connection, seen: Seen) -> int:
    """Bring up to date where documents were read last; how many had vanished."""
    _set_aside(con, "seen", {"doc_id": list(seen.documents), "place": list(seen.documents.values())})
    returned = _count(con, "documents SEMI JOIN seen USING (doc_id) WHERE vanished_at IS NOT NULL")
    con.execute(
        "UPDATE documents SET read_from = place, vanished_at = NULL FROM seen"
        " WHERE documents.doc_id = seen.doc_id AND (vanished_at IS NOT NULL OR read_from IS DISTINCT FROM place)"
    )
    return returned


def _mark(con: Connection, run_id: str, seen: Seen) -> int:
    """Mark the documents that should have been there and were not; how many."""
    if seen.covered is None:
        return 0
    looked = f"regexp_full_match(read_from, {schema.quote(seen.covered)})"
    missing = f"vanished_at IS NULL AND {looked} AND doc_id NOT IN (SELECT doc_id FROM seen)"
    places = con.execute(f"SELECT DISTINCT read_from FROM documents WHERE {missing}").fetchall()
    unread = _unread(con, run_id)
    gone = [place for (place,) in places if unread.isdisjoint((place, *map(str, PurePosixPath(place).parents)))]
    _set_aside(con, "gone", {"place": gone})
    mark = f"UPDATE documents SET vanished_at = ? WHERE {missing} AND read_from IN (SELECT place FROM gone)"
    return int(database.scalar(con, mark, [seen.at]))


def _unread(con: Connection, run_id: str) -> set[str]:
    """Files and folders that could not be read, or not to their end: what is missing there has not vanished."""
    whole = "SELECT DISTINCT source FROM rejects WHERE run_id = ? AND stage = 'read' AND source = read_from"
    return {place for (place,) in con.execute(whole, [run_id]).fetchall()}


def _settle_rejects(con: Connection, run_id: str, covered: str | None) -> None:
    """Leave each reject once: as it was first, unless its document was read anew or its place no longer gives it."""
    con.execute("DELETE FROM rejects WHERE run_id <> ? AND doc_id IN (FROM mine)", [run_id])
    fields = [name for name in schema.TABLES["rejects"].names if name != "run_id"]
    same = " AND ".join(f'other."{name}" IS NOT DISTINCT FROM rejects."{name}"' for name in fields)
    if covered is not None:
        again = f"(SELECT 1 FROM rejects AS other WHERE other.run_id = $run AND {same})"
        gone = f"stage = 'read' AND regexp_full_match(read_from, {schema.quote(covered)})"
        con.execute(f"DELETE FROM rejects WHERE run_id <> $run AND {gone} AND NOT EXISTS {again}", {"run": run_id})
    before = f"(SELECT 1 FROM rejects AS other WHERE other.run_id <> $run AND {same})"
    con.execute(f"DELETE FROM rejects WHERE run_id = $run AND EXISTS {before}", {"run": run_id})


def _set_aside(con: Connection, name: str, columns: Mapping[str, Sequence[str | None]]) -> None:
    """Texts as a temporary table."""
    import polars as pl

    with database.incoming(con, pl.DataFrame(columns, schema={column: pl.String for column in columns})):
        con.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS FROM incoming")


def _count(con: Connection, what: str, *values: str) -> int:
    return int(database.scalar(con, f"SELECT count(*) FROM {what}", values))
