"""What a row must hold to become a document."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator

_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?=$|[T ]\d{2}:)")
# Years before it are of another calendar: a Jalali 1402 taken as Gregorian would make every relative date wrong.
_FIRST_YEAR = 1800


def _iso_day(value: Any) -> Any:
    """The day of a date, a datetime or an ISO string; anything else is an error."""
    if isinstance(value, date):
        return value.date() if isinstance(value, datetime) else value
    shape = _ISO_DAY.match(value) if isinstance(value, str) else None
    if shape is None:
        raise ValueError(f"{value!r} is not an ISO date such as 2024-03-05")
    return shape[0]


def gregorian_day(value: Any) -> date:
    """The day of an ISO date. Raises ValueError where it is none, or one that only another calendar can mean.

    >>> gregorian_day("2024-03-05")
    datetime.date(2024, 3, 5)
    """
    iso = str(_iso_day(value))
    try:
        day = date.fromisoformat(iso)
    except ValueError as error:
        raise ValueError(f"{iso} is no day: {error}") from None
    return _of_our_time(day)


def _of_our_time(day: date) -> date:
    if day.year < _FIRST_YEAR:
        raise ValueError(f"{day} is not a Gregorian date of our time; convert it from its calendar")
    return day


class Row(BaseModel):
    """A row of JSON Lines, CSV or Parquet; columns that are not named here are ignored.

    >>> Row.model_validate({"text": "…", "id": 7, "published_on": "2024-03-05T08:00:00Z"}).name
    '7'
    """

    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)

    text: Annotated[str, Field(strict=True)]
    source: str | None = None
    url: str | None = None
    id: str | None = None
    lang: str | None = None
    title: str | None = None
    published_on: Annotated[date | None, BeforeValidator(_iso_day)] = None
    publisher: str | None = None

    @property
    def name(self) -> str | None:
        """What the row calls itself: its source, else its url, else its id."""
        return self.source or self.url or self.id

    @field_validator("text")
    @classmethod
    def _is_text(cls, text: str) -> str:
        if not text or text.isspace():
            raise ValueError("empty")
        return text

    @field_validator("lang")
    @classmethod
    def _primary_language(cls, lang: str | None) -> str | None:
        """``fa-IR`` is ``fa``."""
        return lang and lang.strip().lower().replace("_", "-").partition("-")[0]

    @field_validator("published_on")
    @classmethod
    def _gregorian(cls, day: date | None) -> date | None:
        return day and _of_our_time(day)


COLUMNS = tuple(Row.model_fields)
