"""Tokens to dates: the groups of a date rule to one value.

The names of a rule's groups say what they are: ``day``, ``month``, ``year``, ``datenum``, ``monthyear``, ``yearmonth``,
``daymonth``, ``years``, ``quarter``, ``half``, ``count`` and ``nth`` (the nth run of so many months), ``season``, ``decade``,
``century``, ``rel`` (relative to the document's date), ``calendar``; with a ``2`` behind, they belong to the second end of a range.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from extractors.calendars import NoSuchDate, Partial, between, date_in, gregorian, month_length, year_of
from extractors.lexer import Tokens
from extractors.numeral import Numeral
from extractors.rules import Match

Day = datetime.date
_CLASSES = {
    "day": ("DAY", "FIRSTWORD"),
    "month": ("MONTH", "MONTHNO"),
    "year": ("YEAR", "WORDYEAR", "YEAR2", "ROMAN"),
    "datenum": ("DATENUM",),
    "monthyear": ("MONTHYEAR", "DOTTEDMONTH"),
    "yearmonth": ("YEARMONTH",),
    "daymonth": ("DAYMONTH", "DOTTEDDAY"),
    "years": ("YEARS",),
    "quarter": ("QUARTERNO", "ROMAN", "QUARTERNAME", "NTH"),
    "quarteryear": ("QUARTERYEAR", "MONTHYEAR"),
    "half": ("HALFNO", "HALFNAME", "QUARTERNO"),
    "count": ("MONTHNO",),
    "nth": ("NTH", "MONTHNO"),
    "season": ("SEASON",),
    "decade": ("DECADE", "YEAR", "YEAR2", "INT"),
    "century": ("INT", "ROMAN"),
    "rel": ("REL",),
    "by": ("RELMONTH",),
    "weekday": ("WEEKDAY",),
    "calendar": ("CALENDAR",),
}
_MONTHS_OF_QUARTER = {1: (1, 3), 2: (4, 6), 3: (7, 9), 4: (10, 12)}


class AmbiguousDate(ValueError):
    """A date that may be read in two ways; the message says which."""


@dataclass(frozen=True, slots=True)
class DateValue:
    """The value of a date fact; dates are Gregorian, both ends inclusive."""

    edtf: str
    start: Day | None
    end: Day | None
    grain: str
    calendar: str
    relative: bool = False


@dataclass(frozen=True, slots=True)
class DateContext:
    """What a date's words do not say: the document's day, the calendar that it counts in, and the language's year ranges."""

    published_on: Day | None
    home: str
    ranges: Mapping[str, tuple[int, int]]
    month_first: bool = False


