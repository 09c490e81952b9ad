"""Dates that lean on the document's own day: yesterday, last month, the Monday before, the year nearest to it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from extractors.calendars import NoSuchDate, Partial, date_in, year_of
from extractors.date_value import MONTHS_OF_QUARTER, DateContext, DateValue, Day, dated

_AHEAD = 3  # how much farther a month ahead counts than one behind


class RelativeDates:
    """What relative words mean on the day that the document was published; nothing where that is unknown."""

    def __init__(self, context: DateContext) -> None:
        self.context = context

    def weekday(self, weekday: int, ahead: bool) -> DateValue | None:
        """The last such day up to the document's own, or the next one after it."""
        reference = self.context.published_on
        if reference is None:
            return None
        back = (reference.weekday() - weekday) % 7
        return self._days(reference, "day", 7 - back if ahead else -back)

    def weekday_by(self, by: int, weekday: int) -> DateValue | None:
        """`last Monday`, `next Friday`: the nearest one before or after the document's day; `this Friday` that of its week."""
        reference = self.context.published_on
        if reference is None:
            return None
        apart = (weekday - reference.weekday()) % 7
        days = {1: apart or 7, -1: apart - 7, 0: weekday - reference.weekday()}[by]
        return self._days(reference, "day", days)

    def weekday_of(self, rel: tuple[str, int], weekday: int) -> DateValue | None:
        """`Wednesday next week`, `last week on Monday`."""
        reference = self.context.published_on
        if reference is None or rel[0] != "week":
            return None
        return self._days(reference, "day", 7 * rel[1] + weekday - reference.weekday())

    def month_by(self, by: int, month: tuple[str, int]) -> DateValue | None:
        """`last March`, `next May`: the nearest one before or after the document's month; `this May` that of its year."""
        reference = self.context.published_on
        if reference is None:
            return None
        number = month[1]
        year = reference.year + by * (number * by <= reference.month * by)
        year = reference.year if by == 0 else year
        return dated(Partial("gregorian", year, (number, number)), True)

    def in_year(
        self, rel: tuple[str, int], months: tuple[int, int] | None, calendar: str | None, day: int | None
    ) -> tuple[Partial | None, bool]:
        """A month or day of a year, or a day of a month, that is so many from the document's (`March last year`, `the 20th of next month`).

        It is in the calendar that the document counts in.
        """
        reference = self.context.published_on
        name = calendar or self.context.home
        if reference is None or (rel[0] != "year" and (rel[0], bool(day)) != ("month", True)):
            return None, True
        if rel[0] == "month":
            year, month = months_from(*date_in(name, reference)[:2], rel[1])
            return Partial(name, year, (month, month), day), True
        return Partial(name, year_of(name, reference) + rel[1], months, day), True

    def value(self, rel: tuple[str, int], groups: Mapping[str, Any]) -> DateValue | None:
        """What stands so many days, weeks, months, quarters, years or decades from the document's day (``rel``: unit, how many)."""
        reference = self.context.published_on
        if reference is None:
            return None
        unit, by = rel
        if unit in ("day", "week"):
            return self._days(reference, unit, by)
        name = groups.get("calendar", self.context.home)
        year, month, _ = date_in(name, reference)
        if unit == "month":
            year, month = months_from(year, month, by)
            return dated(Partial(name, year, (month, month)), True)
        if unit == "quarter":
            quarter = year * 4 + (month - 1) // 3 + by
            return dated(Partial(name, quarter // 4, MONTHS_OF_QUARTER[quarter % 4 + 1]), True)
        if unit == "decade":
            return dated(Partial(name, (year // 10 + by) * 10, digits=3), True)
        return dated(Partial(name, year + by), True)

    @staticmethod
    def _days(reference: Day, unit: str, by: int) -> DateValue:
        if unit == "day":
            day = reference + datetime.timedelta(days=by)
            return DateValue(day.isoformat(), day, day, "day", "gregorian", True)
        monday = reference - datetime.timedelta(days=reference.weekday()) + datetime.timedelta(weeks=by)
        sunday = monday + datetime.timedelta(days=6)
        return DateValue(f"{monday}/{sunday}", monday, sunday, "day", "gregorian", True)

    def nearest(self, partial: Partial, side: int = 0) -> tuple[Partial | None, bool]:
        """The year that puts a date nearest to the document's day, last before it (``side`` -1) or next after it (1), else open.

        Texts tell of what has been: a month that has begun in the document's year is meant, one that lies ahead counts as ``_AHEAD``
        times as far.
        """
        reference = self.context.published_on
        if reference is None:
            months = partial.months
            open_year = partial.calendar == "gregorian" and months is not None and months[0] == months[1]
            return (partial, False) if partial.day or open_year else (None, False)
        year = year_of(partial.calendar, reference)
        candidates = [partial.with_year(y) for y in (year - 1, year, year + 1) if _exists(partial.with_year(y))]
        begun = next((c for c in candidates if c.year == year and c.first() <= reference), None)
        if begun and not side and not partial.day:
            return begun, True  # a month or quarter of this year that has begun
        candidates = [c for c in candidates if {-1: c.first() <= reference, 1: c.last() >= reference}.get(side, True)]
        ahead = 1 if partial.day else _AHEAD
        return min(candidates, key=lambda c: max((c.first() - reference) * ahead, reference - c.last()), default=None), True


def months_from(year: int, month: int, by: int) -> tuple[int, int]:
    """Year and month of the month that is so many away.

    >>> months_from(2024, 11, 2), months_from(2024, 1, -1)
    ((2025, 1), (2023, 12))
    """
    return year + (month - 1 + by) // 12, (month - 1 + by) % 12 + 1


def _exists(partial: Partial) -> bool:
    try:
        partial.edtf()
        partial.first()
    except NoSuchDate:
        return False
    return True
