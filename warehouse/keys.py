"""Ids that follow from what they name, so that the same input gives the same tables.

>>> document_id("a.txt") == document_id("a.txt") != document_id("b.txt")
True
"""

from __future__ import annotations

import secrets
from datetime import datetime
from hashlib import blake2b

_APART = "\x1f"


def document_id(source: str) -> str:
    """Twenty hex digits over the source. Raises UnicodeEncodeError where it is no valid Unicode."""
    return blake2b(source.encode(), digest_size=10).hexdigest()


def content_hash(text: bytes, *others: object) -> str:
    """Thirty-two hex digits over a text in UTF-8 and what else decides its facts. Raises UnicodeEncodeError."""
    digest = blake2b(text, digest_size=16)
    digest.update(_APART.join("" if other is None else str(other) for other in others).encode())
    return digest.hexdigest()


def run_id(started_at: datetime) -> str:
    """The start of a run in UTC and four random hex digits: sorts by time.

    >>> run_id(datetime(2026, 11, 24, 6, 0, 0, 250000))[:19]
    '20261124T060000.250'
    """
    return f"{started_at:%Y%m%dT%H%M%S}.{started_at.microsecond // 1000:03d}-{secrets.token_hex(2)}"
