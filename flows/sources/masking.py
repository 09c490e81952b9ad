"""Addresses without the secrets that they may carry, fit for logs, rejects and the run table."""

from __future__ import annotations

import re
from urllib.parse import urlsplit, urlunsplit

_SECRET = re.compile(r"(?i)(?<=[?&;])([^=&;#]*(?:key|token|secret|passw|signature|credential|auth|session)[^=&;#]*)=[^&;#]*")

_PASSWORD = re.compile(r"""(?i)(\bpassword\s*=\s*)('(?:[^'\\]|\\.)*'|[^\s'"]+)""")
_ACCOUNT = re.compile(r"(?<=[:/])[^\s/@]+:[^\s/@]+@")
_ADDRESS = re.compile(r"""[A-Za-z][\w+.-]{0,30}://[^\s"'<>\\]+""")


def masked(source: str) -> str:
    """The same without user, password and query values that look like keys; what is no URL stays as it is.

    >>> masked("https://me:pw@example.org/feed?page=2&api_key=abc"), masked("a/b@c.txt"), masked("ducklake:postgres:dbname=a password=pw")
    ('https://example.org/feed?page=2&api_key=***', 'a/b@c.txt', 'ducklake:postgres:dbname=a password=***')
    """
    if "://" not in source:
        return _without_password(source)
    try:
        parts = urlsplit(source)
    except ValueError:
        return source.partition("://")[0] + "://***"
    netloc = parts.netloc.rpartition("@")[2]
    query = _SECRET.sub(r"\1=***", "?" + parts.query)[1:]
    if (netloc, query) == (parts.netloc, parts.query):
        return source
    return urlunsplit((parts.scheme, netloc, parts.path, query, parts.fragment))


def _without_password(text: str) -> str:
    return _PASSWORD.sub(r"\1***", _ACCOUNT.sub("", text)) if "ducklake:" in text else text


def masked_in(text: str) -> str:
    """A text whose addresses are masked.

    >>> masked_in("GET https://me:pw@example.org/?token=abc then 'a/b'")
    "GET https://example.org/?token=*** then 'a/b'"
    """
    text = _ADDRESS.sub(lambda found: masked(found[0]), text) if "://" in text else text
    return _without_password(text)
