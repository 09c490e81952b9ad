"""What can go wrong with a warehouse; each message says what, where and what to do next."""

from __future__ import annotations

from pathlib import Path

from extractors.errors import RaqamError


class WarehouseError(RaqamError):
    """A warehouse that cannot be used as asked."""

    def __init__(self, path: Path | str, reason: str, advice: str) -> None:
        super().__init__(f"{path}: {reason}. {advice}")
        self.path, self.reason = path, reason


class WarehouseMissing(WarehouseError):
    """No warehouse has been published here yet."""


class WarehouseForeign(WarehouseError):
    """A file lies in its place that raqam did not write."""


class WarehouseCorrupt(WarehouseError):
    """The file is damaged."""


class WarehouseOlder(WarehouseError):
    """It was written with another, older schema."""


class WarehouseNewer(WarehouseError):
    """It was written by a newer raqam."""


class WarehouseBusy(WarehouseError):
    """Another run or another program holds it."""


class LakeUnreachable(WarehouseError):
    """A lake that cannot be used: no such address, no answer, no extensions for it."""


class HomeUnwritable(WarehouseError):
    """Nothing can be written there."""


class DiskFull(WarehouseError):
    """No space was left; the published warehouse is as it was."""


class TooManyRejects(WarehouseError):
    """More was rejected than the job allows."""


class ChecksFailed(WarehouseError):
    """A blocking check found bad rows; nothing was published."""


class ExportError(WarehouseError):
    """The export's folder is in use for something else."""


class FactUnknown(WarehouseError):
    """The warehouse has no such fact."""


class SqlError(RaqamError):
    """A query that DuckDB refuses, with what it may have meant."""


def unwritable(error: OSError) -> str:
    """Why the system would not write a file or make a folder.

    >>> unwritable(FileExistsError(17, "File exists", "notes")), unwritable(PermissionError(13, "Permission denied"))
    ('notes is a file, not a folder', 'Permission denied')
    """
    if isinstance(error, FileExistsError | NotADirectoryError) and error.filename:
        return f"{error.filename} is a file, not a folder"
    return error.strerror or str(error)
