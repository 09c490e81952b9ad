"""Logs: one line an event, plain or as JSON, to standard error and to ``logs/raqam.log`` in the home. No secret gets into them."""

from __future__ import annotations

import json
import logging
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

from flows.sources.masking import masked_in

LOG = logging.getLogger("raqam")
FOLDER, NAME = "logs", "raqam.log"
_QUIET_SECONDS = 30.0
_FILE_BYTES, _OLD_FILES = 5_000_000, 4


def tell(event: str, message: str, level: int = logging.INFO, **fields: Any) -> None:
    """Log an event: a message for people, fields for programs."""
    LOG.log(level, message, extra={"event": event, "fields": fields})


class PlainLines(logging.Formatter):
    """``2026-01-31 06:00:00 INFO message``."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(message)s", "%Y-%m-%d %H:%M:%S")

    def format(self, record: logging.LogRecord) -> str:
        """The line, with its traceback where there is one."""
        return masked_in(super().format(record))


class JsonLines(logging.Formatter):
    """``{"time": …, "level": "info", "event": "published", "message": …}`` and the event's fields; one object a line.

    >>> record = logging.makeLogRecord({"msg": "12 documents", "event": "progress", "fields": {"documents": 12}, "created": 0})
    >>> JsonLines().format(record)
    '{"time": "1970-01-01T00:00:00+00:00", "level": "info", "event": "progress", "message": "12 documents", "documents": 12}'
    """

    def format(self, record: logging.LogRecord) -> str:
        """The line; a record without a name for its event is a ``note``."""
        told: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname.lower() if record.levelno else "info",
            "event": getattr(record, "event", "note"),
            "message": record.getMessage(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info:
            told["traceback"] = self.formatException(record.exc_info)
        return masked_in(json.dumps(told, ensure_ascii=False, default=str))


class StandardError(logging.StreamHandler[Any]):
    """Writes to whatever standard error is at the moment; ``quiet`` is how many seconds it writes nothing but warnings."""

    def __init__(self, quiet: float) -> None:
        super().__init__()
        until = time.monotonic() + quiet
        self.addFilter(lambda record: record.levelno >= logging.WARNING or time.monotonic() >= until)

    def emit(self, record: logging.LogRecord) -> None:
        """One line."""
        self.stream = sys.stderr
        super().emit(record)


@contextmanager
def logging_to(home: Path, as_json: bool, shown: logging.Handler | None = None) -> Iterator[None]:
    """Log to the home and to standard error, or instead of that to the handler ``shown``, as long as a run is at work."""
    formatter = JsonLines() if as_json else PlainLines()
    handlers = [*_file(home), shown or StandardError(0.0 if as_json else _QUIET_SECONDS)]
    for handler in handlers:
        handler.setFormatter(formatter)
        if handler is not shown:
            handler.setLevel(logging.INFO)
    before = LOG.level, LOG.propagate
    LOG.propagate = False
    LOG.setLevel(min(logging.INFO, *(handler.level or logging.INFO for handler in handlers)))
    for handler in handlers:
        LOG.addHandler(handler)
    try:
        yield
    finally:
        for handler in handlers:
            LOG.removeHandler(handler)
            handler.close()
        LOG.level, LOG.propagate = before


def _file(home: Path) -> list[logging.Handler]:
    """The log in the home; none where nothing can be written there, which the run itself will say."""
    try:
        (home / FOLDER).mkdir(parents=True, exist_ok=True)
        return [RotatingFileHandler(home / FOLDER / NAME, maxBytes=_FILE_BYTES, backupCount=_OLD_FILES, encoding="utf-8")]
    except OSError:
        return []
