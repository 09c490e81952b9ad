"""What a long command is surrounded by: a bar or lines of log, and a clean end at Ctrl-C."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from flows.cli.stopping import stoppable
from flows.logs import logging_to


@contextmanager
def at_work(home: Path, log_json: bool) -> Iterator[None]:
    """Progress on a terminal is a bar; anywhere else, and as JSON, it is lines on standard error."""
    with stoppable(home), ExitStack() as until_done:
        bar = None
        if sys.stderr.isatty() and not log_json:
            from flows.cli.bar import shown

            bar = until_done.enter_context(shown())
        until_done.enter_context(logging_to(home, log_json, bar))
        yield
