"""Totals that come before their parts: `of 412 projects, 37 should be stopped and 60 re-scoped`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from extractors.language import Language
from extractors.lexer import Tokens
from extractors.number_matches import Reading
from extractors.phrases import NounPhrases, hyphened

_LISTING = frozenset({"COMMA", "AND", "DOCAND"})  # what stands between the parts of a list
_IN_BRACKETS = 8  # tokens of a bracket behind a part, at most


@dataclass(frozen=True, slots=True)
class Totals:
    """Finds the parts of each total, by what a reading is in (``unit``) and what it counts (``counted``)."""

    tokens: Tokens
    language: Language
    phrases: NounPhrases
    unit: Callable[[Reading], tuple[str | None, int, int]]
    counted: Callable[[Reading, str | None], str | None]

    def given(self, found: list[Reading]) -> list[Reading]:
        """`of 412 projects, 37 …`: the total is taken out and given to its parts."""
        out: list[Reading] = []
        skipped: set[int] = set()
        for at, reading in enumerate(found):
            parts = self._parts_of(at, found)
            if parts:
                skipped.add(at)
            for part in parts:
                found[part] = replace(found[part], out_of=reading.value, of=reading)
        for at, reading in enumerate(found):
            if at not in skipped:
                out.append(reading)
        return out

    def _parts_of(self, at: int, found: list[Reading]) -> list[int]:
        total = found[at]
        led = self.language.around["totals"].first(self.tokens.codes, total.start, total.end)
        if not led or total.ordinal or total.fraction or total.out_of is not None or total.value_max is not None or self.unit(total)[0]:
            return []
        parts: list[int] = []
        for k in range(at + 1, len(found)):
            part = found[k]
            if self.unit(part)[0] if parts else self._in_total(part, total):
                continue  # `of 27 states, 16 lack more than 3% and 11 owe more`: what a part has too much of
            if "BREAK" in self._between(total.end, part.start) or not self._may_be_part(part, total):
                break
            if parts and not self._joined(part, found[parts[-1]], total):
                break
            if parts or self._same_kind(part, total, bool(led[0].get("strong"))):
                parts.append(k)
        return parts

    def _in_total(self, part: Reading, total: Reading) -> bool:
        """`of 1,864 workers in 23 offices, …`: a number behind a preposition, before the comma, says what the total is."""
        lead = self.tokens.senses(part.start - 1)
        governed = not lead.keys().isdisjoint(("PREP", "OF")) and lead.keys().isdisjoint(("ONLY", "AND"))
        return (governed or hyphened(self.tokens, part.start - 1)) and "COMMA" not in self._between(total.end, part.start)

    def _between(self, start: int, end: int) -> set[str]:
        return {name for k in range(start, end) for name in self.tokens.senses(k)}

    def _may_be_part(self, part: Reading, total: Reading) -> bool:
        plain = not (part.ordinal or part.fraction) and part.out_of is None
        return plain and part.value < total.value and not self.unit(part)[0]

    def _joined(self, part: Reading, before: Reading, total: Reading) -> bool:
        """A further part has no noun of its own (`and 60 re-scoped`) or the total's, or stands right behind the noun of the part before."""
        left = self._between(max(0, part.start - 2), part.start)
        if left & _LISTING and "DATE" not in left and self.counted(part, None) is None:
            return True
        listed = _LISTING & self.tokens.senses(part.start - 1).keys()
        if listed and (self._same_noun(part, before) or self._same_noun(part, total) or self._only(part)):
            return True
        noun = self.phrases.after(self._past_bracket(before.end))
        return noun is not None and all(_LISTING & self.tokens.senses(k).keys() for k in range(noun[1], part.start))

    def _past_bracket(self, at: int) -> int:
        """The token behind a bracket that opens at a token (`39 (4 per cent) teachers`), else the token itself."""
        if "LPAR" not in self.tokens.senses(at):
            return at
        closed = (k + 1 for k in range(at, min(at + _IN_BRACKETS, len(self.tokens))) if "RPAR" in self.tokens.senses(k))
        return next(closed, at)

    def _same_kind(self, part: Reading, total: Reading, strong: bool) -> bool:
        if strong:
            return True
        return self._same_noun(part, total) or self._stands_in(part, total) or self._only(part)

    def _only(self, part: Reading) -> bool:
        return any("ONLY" in self.tokens.senses(k) for k in range(max(0, part.start - 2), part.start))

    def _same_noun(self, part: Reading, other: Reading) -> bool:
        """One noun, or a longer name of it (`chỉ số`, `chỉ số nội dung`)."""
        nouns = [self.phrases.after(reading.end) for reading in (part, other)]
        one, two = (f"{self.tokens.word(noun[0]).lower()} " if noun else "" for noun in nouns)
        return bool(one and two) and (one.startswith(two) or two.startswith(one))

    def _stands_in(self, part: Reading, total: Reading) -> bool:
        """`of 90 workers, 12 people`: a word for people, or one for anything, in the place of the total's noun."""
        mine, theirs = self.phrases.after(part.end), self.phrases.after(total.end)
        kind = self.tokens.value(mine[0], "STANDIN") if mine and theirs else None
        return kind == "any" or (kind == "who" and theirs is not None and "WHO" in self.tokens.senses(theirs[0]))
