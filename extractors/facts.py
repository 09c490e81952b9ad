"""The facts: the only hand-written schema of raqam.

Every table, Parquet column, JSON field and dictionary entry derives from the models of this module.
Offsets count Unicode code points of the document's text as it was read; ``char_end`` is exclusive.

>>> Number(char_start=0, char_end=2, text="12", lang="en", rule="numeral", value="12.0").model_dump_json(include={"value", "bound"})
'{"value":"12","bound":"exact"}'
"""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal, get_args, get_type_hints

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, model_validator

Lang = Literal["fa", "vi", "en"]
Kind = Literal["number", "date", "document_id", "rank"]
Bound = Literal["exact", "more_than", "at_least", "less_than", "at_most", "about"]
RankBound = Literal["exact", "within", "outside"]
Grain = Literal["day", "month", "quarter", "half", "year", "decade", "century"]
Calendar = Literal["gregorian", "jalali", "hijri"]
Recorded = Literal["written", "recorded"]
DocType = Literal[
    "law", "code", "ordinance", "decree", "resolution", "decision", "circular", "joint_circular",
    "directive", "conclusion", "regulation", "rule", "plan", "programme", "project", "notice",
    "official_letter", "report", "submission", "guidance", "constitution", "treaty", "standard", "other",
]  # fmt: skip
RankIndex = Literal["PAR_INDEX", "SIPAS", "PAPI", "PCI", "PGI", "DTI", "GII", "HDI", "CPI_TI", "EGDI", "GDP", "GRDP", "FDI"]


def plain_decimal(value: Decimal) -> str:
    """A decimal without grouping, exponent or trailing zeros.

    >>> plain_decimal(Decimal("3.20E+12")), plain_decimal(Decimal("81.280"))
    ('3200000000000', '81.28')
    """
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


# DECIMAL(38, 12) is the widest that DuckDB, Parquet and Polars share with FACTS.md's 12 decimals.
Figure = Annotated[
    Decimal,
    Field(max_digits=38, decimal_places=12, gt=-(10**26), lt=10**26),
    PlainSerializer(plain_decimal, return_type=str, when_used="json-unless-none"),
]
Edtf = Annotated[str, Field(pattern=r"^[0-9X]{4}(-[0-9X]{2}){0,2}(/[0-9X]{4}(-[0-9X]{2}){0,2})?$", examples=["2023-11-30"])]
Offset = Annotated[int, Field(ge=0)]
Slice = Annotated[str, "as in the text"]
"""A piece of the document's text as it was read."""


