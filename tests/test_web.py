"""The web as a source: pages, feeds and sitemaps, a server that fails, and a web that means ill."""

from __future__ import annotations

import datetime
import gzip
import socket
import time
from collections.abc import Callable, Iterator
from ipaddress import ip_network
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pyarrow
import pytest

import warehouse
from flows.pipeline import Job, run
from flows.sources import Access, Document, Rejected, SourceNotFound, SourceUnreadable, read
from flows.sources.access import WebAccess

from .web_stand_in import Answer, Web, serving

LOOPBACK = ip_network("127.0.0.1/32")
TABLE = "<table><tr><td>سال</td><td>درصد</td></tr><tr><td>۱۴۰۱</td><td>۱۲٫۵</td></tr></table>"
PAGE = f"""<!doctype html><html lang="fa-IR"><head><title>گزارش عملکرد</title><meta property="og:site_name" content="روزنامه">
<meta property="article:published_time" content="2024-03-05T00:30:00+03:30"><script>var x = 99;</script></head>
<body><nav><a href="/">خانه</a> 77</nav><article><h1>گزارش عملکرد</h1><p>استان در سال ۲۰۲۳ رتبه ۲۱ را کسب کرد و ۸۱.۲۸٪ از هدف‌ها محقق شد.</p>
{TABLE}</article><footer>021-5555</footer></body></html>"""
SHORT = "<html><body><p>The road is {} km long.</p></body></html>"


@pytest.fixture
def web() -> Iterator[Web]:
    with serving() as server:
        yield server


def access(memory: Path | None = None, **web: Any) -> Access:
    """Loopback allowed, no pauses."""
    patient: dict[str, Any] = {"delay": 0, "pause": 0, "timeout": 5, "allow": [LOOPBACK], **web}
    return Access(web=WebAccess(**patient), memory=memory)


def items(*sources: str, reach: Access | None = None) -> list[Document | Rejected]:
    return list(read(sources, access=reach or access()))


def documents(*sources: str, reach: Access | None = None) -> dict[str, Document]:
    return {item.source: item for item in items(*sources, reach=reach) if isinstance(item, Document)}


def refusals(*sources: str, reach: Access | None = None) -> dict[str, str]:
    return {item.source: item.reason for item in items(*sources, reach=reach) if isinstance(item, Rejected)}


def rss(*links: str, date: str = "Tue, 05 Mar 2024 01:10:00 +0330") -> Answer:
    entries = "".join(f"<item><title>T {link}</title><link>{link}</link><pubDate>{date}</pubDate></item>" for link in links)
    body = f'<?xml version="1.0"?><rss version="2.0"><channel><title>F</title><language>en-gb</language>{entries}</channel></rss>'
    return Answer(body, "application/rss+xml")


def sitemap(*links: str, root: str = "urlset", each: str = "url", more: str = "") -> Answer:
    entries = "".join(f"<{each}><loc>{link}</loc>{more}</{each}>" for link in links)
    return Answer(f'<?xml version="1.0"?><{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</{root}>', "text/xml")


def test_a_page_is_its_main_text_with_what_it_says_of_itself(web: Web) -> None:
    web.pages["/a"] = Answer(PAGE)
    [page] = items(web("/a#top"))
    assert isinstance(page, Document)
    assert (page.source, page.title, page.lang, page.publisher) == (web("/a#top"), "گزارش عملکرد", "fa", "روزنامه")
    assert page.published_on == datetime.date(2024, 3, 5)
    assert "رتبه ۲۱" in page.text
    assert "هدف\u200cها" in page.text
    assert "۱۲٫۵" in page.text
    assert not {"99", "77", "021-5555"} & set(page.text.split())


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        ("<meta charset=windows-1256><p>سال ۱۴۰۲</p>".replace("۱۴۰۲", "1402").encode("cp1256"), "text/html"),
        ("<p>سال 1402</p>".encode("cp1256"), "text/html; charset=windows-1256"),
        ("<p>سال 1402</p>".encode(), "text/html; charset=utf-8"),
        ("\ufeff<meta charset=latin-1><p>سال 1402</p>".encode(), "text/html"),
        ("<p>سال 1402</p>".encode(), "text/html; charset=no-such-thing"),
        ("<p>سال 1402</p>".encode(), ""),
    ],
    ids=["the page says", "the server says", "utf-8", "the BOM wins", "an unknown name is passed over", "nobody says"],
)
def test_a_page_is_decoded_as_declared(web: Web, raw: bytes, kind: str) -> None:
    web.pages["/a"] = Answer(raw, kind)
    assert [document.text for document in documents(web("/a")).values()] == ["سال 1402"]


