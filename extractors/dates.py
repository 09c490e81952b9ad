"""Tokens to dates: the groups of a date rule to one value.

The names of a rule's groups say what they are: ``day``, ``month``, ``year``, ``datenum``, ``monthyear``, ``yearmonth``,
``daymonth``, ``years``, ``quarter``, ``half``, ``count`` and ``nth`` (the nth run of so many months), ``season``, ``decade``,
``century``, ``rel`` (relative to the document's date), ``calendar``; with a ``2`` behind, they belong to the second end of a range.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from extractors.calendars import NoSuchDate, Partial, between, weekday_in
from extractors.date_partials import Partials
from extractors.date_relative import RelativeDates
from extractors.date_value import AmbiguousDate, DateContext, DateValue, at_edge, dated, integer
from extractors.finding import Match
from extractors.lexer import Tokens
from extractors.looks import Looks
from extractors.numeral import Numeral

_CLASSES = {
    "day": ("DAY", "FIRSTWORD"),
    "month": ("MONTH", "MONTHNO"),
    "hundreds": ("WORDS",),
    "since": ("SINCE",),
    "year": ("YEAR", "WORDYEAR", "YEAR2", "EARLYYEAR", "ROMAN", "WORDS"),
    "datenum": ("DATENUM",),
    "monthyear": ("MONTHYEAR", "DOTTEDMONTH"),
    "yearmonth": ("YEARMONTH",),
    "daymonth": ("DAYMONTH", "DOTTEDDAY", "DAYSURE"),
    "dayyear": ("DAYYEAR",),
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
    "by": ("RELYEAR", "RELMONTH"),
    "weekday": ("WEEKDAY", "INT"),
    "calendar": ("CALENDAR", "EVENTCALENDAR"),
}
# What says of itself which year is meant, or needs none.
_PLACED = frozenset(
    {"year", "rel", "by", "datenum", "monthyear", "yearmonth", "dayyear", "years", "quarteryear", "decade", "century", "weekday"}
)


class DateReader:
    """Builds values from matches of date rules; ``ahead`` says around which dates a sentence tells of what is to come."""

    def __init__(self, tokens: Tokens, context: DateContext, ahead: Looks) -> None:
        self.tokens, self.ahead = tokens, ahead
        self.relative = RelativeDates(context)
        self.partials = Partials(context, self.relative)
        self.ambiguous: list[tuple[int, int, str]] = []
        """Tokens [start, end) that may be two dates, and what they may be."""

    def build(self, match: Match) -> DateValue | None:
        """The value of a match, or None where it is no date (30 February, nothing to be relative to)."""
        first: dict[str, Any] = {}
        second: dict[str, Any] = {}
        for name, place in match.groups.items():
            kind = name.removesuffix("2")
            if (value := self._value(kind, place)) is not None:
                (first if kind == name else second)[kind] = value
        if match.rule.gives.get("guest") and not self.partials.context.guests:
            return None
        if not self._likely(match.rule.gives.get("years"), first) or (match.rule.gives.get("not_years") and _ascends(first)):
            return None
        if self._lies_ahead(match, last := second or first):
            last["ahead"] = True
        try:
            if edge := match.rule.gives.get("edge"):
                return at_edge(self._single(first, match), edge)
            if not second:
                return self._single(first, match)
            return self._range(first, self._shared(first, second)) if self._follow(match, first, second) else None
        except AmbiguousDate as error:
            self.ambiguous.append((*match.span, str(error)))
            return None
        except (NoSuchDate, OverflowError):
            return None

    def _lies_ahead(self, match: Match, groups: Mapping[str, Any]) -> bool:
        """`It will open in June`: of a date without a year the one to come is meant."""
        open_year = self.relative.context.published_on is not None and _PLACED.isdisjoint(groups)
        return open_year and self.ahead.first(self.tokens.codes, *match.span) is not None

    @staticmethod
    def _likely(years: list[tuple[int, int]] | None, groups: Mapping[str, Any]) -> bool:
        """False where a rule says which numbers may be years (``years``) and this is none of them."""
        return (
            not years
            or "year" not in groups
            or groups["year"].digits == 2
            or any(low <= groups["year"].value <= high for low, high in years)
        )

    def _value(self, kind: str, place: tuple[int, int]) -> Any:
        senses = self.tokens.senses(place[0])
        return next((senses[name] for name in _CLASSES.get(kind, ()) if name in senses), None)

    @staticmethod
    def _follow(match: Match, first: dict[str, Any], second: dict[str, Any]) -> bool:
        """`5 or 6 May` is one span of days, `5 or 9 May` is not."""
        return not match.rule.gives.get("consecutive") or int(second["day"].value) == int(first["day"].value) + 1

    @staticmethod
    def _shared(first: dict[str, Any], second: dict[str, Any]) -> dict[str, Any]:
        """`May 5–7, 2024`: a day takes the month, and both the year, that stand before them."""
        if "day" not in second or "datenum" in first:
            return second
        kept: dict[str, Any] = {name: first[name] for name in ("month", "year") if name in first and name not in second}
        return {**kept, **second}

    def _single(self, groups: dict[str, Any], match: Match) -> DateValue | None:
        if "by" in groups and "calendar" in groups:
            groups["rel"] = "year", groups.pop("by")  # `the current Iranian year`
        if "by" in groups and "weekday" in groups:
            return self.relative.weekday_by(groups["by"], groups["weekday"])
        if "weekday" in groups and "nth" in groups:
            return self._weekday_of_month(groups)
        if "weekday" in groups and "rel" in groups:
            return self.relative.weekday_of(groups["rel"], self._weekday(groups["weekday"], match))
        if "weekday" in groups:
            return self.relative.weekday(groups["weekday"], bool(match.rule.gives.get("ahead")))
        if "by" in groups:
            return self.relative.month_by(groups["by"], groups["month"])
        if "rel" in groups and not groups.keys() & {"day", "month", "season", "count", "quarter", "half"}:
            return self.relative.value(groups["rel"], groups)
        if "years" in groups:
            first, last = (Partial("gregorian", year) for year in groups["years"])
            return DateValue(between(first, last), first.first(), last.last(), "year", "gregorian")
        partial, relative = self.partials.read(groups)
        return dated(partial, relative) if partial else None

    @staticmethod
    def _weekday(weekday: Any, match: Match) -> int:
        """A day of the week from Monday on (0): a name, or a number where Monday is ``monday`` (`thứ 7`; Sunday has a name)."""
        if not isinstance(weekday, Numeral):
            return int(weekday)
        number = integer(weekday) - int(match.rule.gives["monday"])
        if not 0 <= number < 6:
            raise NoSuchDate(f"a week has no day {number}")
        return number

    def _weekday_of_month(self, groups: dict[str, Any]) -> DateValue | None:
        """`second Tuesday of October 2024`."""
        first = {} if "month" in groups else {"day": groups["nth"]}  # of next month
        month, relative = self.partials.read({name: value for name, value in groups.items() if name in ("month", "year", "rel")} | first)
        if month is None or month.year is None or month.months is None:
            return None
        month = replace(month, day=None)
        return dated(replace(month, day=weekday_in(month, groups["weekday"], integer(groups["nth"]))), relative)

    def _range(self, first: dict[str, Any], second: dict[str, Any]) -> DateValue | None:
        low, high = self._ends(first, second)
        if not low[0] or not high[0]:
            return None
        a, b = low[0], high[0]
        if a.year is None and b.year is None:
            return DateValue(f"{a.edtf()}/{b.edtf()}", None, None, b.grain, b.calendar)
        if a.grain == b.grain == "year" and a.first() > b.last():
            if "year" in first and "year" in second and first["year"].digits > second["year"].digits:
                return None  # the month of `2023-05`
            a, b = b, a  # typed from right to left
        if a.year is not None and "year" not in first and a.months and a.first() > b.last():
            a = a.with_year(a.year - 1)  # from December to May 2022
        if a.year and a.year == b.year and a.first() > b.last() and not first.keys() & {"year", "rel", "datenum"}:
            a = replace(a, year=a.year - 1)  # `20 December to 5 January 2024`
        if a.year is None or b.year is None or a.first() > b.last():
            return None
        grain = a.grain if a.grain == b.grain else "day" if "day" in (a.grain, b.grain) else "month"
        return DateValue(between(a, b), a.first(), b.last(), grain, b.calendar, low[1] or high[1])

    def _ends(self, first: dict[str, Any], second: dict[str, Any]) -> tuple[tuple[Partial | None, bool], tuple[Partial | None, bool]]:
        if "rel" in first and "month" not in first:
            return self._relative_end(first), self._relative_end(second) if "rel" in second else self.partials.read(second)
        high = self.partials.read(self._long_year(first, second))
        if high[0] is None:
            return (None, False), high
        low, relative = self.partials.read(first, high[0])
        return (low, relative), high

    def _relative_end(self, groups: dict[str, Any]) -> tuple[Partial | None, bool]:
        value = self.relative.value(groups["rel"], groups)
        if value is None or value.start is None or value.grain != "day":
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


def _ascends(groups: Mapping[str, Any]) -> bool:
    """Two digits behind a year that are those of a later one (`2005-10`), not of a month (`2023-05`)."""
    return int(groups["month"].value) > int(groups["year"].value) % 100
