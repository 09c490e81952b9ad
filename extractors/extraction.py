"""From a text to its facts: the stages in their order, and the drafts of facts that they leave."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from extractors.date_context import date_context
from extractors.date_value import DateValue
from extractors.dates import DateReader
from extractors.decimal_points import read_decimal_points
from extractors.document_ids import read_document_ids
from extractors.finding import Match
from extractors.grouped import read_grouped
from extractors.language import Language
from extractors.lexer import Tokens, scan
from extractors.numbers import NumberReader
from extractors.numerals import read_numerals
from extractors.phones import read_phones
from extractors.ranks import read_ranks
from extractors.rules import read
from extractors.shared_scales import read_shared_scales
from extractors.slashed import read_slashed
from extractors.spaced import read_spaced


@dataclass(slots=True)
class Draft:
    """A fact before it is validated: its kind, its rule, its offsets in the text as read, its own fields."""

    kind: str
    rule: str
    start: int
    end: int
    fields: dict[str, Any]

    def moved(self, by: int) -> Draft:
        """The same, so many characters further on."""
        return Draft(self.kind, self.rule, self.start + by, self.end + by, self.fields) if by else self


def tokenize(text: str, language: Language) -> Tokens:
    """Tokens of a text with phrases joined and numerals read."""
    tokens = scan(text, language.lexicon, language.codes, language.cutter)
    read_slashed(tokens, language)
    read_spaced(tokens)
    read_phones(tokens)
    read_grouped(tokens, language)
    read_decimal_points(tokens, language)
    read_numerals(tokens, bool(language.data.get("joined")))
    read_shared_scales(tokens, language)
    return tokens


def drafts(text: str, language: Language, published_on: datetime.date | None) -> list[Draft]:
    """Every fact of a text, in its order; spans do not overlap."""
    return read_facts(tokenize(text, language), language, published_on)


def read_facts(tokens: Tokens, language: Language, published_on: datetime.date | None) -> list[Draft]:
    """Every fact of tokens; what may be two dates is a draft of the kind ``ambiguity``."""
    unclear = read_dates(tokens, language, published_on)
    read_document_ids(tokens, language)
    read_ranks(tokens, language)
    found = [*_merged(tokens), *_numbers(tokens, language)]
    return sorted([*found, *_untaken(unclear, found)] if unclear else found, key=lambda draft: draft.start)


def _untaken(unclear: list[Draft], facts: list[Draft]) -> Iterator[Draft]:
    """The drafts that stand in no fact."""
    taken = {offset for fact in facts for offset in range(fact.start, fact.end)}
    return (draft for draft in unclear if taken.isdisjoint(range(draft.start, draft.end)))


def read_dates(tokens: Tokens, language: Language, published_on: datetime.date | None) -> list[Draft]:
    """Make one token of each date; what may be two dates is told."""
    reader = DateReader(tokens, date_context(tokens, language.data, published_on), language.around["ahead"])
    found = read(language.rules["dates"], tokens, reader.build)
    found = [(match, value) for match, value in found if not _leans(tokens, match, value, found)]
    unclear = list(_unclear(tokens, reader.ambiguous, [match.span for match, _ in found])) if reader.ambiguous else []
    tokens.merge([(*match.span, date_senses(match, value)) for match, value in found])
    return unclear


_COMPARED = 2  # tokens from what compares to the date: `compared with New Year of last year`
_LEAP = datetime.timedelta(days=3)  # by which years, or months, differ in length


def _leans(tokens: Tokens, match: Match, value: DateValue, dates: list[tuple[Match, DateValue]]) -> bool:
    """A date that a figure is compared with and that would be the figure's own: `June is up 2% on last month`, written in July."""
    start = match.span[0]
    if set(match.groups) != {"rel"}:
        return False
    if "ANAPHOR" in tokens.senses(start):
        return any(_is_month(other) and place.start < start and _same_paragraph(tokens, place.start, start) for place, other in dates)
    if not any("COMPARE" in tokens.senses(k) for k in range(max(0, start - _COMPARED), start)):
        return False
    sentence = next((k for k in range(start - 1, 0, -1) if not {"BREAK", "SEMI"}.isdisjoint(tokens.senses(k))), 0)
    before = [(place, other) for place, other in dates if sentence < place.start < start]
    own = any(other.edtf == value.edtf and "COMPARE" not in tokens.senses(place.start - 1) for place, other in before)
    return own or any(_is_elsewhere(value, other) for place, other in before if not other.relative or "month" in place.groups)