def test_a_feed_gives_its_pages_with_what_the_feed_knows(web: Web) -> None:
    web.pages |= {"/feed": rss(web("/1"), "/2", web("/1")), "/1": Answer(SHORT.format(1)), "/2": Answer(PAGE)}
    found = documents(web("/feed"))
    assert list(found) == [web("/1"), web("/2")]
    first, second = found.values()
    assert (first.title, first.lang, first.published_on) == (f"T {web('/1')}", "en", datetime.date(2024, 3, 5))
    assert (second.title, second.lang) == ("گزارش عملکرد", "fa")
    assert web.asked.count("/1") == 1


def test_an_atom_feed(web: Web) -> None:
    entry = f'<entry><title>A</title><link href="{web("/1")}"/><published>2024-03-05T23:00:00-05:00</published></entry>'
    web.pages |= {"/atom": Answer(f'<feed xmlns="http://www.w3.org/2005/Atom">{entry}</feed>', "text/xml"), "/1": Answer(SHORT.format(1))}
    assert documents(web("/atom"))[web("/1")].published_on == datetime.date(2024, 3, 5)


def test_sitemaps_of_sitemaps_are_followed_also_packed(web: Web) -> None:
    inner = sitemap(web("/1"), web("/2"))
    web.pages |= {
        "/sitemap.xml": sitemap(web("/inner.xml.gz"), root="sitemapindex", each="sitemap"),
        "/inner.xml.gz": Answer(gzip.compress(str(inner.body).encode()), "application/gzip"),
        "/1": Answer(SHORT.format(1)),
        "/2": Answer(SHORT.format(2)),
    }
    assert list(documents(web("/sitemap.xml"))) == [web("/1"), web("/2")]
    assert refusals(web("/sitemap.xml"), reach=access(depth=0)) == {
        web("/sitemap.xml"): "sitemaps lie deeper than 0; the setting web.depth allows more"
    }


def test_a_sitemap_that_names_itself_ends(web: Web) -> None:
    web.pages["/sitemap.xml"] = sitemap(web("/sitemap.xml"), web("/sitemap.xml?again"), root="sitemapindex", each="sitemap")
    web.pages["/sitemap.xml?again"] = web.pages["/sitemap.xml"]
    assert documents(web("/sitemap.xml")) == {}
    assert len(web.asked) < 10


def test_files_of_this_machine_are_not_read_for_the_web(web: Web) -> None:
    web.pages["/sitemap.xml"] = sitemap("file:///etc/passwd")
    assert refusals(web("/sitemap.xml")) == {
        f"{web('/sitemap.xml')}#file:///etc/passwd": "refused: from the web only http and https links are followed"
    }


def test_only_so_many_pages_are_read_and_the_rest_is_told(web: Web) -> None:
    web.pages["/feed"] = rss(*(web(f"/{number}") for number in range(5)))
    web.pages |= {f"/{number}": Answer(SHORT.format(number)) for number in range(5)}
    found = items(web("/feed"), reach=access(pages=2))
    assert [item.source for item in found] == [web("/0"), web("/1"), web("/feed")]
    assert isinstance(found[-1], Rejected)
    assert found[-1].reason.startswith("names 5 pages; the first 2 were read")


def test_data_files_are_read_by_name_or_type(web: Web) -> None:
    web.pages |= {
        "/a.jsonl.gz": Answer(gzip.compress(b'{"id": "x", "text": "a"}\n'), "application/gzip"),
        "/b.csv": Answer("id,text\n1,b\n", "text/plain"),
        "/c": Answer("plain", "text/plain; charset=utf-8"),
        "/d": Answer('{"id": "y", "text": "d"}\n', "application/x-ndjson"),
        "/unpacked.jsonl.gz": Answer('{"id": "z", "text": "e"}\n', "application/gzip"),
        "/logo": Answer(b"\x89PNG", "image/png"),
    }
    sources = [web(path) for path in web.pages]
    assert [document.text for document in documents(*sources).values()] == ["a", "b", "plain", "d", "e"]
    assert list(refusals(*sources)) == [web("/logo")]


