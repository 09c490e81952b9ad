"""DuckDB, and nothing else knows it: opening the published file for reading and a working copy for writing, errors made readable."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import duckdb

from warehouse import errors, hints, schema

if TYPE_CHECKING:
    import polars

Connection: TypeAlias = duckdb.DuckDBPyConnection
Error: TypeAlias = duckdb.Error

_UNKNOWN_TO_POLARS = re.compile(r"\b(?:INTERVAL|UNION)\b")
_STAMP = re.compile(r"\[raqam (?P<version>[\w.+-]+), schema (?P<schema>\w+)\]$")
# Files that the shells and drivers of DuckDB 1.4 and later open, too, whatever version writes them here.
_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "storage_compatibility_version": "v1.4.0",
}
_DAMAGED = "Corrupt|checksum|Could not read enough|Could not read from|ailed to deserialize"
_ASIDE = "Move the file away, or give another --home"
_REASONS: tuple[tuple[str, type[errors.WarehouseError], str, str], ...] = (
    ("Could not set lock|Conflicting lock", errors.WarehouseBusy, "another program writes to it", "Close it there and try again"),
    ("not a valid DuckDB|Failed to download|Is a directory", errors.WarehouseForeign, "not a raqam warehouse", _ASIDE),
    ("version number|newer version", errors.WarehouseNewer, "written by a newer DuckDB", "Upgrade: pip install -U raqam duckdb"),
    (
        "No space left|File too large|not enough space",
        errors.DiskFull,
        "no space left on the disk",
        "Free some space; the published warehouse is as it was",
    ),
    ("Permission denied|Read-only file system", errors.HomeUnwritable, "permission denied", "Check its owner and permissions"),
    (_DAMAGED, errors.WarehouseCorrupt, "damaged", ""),
)


@contextmanager
def reading(path: Path) -> Iterator[Connection]:
    """The published warehouse, read-only; a run that publishes meanwhile does not disturb it. Raises WarehouseError."""
    if not path.exists():
        raise errors.WarehouseMissing(path, "no warehouse here yet", "Fill one: raqam run SOURCE --home " + str(path.parent))
    with translated(path), _connected(path, read_only=True) as con:
        require_current(con, path)
        yield con


def require_ours(path: Path) -> None:
    """Raise where no warehouse lies here that can be rebuilt: missing, foreign, damaged or newer; an older schema is welcome."""
    try:
        with reading(path):
            return
    except errors.WarehouseOlder:
        return


@contextmanager
def writing(path: Path, published: Path | None = None) -> Iterator[Connection]:
    """A working copy that nobody else reads; its schema is not checked, because it may be empty. Errors name what is ``published``.

    All that was committed is in the one file in the end: on a full disk, closing alone would leave it in a second file without a word.
    """
    with translated(published or path), _connected(path, read_only=False) as con:
        con.execute("SET preserve_insertion_order = true")
        con.execute(f"SET temp_directory = {schema.quote(str(path.parent))}")
        yield con
        con.execute("CHECKPOINT")


def save_memory(con: Connection, megabytes_a_thread: int | None) -> None:
    """How much memory DuckDB may take from now on, for each of two threads or more; None gives it back what it takes by itself."""
    if megabytes_a_thread is None:
        con.execute("RESET memory_limit")
    else:
        threads = max(2, int(scalar(con, "SELECT current_setting('threads')")))
        con.execute(f"SET memory_limit = '{megabytes_a_thread * threads} MB'")


@dataclass(frozen=True, slots=True)
class _Stream:
    """A frame that shows DuckDB nothing but its Arrow stream: of one that it knows it makes a table of pyarrow, whose import takes longer
    than loading a day's documents."""

    frame: polars.DataFrame

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self.frame.__arrow_c_stream__(requested_schema)


@contextmanager
def incoming(con: Connection, frame: polars.DataFrame) -> Iterator[None]:
    """The rows of a frame as a table that is called ``incoming``."""
    con.register("incoming", _Stream(frame))
    try:
        yield
    finally:
        con.unregister("incoming")


@contextmanager
def in_memory() -> Iterator[Connection]:
    """A database of no file."""
    with _connected(Path(":memory:"), read_only=False) as con:
        yield con


