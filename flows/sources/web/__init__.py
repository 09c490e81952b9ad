"""Pages, feeds, sitemaps and data files of the web. What is not got is a reject in its place; the others go on."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from flows.sources.access import Access, WebAccess
from flows.sources.document import Document, Rejected, SourceNotFound, SourceUnreadable, why
from flows.sources.formats import KNOWN, read_stream, unpack_as
from flows.sources.html import read_page
from flows.sources.limits import read_whole
from flows.sources.masking import masked
from flows.sources.web.client import Fetched, Visitor, WebError
from flows.sources.web.links import Link, feed_links, root_of, sitemap_links
from flows.sources.web.memory import Memory

Items = Iterator[Document | Rejected]
_ADVICE = "Check the address, or try again later"
_MAGIC = {".gz": b"\x1f\x8b", ".zst": b"\x28\xb5\x2f\xfd"}


@contextmanager
def visiting(access: Access) -> Iterator[Site]:
    """The web, for as long as sources are read."""
    with Memory(access.memory) as memory:
        visitor = Visitor(access.web, memory)
        try:
            yield Site(visitor, access.web)
        finally:
            visitor.close()


@dataclass(slots=True)
class Site:
    """Reads addresses; a page that several feeds name is read once."""

    visitor: Visitor
    access: WebAccess
    _seen: set[str] = field(default_factory=set)

    def read(self, url: str, alone: bool) -> Items:
        """The documents of one address: of a page itself, of a feed or sitemap its pages.

        Raises SourceNotFound or SourceUnreadable where it is the only source and not got.
        """
        name = masked(url)
        return (item if item.read_from else replace(item, read_from=name) for item in self._read_source(url, name, alone))

    def _read_source(self, url: str, name: str, alone: bool) -> Items:
        try:
            fetched = self.visitor.get(url)
        except WebError as error:
            if alone:
                raise (SourceNotFound if error.status in (404, 410) else SourceUnreadable)(name, str(error), _ADVICE) from error
            yield Rejected(name, None, None, str(error))
            return
        yield from self._read(fetched, name, 0)

    def _read(self, fetched: Fetched, name: str, depth: int) -> Items:
        with fetched.body:
            try:
                if fetched.kind.suffix in (".html", ".xml"):
                    yield from self._read_markup(fetched, name, depth)
                elif fetched.kind.suffix:
                    yield from read_stream(fetched.body, name, fetched.kind.suffix, _packing(fetched))
                else:
                    yield Rejected(name, None, None, f"unknown format; known are {KNOWN}")
            except (OSError, EOFError, zlib.error) as error:
                yield Rejected(name, None, None, f"reading stopped: {why(error)}")

    def _read_markup(self, fetched: Fetched, name: str, depth: int) -> Items:
        body = read_whole(unpack_as(fetched.body, _packing(fetched)), self.access.page_mb << 20)
        root = root_of(body) if fetched.kind.suffix == ".xml" or body.lstrip()[:5] in (b"<?xml", b"<rss ") else "html"
        if root == "feed":
            yield from self._pages(feed_links(body, fetched.url), name)
        elif root == "urlset":
            yield from self._pages(sitemap_links(body, fetched.url), name)
        elif root == "sitemapindex":
            yield from self._sitemaps(sitemap_links(body, fetched.url), name, depth)
        elif root == "html":
            yield read_page(body, name, fetched.kind.charset)
        else:
            yield Rejected(name, None, None, "neither a page nor a feed nor a sitemap")

    def _sitemaps(self, links: list[Link], name: str, depth: int) -> Items:
        if depth >= self.access.depth:
            yield Rejected(name, None, None, f"sitemaps lie deeper than {self.access.depth}; the setting web.depth allows more")
            return
        for link in links:
            if not self._is_new(link.url):
                continue
            try:
                fetched = self.visitor.get(link.url, link.changed_on)
            except WebError as error:
                yield Rejected(f"{name}#{masked(link.url)}", None, None, str(error))
                continue
            yield from self._read(fetched, name, depth + 1)

    def _pages(self, links: list[Link], name: str) -> Items:
        if not links:
            yield Rejected(name, None, None, "names no page")
        for link in links[: self.access.pages]:
            if self._is_new(link.url):
                yield from self._page(link, name)
        if len(links) > self.access.pages:
            reason = f"names {len(links)} pages; the first {self.access.pages} were read, the setting web.pages allows more"
            yield Rejected(name, None, None, reason)

    def _page(self, link: Link, name: str) -> Items:
        """A page of a feed: its rejects are named after the feed, so that they go when the feed is read again without them."""
        source = masked(link.url.partition("#")[0])
        try:
            fetched = self.visitor.get(link.url, link.changed_on)
        except WebError as error:
            yield Rejected(f"{name}#{source}", None, None, str(error))
            return
        if fetched.kind.suffix == ".xml":
            yield Rejected(f"{name}#{source}", None, None, "a feed or sitemap where a page should be")
            return
        for item in self._read(fetched, source, self.access.depth):
            yield replace(item, source=f"{name}#{item.source}") if isinstance(item, Rejected) else _completed(item, link, source)

    def _is_new(self, url: str) -> bool:
        if url in self._seen:
            return False
        self._seen.add(url)
        return True


def _completed(document: Document, link: Link, source: str) -> Document:
    """With what the feed knows, where the page does not say; it lies in its own page, for feeds forget what they no longer name."""
    return replace(
        document,
        read_from=source,
        title=document.title or link.title,
        published_on=document.published_on or link.published_on,
        lang=document.lang or link.lang,
    )


def _packing(fetched: Fetched) -> str:
    """How the body is packed: servers unpack some files on the way and leave their names as they were."""
    magic = _MAGIC.get(fetched.kind.packing)
    if magic is None:
        return ""
    packed = fetched.body.read(len(magic)) == magic
    fetched.body.seek(0)
    return fetched.kind.packing if packed else ""
