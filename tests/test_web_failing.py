"""A web that fails: what is wrong is told, and the other sources go on."""

from __future__ import annotations

from pathlib import Path

import pytest

import warehouse
from flows.pipeline import Job, run
from flows.sources import Document, Rejected, SourceNotFound, SourceUnreadable

from .web_stand_in import SHORT, Answer, Web, access, documents, items, rss


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
