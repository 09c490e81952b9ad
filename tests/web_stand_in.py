"""A web of a few pages on loopback: what each path answers is a table, and every request is written down; and what is read of it."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_network
from pathlib import Path
from typing import Any

from flows.sources import Access, Document, Rejected, read
from flows.sources.access import WebAccess

LOOPBACK = ip_network("127.0.0.1/32")
SHORT = "<html><body><p>The road is {} km long.</p></body></html>"


def opened() -> threading.Event:
    """A gate that holds nobody up."""
    gate = threading.Event()
    gate.set()
    return gate


@dataclass
class Answer:
    """What a path gives: ``first`` statuses come before it, one a request; ``endless`` repeats the body for ever,
    and behind a ``gate`` it waits until that is open."""

    body: bytes | str = b""
    kind: str = "text/html; charset=utf-8"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    first: list[int] = field(default_factory=list)
    etag: str | None = None
    endless: bool = False
    slow: float = 0.0
    gate: threading.Event = field(default_factory=opened)


class Web:
    """The pages by path, the paths that were asked for, and the conditional requests among them."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.pages: dict[str, Answer] = {}
        self.asked: list[str] = []
        self.not_modified: Counter[str] = Counter()

    def __call__(self, path: str) -> str:
        """The full address of a path."""
        return self.address + path


@contextmanager
def serving() -> Iterator[Web]:
    """A server on 127.0.0.1."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            web.asked.append(self.path)
            answer = web.pages.get(self.path, Answer(status=404))
            time.sleep(answer.slow)
            answer.gate.wait()
            status = answer.first.pop(0) if answer.first else answer.status
            if answer.etag and self.headers.get("If-None-Match") == answer.etag:
                web.not_modified[self.path] += 1
                status = 304
            self._send(status, answer)

        def _send(self, status: int, answer: Answer) -> None:
            body = answer.body.encode() if isinstance(answer.body, str) else answer.body
            body = body if status == answer.status else b""
            self.send_response(status)
            for name, value in {**answer.headers, **({"ETag": answer.etag} if answer.etag else {})}.items():
                self.send_header(name, value)
            self.send_header("Content-Type", answer.kind)
            if not answer.endless:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            try:
                self.wfile.write(body)
                while answer.endless and status == 200:
                    self.wfile.write(body)
            except OSError:
                self.close_connection = True
            if answer.endless:
                self.close_connection = True

        def log_message(self, *_: Any) -> None:
            """Quietly."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    web = Web(f"http://127.0.0.1:{server.server_port}")
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield web
    finally:
        server.shutdown()
        server.server_close()


def access(memory: Path | None = None, **web: Any) -> Access:
    """Loopback allowed, no pauses."""
    patient: dict[str, Any] = {"delay": 0, "pause": 0, "timeout": 5, "allow": [LOOPBACK], **web}
    return Access(web=WebAccess(**patient), memory=memory)


def items(*sources: str, reach: Access | None = None) -> list[Document | Rejected]:
    """All that is read of some addresses, in order."""
    return list(read(sources, access=reach or access()))


def documents(*sources: str, reach: Access | None = None) -> dict[str, Document]:
    """Source → document."""
    return {item.source: item for item in items(*sources, reach=reach) if isinstance(item, Document)}


def refusals(*sources: str, reach: Access | None = None) -> dict[str, str]:
    """Source → why it became no document."""
    return {item.source: item.reason for item in items(*sources, reach=reach) if isinstance(item, Rejected)}


def rss(*links: str, date: str = "Tue, 05 Mar 2024 01:10:00 +0330") -> Answer:
    """A feed of some pages."""
    entries = "".join(f"<item><title>T {link}</title><link>{link}</link><pubDate>{date}</pubDate></item>" for link in links)
    body = f'<?xml version="1.0"?><rss version="2.0"><channel><title>F</title><language>en-gb</language>{entries}</channel></rss>'
    return Answer(body, "application/rss+xml")


def sitemap(*links: str, root: str = "urlset", each: str = "url", more: str = "") -> Answer:
    """A sitemap of some pages, or with other elements a sitemap of sitemaps."""
    entries = "".join(f"<{each}><loc>{link}</loc>{more}</{each}>" for link in links)
    return Answer(f'<?xml version="1.0"?><{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</{root}>', "text/xml")
