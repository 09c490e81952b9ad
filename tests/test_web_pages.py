"""The web as a source: what pages, feeds, sitemaps and data files become."""

from __future__ import annotations

import datetime
import gzip
from pathlib import Path

import pytest

from flows.sources import Document, Rejected

from .web_stand_in import SHORT, Answer, Web, access, documents, items, refusals, rss, sitemap

TABLE = "<table><tr><td>سال</td><td>درصد</td></tr><tr><td>۱۴۰۱</td><td>۱۲٫۵</td></tr></table>"
PAGE = f"""<!doctype html><html lang="fa-IR"><head><title>گزارش عملکرد</title><meta property="og:site_name" content="روزنامه">
<meta property="article:published_time" content="2024-03-05T00:30:00+03:30"><script>var x = 99;</script></head>
<body><nav><a href="/">خانه</a> 77</nav><article><h1>گزارش عملکرد</h1><p>استان در سال ۲۰۲۳ رتبه ۲۱ را کسب کرد و ۸۱.۲۸٪ از هدف‌ها محقق شد.</p>
{TABLE}</article><footer>021-5555</footer></body></html>"""


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