@contextmanager
def _connected(path: Path, read_only: bool) -> Iterator[Connection]:
    con = duckdb.connect(str(path), read_only=read_only, config=_CONFIG)
    try:
        con.execute("SET TimeZone = 'UTC'")
        con.execute("SET enable_progress_bar = false")  # DuckDB would draw its own, over ours and into what is piped
        yield con
    finally:
        con.close()


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Errors of the file as ours; SqlError passes through."""
    try:
        yield
    except duckdb.Error as error:
        for pattern, kind, reason, advice in _REASONS:
            if re.search(pattern, str(error)):
                advice = advice or f"Restore it, or move it away and run again: {_first_line(error)}"
                raise kind(path, reason, advice) from error
        raise


def frame_of(con: Connection, sql: str) -> polars.DataFrame:
    """The rows of one query; SqlError where DuckDB refuses it."""
    try:
        found = con.sql(sql)
        if found is None:
            raise errors.SqlError("the statement gives no rows. Ask with SELECT or FROM, such as: from facts limit 20")
        return _frame(found)
    except duckdb.Error as error:
        if re.search(_DAMAGED, str(error)):
            raise
        raise errors.SqlError(hints.hint(_without_prefix(str(error)), sql, _names(con))) from error


def _frame(found: duckdb.DuckDBPyRelation) -> polars.DataFrame:
    """The rows of a query; what Polars has no type for (the time between two times) as text."""
    import polars as pl

    foreign = [_UNKNOWN_TO_POLARS.search(str(kind)) is not None for kind in found.types]
    if any(foreign):
        names = [name.replace('"', '""') for name in found.columns]
        cast = ("::VARCHAR" if odd else "" for odd in foreign)
        found = found.project(
            ", ".join(f'#{at}{as_text} AS "{name}"' for at, (name, as_text) in enumerate(zip(names, cast, strict=True), 1))
        )
    try:
        return pl.DataFrame(found)
    except (pl.exceptions.ComputeError, pl.exceptions.DuplicateError):
        # `pl` raises DuckDB's own errors and numbers columns of the same name; but it imports pyarrow, a third of a short query's time.
        frame: pl.DataFrame = found.pl()
        return frame


def _names(con: Connection) -> dict[str, list[str]]:
    """Every table and view with its columns."""
    listed = "SELECT table_name, list(column_name ORDER BY column_index) FROM duckdb_columns() WHERE NOT internal GROUP BY 1 ORDER BY 1"
    return dict(con.execute(listed).fetchall())


def scalar(con: Connection, sql: str, values: Sequence[object] = ()) -> Any:
    """The only value of a query; all of it is fetched, since DuckDB 2 lets nothing else run before that."""
    ((value,),) = con.execute(sql, list(values)).fetchall()
    return value


def stamp_of(con: Connection) -> tuple[str, str] | None:
    """Version and schema hash that a warehouse carries, or None where raqam did not write it."""
    here = "table_name = 'documents' AND NOT temporary AND database_name = current_database()"
    comment = scalar(con, f"SELECT max(comment) FROM duckdb_tables() WHERE {here}")
    found = _STAMP.search(comment or "")
    return (found["version"], found["schema"]) if found else None


def require_current(con: Connection, path: Path) -> None:
    """Raise WarehouseForeign, WarehouseOlder or WarehouseNewer where it is not ours, or has another schema: it is never read by guess."""
    stamp = stamp_of(con)
    if stamp is None:
        raise errors.WarehouseForeign(path, "a DuckDB file, but not a raqam warehouse", _ASIDE)
    written_by, hash_ = stamp
    if hash_ == schema.schema_hash():
        return
    if _order(written_by) > _order(schema.version()):
        raise errors.WarehouseNewer(path, f"written by raqam {written_by}, this is {schema.version()}", "Upgrade: pip install -U raqam")
    raise errors.WarehouseOlder(path, f"has an older schema (raqam {written_by})", f"Type: raqam rebuild --home {path.parent}")


def _order(version: str) -> tuple[int, ...]:
    """
    >>> _order("0.10.0") > _order("0.9.1")
    True
    """
    return tuple(int(part) for part in re.findall(r"\d+", version)[:3])


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0]


def _without_prefix(message: str) -> str:
    r"""
    >>> _without_prefix('Catalog Error: Table with name nn does not exist!\nDid you mean "n"?\n\nLINE 1: …')
    'Table with name nn does not exist! Did you mean "n"?'
    """
    told = message.partition("\n\n")[0]
    return " ".join(re.sub(r"^[A-Z][\w ]* Error: ", "", told).split("\n"))
