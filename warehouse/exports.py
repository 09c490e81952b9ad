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

from warehouse import ask, database
from warehouse.errors import ExportError
from warehouse.publish import NAME
from warehouse.schema import quote, version

if TYPE_CHECKING:
    import polars

    from warehouse.database import Connection

Format = Literal["parquet", "csv"]
PACKAGE = "datapackage.json"
PARTITIONED = "facts"
_OPTIONS = {"parquet": "FORMAT parquet, COMPRESSION zstd", "csv": "FORMAT csv, HEADER"}
_FRICTIONLESS = {
    "VARCHAR": "string", "BIGINT": "integer", "INTEGER": "integer", "DOUBLE": "number", "BOOLEAN": "boolean",
    "DATE": "date", "TIMESTAMP WITH TIME ZONE": "datetime", "VARCHAR[]": "array",
}  # fmt: skip


def export(home: Path, target: Path, format: Format = "parquet") -> list[Path]:
    """Write the export; what raqam exported there before is replaced, anything else is refused. The files, sorted."""
    with database.reading(home / NAME) as con, _staged(target) as folder:
        described = ask.columns(con)
        names = described["table_name"].unique(maintain_order=True).to_list()
        resources = [_resource(con, name, folder, format, described) for name in names if name != "spans"]
        package = {"name": "raqam", "version": version(), "title": "Numbers, dates, document IDs and ranks", "resources": resources}
        (folder / PACKAGE).write_text(json.dumps(package, ensure_ascii=False, indent=2), encoding="utf-8")
    return sorted(path for path in target.rglob("*") if path.is_file())


def _resource(con: Connection, name: str, folder: Path, format: Format, described: polars.DataFrame) -> dict[str, Any]:
    """Write a table and describe it."""
    by = ", PARTITION_BY (kind, year), WRITE_PARTITION_COLUMNS" if name == PARTITIONED and format == "parquet" else ""
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
            new, old = (target.parent / f".{target.name}.{state}" for state in ("new", "old"))
            for left in (new, old):
                shutil.rmtree(left, ignore_errors=True)
            new.mkdir()
            try:
                yield new
                if target.exists():
                    target.rename(old)
                new.rename(target)
            finally:
                shutil.rmtree(new, ignore_errors=True)
                shutil.rmtree(old, ignore_errors=True)
    except OSError as error:
        raise ExportError(target, f"cannot be written: {error.strerror or error}", "Check space and permissions") from error


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
