"""A folder put in the place of another in one step, so that nobody finds the place empty."""

from __future__ import annotations

import ctypes
import os
from pathlib import Path

_HERE, _EXCHANGE = -100, 2  # AT_FDCWD and RENAME_EXCHANGE of Linux


def put_in_place(new: Path, target: Path) -> None:
    """Move a folder, flushed to disk, to where another one may lie; what lay there is at ``new`` afterwards, or gone."""
    for path in new.rglob("*"):
        flush(path)
    if not target.exists():
        new.rename(target)
    elif not _exchanged(new, target):
        aside = new.with_name(f"{new.name}.old")
        target.rename(aside)
        new.rename(target)
        aside.rename(new)
    flush(target.parent)


def flush(path: Path) -> None:
    """Wait until a file or folder is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _exchanged(one: Path, other: Path) -> bool:
    """Whether the system and its file system could exchange the two names."""
    rename = getattr(ctypes.CDLL(None), "renameat2", None)
    return bool(rename and rename(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0)
