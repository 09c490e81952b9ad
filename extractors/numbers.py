"""Tokens to numbers: the matches of the number rules, what they are in, and what the words around them say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from extractors.enumerators import enumerators
from extractors.fitting import Fit
from extractors.language import Language
from extractors.lexer import Tokens
from extractors.number_matches import Matches, Reading, unit_value
from extractors.periods import Periods
from extractors.phrases import NounPhrases, hyphened
from extractors.rules import read
from extractors.totals import Totals

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
        self._enumerators = enumerators(tokens)

    def read(self) -> list[NumberValue]:
        """Every number, in order."""
        found = [reading for _, reading in read(self.language.rules["numbers"], self.tokens, Matches(self.tokens).reading)]
        found = [reading for reading in found if not self._ignored(reading)]
        found = Totals(self.tokens, self.language, self.phrases, self._unit, self._counted).given(found)
        return [self._complete(reading) for reading in found]

    def _ignored(self, reading: Reading) -> bool:
        """Labels, enumerators, idioms: the language says where a numeral is no quantity, and where a doubtful word is one."""
        codes, start, end = self.tokens.codes, reading.start, reading.end
        if start in self._enumerators:
            return True
        looks = self.language.around
        doubtful = looks["doubtful"]
        if doubtful.about(codes, start, end) and not self._any(doubtful.fits(codes, start, end), start, end):
            return True
        return self._any(looks["ignore"].fits(codes, start, end), start, end)

    def _any(self, fits: list[Fit], start: int, end: int) -> bool:
        """Whether any rule is for a number that is ``written`` so (with its vowels), and has in it what the rule asks for (``within``)."""
        return any(
            ("written" not in rule or rule["written"] == self.tokens.text(start, end))
            and ("within" not in rule or any(rule["within"] in self.tokens.senses(k) for k in range(start, end)))
            for rule, _ in fits
        )

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
        for rule, _ in self.language.around["signs"].fits(self.tokens.codes, reading.start, reading.end):
            if rule.get("behind"):
                return start, -1 if self.tokens.touches(reading.end - 1) and not self.tokens.touches(reading.end) else 1
            if rule.get("tight") and self.tokens.touches(reading.start - 2):
                return start, -1
            if rule.get("touching") and self.tokens.touches(reading.start - 1) and not hyphened(self.tokens, reading.start - 1):
                return reading.start - 1, -1
            if rule.keys().isdisjoint(("tight", "touching")):
                return start, -1
        return start, 1

    def _unit(self, reading: Reading) -> tuple[str | None, int, int]:
        """(unit, tokens of the span): percent words and signs belong to the span, other units do not; an ordinal has none."""
        start, end = reading.start, reading.end
        if reading.ordinal or reading.unit:
            return reading.unit, start, end
        if not (found := self.language.around["units"].first(self.tokens.codes, start, end)):
            return None, start, end
        rule, (_, _, named) = found
        parts = [start, end, *named.get("part", ())]
        unit = rule.get("unit") or unit_value(self.tokens, named) if rule.get("measures", True) else None
        return unit, min(parts), max(parts)

    def _bound(self, reading: Reading, end: int) -> str:
        if reading.ordinal:
            return "exact"
        found = self.language.around["bounds"].first(self.tokens.codes, reading.start, reading.end, end)
        if not found:
            return "exact"
        rule, (_, _, named) = found
        bound = rule.get("bound") or self._bound_value(named)
        return _TURNED.get(bound, bound) if "not" in named else bound

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
        return self.language.lexicon.without_genitive(self.tokens.text(*place)) if place else None

    def _noun_start(self, reading: Reading) -> int:
        """Where the noun of a number may begin: right behind it, behind its `of`, or behind what bounds it (`50 or more workers`)."""
        k = reading.end
        if self._bracketed(reading) and {"PLACE", "CAP"}.isdisjoint(self.tokens.senses(reading.start - 2)):
            return k + 1  # `consisting of (14) articles`; but `Peru (31) and Chile (27) came late`
        if reading.fraction and "PARTOF" in self.tokens.senses(k):
            return k + 1
        bounds = self.language.around["bounds"].fits(self.tokens.codes, reading.start, k)
        return next((found.groups["tail"][1] for _, found in bounds if "tail" in found.groups), k)

    def _bracketed(self, reading: Reading) -> bool:
        return "RPAR" in self.tokens.senses(reading.end) and "LPAR" in self.tokens.senses(reading.start - 1)

    def _uncounted(self, reading: Reading) -> bool:
        return self.language.around["uncounted"].first(self.tokens.codes, reading.start, reading.end) is not None

    def _shared_noun(self, reading: Reading) -> tuple[int, int] | None:
        """The noun that only another number has (`from 11 down to 7 steps`; `6.4% of villages, or 4,813`)."""
        ellipses = self.language.around["ellipsis"].fits(self.tokens.codes, reading.start, reading.end)
        behind = next((found.groups["next"][1] for _, found in ellipses if "next" in found.groups), None)
        return None if behind is None else self.phrases.after(behind)

    def _noun_first(self, reading: Reading) -> bool:
        """In some languages the noun stands before most ordinals (`دهک سوم`), after others (`سیزدهمین دفتر`)."""
        settings = self.language.data.get("ordinals", {})
        ending = tuple(settings.get("noun_after", ()))
        return bool(settings) and not self.tokens.word(reading.end - 1).endswith(ending)
