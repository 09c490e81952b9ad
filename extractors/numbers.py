"""Tokens to numbers: the matches of the number rules, what they are in, and what the words around them say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from extractors.language import Language
from extractors.lexer import Tokens
from extractors.looks import Look
from extractors.number_matches import Matches, Reading, unit_value
from extractors.patterns import groups
from extractors.periods import Periods
from extractors.phrases import NounPhrases
from extractors.rules import read

_LISTING = frozenset({"COMMA", "AND", "DOCAND"})  # what stands between the parts of a list
_TURNED = {"more_than": "at_most", "at_least": "less_than", "less_than": "at_least", "at_most": "more_than"}


@dataclass(slots=True)
class NumberValue:
    """A number with everything: tokens [start, end) and the fields of the fact."""

    rule: str
    start: int
    end: int
    fields: dict[str, Any] = field(default_factory=dict)


class NumberReader:
    """Reads the numbers that dates, document IDs and ranks have left."""

    def __init__(self, tokens: Tokens, language: Language) -> None:
        self.tokens, self.language = tokens, language
        self.phrases = NounPhrases(tokens, language)
        self.periods = Periods(tokens, language)
        self.totals: dict[int, Decimal] = {}

    def read(self) -> list[NumberValue]:
        """Every number, in order."""
        found = [reading for _, reading in read(self.language.rules["numbers"], self.tokens, Matches(self.tokens).reading)]
        found = [reading for reading in found if not self._ignored(reading)]
        found = self._with_totals(found)
        return [self._complete(reading) for reading in found]

    def _ignored(self, reading: Reading) -> bool:
        """Labels, enumerators, idioms: the language says where a numeral is no quantity, and where a doubtful word is one."""
        codes, start, end = self.tokens.codes, reading.start, reading.end
        looks = self.language.around
        doubtful = looks["doubtful"]
        if doubtful.about(codes, start, end) and not any(self._holds(look, (start, end)) for look in doubtful.near(codes, start, end)):
            return True
        return any(self._holds(look, (start, end)) for look in looks["ignore"].near(codes, start, end))

    def _holds(self, look: Look, place: tuple[int, int]) -> bool:
        """Whether a rule fits a number that is ``written`` as it may ask (with its vowels), and has in it what it asks for (``within``)."""
        rule, around = look
        if around.match(self.tokens.codes, *place) is None or rule.get("written") not in (None, self.tokens.text(*place)):
            return False
        return "within" not in rule or any(rule["within"] in self.tokens.senses(k) for k in range(*place))

    def _with_totals(self, found: list[Reading]) -> list[Reading]:
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
        rules = self.language.around["totals"].near(self.tokens.codes, total.start, total.end)
        if not rules or total.ordinal or total.fraction or total.out_of is not None or total.value_max is not None:
            return []
        strong = [rule for rule, around in rules if around.match(self.tokens.codes, total.start, total.end)]
        if not strong or self._unit(total)[0]:
            return []
        parts: list[int] = []
        for k in range(at + 1, len(found)):
            part = found[k]
            if not parts and self._in_total(part, total):
                continue
            if "BREAK" in self._between(total.end, part.start) or not self._may_be_part(part, total):
                break
            if parts and not self._joined(part, found[parts[-1]], total):
                break
            if parts or self._same_kind(part, total, bool(strong[0].get("strong"))):
                parts.append(k)
        return parts

    def _in_total(self, part: Reading, total: Reading) -> bool:
        """`of 1,864 workers in 23 offices, …`: a number behind a preposition, before the comma, says what the total is."""
        lead = self.tokens.senses(part.start - 1)
        governed = not lead.keys().isdisjoint(("PREP", "OF")) and lead.keys().isdisjoint(("ONLY", "AND"))
        return (governed or self._hyphened(part.start - 1)) and "COMMA" not in self._between(total.end, part.start)

    def _between(self, start: int, end: int) -> set[str]:
        return {name for k in range(start, end) for name in self.tokens.senses(k)}

    def _may_be_part(self, part: Reading, total: Reading) -> bool:
        plain = not (part.ordinal or part.fraction) and part.out_of is None
        return plain and part.value < total.value and not self._unit(part)[0]

    def _joined(self, part: Reading, before: Reading, total: Reading) -> bool:
        """A further part has no noun of its own (`and 60 re-scoped`) or the total's, or stands right behind the noun of the part before."""
        left = self._between(max(0, part.start - 2), part.start)
        if left & _LISTING and "DATE" not in left and self._counted(part, None) is None:
            return True
        if _LISTING & self.tokens.senses(part.start - 1).keys() and self._same_kind(part, total, strong=False):
            return True
        noun = self.phrases.after(before.end)
        return noun is not None and all(_LISTING & self.tokens.senses(k).keys() for k in range(noun[1], part.start))

    def _same_kind(self, part: Reading, total: Reading, strong: bool) -> bool:
        if strong:
            return True
        return self._same_noun(part, total) or any("ONLY" in self.tokens.senses(k) for k in range(max(0, part.start - 2), part.start))

    def _same_noun(self, part: Reading, total: Reading) -> bool:
        """One noun, or a longer name of it (`chỉ số`, `chỉ số nội dung`)."""
        mine, theirs = self.phrases.after(part.end), self.phrases.after(total.end)
        if not mine or not theirs:
            return False
        one, other = (f"{self.tokens.word(noun[0]).lower()} " for noun in (mine, theirs))
        return one.startswith(other) or other.startswith(one)

    def _complete(self, reading: Reading) -> NumberValue:
        unit, start, end = self._unit(reading)
        start, sign = self._sign(reading, start)
        bound = self._bound(reading, max(end, reading.end))
        fields: dict[str, Any] = {
            "value": reading.value * sign,
            "value_max": reading.value_max,
            "out_of": reading.out_of,
            "bound": bound,
            "ordinal": reading.ordinal,
            "unit": unit,
            "counted": self._counted(reading, unit),
            "period": self.periods.of(reading.start, reading.end),
        }
        return NumberValue(reading.rule, start, end, fields)

    def _sign(self, reading: Reading, start: int) -> tuple[int, int]:
        """(first token of the number with its sign, 1 or -1); a sign that must be ``touching`` belongs to the span (`-5`, not `-$5`)."""
        for rule, around in self.language.around["signs"].near(self.tokens.codes, reading.start, reading.end):
            if around.match(self.tokens.codes, reading.start, reading.end):
                if rule.get("tight") and self.tokens.touches(reading.start - 2):
                    return start, -1
                if rule.get("touching") and self.tokens.touches(reading.start - 1) and not self._hyphened(reading.start - 1):
                    return reading.start - 1, -1
                if rule.keys().isdisjoint(("tight", "touching")):
                    return start, -1
        return start, 1

    def _hyphened(self, at: int) -> bool:
        """True for the hyphen of `under-five`, which touches words on either side."""
        return self.tokens.touches(at - 1) and self.tokens.word(at - 1)[-1:].isalpha()

    def _unit(self, reading: Reading) -> tuple[str | None, int, int]:
        """(unit, tokens of the span): percent words and signs belong to the span, other units do not; an ordinal has none."""
        start, end = reading.start, reading.end
        if reading.ordinal or reading.unit:
            return reading.unit, start, end
        if not (found := self.language.around["units"].first(self.tokens.codes, start, end)):
            return None, start, end
        rule, sides = found
        named = {name: place for side in sides if side for name, place in groups(side).items()}
        parts = [start, end, *named.get("part", ())]
        unit = rule.get("unit") or unit_value(self.tokens, named) if rule.get("measures", True) else None
        return unit, min(parts), max(parts)

    def _bound(self, reading: Reading, end: int) -> str:
        if reading.ordinal:
            return "exact"
        for rule, around in self.language.around["bounds"].near(self.tokens.codes, reading.start, reading.end):
            place = (reading.start, end if rule.get("behind_unit") else reading.end)
            if sides := around.match(self.tokens.codes, *place):
                named = {name: at for side in sides if side for name, at in groups(side).items()}
                bound = rule.get("bound") or self._bound_value(named)
                return _TURNED.get(bound, bound) if "not" in named else bound
        return "exact"

    def _bound_value(self, named: Mapping[str, tuple[int, int]]) -> str:
        senses = self.tokens.senses(named["bound"][0])
        return next(str(senses[name]) for name in ("BOUND", "BOUNDAFTER", "COMPARATIVE", "BEYOND") if name in senses)

    def _counted(self, reading: Reading, unit: str | None) -> str | None:
        if unit or self._uncounted(reading):
            return None
        if reading.ordinal and self._noun_first(reading):
            place = self.phrases.before(reading.start)
        else:
            place = self.phrases.after(self._noun_start(reading), reading.ordinal) or self._shared_noun(reading)
        if place is None and reading.of:
            place = self.phrases.after(reading.of.end)  # of 412 projects, 37 should be stopped
        return self.tokens.text(*place) if place else None

    def _noun_start(self, reading: Reading) -> int:
        """Where the noun of a number may begin: right behind it, behind its `of`, or behind what bounds it (`50 or more workers`)."""
        k = reading.end
        if reading.fraction and "PARTOF" in self.tokens.senses(k):
            return k + 1
        for _, around in self.language.around["bounds"].near(self.tokens.codes, reading.start, k):
            if (sides := around.match(self.tokens.codes, reading.start, k)) and sides[1] and (tail := groups(sides[1]).get("tail")):
                return tail[1]
        return k

    def _uncounted(self, reading: Reading) -> bool:
        return self.language.around["uncounted"].first(self.tokens.codes, reading.start, reading.end) is not None

    def _shared_noun(self, reading: Reading) -> tuple[int, int] | None:
        """The noun that only another number has (`from 11 down to 7 steps`; `6.4% of villages, or 4,813`)."""
        for _, around in self.language.around["ellipsis"].near(self.tokens.codes, reading.start, reading.end):
            for side in around.match(self.tokens.codes, reading.start, reading.end) or ():
                if side and (behind := groups(side).get("next")):
                    return self.phrases.after(behind[1])
        return None

    def _noun_first(self, reading: Reading) -> bool:
        """In some languages the noun stands before most ordinals (`دهک سوم`), after others (`سیزدهمین دفتر`)."""
        settings = self.language.data.get("ordinals", {})
        ending = tuple(settings.get("noun_after", ()))
        return bool(settings) and not self.tokens.word(reading.end - 1).endswith(ending)
