"""What a feed (RSS, Atom) or a sitemap points to, with what it says of each page."""

from __future__ import annotations

import io
import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from email.utils import parsedate_to_datetime
from typing import Any, Literal
from urllib.parse import urljoin

from flows.sources.row import Row

Root = Literal["feed", "urlset", "sitemapindex", "html"]
_ROOT = re.compile(rb"<(?:[\w.-]{1,20}:)?(rss|feed|RDF|urlset|sitemapindex|html)\b", re.I)
_ROOTS: dict[bytes, Root] = {b"urlset": "urlset", b"sitemapindex": "sitemapindex", b"html": "html"}
_BEGINNING = 4096


@dataclass(frozen=True, slots=True)
class Link:
    """A page, and what is known of it before it is read; ``changed_on`` is the day of its last change."""

    url: str
    title: str | None = None
    published_on: date | None = None
    lang: str | None = None
    changed_on: date | None = None


def root_of(body: bytes) -> Root | None:
    """What a piece of XML or HTML is, by its first element that is known.

    >>> root_of(b'<?xml version="1.0"?><rss version="2.0">'), root_of(b"<!doctype html><HTML>"), root_of(b"12 km")
    ('feed', 'html', None)
    """
    found = _ROOT.search(body[:_BEGINNING])
    return _ROOTS.get(found[1].lower(), "feed") if found else None


def feed_links(body: bytes, url: str) -> list[Link]:
    """The entries of a feed in its order; none where it is no feed. It is parsed from bytes: nothing is fetched."""
    import feedparser

    parsed = feedparser.parse(io.BytesIO(body))
    lang = _known("lang", parsed.feed.get("language"))
    return [
        Link(urljoin(url, entry.link), entry.get("title") or None, _day(entry.get("published") or entry.get("updated")), lang)
        for entry in parsed.entries
        if entry.get("link")
    ]


def sitemap_links(body: bytes, url: str) -> list[Link]:
    """The pages, or the further sitemaps, of a sitemap; those that changed last come first."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, remove_comments=True)
    root = etree.fromstring(body, parser)
    links = [] if root is None else [_sitemap_link(entry, url) for entry in root]
    return sorted((link for link in links if link), key=lambda link: link.changed_on or date.min, reverse=True)


def _sitemap_link(entry: Any, url: str) -> Link | None:
    said = {str(node.tag).rpartition("}")[2]: (node.text or "").strip() for node in entry.iter() if isinstance(node.tag, str)}
    if not said.get("loc"):
        return None
    published, lang = _day(said.get("publication_date")), _known("lang", said.get("language"))
    return Link(urljoin(url, said["loc"]), said.get("title") or None, published, lang, _day(said.get("lastmod")))


def _day(said: str | None) -> date | None:
    """The day as the publisher's own clock had it.

    >>> _day("Tue, 05 Mar 2024 01:10:00 +0330"), _day("2024-03-05T01:10:00+03:30"), _day("lately")
    (datetime.date(2024, 3, 5), datetime.date(2024, 3, 5), None)
    """
    if not said:
        return None
    with suppress(ValueError):
        said = parsedate_to_datetime(said).date().isoformat()
    day: date | None = _known("published_on", said)
    return day


def _known(field: str, value: str | None) -> Any:
    """A value as a row would have it, None where it would be refused."""
    try:
        return getattr(Row.model_validate({"text": "-", field: value or None}), field)
    except ValueError:
        return None
