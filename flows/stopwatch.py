"""Seconds by stage."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import TypeVar

T = TypeVar("T")


class Stopwatch:
    """Adds up the seconds of each stage.

    >>> watch = Stopwatch({})
    >>> with watch("load"):
    ...     pass
    >>> list(watch.seconds)
    ['load']
    """

    def __init__(self, seconds: dict[str, float]) -> None:
        self.seconds = seconds

    @contextmanager
    def __call__(self, stage: str) -> Iterator[None]:
        """Time a block."""
        start = perf_counter()
        try:
            yield
        finally:
            self._add(stage, perf_counter() - start)

    def timing(self, stage: str, items: Iterable[T], apart_from: str | None = None) -> Iterator[T]:
        """The items, with the time that each took to come; what the stage ``apart_from`` took of it is not counted twice."""
        iterator = iter(items)
        while True:
            start, apart = perf_counter(), self.seconds.get(apart_from or "", 0.0)
            try:
                item = next(iterator)
            except StopIteration:
                return
            finally:
                self._add(stage, perf_counter() - start - (self.seconds.get(apart_from or "", 0.0) - apart))
            yield item

    def _add(self, stage: str, seconds: float) -> None:
        self.seconds[stage] = self.seconds.get(stage, 0.0) + seconds
