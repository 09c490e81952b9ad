"""One end of a date: the groups of a rule to a day, month, part of a year, year, decade or century."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from extractors.calendars import NoSuchDate, Partial
from extractors.date_relative import RelativeDates
from extractors.date_value import MONTHS_OF_QUARTER, AmbiguousDate, DateContext, integer


class Partials:
    """Builds partial dates; what their words leave open comes from the document or the other end of a range."""

    def __init__(self, context: DateContext, relative: RelativeDates) -> None:
        self.context, self.relative = context, relative

    def read(self, groups: dict[str, Any], like: Partial | None = None) -> tuple[Partial | None, bool]:
        """What the groups say, and whether the document's day was needed; missing parts come from ``like``, the other end of a range."""
        if "datenum" in groups:
            return self._on_day(self._numeric(groups["datenum"], groups), groups), False
        for name, order in (("monthyear", (0, 1)), ("yearmonth", (1, 0))):
            if name in groups:
                month, year = (groups[name][k] for k in order)
                month = integer(groups["month"]) if "month" in groups else month  # `in July and 8/2024`
                day = integer(groups["day"]) if "day" in groups else None
                return Partial(self._calendar(year, groups), year, (month, month), day), False
        if "quarteryear" in groups:
            quarter, year = groups["quarteryear"]
            months = MONTHS_OF_QUARTER.get(quarter)
            return (Partial(self._calendar(year, groups), year, months) if months else None), False
        if "decade" in groups or "century" in groups:
            return self._decade(groups), False
        months, calendar = self._months(groups, like)
        if "dayyear" in groups and months:
            day, year = groups["dayyear"]
            return Partial(calendar or "gregorian", year, months, day), False
        day = integer(groups["day"]) if "day" in groups else groups["daymonth"][0] if "daymonth" in groups else None
        return self._with_year(groups, months, calendar, day, like)

    def _with_year(
        self, groups: dict[str, Any], months: tuple[int, int] | None, calendar: str | None, day: int | None, like: Partial | None
    ) -> tuple[Partial | None, bool]:
        if "year" in groups:
            year = int(groups["year"].value) + 100 * integer(groups.get("hundreds", 0))
            if groups["year"].digits == 2:
                year = self._century_of(year, calendar)
            return Partial(calendar or self._calendar(year, groups), year, months, day), False
        if "rel" in groups:
            return self.relative.in_year(groups["rel"], months, calendar or groups.get("calendar"), day)
        if like is not None:
            return Partial(calendar or like.calendar, like.year, months or like.months, day), False
        part = "half" in groups or "count" in groups  # of the year that the document counts
        open_year = Partial(calendar or (self.context.home if part else "gregorian"), None, months, day)
        return self.relative.nearest(open_year, ("ahead" in groups) - ("since" in groups)) if months else (None, False)

    def _months(self, groups: dict[str, Any], like: Partial | None) -> tuple[tuple[int, int] | None, str | None]:
        if "month" in groups:
            calendar, number = groups["month"] if isinstance(groups["month"], tuple) else (None, int(groups["month"].value))
            return (number, number), calendar
        if "daymonth" in groups:
            return (groups["daymonth"][1], groups["daymonth"][1]), None
        if "season" in groups:
            return MONTHS_OF_QUARTER[groups["season"][1]], groups["season"][0]
        if "quarter" in groups:
            return MONTHS_OF_QUARTER.get(integer(groups["quarter"])), None
        if "half" in groups:
            return {1: (1, 6), 2: (7, 12)}.get(integer(groups["half"])), None
        if "count" in groups:
            return self._run_of_months(groups), None
        return (like.months if like and "day" in groups else None), None

    @staticmethod
    def _run_of_months(groups: dict[str, Any]) -> tuple[int, int]:
        """The first nine months; the second six; the last three (nth -1)."""
        count, nth = integer(groups["count"]), integer(groups.get("nth", 1))
        low = 13 - count if nth == -1 else (nth - 1) * count + 1
        if low + count - 1 > 12:
            raise NoSuchDate(f"a year has no run {nth} of {count} months")
        return low, low + count - 1

    def _decade(self, groups: dict[str, Any]) -> Partial | None:
        if "century" in groups:
            number = integer(groups["century"])
            return Partial(groups.get("calendar", "gregorian"), (number - 1) * 100, digits=2) if 1 <= number <= 29 else None
        year = integer(groups["decade"])
        if year < 100:
            year += 1300 if "jalali" in self.context.ranges and self.context.home == "jalali" else 1900 if year >= 20 else 2000
        if year % 10:
            return None
        calendar = self._calendar(year, groups)
        return Partial(calendar, year, digits=3) if year >= 1000 else None

    def _calendar(self, year: int, groups: Mapping[str, Any]) -> str:
        if "calendar" in groups:
            return str(groups["calendar"])
        ranges = self.context.guests or self.context.ranges
        return next((name for name, (low, high) in ranges.items() if low <= year <= high), "gregorian")

    def _century_of(self, year: int, calendar: str | None) -> int:
        """Two digits of a year: Jalali 1320–1419 where the language counts so, else 1950–2049."""
        jalali = calendar == "jalali" or (calendar is None and "jalali" in self.context.ranges)
        if jalali:
            return 1300 + year if year >= 20 else 1400 + year
        return 1900 + year if year >= 50 else 2000 + year

    @staticmethod
    def _on_day(partial: Partial | None, groups: Mapping[str, Any]) -> Partial | None:
        """`1 and 2/9/2024`: a day that takes its month and year from the date behind it."""
        return replace(partial, day=integer(groups["day"])) if partial and "day" in groups else partial

    def _numeric(self, parts: tuple[str, int, int, bool], groups: Mapping[str, Any]) -> Partial | None:
        """`23/4/2018`, `1402/09/09`; day first, unless only the other order is a date, or the language writes the month first."""
        written, second, third, year_first = parts
        year = int(written) if len(written) == 4 else self._century_of(int(written), None)
        calendar = self._calendar(year, groups)
        month, day = second, third
        if month > 12:
            month, day = day, month
        elif self.context.month_first and not year_first and day <= 12 and day != month:
            month, day = self._in_order(year, month, day)
        return Partial(calendar, year, (month, month), day)

    def _in_order(self, year: int, month: int, day: int) -> tuple[int, int]:
        """`3/4/2024` is two days in English, but not where the text's other dates, or the document's own day, tell which."""
        orders = {order for order in self.context.orders if len(self.context.orders) == 1}
        own = self.context.published_on
        if orders == {"day"} or (own and (own.year, own.month, own.day) == (year, month, day)):
            return month, day
        if orders == {"month"} or (own and (own.year, own.month, own.day) == (year, day, month)):
            return day, month
        raise AmbiguousDate(f"{year}-{month:02}-{day:02} or {year}-{day:02}-{month:02}")
