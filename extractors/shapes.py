"""What a piece that begins with a digit is, by its shape alone: numeral, ratio, numeric date, clock time, document symbol or code."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal
from typing import Any

from extractors.data import read_data
from extractors.glued import glues, prefixed
from extractors.lexicon import Lexicon
from extractors.numeral import Numeral, numeral_senses, separated

_H = f"[{read_data('shared')['hour_letters']}]"
_CLOCK = re.compile(rf"(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d)?|(?:[01]?\d|2[0-4]){_H}[0-5]\d")
_HOUR = re.compile(rf"(?:[01]?\d|2[0-4]){_H}")
_TAIL = re.compile(r"(\d[\d.,\u066b\u066c:/]*)([^\W\d_]\w*)")
_SYMBOL = re.compile(r"\d{1,5}/[A-ZĐ]{3,}")  # 285/CCTTHC
_DATE = re.compile(r"(\d{1,4})([.,/-])(\d{1,2})\2(\d{1,4})")
_SLASHED = re.compile(r"(\d+(?:[.,\u066b]\d+)?)/(\d+(?:[.,\u066b]\d+)?)")
_PLAIN = re.compile(r"\d+(?:[.,\u066b\u066c]\d+)*")
_DAY_YEAR = re.compile(r"([1-9]|[12]\d|3[01]),((?:19|20)\d\d)")  # `May 1,2001`, without a space
_COMMON_PARTS = (2, 3, 4, 8, 16)
_RAISED = re.compile("[⁰¹²³⁴-⁹]+")
_ROUND_THE_CLOCK = {("24", "7"), ("24", "24")}
_LONGEST = 20  # digits; more is a code, not a figure


def digit_senses(bare: str, lexicon: Lexicon) -> dict[str, Any]:
    """The senses of a piece that begins with a digit.

    Classes: N and its kin (`numeral_senses`), DATENUM (year, month, day as written; whether the year stands first), RATIO ``a/b`` with
    DAYMONTH, DAYSURE, MONTHYEAR or YEARS where it may be those, COMMONPART where it may be a part of a measure (`3/4`), or GRADE
    where it is a score, TIME, SYMBOL, CODE, SPLIT (a numeral with its unit or scale glued on). POWER: raised digits.
    """
    if _RAISED.fullmatch(bare):
        return {"POWER": True, "PUNCT": True}
    if bare[0] == ".":
        return numeral_senses(Numeral(Decimal(bare)))
    if _PLAIN.fullmatch(bare):
        return _dotted_date(bare) or _number(bare, lexicon)
    if _CLOCK.fullmatch(bare):
        return {"TIME": True}
    if m := _DATE.fullmatch(bare):
        return _full_date(m[1], m[3], m[4], lexicon.year_first) or {"CODE": True, "DOCNUM": bare}
    if m := _SLASHED.fullmatch(bare):
        return _ratio(m[1], m[2], lexicon)
    if m := _TAIL.fullmatch(bare):
        return _known(bare, lexicon) or _with_tail(bare, m[1], m[2], lexicon)
    if re.search(r"[^\W\d_]", bare):
        return {"SYMBOL": bare} if "/" in bare else {"CODE": True, "DASHED": bare}
    return {"CODE": True, "DOCNUM": bare}


def _number(bare: str, lexicon: Lexicon) -> dict[str, Any]:
    value = separated(bare, lexicon.group) if sum(map(str.isdigit, bare)) <= _LONGEST else None
    if value is None:
        return {"CODE": True, "DOCNUM": bare}
    senses = numeral_senses(Numeral(value, digits=len(bare) if bare.isdigit() else 0))
    if m := _DAY_YEAR.fullmatch(bare):
        senses["DAYYEAR"] = (int(m[1]), int(m[2]))
    return {**senses, **_dotted_parts(bare)} if lexicon.group == "." and "." in bare else senses


def _dotted_parts(bare: str) -> dict[str, Any]:
    """DOTTEDDAY (day, month) of `15.7`, DOTTEDMONTH (month, year) of `9.2023`, as some newspapers write them."""
    first, _, second = bare.partition(".")
    if not (second.isdigit() and len(first) <= 2):
        return {}
    if len(second) == 4 and 1 <= int(first) <= 12 and 1200 <= int(second) <= 2999:
        return {"DOTTEDMONTH": (int(first), int(second))}
    return {"DOTTEDDAY": (int(first), int(second))} if len(second) <= 2 and _exists(int(second), int(first)) else {}


def _dotted_date(bare: str) -> dict[str, Any] | None:
    m = _DATE.fullmatch(bare)
    return _full_date(m[1], m[3], m[4]) if m and m[2] in ".," and (len(m[1]) == 4 or len(m[4]) == 4) else None


def _full_date(first: str, middle: str, last: str, year_first: bool = False) -> dict[str, Any] | None:
    """DATENUM with (year, month, day, year first); two-digit years stay as they are written, and stand first or last by the language."""
    leads = len(first) == 4 or (len(first) == 2 and len(last) <= 2 and year_first and int(last) <= 31)
    year, day = (first, last) if leads else (last, first)
    if len(year) not in (2, 4) or len(day) > 2 or not 1 <= int(middle) <= 31 or not 1 <= int(day) <= 31:
        return None
    return {"DATENUM": (year, int(middle), int(day), leads)} if min(int(middle), int(day)) <= 12 else None


def _ratio(first: str, second: str, lexicon: Lexicon) -> dict[str, Any]:
    a, b = separated(first, lexicon.group), separated(second, lexicon.group)
    if a is None or b is None:
        return {"CODE": True, "DOCNUM": f"{first}/{second}"}
    if (first, second) in _ROUND_THE_CLOCK:
        return {"CODE": True}
    senses: dict[str, Any] = {"RATIO": (a, b), "DOCNUM": f"{first}/{second}"}
    if a != int(a):
        senses["GRADE"] = True  # nobody counts 3.4 of 10
    if first == "0":
        senses["NOUGHT"] = True  # `0/798`, which is no date and no part
    if a < b and b in _COMMON_PARTS:
        senses["COMMONPART"] = (a, b)
    if first.isdigit() and second.isdigit():
        senses |= _dates_of(int(a), int(b), first, second, "COMMONPART" in senses)
    return senses


def _dates_of(a: int, b: int, first: str, second: str, part: bool) -> dict[str, Any]:
    """The classes of two figures with a stroke between them that may be a date or two years."""
    senses: dict[str, Any] = {}
    if 1 <= a <= 31 and 1 <= b <= 12 and _exists(b, a):
        senses["DAYMONTH"] = (a, b)
    if not part and (day := _sure_day(a, b)):
        senses["DAYSURE"] = day
    if 1 <= a <= 12 and len(second) == 4 and 1200 <= b <= 2999:
        senses["MONTHYEAR"] = (a, b)
    if len(first) == 4 and (b == a + 1 or (len(second) == 2 and b == (a + 1) % 100)):
        senses["YEARS"] = (a, a + 1)
    if len(first) == 4 and 1 <= b <= 12 and 1200 <= a <= 2999:
        senses["YEARMONTH"] = (a, b)
    return senses


def _sure_day(a: int, b: int) -> tuple[int, int] | None:
    """Day and month of `22/04` and `4/22`, of which only one can be the month."""
    day, month = max(a, b), min(a, b)
    return (day, month) if 12 < day <= 31 and 1 <= month <= 12 and _exists(month, day) else None


def _exists(month: int, day: int) -> bool:
    try:
        datetime.date(2000, month, day)
    except ValueError:
        return False
    return True


def _known(bare: str, lexicon: Lexicon) -> dict[str, Any]:
    """A word of the lexicon (`3Q`), one with a figure glued on (`3Q24`), a document's letters (`285/CCTTHC`); empty for another piece."""
    if own := lexicon.senses(bare.lower()):
        return dict(own)
    if prefixed(bare, lexicon):
        return {"SPLIT": True}
    return {"SYMBOL": bare} if _SYMBOL.fullmatch(bare) else {}


