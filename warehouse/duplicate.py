"""A large file copied as cheaply as its file system can."""

from __future__ import annotations

import errno
import fcntl
import mmap
import os
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle
from pathlib import Path

_CLONE = 0x40049409  # FICLONE of Linux
_PART = 32 << 20  # who copies beside other work has to wait for the interpreter after each: with 8 MB that took twice as long as the disk
_CANNOT = (errno.EINVAL, errno.ENOSYS, errno.ENOTTY, errno.EOPNOTSUPP, errno.EXDEV)


def duplicate(file: Path, target: Path) -> None:
    """Copy a file: without moving a byte where files may share blocks (XFS, Btrfs), else past the page cache, else in the usual way.

    The page cache costs a copy of gigabytes more than the disk does, and others what they had in it; the copy would wait to be flushed.
    """
    if not _done(_clone, file, target) and not _done(_past_the_cache, file, target):
        shutil.copyfile(file, target)


def _done(copy: Callable[[int, Path], None], file: Path, target: Path) -> bool:
    """Whether a way of copying is one that this file system knows."""
    source = os.open(file, os.O_RDONLY)
    try:
        copy(source, target)
    except OSError as error:
        if error.errno not in _CANNOT:
            raise
        return False
    finally:
        os.close(source)
    return True


def _clone(source: int, target: Path) -> None:
    with target.open("wb") as made:
        fcntl.ioctl(made, _CLONE, source)


def _past_the_cache(source: int, target: Path) -> None:
    """Whole blocks directly from disk to memory to disk, what is left over in the usual way; one part is read while another is written."""
    made = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | _direct(), 0o644)
    parts = cycle([memoryview(mmap.mmap(-1, _PART)), memoryview(mmap.mmap(-1, _PART))])
    try:
        with ThreadPoolExecutor(1, "read") as reader:
            coming = reader.submit(_read, source, next(parts))
            while part := coming.result():
                coming = reader.submit(_read, source, next(parts))
                _write(made, part)
    finally:
        os.close(made)


def _read(source: int, into: memoryview) -> memoryview:
    return into[: os.readv(source, [into])]


def _write(made: int, part: memoryview) -> None:
    if len(part) % mmap.PAGESIZE:
        fcntl.fcntl(made, fcntl.F_SETFL, 0)
    while part:
        part = part[os.write(made, part) :]


def _direct() -> int:
    flag: int | None = getattr(os, "O_DIRECT", None)
    if flag is None:
        raise OSError(errno.ENOSYS, "this system has no O_DIRECT")
    return flag
