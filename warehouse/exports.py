"""The warehouse as files: one a table and mart, ``facts`` by kind and year, and a ``datapackage.json`` that explains them.

Everything is written beside the target and moved there whole, so that a reader of the export never sees half.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from warehouse import ask, database, homes
from warehouse.errors import ExportError, unwritable
from warehouse.exchange import put_in_place
from warehouse.homes import Home
from warehouse.schema import quote, version

if TYPE_CHECKING:
    import polars

    from warehouse.database import Connection

Format = Literal["parquet", "csv"]
PACKAGE = "datapackage.json"
PARTITIONED = "facts"
_PARTITIONS = ", PARTITION_BY (kind, year), WRITE_PARTITION_COLUMNS, FILENAME_PATTERN"
_OPTIONS = {"parquet": "FORMAT parquet, COMPRESSION zstd", "csv": "FORMAT csv, HEADER"}
_FRICTIONLESS = {
    "VARCHAR": "string", "BIGINT": "integer", "INTEGER": "integer", "DOUBLE": "number", "BOOLEAN": "boolean",
    "DATE": "date", "TIMESTAMP WITH TIME ZONE": "datetime", "VARCHAR[]": "array",
}  # fmt: skip


def export(home: Home, target: Path, format: Format = "parquet") -> list[Path]:
    """Write the export; what raqam exported there before is replaced, anything else is refused. The files, sorted."""
    with homes.reading(home) as con, _staged(target) as folder:
        _write(con, folder, format)
    return sorted(path for path in target.rglob("*") if path.is_file())


def edition(home: Home) -> str | None:
    """The run that made the published warehouse what it is; None where none did."""
    with homes.reading(home) as con:
        return _news(con)


def refresh(home: Home, target: Path) -> list[Path]:
    """Write the Parquet export where the one that is there tells of an earlier state, and clear away what an export that died has left."""
    if _exported(target) != edition(home):
        return export(home, target)
    with _alone(target.parent):
        shutil.rmtree(_beside(target), ignore_errors=True)
    return []


def _news(con: Connection) -> str | None:
    """The last run that changed anything but the table of runs."""
    counts = "documents_new + documents_changed + documents_vanished + documents_returned + rejects"
    run_id: str | None = database.scalar(
        con, f"SELECT max(run_id) FROM runs WHERE failure IS NULL AND ({counts} > 0 OR command = 'rebuild')"
    )
    return run_id


def _exported(target: Path) -> str | None:
    """The run that an export tells of."""
    try:
        run_id: str | None = json.loads((target / PACKAGE).read_text(encoding="utf-8")).get("run_id")
    except (OSError, ValueError):
        return None
    return run_id


def _write(con: Connection, folder: Path, format: Format) -> None:
    described = ask.columns(con)
    names = described["table_name"].unique(maintain_order=True).to_list()
    news = _news(con)
    resources = [_resource(con, name, folder, format, described, news) for name in names if name != "spans"]
    title = "Numbers, dates, document IDs and ranks"
    package = {"name": "raqam", "version": version(), "title": title, "run_id": news, "resources": resources}
    (folder / PACKAGE).write_text(json.dumps(package, ensure_ascii=False, indent=2), encoding="utf-8")


def _resource(con: Connection, name: str, folder: Path, format: Format, described: polars.DataFrame, news: str | None) -> dict[str, Any]:
    """Write a table and describe it. Partitions are named after the run, so that nobody reads half of this state and half of the next."""
    by = f"{_PARTITIONS} {quote(f'{news}_{{i}}')}" if name == PARTITIONED and format == "parquet" else ""
    path = folder / (name if by else f"{name}.{format}")
    con.execute(f'COPY (FROM "{name}") TO {quote(str(path))} ({_OPTIONS[format]}{by})')
    files = sorted(file for file in path.rglob("*") if file.is_file()) if by else [path]
    columns = described.filter(described["table_name"] == name)
    fields = [_field(*row) for row in columns.select("column_name", "type", "comment").iter_rows()]
    paths = [file.relative_to(folder).as_posix() for file in files]
    return {"name": name, "path": paths, "format": format, "encoding": "utf-8", "schema": {"fields": fields}}


def _field(name: str, type_: str, description: str) -> dict[str, str]:
    """
    >>> _field("value", "DECIMAL(38,12)", "The exact value.")["type"]
    'number'
    """
    return {"name": name, "type": _FRICTIONLESS.get(type_, "number"), "description": description}


@contextmanager
def _staged(target: Path) -> Iterator[Path]:
    """An empty folder beside the target, which takes its place in the end; one export at a time."""
    if target.exists() and not _replaceable(target):
        raise ExportError(target, "holds files that are no export of raqam", "Give a new or an empty folder")
    try:
        with _alone(target.parent):
            new = _beside(target)
            shutil.rmtree(new, ignore_errors=True)
            new.mkdir()
            try:
                yield new
                put_in_place(new, target)
            finally:
                shutil.rmtree(new, ignore_errors=True)
    except OSError as error:
        raise ExportError(target, f"cannot be written: {unwritable(error)}", "Check space and permissions") from error


def _beside(target: Path) -> Path:
    return target.parent / f".{target.name}.new"


def _replaceable(target: Path) -> bool:
    return target.is_dir() and ((target / PACKAGE).exists() or next(target.iterdir(), None) is None)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
