"""The period that a sentence gives to a figure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cached_property

from extractors.date_value import DateValue
from extractors.language import Language
from extractors.lexer import Tokens, between

_FARTHEST = 12  # dates on either side that are looked at
_BULLETS = frozenset("-–—•*+·")
_MARK = 3  # characters of an enumerator
_APART = 4  # tokens between two figures of a row, at most
_BETWEEN_DATES = frozenset({"COMMA", "AND", "DOCAND", "YEARW", "DATEPREP"})
_BETWEEN_FIGURES = frozenset(
    {"COMMA", "AND", "DOCAND", "PERCENT", "UNIT", "CURRENCY", "CURRENCYSIGN", "SCALE", "POINTS", "SCORE", "WORD", "SPACE"}
)


class Periods:
    """Finds for a token the date of its sentence that is its period: nearest before, else nearest behind, in its own brackets."""

    def __init__(self, tokens: Tokens, language: Language) -> None:
        self.tokens, self.language = tokens, language
        self.dates = tokens.having("DATE")
        self.depth = {date: self._bracket(date, 0) for date in self.dates}
        """Token of each date → number of its bracket, 0 outside of brackets."""

    @cached_property
    def breaks(self) -> list[int]:
        """Tokens between which sentences stand."""
        return self.tokens.having("BREAK")

    @cached_property
    def clauses(self) -> list[int]:
        """Tokens that end clauses: a date behind them is not of the figures before them."""
        return self.tokens.having("SEMI", "WHEREAS")

    @cached_property
    def nows(self) -> list[int]:
        """Words that say `now`: what follows them is not of the date before them."""
        return self.tokens.having("NOW")

    @cached_property
    def brackets(self) -> list[int]:
        """Brackets that open or close."""
        return self.tokens.having("LPAR", "RPAR")

    @cached_property
    def leads(self) -> dict[int, int]:
        """The line end before each item of a list → the colon that the list stands behind."""
        found: dict[int, int] = {}
        before = -1
        lines, colons = self.tokens.having("NL"), set(self.tokens.having("COLON"))
        for line in lines if not colons.isdisjoint(line - 1 for line in lines) else ():
            colon = line - 1 if line - 1 in colons else found.get(before)
            if colon is not None and self._opens_item(line):
                found[line] = colon
            before = line
        return found

    @cached_property
    def in_turn(self) -> dict[int, int]:
        """Figure → its date, where as many stand in a row: `in 2022 and 2023 it was 5% and 6%, respectively`."""
        found: dict[int, int] = {}
        for said in self.tokens.having("INTURN"):
            low, high = self._sentence(said)
            dates = [row for row in self._rows(low, high, "DATE", _BETWEEN_DATES) if len(row) > 1 and all(map(self._lasts, row))]
            figures = [row for row in self._rows(low, high, "N", _BETWEEN_FIGURES) if dates and len(row) == len(dates[0])]
            if len(dates) == 1:
                found |= {figure: date for row in figures for figure, date in zip(row, dates[0], strict=True)}
        return found

    def _rows(self, low: int, high: int, name: str, between: frozenset[str]) -> list[list[int]]:
        """Tokens of a class in rows: what stands between two of a row is of the classes ``between``."""
        rows: list[list[int]] = []
        for i in range(low, high):
            senses = self.tokens.senses(i)
            if name not in senses or (name == "N" and "DATE" in senses):
                continue
            gap = range(rows[-1][-1] + 1, i) if rows else range(0)
            if 0 < len(gap) <= _APART and all(not between.isdisjoint(self.tokens.senses(k)) for k in gap):
                rows[-1].append(i)
            else:
                rows.append([i])
        return rows

    def _opens_item(self, line: int) -> bool:
        """True where a line begins with a dash, a bullet or an enumerator (`a)`, `1.`)."""
        if line + 2 >= len(self.tokens) or len(mark := self.tokens.word(line + 1)) > _MARK:
            return False
        return mark in _BULLETS or (mark.isalnum() and not {"RPAR", "DOT", "FULLSTOP"}.isdisjoint(self.tokens.senses(line + 2)))

    def of(self, start: int, end: int) -> str | None:
        """EDTF of the period of tokens [start, end), or None."""
        if not self.dates:
            return None
        if self.language.around["year_before"].first(self.tokens.codes, start, end):
            return None
        if start in self.in_turn:
            return self._edtf(self.in_turn[start])
        return self._of_sentence(start, end) or self._of_lead(start)

    def _of_lead(self, start: int) -> str | None:
        """The last period that the sentence names which leads to the list that a token stands in."""
        if not self.leads:
            return None
        low = self._sentence(start)[0] - 1
        colon = next((self.leads[line] for line in range(low, max(low - 3, -1), -1) if line in self.leads), None)
        if colon is None:
            return None
        first, last = bisect_left(self.dates, self._sentence(colon)[0]), bisect_left(self.dates, colon)
        return next((self._edtf(i) for i in reversed(self.dates[first:last]) if self._counts(i)), None)

    def _of_sentence(self, start: int, end: int) -> str | None:
        low, high = self._sentence(start)
        first, last = bisect_left(self.dates, low), bisect_left(self.dates, high)
        if first == last:
            return None
        bracket = self._bracket(start, low)
        if own := self._attached(start, end):
            return own
        at = bisect_left(self.dates, start)
        before = self.dates[max(first, bisect_left(self.dates, self._now(start)), at - _FARTHEST) : at][::-1]
        behind = self.dates[at : min(last, at + _FARTHEST)]
        found = (self._nearest(before, behind, end, bracket) if bracket else None) or self._nearest(before, behind, end, 0, bracket)
        return None if found is None else self._edtf(found)

    def _nearest(self, before: list[int], behind: list[int], end: int, *brackets: int) -> int | None:
        """The date that counts and stands in one of some brackets: nearest before, else nearest behind within the clause."""
        for i in before:
            if self.depth[i] in brackets and self._counts(i):
                return i
        first = next((i for i in behind if i >= end and self.depth[i] in brackets and self._counts(i)), None)
        return None if first is None or self._clause_ends(end, first) else first

    def _attached(self, start: int, end: int) -> str | None:
        """The date right beside a figure: of `125 in 2022 to 210 in 2023` each has its own, and so has `(80)` in `than in 2021 (80)`."""
        found = self.language.around["period_beside"].first(self.tokens.codes, start, end)
        if not found or "period" not in found[1].groups:
            return None
        date = found[1].groups["period"][0]
        sound = self._lasts(date) if found[0].get("compared") else self._counts(date)
        return self._edtf(date) if sound else None

    def _sentence(self, i: int) -> tuple[int, int]:
        return between(self.breaks, i, len(self.tokens))

    def _bracket(self, i: int, low: int) -> int:
        """The bracket that is open at a token, not before token ``low``; 0 where there is none."""
        at = bisect_right(self.brackets, i) - 1
        opening = at >= 0 and self.brackets[at] > low and "LPAR" in self.tokens.senses(self.brackets[at])
        return self.brackets[at] if opening else 0

    def _now(self, i: int) -> int:
        """The last word for `now` before a token, 0 where there is none."""
        at = bisect_left(self.nows, i)
        return self.nows[at - 1] if at else 0

    def _clause_ends(self, start: int, end: int) -> bool:
        return bisect_left(self.clauses, start) < bisect_left(self.clauses, end)

    def _counts(self, i: int) -> bool:
        """A date that figures are compared with is not theirs."""
        return self._lasts(i) and self.language.around["not_period"].first(self.tokens.codes, i, i + 1) is None

    def _lasts(self, i: int) -> bool:
        """A day is when something happened, not a figure's period."""
        value = self._value(i)
        return value.grain != "day" or "/" in value.edtf

    def _value(self, i: int) -> DateValue:
        value: DateValue = self.tokens.senses(i)["DATE"][1]
        return value

    def _edtf(self, i: int) -> str:
        return self._value(i).edtf
