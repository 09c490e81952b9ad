"""Search: a phrase is found however it and the text were typed, and shown where it stands."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

import pytest

from warehouse import ask
from warehouse.database import Connection, frame_of

from .test_sql_marts import insert

VIETNAMESE = "Tổng cục Thuế quyết định hỗ trợ 5 triệu đồng cho mỗi hộ ở tổ dân phố Tổ."
TEXT = "دولت در سال ۱۴۰۲ گفت که می‌کوشد کتاب خانهٔ مُدرّسان را بسازد. Đất đai (A.B) 12%."


@pytest.fixture(scope="module")
def con() -> Iterator[Connection]:
    """A warehouse in memory with two documents and one fact."""
    with ask.empty() as con:
        insert(con, "documents", {"doc_id": "d", "text": TEXT, "title": "T"}, 0)
        insert(con, "documents", {"doc_id": "long", "text": "\u200c" * 3000 + "می\u200cرود ۵۰ کیلومتر" + " و" * 200 + " ۵۰ کیلو متر"}, 1)
        insert(con, "documents", {"doc_id": "apart", "text": unicodedata.normalize("NFD", VIETNAMESE)}, 2)
        insert(con, "documents", {"doc_id": "composed", "text": VIETNAMESE}, 3)
        insert(
            con, "documents", {"doc_id": "marks", "text": "e\u0302\u0301 ê\u0301 ế: ba cách gõ. مسو\u0654ول آ ا\u0653نجا مسي\u0654له"}, 4
        )
        insert(con, "numbers", {"doc_id": "d", "sentence": TEXT, "text": "12", "char_start": 70}, 0)
        insert(con, "numbers", {"doc_id": "d", "sentence": "9 roads", "text": "9", "char_start": 90}, 1)
        yield con


@pytest.mark.parametrize(
    ("phrase", "found"),
    [
        ("می‌کوشد", ["d"]),
        ("ميكوشد", ["d"]),
        ("سال 1402", ["d"]),
        ("سال ١٤٠٢", ["d"]),
        ("سال\n\u200f۱۴۰۲", ["d"]),
        ("کتاب خانه مدرسان", ["d"]),
        ("كتاب خانة", ["d"]),
        ("ĐẤT ĐAI", ["d"]),
        ("(a.b)", ["d"]),
        ("50 کیلومتر", ["long"]),
        ("50 کیلو متر", ["long"]),
        ("tổng cục thuế", ["apart", "composed"]),
        (unicodedata.normalize("NFD", "tổng cục thuế"), ["apart", "composed"]),
        ("phố tổ", ["apart", "composed"]),
        ("phố to", []),
        ("tong cuc thue", []),
        ("ế ế ế", ["marks"]),
        ("مسؤول آ", ["marks"]),
        ("مسوول ا\u0653", ["marks"]),
        ("آنجا", ["marks"]),
        ("مسئله", ["marks"]),
        ("انجا", []),
        ("axb", []),
        ("سال 1403", []),
        ("کتابدار", []),
        (".*", []),
        ("it's", []),
        ("", []),
        (" ", []),
    ],
)
def test_a_phrase_is_found_however_it_was_typed(con: Connection, phrase: str, found: list[str]) -> None:
    rows = con.execute("SELECT doc_id FROM search(?)", [phrase]).fetchall()
    assert [doc_id for (doc_id,) in rows] == found


def test_what_is_found_is_shown_as_it_was_read_with_what_stands_around_it(con: Connection) -> None:
    (row,) = frame_of(con, "FROM search('۵۰ کیلو متر')").iter_rows(named=True)
    assert (row["doc_id"], row["times"]) == ("long", 2)
    assert "می\u200cرود ۵۰ کیلومتر و" in row["around"]
    assert len(row["around"]) <= len("۵۰ کیلومتر") + 160


def test_facts_are_found_by_their_sentences(con: Connection) -> None:
    rows = con.execute("SELECT text, source FROM search_facts('كتاب‌خانه')").fetchall()
    assert rows == [("12", "d")]
