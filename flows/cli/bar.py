"""A run on a terminal: one line that moves, below whatever else is logged."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn
from rich.table import Column

from flows.progress import PROGRESS, STAGE, clock

_COUNTS = ("documents", "docs"), ("facts", "facts"), ("rejects", "rejected")


class Bar(logging.Handler):
    """Shows the records of progress and stages; warnings are written above it, other records not at all."""

    def __init__(self, display: Progress) -> None:
        super().__init__(logging.DEBUG)
        self._display, self._counts = display, ""
        self._task = display.add_task("extracting", total=None, figures="")

    def emit(self, record: logging.LogRecord) -> None:
        """Move the bar, or write the record above it."""
        event, fields = getattr(record, "event", ""), getattr(record, "fields", {})
        if event == PROGRESS:
            self._move(fields)
        elif event == STAGE:
            self._display.update(self._task, description=fields["stage"], total=None, figures=self._counts, refresh=True)
        elif record.levelno >= logging.WARNING:
            self._display.console.print(self.format(record), markup=False, highlight=False, soft_wrap=True)

    def _move(self, fields: dict[str, Any]) -> None:
        left, rate, share = fields["seconds_left"], fields["mb_per_second"], fields["share"]
        self._counts = "  ".join(f"{fields[name]:,} {label}" for name, label in _COUNTS if fields[name])
        pace = [f"{rate:.2f} MB/s" if rate else "", "" if left is None else f"{clock(left)} left"]
        figures = "  ".join(filter(None, [self._counts, *pace]))
        self._display.update(self._task, total=share and 1.0, completed=share or 0.0, figures=figures)


@contextmanager
def shown() -> Iterator[Bar]:
    """A bar on standard error until the run ends; then its line goes, for the summary says it all."""
    figures = TextColumn("{task.fields[figures]}", table_column=Column(no_wrap=True, overflow="ellipsis"))
    columns = SpinnerColumn(), TextColumn("{task.description}"), BarColumn(20), figures
    with Progress(*columns, console=Console(file=sys.stderr), transient=True) as display:
        yield Bar(display)
