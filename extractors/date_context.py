"""What a text as a whole says of its dates: the calendar that it counts its years in, and the order of its days and months."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from extractors.date_value import DateContext
from extractors.lexer import Tokens
from extractors.lexicon import Senses

_OF_CALENDARS = ("HOME", "PLACE", "MONTH", "YEAR", "GUEST")
_DatesInFigures = list[tuple[Any, ...]]


def date_context(tokens: Tokens, data: Mapping[str, Any], published_on: datetime.date | None) -> DateContext:
    """The context of the dates of a text, by a language's data file."""
    telling = _OF_CALENDARS if "year_ranges" in data or "guest_years" in data else ()
    seen = [tokens.senses(i) for i in tokens.having("DATENUM", *telling)]
    written = [senses["DATENUM"] for senses in seen if "DATENUM" in senses]
    years = data.get("year_ranges", {})
    home = _home_calendar(seen, data) if years else "gregorian"
    return DateContext(published_on, home, years, bool(data.get("month_first")), _orders(written), _guest_years(seen, written, data))


def _home_calendar(seen: Iterable[Senses], data: Mapping[str, Any]) -> str:
    """The calendar that a text counts its years in: by its years and months, and by what it names of its country."""
    ranges, homes = data["year_ranges"], data.get("home", {})
    votes = {homes.get("calendar", "gregorian"): 0, "gregorian": 0, **dict.fromkeys(ranges, 0)}
    for senses in seen:
        for calendar in _votes(senses, ranges, homes.get("places", {})):
            votes[calendar] = votes.get(calendar, 0) + 1
    return str(max(votes, key=lambda name: votes[name]))


def _votes(senses: Senses, ranges: Mapping[str, Any], places: Mapping[str, str]) -> Iterable[str]:
    """The calendars that a word speaks for."""
    if "HOME" in senses:
        yield senses["HOME"]
    if "PLACE" in senses and (home := places.get((senses["PLACE"].code or "")[:2])) is not None:
        yield home
    if "MONTH" in senses and "FUNCTION" not in senses:
        yield senses["MONTH"][0]
    if "YEAR" in senses:
        year = int(senses["YEAR"].value)
        yield next((name for name, (low, high) in ranges.items() if low <= year <= high), "gregorian")


def _guest_years(seen: Iterable[Senses], written: _DatesInFigures, data: Mapping[str, Any]) -> dict[str, tuple[int, int]]:
    """The years of calendars that are not the language's own, where the text names what belongs to one (GUEST) or writes a day of one."""
    guests = data.get("guest_years", {})
    named = {senses["GUEST"] for senses in seen if "GUEST" in senses} if guests else set()
    years = [int(date[0]) for date in written]
    return {name: (low, high) for name, (low, high) in guests.items() if name in named or any(low <= year <= high for year in years)}


def _orders(written: _DatesInFigures) -> frozenset[str]:
    """The orders of day and month in the numeric dates of a text, as far as their figures tell (`23/4/2018`, `4/23/2018`)."""
    return frozenset(
        "day" if first > 12 else "month" for _, second, first, year_first in written if not year_first and max(first, second) > 12
    )
