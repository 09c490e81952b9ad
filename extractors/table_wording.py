"""What a phrase of a table says (a unit, a year, an index), by the rules of running text and the ``tables`` of a language's data file."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any

from extractors.data import marks, read_data
from extractors.extraction import Draft, drafts, tokenize
from extractors.fold import fold, fold_word
from extractors.language import Language
from extractors.rank_indices import Index, Indices, canonical
from extractors.rank_places import Text

_WORD = re.compile(r"[^\W\d_]+")
_BARE = re.compile(r"\d{4}")
_SEVERAL = re.compile(rf"[{marks('COMMA', 'SEMI')}]\s")
_MOST_WORDS = 5  # of a unit: `million dong a person a year`
_ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Measure:
    """What figures are in: their unit, and what they are to be multiplied by (`tỷ đồng`: VND, 10⁹)."""

    unit: str
    factor: Decimal = _ONE


@dataclass(frozen=True, slots=True)
class Words:
    """What a language calls the columns of tables; ``announcing`` finds where a line says in which unit its table is."""

    row_numbers: frozenset[str]
    ranks: tuple[tuple[str, ...], ...]
    points: frozenset[tuple[str, ...]]
    unit_heads: frozenset[str]
    announcing: re.Pattern[str]
    year: str

    def are_ranks(self, said: tuple[str, ...]) -> bool:
        """Whether the words of a heading say that positions stand below it."""
        return any(said[k : k + len(rank)] == rank for rank in self.ranks for k in range(len(said)))


@lru_cache(maxsize=8)
def words(code: str) -> Words:
    """The words of a language's data file."""
    said: Mapping[str, Any] = read_data(code)["tables"]
    labels = "|".join(re.escape(fold(label).text).replace("\u200c", "\u200c?") for label in sorted(said["units"], key=len, reverse=True))
    announcing = re.compile(rf"(?:^|[(\[.;,–-])\s*(?:{labels})\s*[:：]?\s*(?P<unit>[^()\[\]:]+?)[)\].\s]*$", re.IGNORECASE)
    return Words(
        frozenset(map(fold_word, said["row_numbers"])),
        tuple(letters(surface) for surface in said["ranks"]),
        frozenset(letters(surface) for surface in said["points"]),
        frozenset(map(fold_word, said["units"])),
        announcing,
        said["year"],
    )


def letters(said: str) -> tuple[str, ...]:
    """The words of a phrase, folded.

    >>> letters("Xếp hạng (năm 2023)")
    ('xếp', 'hạng', 'năm')
    """
    return tuple(_WORD.findall(fold_word(said)))


class Wording:
    """Reads the phrases of tables, each once."""

    def __init__(self, language: Language, published_on: datetime.date | None) -> None:
        self.language, self._published_on = language, published_on
        self.words = words(language.code)
        self.measure, self.dated = cache(self._measure), cache(self._dated)

    def announced(self, said: str) -> tuple[int, str] | None:
        """Where a line begins to say what its table is in, and what it says (`Unit: million USD`)."""
        m = self.words.announcing.search(fold(said).text)
        return (m.start(), m["unit"]) if m and self.measure(m["unit"]) else None

    def _measure(self, phrase: str) -> Measure | None:
        """What a figure is in that has a phrase behind it, or that the phrase itself is (`1000 tấn`); None where it names no unit."""
        counted = phrase if phrase[:1].isdigit() else f"1 {phrase}"
        found = [draft for draft in self._drafts(counted) if draft.kind == "number" and draft.start == 0]
        fields = found[0].fields if found and not _SEVERAL.search(phrase) and len(letters(phrase)) <= _MOST_WORDS else {}
        return Measure(fields["unit"], fields["value"]) if fields.get("unit") else None

    def percent(self, heads: Iterable[str]) -> Measure | None:
        """Percent, where a heading says so without brackets."""
        return next((Measure("%") for head in heads if tokenize(head, self.language).having("PERCENT")), None)

    def points(self, heads: Iterable[str]) -> Measure | None:
        """Points, where a heading says that and nothing else (`Score`, `Points`)."""
        return next((Measure("point") for head in heads if letters(head) in self.words.points), None)

    def is_bare(self, said: str) -> bool:
        """Whether a phrase is a figure that may be a year."""
        return _BARE.fullmatch(fold(said).text) is not None

    def names_years(self, head: str) -> bool:
        """Whether the figures below a heading are years."""
        return bool(tokenize(head, self.language).having("YEARW"))

    def _dated(self, said: str) -> dict[str, Any] | None:
        """The fields of the date that a phrase is, and nothing else; also of a bare year."""
        phrase = self.words.year.format(said) if self.is_bare(said) else said
        found = [draft for draft in self._drafts(phrase) if draft.kind == "date" and draft.end == len(phrase)]
        return found[0].fields if len(found) == 1 and (phrase != said or found[0].start == 0) else None

    def period(self, said: str) -> str | None:
        """The only year that a heading names, unless its figures are only compared with it (`so với 2022`)."""
        if own := self.dated(said):
            return str(own["edtf"]) if own["grain"] == "year" else None
        years = {draft.fields["edtf"] for draft in self._drafts(said) if draft.kind == "date" and draft.fields["grain"] == "year"}
        return self._of_figure(said) if len(years) == 1 else None

    def _of_figure(self, said: str) -> str | None:
        """The period of a figure in front of a heading."""
        one, *_ = [*self._drafts(f"1, {said}"), None]
        return one.fields["period"] if one and one.kind == "number" else None

    def total(self, head: str) -> int | None:
        """How many positions there are, where a heading says so (`Rank (of 63)`)."""
        found = self._drafts(head) if letters(head) else []
        values = [draft.fields["value"] for draft in found if draft.kind == "number" and not draft.fields["unit"]]
        return int(values[0]) if len(values) == 1 and values[0] == values[0].to_integral_value() > 0 else None

    def index(self, said: str) -> Index | None:
        """The first index that a heading names, one with a canonical name before others."""
        named = [index for index in Indices(Text(tokenize(said, self.language), self.language)).named() if not index.field]
        return next((index for index in named if canonical(index)), named[0] if named else None)

    def _drafts(self, said: str) -> list[Draft]:
        return drafts(said, self.language, self._published_on)
