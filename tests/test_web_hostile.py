"""A web that means ill: limits, local addresses, files of this machine, secrets."""

from __future__ import annotations

import gzip
import socket
from collections.abc import Callable
from typing import Any

import pyarrow
import pytest

from flows.sources import Rejected, SourceUnreadable

from .web_stand_in import SHORT, Answer, Web, access, items, refusals, rss, sitemap


@pytest.mark.parametrize(
    ("answer", "limits", "reason"),
    [
        (Answer(b"x" * 4096, endless=True), {"page_mb": 1}, "longer than 1 MB"),
        (Answer(b"x" * 4096, "text/csv", endless=True), {"file_mb": 1}, "longer than 1 MB"),
        (Answer(b"x", endless=True), {"seconds": 0.05, "page_mb": 1000}, "took longer than 0.05 s"),
        (Answer(SHORT, slow=1.5), {"timeout": 0.2, "attempts": 1}, "no answer within 0.2 s"),
        (Answer(gzip.compress(bytes(5 << 20)), headers={"Content-Encoding": "gzip"}), {"page_mb": 1}, "longer than 1 MB"),
        (Answer(gzip.compress(bytes(5 << 20)), "application/xml"), {"page_mb": 1}, "neither a page nor a feed nor a sitemap"),
        (Answer(b"no gzip", headers={"Content-Encoding": "gzip"}), {}, "its body is damaged"),
        (Answer(status=302, headers={"Location": "/a"}), {}, "redirects more than 5 times"),
        (Answer(status=302, headers={"Location": "file:///etc/passwd"}), {}, "refused: from the web only http and https"),
        (Answer(status=302, headers={"Location": "http://127.0.0.2/"}), {}, "refused: 127.0.0.2 is the local address 127.0.0.2"),
        (Answer(status=302, headers={"Location": "http://169.254.169.254/latest/"}), {}, "refused: 169.254.169.254 is the local"),
        (Answer(status=302, headers={"Location": "http://[::ffff:127.0.0.1]:1/"}), {}, "refused: ::ffff:127.0.0.1 is the local"),
        (Answer(status=302, headers={"Location": "http://2130706434/"}), {}, "refused: 2130706434 is the local address 127.0.0.2"),
        (Answer("<rss version='2.0'></rss>", "text/xml"), {}, "names no page"),
        (Answer("12", "text/xml"), {}, "neither a page nor a feed nor a sitemap"),
        (Answer(b"\x00\xff\x01" * 99), {}, "not a text"),
    ],
)
def test_a_web_that_means_ill_is_refused(web: Web, answer: Answer, limits: dict[str, Any], reason: str) -> None:
    web.pages |= {"/a": answer, "/good": Answer(SHORT.format(1))}
    found = items(web("/a"), web("/good"), reach=access(**limits))
    assert [item.source for item in found] == [web("/a"), web("/good")]
    assert isinstance(found[0], Rejected)
    assert found[0].reason.startswith(reason)


def test_loopback_is_refused_unless_it_is_allowed(web: Web) -> None:
    web.pages["/a"] = Answer(SHORT.format(1))
    with pytest.raises(SourceUnreadable, match=r"refused: 127\.0\.0\.1 is the local address"):
        items(web("/a"), reach=access(allow=[]))
    assert web.asked == []


def test_a_name_is_looked_up_once_and_every_address_of_it_is_checked(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = ["8.8.8.8", "127.0.0.1"]

    def lookup(*_: Any, **__: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80)) for address in answers]

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    [found] = items("http://rebinding.example/", web("/"), reach=access(allow=[], attempts=1, robots=False))[:1]
    assert isinstance(found, Rejected)
    assert found.reason.startswith("refused: rebinding.example is the local address 127.0.0.1")


def test_files_of_this_machine_are_not_read_for_the_web(web: Web) -> None:
    web.pages["/sitemap.xml"] = sitemap("file:///etc/passwd")
    assert refusals(web("/sitemap.xml")) == {
        f"{web('/sitemap.xml')}#file:///etc/passwd": "refused: from the web only http and https links are followed"
    }


@pytest.mark.parametrize("pack", [gzip.compress, lambda raw: pyarrow.compress(raw, "zstd", asbytes=True)], ids=["gz", "zst"])
def test_an_archive_of_the_web_that_explodes_is_given_up(web: Web, monkeypatch: pytest.MonkeyPatch, pack: Callable[[bytes], bytes]) -> None:
    monkeypatch.setattr("flows.sources.limits._HARMLESS", 1 << 20)
    suffix = "gz" if pack is gzip.compress else "zst"
    web.pages |= {f"/a.jsonl.{suffix}": Answer(pack(b'{"text": "12 km"}\n' + b"\n" * 10_000_000), "application/octet-stream")}
    found = items(web(f"/a.jsonl.{suffix}"))
    assert isinstance(found[-1], Rejected)
    assert found[-1].reason == "reading stopped: it unpacks to more than 250 times its size, which no text does"


def test_secrets_of_an_address_are_named_nowhere(web: Web) -> None:
    web.pages |= {"/feed?api_key=k1": rss(web("/gone")), "/robots.txt": Answer(status=404)}
    source = web("/feed?api_key=k1").replace("http://", "http://me:pw@")
    shown = repr(items(source, web("/feed?api_key=k1")))
    assert web("/feed?api_key=***") in shown
    assert not any(secret in shown for secret in ("k1", "pw"))