class DateReader:
    """Builds values from matches of date rules."""

    def __init__(self, tokens: Tokens, context: DateContext) -> None:
        self.tokens, self.context = tokens, context
        self.ambiguous: list[tuple[int, int, str]] = []
        """Tokens [start, end) that may be two dates, and what they may be."""

    def build(self, match: Match) -> DateValue | None:
        """The value of a match, or None where it is no date (30 February, nothing to be relative to)."""
        groups = {name: value for name, place in match.groups.items() if (value := self._value(name, place)) is not None}
        first = {name: value for name, value in groups.items() if not name.endswith("2")}
        second = {name.removesuffix("2"): value for name, value in groups.items() if name.endswith("2")}
        if not self._likely(match.rule.gives.get("years"), first):
            return None
        try:
            if not second:
                return self._single(first, match)
            return self._range(first, self._shared(first, second)) if self._follow(match, first, second) else None
        except AmbiguousDate as error:
            self.ambiguous.append((*match.span, str(error)))
            return None
        except (NoSuchDate, OverflowError):
            return None

    @staticmethod
    def _likely(years: list[tuple[int, int]] | None, groups: Mapping[str, Any]) -> bool:
        """False where a rule says which numbers may be years (``years``) and this is none of them."""
        return (
            not years
            or "year" not in groups
            or groups["year"].digits == 2
            or any(low <= groups["year"].value <= high for low, high in years)
        )

    def _value(self, name: str, place: tuple[int, int]) -> Any:
        senses = self.tokens.senses(place[0])
        return next((senses[kind] for kind in _CLASSES.get(name.rstrip("2"), ()) if kind in senses), None)

    @staticmethod
    def _follow(match: Match, first: dict[str, Any], second: dict[str, Any]) -> bool:
        """`5 and 6 May` is one span of days, `5 and 9 May` is not."""
        return not match.rule.gives.get("consecutive") or int(second["day"].value) == int(first["day"].value) + 1

    @staticmethod
    def _shared(first: dict[str, Any], second: dict[str, Any]) -> dict[str, Any]:
        """`May 5–7, 2024`: a day takes the month, and both the year, that stand before them."""
        if "day" not in second or "datenum" in first:
            return second
        kept: dict[str, Any] = {name: first[name] for name in ("month", "year") if name in first and name not in second}
        return {**kept, **second}

    def _single(self, groups: dict[str, Any], match: Match) -> DateValue | None:
        if "weekday" in groups:
            return self._weekday(groups["weekday"], bool(match.rule.gives.get("ahead")))
        if "by" in groups:
            return self._month_by(groups["by"], groups["month"])
        if "rel" in groups and not groups.keys() & {"month", "season", "count", "quarter", "half"}:
            return self._relative(groups["rel"], groups)
        if "years" in groups:
            first, last = (Partial("gregorian", year) for year in groups["years"])
            return DateValue(between(first, last), first.first(), last.last(), "year", "gregorian")
        partial, relative = self._partial(groups)
        return self._finish(partial, relative) if partial else None

    def _range(self, first: dict[str, Any], second: dict[str, Any]) -> DateValue | None:
        low, high = self._ends(first, second)
        if not low[0] or not high[0]:
            return None
        a, b = low[0], high[0]
        if a.year is None and b.year is None:
            return DateValue(f"{a.edtf()}/{b.edtf()}", None, None, b.grain, b.calendar)
        if a.grain == b.grain == "year" and a.first() > b.last():
            a, b = b, a  # typed from right to left
        if a.year is None or b.year is None or a.first() > b.last():
            return None
        grain = a.grain if a.grain == b.grain else "day" if "day" in (a.grain, b.grain) else "month"
        return DateValue(between(a, b), a.first(), b.last(), grain, b.calendar, low[1] or high[1])

    def _ends(self, first: dict[str, Any], second: dict[str, Any]) -> tuple[tuple[Partial | None, bool], tuple[Partial | None, bool]]:
        if "rel" in first and "month" not in first:
            return self._relative_end(first), self._partial(second)
        high = self._partial(self._long_year(first, second))
        if high[0] is None:
            return (None, False), high
        low, relative = self._partial(first, high[0])
        return (low, relative), high

    def _relative_end(self, groups: dict[str, Any]) -> tuple[Partial | None, bool]:
        value = self._relative(groups["rel"], groups)
        if value is None or value.start is None:
            return None, True
        day = value.start
        return Partial("gregorian", day.year, (day.month, day.month), day.day), True

    @staticmethod
    def _long_year(first: dict[str, Any], second: dict[str, Any]) -> dict[str, Any]:
        """`2025-29`: the short second year is of the first one's century."""
        a, b = first.get("year"), second.get("year")
        if a is not None and b is not None and a.digits == 4 and b.digits == 2:
            return {**second, "year": replace(b, value=a.value // 100 * 100 + b.value, digits=4)}
        return second

    def _partial(self, groups: dict[str, Any], like: Partial | None = None) -> tuple[Partial | None, bool]:
        """What the groups say, and whether the document's day was needed; missing parts come from ``like``, the other end of a range."""
        if "datenum" in groups:
            return self._numeric(groups["datenum"]), False
        for name, order in (("monthyear", (0, 1)), ("yearmonth", (1, 0))):
            if name in groups:
                month, year = (groups[name][k] for k in order)
                day = _integer(groups["day"]) if "day" in groups else None
                return Partial(self._calendar(year, groups), year, (month, month), day), False
        if "quarteryear" in groups:
            quarter, year = groups["quarteryear"]
            months = _MONTHS_OF_QUARTER.get(quarter)
            return (Partial(self._calendar(year, groups), year, months) if months else None), False
        if "decade" in groups or "century" in groups:
            return self._decade(groups), False
        months, calendar = self._months(groups, like)
        day = _integer(groups["day"]) if "day" in groups else groups["daymonth"][0] if "daymonth" in groups else None
        return self._with_year(groups, months, calendar, day, like)

    def _with_year(
        self, groups: dict[str, Any], months: tuple[int, int] | None, calendar: str | None, day: int | None, like: Partial | None
    ) -> tuple[Partial | None, bool]:
        if "year" in groups:
            year = int(groups["year"].value)
            if groups["year"].digits == 2:
                year = self._century_of(year, calendar)
            return Partial(calendar or self._calendar(year, groups), year, months, day), False
        if "rel" in groups:
            return self._in_relative_year(groups["rel"], months, calendar, day)
        if like is not None:
            return Partial(calendar or like.calendar, like.year, months or like.months, day), False
        return self._nearest(Partial(calendar or "gregorian", None, months, day)) if months else (None, False)

    def _weekday(self, weekday: int, ahead: bool) -> DateValue | None:
        """The last such day up to the document's own, or the next one after it."""
        reference = self.context.published_on
        if reference is None:
            return None
        back = (reference.weekday() - weekday) % 7
        return self._days(reference, "day", 7 - back if ahead else -back)

    def _month_by(self, by: int, month: tuple[str, int]) -> DateValue | None:
        """`last March`, `next May`: the nearest one before or after the document's month; `this May` that of its year."""
        reference = self.context.published_on
        if reference is None:
            return None
        number = month[1]
        year = reference.year + by * (number * by <= reference.month * by)
        year = reference.year if by == 0 else year
        return self._finish(Partial("gregorian", year, (number, number)), True)

    def _months(self, groups: dict[str, Any], like: Partial | None) -> tuple[tuple[int, int] | None, str | None]:
        if "month" in groups:
            calendar, number = groups["month"] if isinstance(groups["month"], tuple) else (None, int(groups["month"].value))
            return (number, number), calendar
        if "daymonth" in groups:
            return (groups["daymonth"][1], groups["daymonth"][1]), None
        if "season" in groups:
            return _MONTHS_OF_QUARTER[groups["season"][1]], groups["season"][0]
        if "quarter" in groups:
            return _MONTHS_OF_QUARTER.get(_integer(groups["quarter"])), None
        if "half" in groups:
            return {1: (1, 6), 2: (7, 12)}.get(_integer(groups["half"])), None
        if "count" in groups:
            return self._run_of_months(groups), None
        return (like.months if like and "day" in groups else None), None

    @staticmethod
    def _run_of_months(groups: dict[str, Any]) -> tuple[int, int]:
        """The first nine months; the second six; the last three (nth -1)."""
        count, nth = _integer(groups["count"]), _integer(groups.get("nth", 1))
        low = 13 - count if nth == -1 else (nth - 1) * count + 1
        if low + count - 1 > 12:
            raise NoSuchDate(f"a year has no run {nth} of {count} months")
        return low, low + count - 1

    def _decade(self, groups: dict[str, Any]) -> Partial | None:
        if "century" in groups:
            number = _integer(groups["century"])
            return Partial(groups.get("calendar", "gregorian"), (number - 1) * 100, digits=2) if 1 <= number <= 29 else None
        year = _integer(groups["decade"])
        if year < 100:
            year += 1300 if "jalali" in self.context.ranges and self.context.home == "jalali" else 1900 if year >= 20 else 2000
        if year % 10:
            return None
        calendar = self._calendar(year, groups)
        return Partial(calendar, year, digits=3) if year >= 1000 else None

    def _calendar(self, year: int, groups: Mapping[str, Any]) -> str:
        if "calendar" in groups:
            return str(groups["calendar"])
        return next((name for name, (low, high) in self.context.ranges.items() if low <= year <= high), "gregorian")

    def _century_of(self, year: int, calendar: str | None) -> int:
        """Two digits of a year: Jalali 1320–1419 where the language counts so, else 1950–2049."""
        jalali = calendar == "jalali" or (calendar is None and "jalali" in self.context.ranges)
        if jalali:
            return 1300 + year if year >= 20 else 1400 + year
        return 1900 + year if year >= 50 else 2000 + year

    def _numeric(self, parts: tuple[str, int, int, bool]) -> Partial | None:
        """`23/4/2018`, `1402/09/09`; day first, unless only the other order is a date, or the language writes the month first."""
        written, second, third, year_first = parts
        year = int(written) if len(written) == 4 else self._century_of(int(written), None)
        calendar = self._calendar(year, {})
        month, day = second, third
        if month > 12:
            month, day = day, month
        elif self.context.month_first and not year_first and day <= 12 and day != month:
            raise AmbiguousDate(f"{year}-{month:02}-{day:02} or {year}-{day:02}-{month:02}")  # 3/4/2024 is two days in English
        return Partial(calendar, year, (month, month), day)

    def _nearest(self, partial: Partial) -> tuple[Partial | None, bool]:
        """The year that puts a date nearest to the document's day; without one the year stays open."""
        reference = self.context.published_on
        if reference is None:
            months = partial.months
            open_year = partial.calendar == "gregorian" and months is not None and months[0] == months[1]
            return (partial, False) if partial.day or open_year else (None, False)
        year = year_of(partial.calendar, reference)
        candidates = [partial.with_year(y) for y in (year - 1, year, year + 1) if _exists(partial.with_year(y))]
        return min(candidates, key=lambda c: max(c.first() - reference, reference - c.last()), default=None), True

    def _in_relative_year(
        self, rel: tuple[str, int], months: tuple[int, int] | None, calendar: str | None, day: int | None
    ) -> tuple[Partial | None, bool]:
        reference = self.context.published_on
        if reference is None or rel[0] != "year":
            return None, True
        name = calendar or self.context.home
        return Partial(name, year_of(name, reference) + rel[1], months, day), True

    def _relative(self, rel: tuple[str, int], groups: Mapping[str, Any]) -> DateValue | None:
        reference = self.context.published_on
        if reference is None:
            return None
        unit, by = rel
        if unit in ("day", "week"):
            return self._days(reference, unit, by)
        name = groups.get("calendar", self.context.home)
        year, month, _ = date_in(name, reference)
        if unit == "month":
            year, month = year + (month - 1 + by) // 12, (month - 1 + by) % 12 + 1
            return self._finish(Partial(name, year, (month, month)), True)
        if unit == "quarter":
            quarter = year * 4 + (month - 1) // 3 + by
            return self._finish(Partial(name, quarter // 4, _MONTHS_OF_QUARTER[quarter % 4 + 1]), True)
        if unit == "decade":
            return self._finish(Partial(name, (year // 10 + by) * 10, digits=3), True)
        return self._finish(Partial(name, year + by), True)

    @staticmethod
    def _days(reference: Day, unit: str, by: int) -> DateValue:
        if unit == "day":
            day = reference + datetime.timedelta(days=by)
            return DateValue(day.isoformat(), day, day, "day", "gregorian", True)
        monday = reference - datetime.timedelta(days=reference.weekday()) + datetime.timedelta(weeks=by)
        sunday = monday + datetime.timedelta(days=6)
        return DateValue(f"{monday}/{sunday}", monday, sunday, "day", "gregorian", True)

    @staticmethod
    def _finish(partial: Partial, relative: bool) -> DateValue:
        edtf = partial.edtf()
        known = partial.year is not None
        return DateValue(
            edtf, partial.first() if known else None, partial.last() if known else None, partial.grain, partial.calendar, relative
        )


def _integer(value: Any) -> int:
    """A numeral, or a word's own number, as an integer."""
    return int(value.value) if isinstance(value, Numeral) else int(value)


def _exists(partial: Partial) -> bool:
    try:
        partial.edtf()
        partial.first()
    except NoSuchDate:
        return False
    return True


__all__ = ["DateContext", "DateReader", "DateValue", "gregorian", "month_length"]
