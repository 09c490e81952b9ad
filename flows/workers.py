"""One function over many items in other processes of this machine; each with its result, in order."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import wait
from typing import Protocol, TypeVar

from extractors.errors import RaqamError

T = TypeVar("T")
R = TypeVar("R")
R_co = TypeVar("R_co", covariant=True)


class WorkerLost(RaqamError):
    """A worker process died."""


class Awaited(Protocol[R_co]):
    """A result that may not be there yet."""

    def result(self) -> R_co:
        """Wait for it."""


def in_order(function: Callable[[T], R], items: Iterable[T], workers: int) -> Iterator[tuple[T, R]]:
    """Each item with its result; no more than two items a worker are under way at a time, so that memory stays flat.

    Raises WorkerLost, and what the function raises.
    """
    others, done = set(multiprocessing.active_children()), False
    # spawn: a fork after Polars was used hangs.
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"), initializer=_end_with_parent) as pool:
        try:
            yield from awaited(lambda item: pool.submit(function, item), items, lambda: 2 * workers)
            done = True
        except BrokenProcessPool as error:
            raise WorkerLost("a worker process died, perhaps for want of memory; nothing was published. Try fewer --workers") from error
        finally:
            if not done:  # nobody waits for what they have in hand
                for process in set(multiprocessing.active_children()) - others:
                    process.terminate()
            pool.shutdown(cancel_futures=True)


def awaited(submit: Callable[[T], Awaited[R]], items: Iterable[T], most: Callable[[], int]) -> Iterator[tuple[T, R]]:
    """Submit items and wait for their results in order, never more than ``most`` under way."""
    waiting: deque[tuple[T, Awaited[R]]] = deque()
    for item in items:
        waiting.append((item, submit(item)))
        while len(waiting) >= most():
            first, result = waiting.popleft()
            yield first, result.result()
    yield from ((item, result.result()) for item, result in waiting)


def _end_with_parent() -> None:
    """A worker whose parent was killed would wait for work for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_watch, args=(parent.sentinel,), daemon=True).start()


def _watch(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)
