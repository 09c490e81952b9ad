"""What file systems do better than programs: exchanging two folders in one step, so that nobody finds the place empty; sharing blocks."""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
from pathlib import Path

_MOST = 1 << 30
_CANNOT = (errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP, errno.EXDEV)
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


def duplicate(file: Path, target: Path) -> None:
    """Copy a file: without moving a byte where the file system lets files share blocks (XFS, Btrfs), else as fast as the kernel can."""
    if not _shared(file, target):
        shutil.copyfile(file, target)


def _shared(file: Path, target: Path) -> bool:
    """Whether the system could copy by itself."""
    copy = getattr(os, "copy_file_range", None)
    try:
        with file.open("rb") as source, target.open("wb") as made:
            while copy and copy(source.fileno(), made.fileno(), _MOST):
                pass
    except OSError as error:
        if error.errno not in _CANNOT:
            raise
        return False
    return copy is not None


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
