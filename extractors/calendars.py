"""Partial dates of three calendars to EDTF: what is known of a date, and the Gregorian days that it covers."""

from __future__ import annotations

import calendar
import datetime
import re
from dataclasses import dataclass
from functools import lru_cache

from hijridate import Gregorian, Hijri
from persiantools.jdatetime import JalaliDate

Day = datetime.date
_COMMON = 1402  # a Jalali year without a leap day near
HIJRI = (1343, 1500)  # years that the Umm al-Qura tables of hijridate hold
_EDTF = re.compile(r"(?P<year>(?=.{4}(?:-|$))\d+X*)(?:-(?P<part>\d\d))?(?:-(?P<day>\d\d))?")
_CODES = {(1, 3): "33", (4, 6): "34", (7, 9): "35", (10, 12): "36", (1, 6): "40", (7, 12): "41"}
_MONTHS = {code: months for months, code in _CODES.items()}


class NoSuchDate(ValueError):
    """There is no such day or month in the calendar."""


@dataclass(frozen=True, slots=True)
class Partial:
    """What a text says of a date: a day, a month, a run of months (quarter, half), a year, a decade or a century.

    ``digits`` is 4 for a year, 3 for a decade, 2 for a century; ``months`` is (first, last), both 1–12;
    ``year`` is None where the text has none.
    """

    calendar: str
    year: int | None
    months: tuple[int, int] | None = None
    day: int | None = None
    digits: int = 4
    last_day: int | None = None

    @property
    def grain(self) -> str:
        """The finest thing that is known."""
        if self.day:
            return "day"
        if self.digits < 4:
            return "decade" if self.digits == 3 else "century"
        return _month_grain(self.months) if self.months else "year"

    def with_year(self, year: int) -> Partial:
        """The same within a year."""
        return Partial(self.calendar, year, self.months, self.day, self.digits)

    def first(self) -> Day:
        """First day, Gregorian. Raises NoSuchDate."""
        return self._edge(first=True)

    def last(self) -> Day:
        """Last day, Gregorian. Raises NoSuchDate."""
        return self._edge(first=False)

    def _edge(self, first: bool) -> Day:
        if self.year is None:
            raise NoSuchDate("a date without a year has no days")
        span = 10 ** (4 - self.digits)
        year = self.year if first else self.year + span - 1
        months = self.months or (1, 12)
        month = months[0] if first else months[1]
        return gregorian(self.calendar, year, month, self.day or (1 if first else month_length(self.calendar, year, month)))

    def edtf(self) -> str:
        """EDTF, always Gregorian. Raises NoSuchDate.

        >>> Partial("gregorian", 2023, (1, 3)).edtf(), Partial("jalali", 1402).edtf(), Partial("gregorian", 2020, digits=3).edtf()
        ('2023-33', '2023-03-21/2024-03-19', '202X')
        """
        if self.calendar != "gregorian":
            return self._converted()
        year = "XXXX" if self.year is None else f"{self.year:04}"[: self.digits].ljust(4, "X")
        if self.day and self.months:
            gregorian("gregorian", self.year or 2000, self.months[0], self.day)
            return f"{year}-{self.months[0]:02}-{self.day:02}"
        if not self.months:
            return year
        low, high = self.months
        if low == high:
            return f"{year}-{low:02}"
        return f"{year}-{_CODES[self.months]}" if self.months in _CODES else f"{year}-{low:02}/{year}-{high:02}"

    def _converted(self) -> str:
        if self.year is None:
            return self._in_a_common_year()
        first, last = self.first(), self.last()
        return first.isoformat() if first == last else f"{first.isoformat()}/{last.isoformat()}"

    def _in_a_common_year(self) -> str:
        """`9 Azar` without its year: the Gregorian day that it is in years without a leap day near."""
        if self.calendar != "jalali" or not (self.months and self.day):
            raise NoSuchDate(f"a {self.calendar} date without a year is no known day")
        return f"XXXX-{gregorian('jalali', _COMMON, self.months[0], self.day):%m-%d}"


def _month_grain(months: tuple[int, int]) -> str:
    length = months[1] - months[0] + 1
    if length == 3 and months[0] % 3 == 1:
        return "quarter"
    return "half" if length == 6 and months[0] in (1, 7) else "month"


