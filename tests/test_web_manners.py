"""Good manners on the web: robots.txt, pauses, and what has not changed is not asked for again."""

from __future__ import annotations

import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from flows.sources import Rejected

from .web_stand_in import SHORT, Answer, Web, access, documents, items, rss, sitemap


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
