"""Pages as they were last answered, so that a server need only say that nothing has changed.

The body is kept with the validators: a run that was not published, or a warehouse begun anew, gets every page all the same.
"""

from __future__ import annotations

import sqlite3
import time
import zlib
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

_TABLE = (
    "CREATE TABLE IF NOT EXISTS pages (url TEXT PRIMARY KEY, etag TEXT, last_modified TEXT, content_type TEXT, body BLOB NOT NULL,"
    " fetched_at REAL NOT NULL, used_at REAL NOT NULL)"
)
_KEPT_SECONDS = 120 * 86_400


@dataclass(frozen=True, slots=True)
class Page:
    """An answer: ``fetched_at`` is seconds since 1970."""

    etag: str | None
    last_modified: str | None
    content_type: str
    body: bytes
    fetched_at: float

    @property
    def conditions(self) -> dict[str, str]:
        """The headers that ask for it only if it has changed."""
        known = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in known.items() if value}


class Memory:
    """Pages by address, in a SQLite file; without a path, for as long as the process lives."""

    def __init__(self, path: Path | None) -> None:
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._db = _opened(path)
        except sqlite3.DatabaseError:
            if path is None or not path.exists():
                raise
            path.unlink()  # damaged: it holds nothing that cannot be fetched again
            self._db = _opened(path)

    def __enter__(self) -> Memory:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._db.execute("DELETE FROM pages WHERE used_at < ?", [time.time() - _KEPT_SECONDS])
        self._db.close()

    def __getitem__(self, url: str) -> Page | None:
        found = self._db.execute("SELECT etag, last_modified, content_type, body, fetched_at FROM pages WHERE url = ?", [url]).fetchone()
        if found is None:
            return None
        self._db.execute("UPDATE pages SET used_at = ? WHERE url = ?", [time.time(), url])
        etag, last_modified, content_type, body, fetched_at = found
        return Page(etag, last_modified, content_type, zlib.decompress(body), fetched_at)

    def __setitem__(self, url: str, page: Page) -> None:
        row = (url, page.etag, page.last_modified, page.content_type, zlib.compress(page.body), page.fetched_at, time.time())
        self._db.execute("INSERT OR REPLACE INTO pages VALUES (?, ?, ?, ?, ?, ?, ?)", row)


def _opened(path: Path | None) -> sqlite3.Connection:
    db = sqlite3.connect(path or ":memory:", timeout=30, isolation_level=None)
    db.execute(_TABLE)
    return db