@lru_cache(maxsize=4096)
def gregorian(calendar_name: str, year: int, month: int, day: int) -> Day:
    """The Gregorian day of a day in a calendar (`persiantools` and `hijridate` do the arithmetic). Raises NoSuchDate.

    >>> gregorian("jalali", 1402, 9, 9)
    datetime.date(2023, 11, 30)
    """
    if not 1 <= month <= 12 or not 1 <= day <= month_length(calendar_name, year, month):
        raise NoSuchDate(f"{calendar_name} has no {year}-{month}-{day}")
    if calendar_name == "gregorian":
        return Day(year, month, day)
    if calendar_name == "jalali":
        return Day(*JalaliDate(year, month, day).to_gregorian().timetuple()[:3])
    return Day(*Hijri(year, month, day).to_gregorian().datetuple())


def month_length(calendar_name: str, year: int, month: int) -> int:
    """Days in a month. Raises NoSuchDate."""
    if not 1 <= month <= 12 or not 1 <= year <= 9998:
        raise NoSuchDate(f"{calendar_name} has no {year}-{month}")
    if calendar_name == "gregorian":
        return calendar.monthrange(year, month)[1]
    if calendar_name == "jalali":
        return int(JalaliDate.days_in_month(month, year))
    if not HIJRI[0] <= year <= HIJRI[1]:
        raise NoSuchDate(f"hijri {year} is outside of the tables ({HIJRI[0]}–{HIJRI[1]})")
    return Hijri(year, month, 1).month_length()


def year_of(calendar_name: str, day: Day) -> int:
    """The year of a day in a calendar."""
    return date_in(calendar_name, day)[0]


def date_in(calendar_name: str, day: Day) -> tuple[int, int, int]:
    """Year, month, day of a Gregorian day in a calendar.

    >>> date_in("jalali", datetime.date(2024, 2, 26))
    (1402, 12, 7)
    """
    if calendar_name == "gregorian":
        return day.year, day.month, day.day
    if calendar_name == "jalali":
        jalali = JalaliDate(day)
        return jalali.year, jalali.month, jalali.day
    year, month, number = Gregorian(day.year, day.month, day.day).to_hijri().datetuple()
    return year, month, number


def weekday_in(month: Partial, weekday: int, nth: int) -> int:
    """The day of a month that is its nth such weekday (0 is Monday), from its end where ``nth`` is negative. Raises NoSuchDate.

    >>> weekday_in(Partial("gregorian", 2024, (10, 10)), 1, 2), weekday_in(Partial("gregorian", 2024, (10, 10)), 4, -1)
    (8, 25)
    """
    first, last = month.first(), month.last()
    day = 1 + (weekday - first.weekday()) % 7 + 7 * (nth - 1)
    if nth < 0:
        day = (last - first).days + 1 - (last.weekday() - weekday) % 7 + 7 * (nth + 1)
    if not 1 <= day <= (last - first).days + 1:
        raise NoSuchDate(f"{month.edtf()} has no weekday {weekday} number {nth}")
    return day


def between(first: Partial, last: Partial) -> str:
    """EDTF of an interval from one partial date to another. Raises NoSuchDate.

    >>> between(Partial("gregorian", 2021), Partial("gregorian", 2023))
    '2021/2023'
    """
    if first.calendar == last.calendar == "gregorian":
        return f"{first.edtf().split('/')[0]}/{last.edtf().split('/')[-1]}"
    return f"{first.first().isoformat()}/{last.last().isoformat()}"


def edtf_days(edtf: str) -> tuple[str, str]:
    """First and last day of an EDTF value as ISO strings; the value twice where it has none (an unknown year).

    >>> edtf_days("2024-40"), edtf_days("202X"), edtf_days("XXXX-04-15")
    (('2024-01-01', '2024-06-30'), ('2020-01-01', '2029-12-31'), ('XXXX-04-15', 'XXXX-04-15'))
    """
    low, _, high = edtf.partition("/")
    first, last = _edtf_edge(low, last=False), _edtf_edge(high or low, last=True)
    return (first, last) if first and last else (edtf, edtf)


def _edtf_edge(value: str, last: bool) -> str | None:
    m = _EDTF.fullmatch(value)
    year = int(m["year"].replace("X", "9" if last else "0")) if m else 0
    if not m or not year:
        return None
    part = m["part"]
    month = (_MONTHS.get(part) or (int(part), int(part)) if part else (1, 12))[last]
    if not 1 <= month <= 12:
        return None
    day = int(m["day"] or (month_length("gregorian", year, month) if last else 1))
    return f"{year:04}-{month:02}-{day:02}"
