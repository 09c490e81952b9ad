"""One function over many batches, here or in other processes; results come in the order of the batches."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import wait
from typing import TypeVar

from extractors.errors import RaqamError

T = TypeVar("T")
R = TypeVar("R")


class WorkerLost(RaqamError):
    """A worker process died."""


def in_order(function: Callable[[T], R], items: Iterable[T], workers: int) -> Iterator[tuple[T, R]]:
    """Each item with its result; no more than two items a worker are held at a time, so that memory stays flat."""
    if workers == 1:
        yield from ((item, function(item)) for item in items)
        return
    # spawn: a fork after Polars was used hangs.
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"), initializer=_end_with_parent) as pool:
        try:
            yield from _collected(pool, function, items, 2 * workers)
        except BrokenProcessPool as error:
            raise WorkerLost("a worker process died, perhaps for want of memory; nothing was published. Try fewer --workers") from error
        finally:
            pool.shutdown(cancel_futures=True)


def _collected(pool: ProcessPoolExecutor, function: Callable[[T], R], items: Iterable[T], most: int) -> Iterator[tuple[T, R]]:
    waiting: deque[tuple[T, Future[R]]] = deque()
    for item in items:
        waiting.append((item, pool.submit(function, item)))
        if len(waiting) >= most:
            first, future = waiting.popleft()
            yield first, future.result()
    yield from ((item, future.result()) for item, future in waiting)


def _end_with_parent() -> None:
    """A worker whose parent was killed would wait for work for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_watch, args=(parent.sentinel,), daemon=True).start()


def _watch(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)
