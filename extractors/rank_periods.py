"""The period that a ranking belongs to."""

from __future__ import annotations

from extractors.date_value import DateValue
from extractors.rank_indices import Index, runs
from extractors.rank_places import Text
from extractors.rank_positions import Position

_LINKS = ("FUNCTION", "RANKWORD", "RANKLINK", "LPAR", "PREP", "RANKIN", "WORD")
_MENTIONS = 4  # of a table, back from a position, whose sentences may tell its year
_NEAR = 4  # tokens between a position and the date that is its own


class RankPeriods:
    """Finds the period of each position: its own date, the one before it, one behind it, or carried within the paragraph."""

    def __init__(self, text: Text) -> None:
        self.text = text
        self.dates = [i for i, senses in text.tokens.values.items() if "DATE" in senses and self._counts(i)]

    def of(self, positions: list[Position], indices: list[Index | None]) -> list[str | None]:
        """One EDTF a position, None where the text gives none."""
        out: list[str | None] = []
        used: set[int] = set()
        shared: dict[str | None, str] = {}
        paragraph = sentence = -1
        for i, position in enumerate(positions):
            low, _ = self.text.paragraph(position.at)
            same = sentence == self.text.sentence(position.at)[0]
            sentence = self.text.sentence(position.at)[0]
            if low != paragraph:
                paragraph, shared = low, {}
            date = self._own(position, positions, i) or self._before_bracket(position)
            if date is not None:
                used.add(date)
                out.append(self._edtf(date))
                if not position.old and not self._compared(date):
                    shared.setdefault(self._key(indices[i]), self._edtf(date))
                continue
            if self._of_year_before(position):
                out.append(None)
                continue
            date = self._stated(position, positions, i, used)
            if date is None and i and positions[i - 1].old and (following := self._year_after(out[i - 1], positions[i - 1])):
                out.append(following)
                continue
            if date is None and self._key(indices[i]) not in shared:
                date = self._of_table(position, indices[i])
            if date is not None and not position.old and not self._compared(date):
                key, period = self._key(indices[i]), self._edtf(date)
                shared[key] = max(period, shared.get(key, "")) if same else period  # what a sentence looks back at is not its table's year
            out.append(None if position.old else shared.get(self._key(indices[i])) if date is None else self._edtf(date))
        self._share(positions, out)
        self._share_back(positions, indices, out)
        return out

    @staticmethod
    def _share_back(positions: list[Position], indices: list[Index | None], found: list[str | None]) -> None:
        """`A came 61st, B 62nd and C 63rd in the PCI of 2023`: those before the index share its date, too."""
        for i in range(len(positions) - 2, -1, -1):
            index, behind = indices[i], positions[i + 1]
            if found[i] is None and index and index == indices[i + 1] and index.start > behind.at and not positions[i].old:
                found[i] = found[i + 1]

    def _share(self, positions: list[Position], found: list[str | None]) -> None:
        """`In 2021, 2022 and 2023 it ranked 40th, 35th and 30th`: as many dates before a run of positions are theirs in order."""
        for run in runs(self.text, positions):
            low, _ = self.text.sentence(positions[run[0]].at)
            low = max(low, positions[run[0] - 1].at) if run[0] else low
            named = [k for k in self.dates if low <= k < positions[run[0]].at]
            if len(named) == len(run):
                for i, date in zip(run, named, strict=True):
                    found[i] = self._edtf(date)

    @staticmethod
    def _key(index: Index | None) -> str | None:
        return (index.name or index.text) if index else None

    def _year_after(self, period: str | None, old: Position) -> str | None:
        """The year that a move ends in, where it began `last year`."""
        leans = any(k in self.dates and self._value(k).relative for k in range(old.at + 1, old.at + _NEAR))
        return str(int(period) + 1) if period and period.isdigit() and leans else None

    def _own(self, position: Position, positions: list[Position], i: int) -> int | None:
        """A date right behind a position, or behind its bracket: `45th in 2021`, `82% (26th of 63) in 2023`."""
        stop = positions[i + 1].at if i + 1 < len(positions) else len(self.text.tokens)
        bracketed = self.text.has(position.at - 1, "LPAR")
        last = max(position.at, position.total_at or 0)
        for k in range(position.at + 1, min(last + _NEAR + 1, stop)):
            beside = k == position.at + 1 or (k == position.at + 2 and self.text.has(k - 1, "LOCATIVE"))
            if k in self.dates or (beside and self.text.has(k, "DATE") and self._is_period(k)):
                alone = self.text.has(k + 1, "RPAR") or not self.text.any_has(position.at + 1, k, "LPAR")
                return k if alone else None  # `31st (2022: 25th)` is of another year
            if k == position.total_at or (bracketed and self.text.has(k, "RPAR")):
                continue
            if not self.text.has(k, *_LINKS) or self.text.has(k, "AND", "RANKAND", "RANKBUT"):
                return None
        return None

    def _of_year_before(self, position: Position) -> bool:
        """`it was 118th a year earlier`: no date of the text is its own."""
        return self._stands("year_before", position.at)

    def _before_bracket(self, position: Position) -> int | None:
        """The date right before the bracket that a position stands in, be it compared with: `up 6 from 2022 (39th)`."""
        for k in range(position.at - 1, max(position.at - _NEAR, 1), -1):
            if self.text.has(k, "LPAR"):
                dated = self.text.has(k - 1, "DATE") and self._is_period(k - 1)
                return k - 1 if dated else None
        return None

    def _stated(self, position: Position, positions: list[Position], i: int, used: set[int]) -> int | None:
        """The last free date of the sentence before a position, else the first one behind it in its clause."""
        low, high = self.text.sentence(position.at)
        before = [k for k in self.dates if low <= k < position.at and k not in used and not self._has_its_own(k, position, positions)]
        open_ones = [k for k in before if not self._closed(k, position.at)]
        if before:
            return (open_ones or before)[-1]
        stop = min(high, positions[i + 1].at if i + 1 < len(positions) else high)
        free = (k for k in self.dates if position.at < k < stop and not self._compared(k))
        behind = next((k for k in free if not self._has_its_own(k, position, positions)), None)
        return behind if behind is not None and not self.text.any_has(position.at, behind, "SEMI", "WHEREAS") else None

    def _of_table(self, position: Position, index: Index | None) -> int | None:
        """The date that the paragraph gave its table in an earlier sentence: `The 2023 PCI results are out.`"""
        first, here = self.text.paragraph(position.at)[0], self.text.sentence(position.at)[0]
        for named in reversed(self._mentions(index, first, here)[-_MENTIONS:]):
            low, high = self.text.sentence(named)
            dates = [k for k in self.dates if low <= k < high] if first <= named < here else []
            if dates:
                return min(dates, key=lambda k: abs(k - named))
        return None

    def _mentions(self, index: Index | None, first: int, here: int) -> list[int]:
        """Where an index is named before its sentence: by itself, by its name where the sentence names it again, or by a word for one."""
        if not index:
            return self.text.having(first, here, "INDEXHEAD")
        if index.start < here:
            return [index.start]
        names = ("INDEXABBR", "RANKINDEX")
        named = self.text.having(first, here, *names) if index.name else []
        return [k for k in named if any(self.text.tokens.value(k, name) == index.name for name in names)]

    def _has_its_own(self, date: int, position: Position, positions: list[Position]) -> bool:
        """True for the date of a bracket that another position stands in: `2nd (2022: 4th)`."""
        if not self.text.has(date - 1, "LPAR"):
            return False
        near = [other.at for other in positions if date < other.at <= date + _NEAR and other.at != position.at]
        return any(not self.text.any_has(date, at, "RPAR") for at in near)

    def _closed(self, date: int, end: int) -> bool:
        """True where the bracket that a date stands in closes before a token: `(2022: 82.11%)`."""
        return next((self.text.has(k, "RPAR") for k in range(date, end) if self.text.has(k, "LPAR", "RPAR")), False)

    def _counts(self, i: int) -> bool:
        """A day is when something was said, not what a ranking is of; nor is a date that is compared with."""
        if not self._is_period(i):
            return False
        return self._stands("period_again", i) or not self._compared(i)

    def _compared(self, i: int) -> bool:
        return self._stands("not_period", i)

    def _stands(self, look: str, i: int) -> bool:
        """True where what stands around a date fits one of the language's looks."""
        return self.text.language.around[look].first(self.text.tokens.codes, i, i + 1) is not None

    def _is_period(self, i: int) -> bool:
        value = self._value(i)
        return value.start is not None and (value.grain != "day" or "/" in value.edtf)

    def _value(self, i: int) -> DateValue:
        value: DateValue = self.text.tokens.senses(i)["DATE"][1]
        return value

    def _edtf(self, i: int) -> str:
        return self._value(i).edtf