def test_what_fails_is_recorded_and_the_others_go_on(web: Web) -> None:
    web.pages |= {
        "/feed": rss(web("/gone"), web("/broken"), web("/shaky"), web("/good"), "ftp://x/y", "javascript:alert(1)"),
        "/broken": Answer(status=500),
        "/shaky": Answer(SHORT.format(3), first=[503, 500]),
        "/good": Answer(SHORT.format(4)),
    }
    feed = web("/feed")
    found = items("http://127.0.0.1:9/", feed, reach=access(attempts=3))
    assert [item.source for item in found if isinstance(item, Document)] == [web("/shaky"), web("/good")]
    assert {item.source: item.reason.partition(":")[0] for item in found if isinstance(item, Rejected)} == {
        "http://127.0.0.1:9/": "cannot be reached",
        f"{feed}#{web('/gone')}": "answered with 404 Not Found",
        f"{feed}#{web('/broken')}": "answered with 500 Internal Server Error",
        f"{feed}#ftp://x/y": "refused",
        f"{feed}#javascript:alert(1)": "refused",
    }
    asked = {path: web.asked.count(path) for path in ("/gone", "/broken", "/shaky", "/good")}
    assert asked == {"/gone": 1, "/broken": 3, "/shaky": 3, "/good": 1}


@pytest.mark.parametrize(
    ("status", "error"), [(404, SourceNotFound), (410, SourceNotFound), (403, SourceUnreadable), (500, SourceUnreadable)]
)
def test_an_address_that_is_the_only_source_is_an_error(web: Web, status: int, error: type[Exception]) -> None:
    web.pages["/a"] = Answer(status=status)
    with pytest.raises(error, match=f"/a: answered with {status}"):
        items(web("/a"))


def test_a_server_that_says_when_is_asked_again_then(web: Web) -> None:
    web.pages["/a"] = Answer(SHORT.format(1), first=[429], headers={"Retry-After": "0"})
    assert list(documents(web("/a"), reach=access(pause=3600))) == [web("/a")]


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


@pytest.mark.parametrize(
    ("robots", "reason"),
    [
        (Answer("User-agent: raqam\nDisallow: /a", "text/plain"), "robots.txt of its host forbids it"),
        (Answer("User-agent: *\nDisallow: /*a$", "text/plain"), "robots.txt of its host forbids it"),
        (Answer(status=503), "robots.txt of its host was answered with 503"),
        (Answer("User-agent: other\nDisallow: /", "text/plain"), None),
        (Answer(status=403), None),
    ],
)
def test_robots_txt_is_obeyed(web: Web, robots: Answer, reason: str | None) -> None:
    web.pages |= {"/robots.txt": robots, "/a": Answer(SHORT.format(1)), "/feed": rss(web("/a"))}
    found = items(web("/a"), web("/a"), reach=access(attempts=1))
    assert [item.reason for item in found[:1] if isinstance(item, Rejected)] == ([reason] if reason else [])
    assert items(web("/a"), reach=access(robots=False))[0].source == web("/a")


def test_what_has_not_changed_is_not_sent_again_but_read_all_the_same(web: Web, tmp_path: Path) -> None:
    memory = tmp_path / "home" / "web.sqlite"
    web.pages |= {"/feed": rss(web("/1")), "/1": Answer(SHORT.format(1), etag='"1"')}
    before = documents(web("/feed"), reach=access(memory))
    assert documents(web("/feed"), reach=access(memory)) == before
    assert web.not_modified == {"/1": 1}
    web.pages["/1"] = Answer(SHORT.format(2), etag='"2"')
    assert "2 km" in documents(web("/feed"), reach=access(memory))[web("/1")].text


def test_a_page_that_has_not_changed_since_by_its_sitemap_is_not_asked_for(web: Web, tmp_path: Path) -> None:
    memory = tmp_path / "web.sqlite"
    web.pages |= {"/sitemap.xml": sitemap(web("/1"), more="<lastmod>2020-01-01</lastmod>"), "/1": Answer(SHORT.format(1))}
    before = documents(web("/sitemap.xml"), reach=access(memory))
    assert documents(web("/sitemap.xml"), reach=access(memory)) == before
    assert web.asked.count("/1") == 1


@pytest.mark.parametrize(
    ("robots", "delay", "pauses"),
    [(Answer(status=404), 3.0, [3.0, 3.0]), (Answer("User-agent: *\nCrawl-delay: 7", "text/plain"), 3.0, [3.0, 7.0])],
    ids=["the setting", "robots.txt asks for more"],
)
def test_a_host_is_left_alone_between_two_requests(
    web: Web, monkeypatch: pytest.MonkeyPatch, robots: Answer, delay: float, pauses: list[float]
) -> None:
    slept: list[float] = []
    clock = SimpleNamespace(monotonic=lambda: sum(slept), sleep=slept.append, time=time.time)
    monkeypatch.setattr("flows.sources.web.client.time", clock)
    web.pages |= {"/robots.txt": robots, "/1": Answer(SHORT.format(1)), "/2": Answer(SHORT.format(2))}
    assert len(documents(web("/1"), web("/2"), reach=access(delay=delay))) == 2
    assert web.asked == ["/robots.txt", "/1", "/2"]
    assert slept == [pauses[-1]] * 2  # before each page; the rules are known when the first is asked for


