"""A run works on a copy that nobody sees; when it is done the copy takes the place of the published file in one step.

The copy is made while the run reads and extracts already: of a large warehouse it takes longer than a day's documents do.

A run that dies leaves the published file as it was, and what it leaves in ``.work`` goes with the next run.
"""

from __future__ import annotations

import errno
import fcntl
import logging
import os
import shutil
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from warehouse import database, load
from warehouse.duplicate import duplicate
from warehouse.errors import DiskFull, HomeUnwritable, WarehouseBusy
from warehouse.exchange import flush

if TYPE_CHECKING:
    from warehouse.database import Connection

LOG = logging.getLogger("raqam")
NAME, WORK, LOCK = "raqam.duckdb", ".work", "lock"
_POLL_SECONDS = 0.1
_SMALL, _MEGABYTES_A_THREAD = 4 << 30, 160  # the checks of ten million facts, all new, in 3.3 GB, did with twice that


@dataclass(frozen=True, slots=True)
class Work:
    """A working copy and the lock on its home, an open file descriptor: it ends with the process at the latest.

    ``copy`` is what brings the published file to ``path``, perhaps still at work; None where the working copy begins empty.
    """

    home: Path
    path: Path
    lock: int
    copy: Future[None] | None = None

    @property
    def published(self) -> Path:
        """Where readers look."""
        return self.home / NAME

    def known(self, rules_version: str) -> Iterator[bytes]:
        """What is in the warehouse already (see `load.known_documents`); nothing where there is none yet."""
        if self.copy is not None:
            with self._readable() as con:
                yield from load.known_documents(con, rules_version)

    def is_ready(self) -> bool:
        """Whether `loading` need not wait."""
        return self.copy is None or self.copy.done()

    @contextmanager
    def loading(self) -> Iterator[Connection]:
        """The working copy, in a transaction that `keep` ends; waits until it is whole. Raises DiskFull, HomeUnwritable."""
        self._wait()
        with database.writing(self.path, self.published) as con:
            load.prepare(con, self.path)
            yield con

    @contextmanager
    def _readable(self) -> Iterator[Connection]:
        """The published file, which is whole already, or the copy where another program writes to the published one."""
        with ExitStack() as opened:
            try:
                con = opened.enter_context(database.reading(self.published))
            except WarehouseBusy:
                self._wait()
                con = opened.enter_context(database.reading(self.path))
            yield con

    def _wait(self) -> None:
        if self.copy is not None:
            with told(self.home):
                self.copy.result()

    def settling(self, con: Connection) -> None:
        """Nothing: what was there already is in the working copy."""

    def keep(self, con: Connection) -> None:
        """What was done is to stay."""
        con.commit()

    @contextmanager
    def checking(self) -> Iterator[Connection]:
        """The working copy again; what was done is kept in the end."""
        with database.writing(self.path, self.published) as con:
            if self.path.stat().st_size < _SMALL:
                database.save_memory(con, _MEGABYTES_A_THREAD)
            con.begin()
            yield con
            con.commit()


def begin(home: Path, run_id: str, wait: float, fresh: bool = False) -> Work:
    """A working copy of the published warehouse (or none, where ``fresh``); waits for another run, at most ``wait`` seconds.

    Raises WarehouseBusy after that, HomeUnwritable, and what `warehouse.database.reading` raises.
    """
    with told(home):
        (home / WORK).mkdir(parents=True, exist_ok=True)
        lock = _lock(home, wait)
        work = Work(home, home / WORK / f"{run_id}.duckdb", lock)
        try:
            _clean(home)
            return work if fresh or not work.published.exists() else replace(work, copy=_copy(work))
        except BaseException:
            abandon(work)
            raise


def publish(work: Work) -> None:
    """Move the working copy, closed and flushed to disk, over the published file; the lock is free afterwards."""
    with told(work.home):
        flush(work.path)
        _wal(work.published).unlink(missing_ok=True)
        work.path.replace(work.published)
        flush(work.home)
    os.close(work.lock)


def abandon(work: Work) -> None:
    """Forget the working copy, once nothing is copied to it any more, and let the next run begin."""
    if work.copy is not None:
        work.copy.exception()
    for path in (work.path, _wal(work.path)):
        path.unlink(missing_ok=True)
    os.close(work.lock)


def _lock(home: Path, wait: float) -> int:
    descriptor = os.open(home / WORK / LOCK, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        _wait(descriptor, home, wait)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def _wait(descriptor: int, home: Path, wait: float) -> None:
    until, told = time.monotonic() + wait, False
    while not _try_lock(descriptor):
        if time.monotonic() >= until:
            raise WarehouseBusy(home, f"another run is at work here, and was after {wait:g} s", "Wait for it to end and run again")
        if not told:
            LOG.warning("%s: another run is at work here; waiting for it, at most %g s", home, wait)
            told = True
        time.sleep(_POLL_SECONDS)


def _try_lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _clean(home: Path) -> None:
    """Remove what runs left that died: only the holder of the lock has anything here."""
    for path in (home / WORK).iterdir():
        if path.name != LOCK:
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def _copy(work: Work) -> Future[None]:
    """Begin to copy a warehouse that is known to be whole, ours and of this version."""
    try:
        _require_current(work.published)
    except WarehouseBusy:  # somebody has it open for writing, as the duckdb shell does by itself
        copied = _copying(work)
        copied.result()
        _require_current(work.path)
        return copied
    return _copying(work)


def _copying(work: Work) -> Future[None]:
    alone = ThreadPoolExecutor(1, "copy")
    copied = alone.submit(_copy_files, work)
    alone.shutdown(wait=False)
    return copied


def _require_current(path: Path) -> None:
    with database.reading(path):
        pass


def _copy_files(work: Work) -> None:
    duplicate(work.published, work.path)
    if _wal(work.published).exists():
        duplicate(_wal(work.published), _wal(work.path))


def _wal(path: Path) -> Path:
    return path.with_name(path.name + ".wal")


@contextmanager
def told(home: Path) -> Iterator[None]:
    """What the operating system refuses to write in a home, as an error of ours: DiskFull, HomeUnwritable."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise DiskFull(home, f"cannot be written: {reason}", "Free some space; the published warehouse is as it was") from error
        raise HomeUnwritable(home, f"cannot be written: {reason}", "Check its owner and permissions, or give another --home") from error
