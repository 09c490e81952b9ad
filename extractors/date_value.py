"""What a date is worth, and what its words leave to the document."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from extractors.calendars import Partial
from extractors.numeral import Numeral

Day = datetime.date
MONTHS_OF_QUARTER = {1: (1, 3), 2: (4, 6), 3: (7, 9), 4: (10, 12)}


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
    """What a date's words do not say: the document's day, the calendar that it counts in, and the language's year ranges.

    ``orders`` says whether the text's numeric dates have the day or the month first, as far as one of them tells;
    ``guests`` are ranges of a calendar that is not the language's own, but the text's.
    """

    published_on: Day | None
    home: str
    ranges: Mapping[str, tuple[int, int]]
    month_first: bool = False
    orders: frozenset[str] = frozenset()
    guests: Mapping[str, tuple[int, int]] = field(default_factory=dict)


def dated(partial: Partial, relative: bool) -> DateValue:
    """A partial date as a fact's value; without a year it has no first and last day."""
    known = partial.year is not None
    start, end = (partial.first(), partial.last()) if known else (None, None)
    return DateValue(partial.edtf(), start, end, partial.grain, partial.calendar, relative)


def at_edge(value: DateValue | None, edge: int) -> DateValue | None:
    """The first (1) or last (-1) day of what a date covers; nothing where its year is not known."""
    day = value and (value.start if edge > 0 else value.end)
    return DateValue(day.isoformat(), day, day, "day", value.calendar, value.relative) if value and day else None


def integer(value: Any) -> int:
    """A numeral, or a word's own number, as an integer."""
    return int(value.value) if isinstance(value, Numeral) else int(value)
