"""Ctrl-C and SIGTERM end a run at once and cleanly, and the user is told what became of it and how to go on."""

from __future__ import annotations

import shlex
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import NoReturn

import click

from flows.cli import INTERRUPTED
from flows.sources.masking import masked
from warehouse.publish import NAME

TERMINATED = 143  # 128 and the number of the signal, as shells have it


class _Stop(KeyboardInterrupt):
    """The signal that ends a run."""


@contextmanager
def stoppable(home: Path) -> Iterator[None]:
    """Turn a signal into an exit status and a message; what was not published is forgotten by whoever had it in hand."""
    before, received = _published(home), list[int]()

    def stop(number: int, _frame: FrameType | None) -> NoReturn:
        received.append(number)
        raise _Stop

    try:
        with _handling(stop):
            yield
    except BaseException:  # libraries turn a signal into errors of their own
        if not received:
            raise
        click.echo(_told(home, _published(home) != before), err=True)
        raise click.exceptions.Exit(INTERRUPTED if received[0] == signal.SIGINT else TERMINATED) from None


@contextmanager
def _handling(handler: Callable[[int, FrameType | None], NoReturn]) -> Iterator[None]:
    """Only the main thread has signals."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, handler) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, old in before.items():
            signal.signal(number, old)


def _told(home: Path, is_published: bool) -> str:
    words = click.get_current_context().find_root().obj or []
    again = shlex.join(["raqam", *map(masked, words)])
    if is_published:
        return f"raqam: stopped after the run was published; its export or report may be missing. To write them: {again}"
    return f"raqam: stopped; nothing of this run was published, {home} is as it was. To go on: {again}"


def _published(home: Path) -> tuple[int, int] | None:
    """What tells one published warehouse from the next."""
    try:
        found = (home / NAME).stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns
