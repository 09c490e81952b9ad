"""The macros: folding, the Jalali calendar, EDTF."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from persiantools.jdatetime import JalaliDate

from warehouse import ask
from warehouse.database import Connection, scalar


@pytest.fixture(scope="module")
def con() -> Iterator[Connection]:
    """An empty warehouse in memory."""
    with ask.empty() as con:
        yield con


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("fold_fa('مي‌كنم')", "میکنم"),
        ("fold_fa('می‌کنم') = fold_fa('میکنم')", True),
        ("fold_fa('۱۴۰۲٣ ABC')", "14023 abc"),
        ("fold_fa('مُدیرِ مـــحترم')", "مدیر محترم"),
        ("fold_fa('Đất đai')", "đất đai"),
        ("fold_fa('مسو\u0654ول') = fold_fa('مسوول')", True),
        ("fold_fa('Đa\u0302\u0301t')", "đất"),
        ("fold_fa(NULL)", None),
        ("composed('e\u0302\u0301')", "ế"),
        ("composed('e\u0323\u0302') = composed('\u1ec7')", True),
        ("composed('ﬁ ١٢')", "ﬁ ١٢"),
        ("composed(NULL)", None),
        ("plain(3.20)", "3.2"),
        ("plain(3000000000000)", "3000000000000"),
        ("plain(-0.5)", "-0.5"),
        ("plain(0)", "0"),
        ("jalali(DATE '2023-03-21')", "1402-01-01"),
        ("jalali(DATE '2021-03-20')", "1399-12-30"),
        ("jalali(NULL)", None),
        ("from_jalali(1402, 9, 9)", date(2023, 11, 30)),
        ("from_jalali(1399, 12, 30)", date(2021, 3, 20)),
        ("edtf_start('2023')", date(2023, 1, 1)),
        ("edtf_end('2023')", date(2023, 12, 31)),
        ("edtf_end('2024-02')", date(2024, 2, 29)),
        ("edtf_start('2024-02-29')", date(2024, 2, 29)),
        ("edtf_end('2023-02-29')", None),
        ("edtf_start('202X')", date(2020, 1, 1)),
        ("edtf_end('202X')", date(2029, 12, 31)),
        ("edtf_end('20XX')", date(2099, 12, 31)),
        ("edtf_start('2023-34')", date(2023, 4, 1)),
        ("edtf_end('2023-36')", date(2023, 12, 31)),
        ("edtf_start('2023-41')", date(2023, 7, 1)),
        ("edtf_end('2023-40')", date(2023, 6, 30)),
        ("edtf_start('2015/2020')", date(2015, 1, 1)),
        ("edtf_end('2015/2020-06')", date(2020, 6, 30)),
        ("edtf_start('XXXX-04-15')", None),
        ("edtf_end('XXXX-04')", None),
        ("edtf_start(NULL)", None),
        ("official_document('decree', '61/2018/nđ-cp', NULL, 'x')", "61/2018/NĐ-CP"),
        ("official_document('decision', '581', NULL, 'x')", "decision:581"),
        ("official_document('law', NULL, NULL, 'قانون كار')", "law:قانون کار"),
        ("official_document('law', NULL, 'Title', 'x')", "law:title"),
    ],
)
def test_a_macro_gives(con: Connection, call: str, expected: Any) -> None:
    assert scalar(con, f"SELECT {call}") == expected


def test_jalali_agrees_with_another_library_at_the_turn_of_every_year(con: Connection) -> None:
    rows = con.execute(
        "SELECT day::DATE, jalali(day) FROM range(DATE '1925-01-01', DATE '2090-01-01', INTERVAL 1 DAY) AS t(day)"
        " WHERE month(day) = 3 AND day(day) BETWEEN 20 AND 22"
    ).fetchall()
    ours = {day: text for day, text in rows}
    assert {day: JalaliDate(day).isoformat() for day in ours} == ours


def test_from_jalali_undoes_jalali(con: Connection) -> None:
    sql = (
        "SELECT count(*) FROM (SELECT day::DATE AS day, string_split(jalali(day), '-')::INTEGER[] AS p"
        " FROM range(DATE '1800-01-01', DATE '2250-01-01', INTERVAL 1 DAY) AS t(day)) WHERE from_jalali(p[1], p[2], p[3]) <> day"
    )
    assert scalar(con, sql) == 0