class Span(BaseModel):
    """A piece of a document's text."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    char_start: Offset = Field(description="First character, in code points of the document's text as read, from 0.")
    char_end: Offset = Field(description="One past the last character, in code points.")


class FactBase(Span):
    """What every fact has."""

    text: str = Field(min_length=1, description="The exact characters: document text [char_start:char_end].")
    lang: Lang = Field(description="Language of the text around the fact: fa, vi or en.")
    section: int | None = Field(default=None, ge=0, description="Ordinal of the section in the document, from 0; null outside.")
    rule: str = Field(min_length=1, description="Name of the rule that produced the fact; `raqam explain` shows it.")

    @model_validator(mode="after")
    def _span_holds_text(self) -> FactBase:
        if self.char_end - self.char_start != len(self.text):
            raise ValueError(f"span {self.char_start}:{self.char_end} does not hold {len(self.text)} characters")
        return self


class Number(FactBase):
    """How much or how many."""

    kind: Literal["number"] = Field(default="number", description="Kind of fact.")
    value: Figure = Field(description="The exact value; the lower end where the text gives a range.")
    value_max: Figure | None = Field(default=None, description="The upper end of a range, else null.")
    out_of: Figure | None = Field(default=None, description="The total where the text gives one (7 of 8), else null.")
    bound: Bound = Field(
        default="exact", description="What the text says of the value: exact, more_than, at_least, less_than, at_most, about."
    )
    ordinal: bool = Field(default=False, description="True for thirteenth, not for thirteen.")
    unit: str | None = Field(default=None, description="%, pp, point, an ISO 4217 currency (IRT is the toman) or a UCUM unit; else null.")
    counted: Slice | None = Field(default=None, description="The noun phrase that is counted, as in the text, else null.")
    period: Edtf | None = Field(default=None, description="EDTF of the period that the sentence gives to the figure, else null.")

    @model_validator(mode="after")
    def _range_in_order(self) -> Number:
        if self.value_max is not None and self.value_max < self.value:
            raise ValueError(f"value_max {self.value_max} is below value {self.value}")
        return self


class Date(FactBase):
    """A date or period."""

    kind: Literal["date"] = Field(default="date", description="Kind of fact.")
    edtf: Edtf = Field(description="The value in the Extended Date/Time Format (ISO 8601-2), always Gregorian.")
    date_start: datetime.date | None = Field(default=None, description="First day, inclusive; null where the year is unknown.")
    date_end: datetime.date | None = Field(default=None, description="Last day, inclusive; null where the year is unknown.")
    grain: Grain = Field(description="How fine the text is: day, month, quarter, half, year, decade, century.")
    calendar: Calendar = Field(default="gregorian", description="The calendar that the text uses.")
    relative: bool = Field(default=False, description="True where the value needed the document's own date.")

    @model_validator(mode="after")
    def _ends_in_order(self) -> Date:
        if self.date_start and self.date_end and self.date_end < self.date_start:
            raise ValueError(f"date_end {self.date_end} is before date_start {self.date_start}")
        return self


class DocumentId(FactBase):
    """A reference to an official document by its number or name."""

    kind: Literal["document_id"] = Field(default="document_id", description="Kind of fact.")
    doc_type: DocType = Field(description="Type of the official document.")
    doc_number: str | None = Field(
        default=None, description="Canonical number: upper case, ASCII digits, no spaces; null where cited by name."
    )
    issued_on: Edtf | None = Field(default=None, description="EDTF of the date that the text gives for it, else null.")
    issuer: Slice | None = Field(default=None, description="The issuing body as in the text, else null.")
    title: Slice | None = Field(default=None, description="Its quoted title without the quotes, else null.")
    locator: Slice | None = Field(default=None, description="The article, clause or point that is cited, as in the text, else null.")


class Rank(FactBase):
    """A position in a ranking."""

    kind: Literal["rank"] = Field(default="rank", description="Kind of fact.")
    rank: int = Field(ge=1, description="The position.")
    rank_bound: RankBound = Field(default="exact", description="exact; within (in the top N); outside (fell out of the top N).")
    rank_of: int | None = Field(default=None, ge=1, description="Out of how many, else null.")
    index: RankIndex | None = Field(default=None, description="Canonical name of the index or table, else null.")
    index_text: Slice | None = Field(default=None, description="The index as in the text, else null.")
    entity: str | None = Field(
        default=None, pattern=r"^[A-Z]{2}(-[A-Z0-9]{1,3})?$", description="ISO 3166-1 or 3166-2 code of what is ranked, else null."
    )
    entity_text: Slice | None = Field(default=None, description="What is ranked, as in the text, else null.")
    period: Edtf | None = Field(default=None, description="EDTF of the year or period of the ranking, else null.")


class Section(Span):
    """A part of a document: one speaker's statement, or the whole of it."""

    section: int = Field(ge=0, description="Ordinal in the document, from 0.")
    speaker: Slice | None = Field(default=None, description="Who speaks, as in the text, else null.")
    speaker_role: Slice | None = Field(default=None, description="The speaker's office, as in the text, else null.")
    heading: Slice | None = Field(default=None, description="The section's heading, else null.")
    reporter: Slice | None = Field(default=None, description="The by-line that closes the section, else null.")
    recorded: Recorded | None = Field(default=None, description="written or recorded, where the by-line says so.")


class Ambiguity(Span):
    """What may be a fact in two ways and is therefore none; it is counted, not stored."""

    text: str = Field(min_length=1, description="The exact characters: document text [char_start:char_end].")
    readings: str = Field(min_length=1, description="What it may be.")


Fact = Annotated[Number | Date | DocumentId | Rank, Field(discriminator="kind")]
FACTS: dict[str, type[FactBase]] = {"number": Number, "date": Date, "document_id": DocumentId, "rank": Rank}


def own_fields(kind: str) -> tuple[str, ...]:
    """What the facts of a kind say beyond what every fact has.

    >>> own_fields("date")
    ('edtf', 'date_start', 'date_end', 'grain', 'calendar', 'relative')
    """
    return tuple(name for name in FACTS[kind].model_fields if name not in {*FactBase.model_fields, "kind"})


def fields_of(model: type[BaseModel], annotation: Any) -> tuple[str, ...]:
    """The fields of a model that are annotated so, or so and null, in their order.

    >>> fields_of(Number, Figure), fields_of(DocumentId, Edtf), fields_of(Rank, Slice)
    (('value', 'value_max', 'out_of'), ('issued_on',), ('index_text', 'entity_text'))
    """
    hints = get_type_hints(model, include_extras=True)
    return tuple(name for name, hint in hints.items() if annotation in (hint, *get_args(hint)))