def _with_tail(bare: str, digits: str, tail: str, lexicon: Lexicon) -> dict[str, Any]:
    """A numeral with letters glued on: an ordinal, a unit or scale, an hour, or a code."""
    known = lexicon.senses(tail.lower())
    if "ORDINALTAIL" in known and digits.isdigit():
        return numeral_senses(Numeral(Decimal(digits), ordinal=True))
    if "DECADETAIL" in known and digits.isdigit():
        return {"DECADE": int(digits)}
    if "SCALEMONEY" in known and "UNIT" not in known and _PLAIN.fullmatch(digits):
        if "." in digits and tail.isupper():
            return {"SPLIT": True}  # `1.5B views`
        return {"CODE": True, "DASHED": bare, "MONEYTAIL": True}
    if "DECIMALTAIL" in known and digits.isdigit():
        return {"CODE": True, "DASHED": bare}
    if "HOURTAIL" in known and _HOUR.fullmatch(bare):
        return {"TIME": True}  # `7g`; but `100g`
    if (glues(tail, known) or "MONTH" in known) and (_PLAIN.fullmatch(digits) or digits.endswith("/")):
        return {"SPLIT": True}
    return {"TIME": True} if _HOUR.fullmatch(bare) else {"CODE": True, "DASHED": bare}
