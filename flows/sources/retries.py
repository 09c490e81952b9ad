"""Further attempts at what a network may recover from, with growing pauses; each is told in the log."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator

import stamina

from flows.sources.access import WebAccess

LOG = logging.getLogger("raqam")
LONGEST_PAUSE = 60.0  # seconds


def attempts(access: WebAccess, again: Callable[[Exception], bool | float]) -> Iterator[stamina.Attempt]:
    """Attempts, to be entered one by one until one succeeds; the last error is let through.

    ``again`` says of an error whether there is another attempt, or after how many seconds.
    """
    stamina.instrumentation.set_on_retry_hooks([_tell])
    return iter(
        stamina.retry_context(
            on=again, attempts=access.attempts, timeout=None, wait_initial=access.pause, wait_max=LONGEST_PAUSE, wait_jitter=access.pause
        )
    )


def _tell(details: stamina.instrumentation.RetryDetails) -> None:
    LOG.info("%s; trying again in %.1f s", details.caused_by, details.wait_for)