@pytest.mark.parametrize("pack", [gzip.compress, lambda raw: pyarrow.compress(raw, "zstd", asbytes=True)], ids=["gz", "zst"])
def test_an_archive_of_the_web_that_explodes_is_given_up(web: Web, monkeypatch: pytest.MonkeyPatch, pack: Callable[[bytes], bytes]) -> None:
    monkeypatch.setattr("flows.sources.limits._HARMLESS", 1 << 20)
    suffix = "gz" if pack is gzip.compress else "zst"
    web.pages |= {f"/a.jsonl.{suffix}": Answer(pack(b'{"text": "12 km"}\n' + b"\n" * 10_000_000), "application/octet-stream")}
    found = items(web(f"/a.jsonl.{suffix}"))
    assert isinstance(found[-1], Rejected)
    assert found[-1].reason == "reading stopped: it unpacks to more than 250 times its size, which no text does"


def test_a_source_that_fails_is_in_the_warehouse_until_it_works_again(web: Web, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"ALLOW": '["127.0.0.1/32"]', "DELAY": "0", "PAUSE": "0", "ATTEMPTS": "3"}.items():
        monkeypatch.setenv(f"RAQAM_WEB_{name}", value)
    web.pages |= {"/feed": rss(web("/broken"), web("/good")), "/broken": Answer(status=500), "/good": Answer(SHORT.format(4))}
    job = Job(("http://127.0.0.1:9/", web("/feed")), tmp_path, export=False)
    assert (run(job).new, web.asked.count("/broken")) == (1, 3)
    asked = "SELECT source, stage, reason FROM rejects ORDER BY reason"
    assert [(source, stage, reason.partition(":")[0]) for source, stage, reason in warehouse.query(tmp_path, asked).rows()] == [
        (f"{web('/feed')}#{web('/broken')}", "read", "answered with 500 Internal Server Error"),
        ("http://127.0.0.1:9/", "read", "cannot be reached"),
    ]
    web.pages["/broken"] = Answer(SHORT.format(5))
    assert (run(job).new, warehouse.query(tmp_path, asked).height) == (1, 1)


def test_a_damaged_memory_is_begun_anew(web: Web, tmp_path: Path) -> None:
    memory = tmp_path / "web.sqlite"
    memory.write_bytes(b"no database" * 999)
    web.pages["/1"] = Answer(SHORT.format(1), etag='"1"')
    assert list(documents(web("/1"), reach=access(memory))) == [web("/1")]


def test_secrets_of_an_address_are_named_nowhere(web: Web) -> None:
    web.pages |= {"/feed?api_key=k1": rss(web("/gone")), "/robots.txt": Answer(status=404)}
    source = web("/feed?api_key=k1").replace("http://", "http://me:pw@")
    shown = repr(items(source, web("/feed?api_key=k1")))
    assert web("/feed?api_key=***") in shown
    assert not any(secret in shown for secret in ("k1", "pw"))


@pytest.mark.parametrize(
    "page",
    [
        "<p>12 km &lt;script&gt;alert(1)&lt;/script&gt;</p>",
        "<p>12 km</p>" + "<b>" * 5000,
        "<p onclick='x()'>12 km</p><iframe srcdoc='<p>13</p>'></iframe><style>p{content:'14'}</style>",
        "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><html><body><p>12 km &a;</p></body></html>",
        "<p>12 km</p>" + "<table><tr><td>" * 3000,
        "<p>12 km</p><![CDATA[ <p>x</p> ]]><?php system('x') ?>",
    ],
    ids=["tags as text", "deep", "attributes", "entities", "tables", "cdata"],
)
def test_a_hostile_page_stays_text(tmp_path: Path, page: str) -> None:
    path = tmp_path / "a.html"
    path.write_text(f"<html><body>{page}</body></html>" if not page.startswith("<!") else page, encoding="utf-8")
    [item] = items(str(path))
    assert isinstance(item, Document)
    assert "12 km" in item.text
    assert "root:" not in item.text
    assert not any(mark in item.text for mark in ("onclick", "content:'14'"))