def _is_elsewhere(value: DateValue, other: DateValue) -> bool:
    """Another named year or month than the one that follows, or a part of another: `in 2019 it rose on last year`, written in 2024."""
    if not (value.start and value.end and other.start and other.end) or value.grain not in ("year", "month"):
        return False
    longer = (value.end - value.start) - (other.end - other.start)
    following = value.end + datetime.timedelta(days=1)
    if abs(longer) <= _LEAP:
        return other.start != following
    part = longer > _LEAP and other.grain != "day" and value.grain == "year"
    return part and not following <= other.start <= following + (value.end - value.start)


def _is_month(value: DateValue) -> bool:
    return value.grain == "month" and not value.relative


def _same_paragraph(tokens: Tokens, start: int, end: int) -> bool:
    return not any("NL" in tokens.senses(k) for k in range(start, end))


def _unclear(tokens: Tokens, ambiguous: list[tuple[int, int, str]], dates: list[tuple[int, int]]) -> Iterator[Draft]:
    """The longest ambiguous spans that no other reading has taken."""
    taken = {i for start, end in dates for i in range(start, end)}
    for start, end, readings in sorted(ambiguous, key=lambda item: item[0] - item[1]):
        if taken.isdisjoint(range(start, end)):
            taken.update(range(start, end))
            yield Draft("ambiguity", readings, *tokens.span(start, end), {})


def date_senses(match: Match, value: DateValue) -> dict[str, Any]:
    """The classes of a date token."""
    grain = {"year": {"YEARDATE": True}, "month": {"MONTHDATE": True}}.get(value.grain, {})
    return {"DATE": (match.rule.name, value), **grain, **({"TERM": True} if _has_ends(match) else {})}


def _has_ends(match: Match) -> bool:
    """True for a date that says where it begins and where it ends: `from 2019 to 2022`, `2019-2022`."""
    return any(name == "years" or name.endswith("2") for name in match.groups)


def _merged(tokens: Tokens) -> Iterator[Draft]:
    """Drafts of the tokens that dates, document IDs and ranks have become."""
    for i in tokens.having(*_MAKERS):
        senses = tokens.senses(i)
        for name, make in _MAKERS.items():
            if name in senses:
                yield make(senses[name], *tokens.span(i, i + 1))


def _date(found: tuple[str, DateValue], start: int, end: int) -> Draft:
    rule, value = found
    fields: dict[str, Any] = {"edtf": value.edtf, "date_start": value.start, "date_end": value.end, "grain": value.grain}
    fields |= {"calendar": value.calendar, "relative": value.relative}
    return Draft("date", rule, start, end, fields)


def _document_id(value: Any, start: int, end: int) -> Draft:
    fields = {name: getattr(value, name) for name in value.__dataclass_fields__}
    return Draft("document_id", fields.pop("rule"), start, end, fields)


def _rank(value: Any, start: int, end: int) -> Draft:
    fields = {name: getattr(value, name) for name in value.__dataclass_fields__}
    length = fields.pop("length", None)
    return Draft("rank", fields.pop("rule"), start, start + length if length else end, fields)


_MAKERS: dict[str, Callable[[Any, int, int], Draft]] = {"DATE": _date, "DOC": _document_id, "RANK": _rank}


def _numbers(tokens: Tokens, language: Language) -> Iterator[Draft]:
    for number in NumberReader(tokens, language).read():
        yield Draft("number", number.rule, *tokens.span(number.start, number.end), number.fields)
