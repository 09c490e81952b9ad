"""A match of a number rule to its values: a numeral, a range, a part of a total, a fraction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from extractors.finding import Match
from extractors.lexer import Tokens
from extractors.numeral import Numeral, numeral_of

_HUNDRED = Decimal(100)
_HALF = Decimal("0.5")
_PLACES = Decimal("1e-12")
_MEASURES = ("CURRENCY", "CURRENCYSIGN", "WON", "UNIT", "RELUNIT", "SMALLUNIT")
_LED = 3  # tokens before a range in which its verb may stand
_SPREAD = 3  # what is behind `by` may be a range as long as its ends are not farther apart


@dataclass(slots=True)
class Reading:
    """A number before its context: tokens [start, end) and its values."""

    start: int
    end: int
    value: Decimal
    value_max: Decimal | None = None
    out_of: Decimal | None = None
    ordinal: bool = False
    fraction: bool = False
    unit: str | None = None
    rule: str = ""
    of: Reading | None = None
    """The number that it is a part of, where that stands before it."""


def unit_value(tokens: Tokens, named: Mapping[str, tuple[int, int]], name: str = "unit") -> str | None:
    """The unit that a match names."""
    senses = tokens.senses(named[name][0])
    return next((str(senses[name]) for name in _MEASURES if name in senses), None)


class Matches:
    """Reads the matches of number rules in one text."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens

    def _numeral(self, match: Match, name: str) -> Numeral | None:
        place = match.groups.get(name)
        return None if place is None else numeral_of(self.tokens.senses(place[0]))

    def reading(self, match: Match) -> Reading | None:
        start, end = match.span
        named = match.groups
        if ratio := named.get("ratio"):
            return self._ratio(match, self.tokens.value(ratio[0], "RATIO"), self._numeral(match, "whole"))
        if "lo" in named and (low := self._numeral(match, "lo")) and (high := self._numeral(match, "hi")):
            return self._range(match, low, high)
        if "part" in named and (part := self._numeral(match, "part")) and (total := self._numeral(match, "total")):
            sound = part.value <= total.value and not (part.ordinal or total.ordinal or part.fraction)
            unit = "point" if any("SCORE" in self.tokens.senses(k) for k in range(start, end)) else None
            return Reading(start, end, part.value, out_of=total.value, unit=unit, rule=match.rule.name) if sound else None
        one, scale = self._numeral(match, "one"), self._numeral(match, "scale") if "scale" in named else None
        if one is None or (scale and scale.value != scale.scale):
            return None
        ordinal = one.ordinal or one.roman or "ordinal" in named
        added = None if scale else self._added(match)
        value = one.value * scale.value if scale else one.value + added if added else one.value
        fraction = one.fraction and not scale and not added
        unit = unit_value(self.tokens, named) if "unit" in named else one.currency
        return Reading(start, end, value, ordinal=ordinal, fraction=fraction, unit=unit, rule=match.rule.name)

    def _added(self, match: Match) -> Decimal | None:
        """What stands beside a numeral: the whole of a fraction, a half, or the one of an article (``plus``: `a year and a half`)."""
        if "whole" in match.groups:
            whole = self._numeral(match, "whole")
            return whole.value if whole else None
        if "half" in match.groups:
            return _HALF
        plus = match.rule.gives.get("plus")
        return Decimal(plus) if plus else None

    def _range(self, match: Match, low: Numeral, high: Numeral) -> Reading | None:
        if low.ordinal != high.ordinal or (low.currency and not high.currency) or not self._alike(match.groups):
            return None
        if not all(self._is_sign(match.groups[name][0]) for name in ("minus", "minus2") if name in match.groups):
            return None
        low, high = (replace(end, value=-end.value) if name in match.groups else end for name, end in (("minus", low), ("minus2", high)))
        if high.scale != 1 and low.scale == 1 and low.value * high.scale < high.value:
            low = low.times(high.scale)
        if low.words and high.words and high.value % _HUNDRED == 0 and low.value < high.value / _HUNDRED < 10:
            low = low.times(_HUNDRED)  # `three or four hundred`
        apart = high.value - low.value
        if apart <= 0 or not self._neighbours(match.rule.gives.get("neighbours"), low.value, apart):
            return None
        if apart > _SPREAD * abs(low.value) and self._moved_by(match):
            return None
        total = self._numeral(match, "total")
        of = total.value if total else None
        return Reading(*match.span, low.value, high.value, of, ordinal=high.ordinal, unit=high.currency, rule=match.rule.name)

    @staticmethod
    def _neighbours(how: str | None, low: Decimal, apart: Decimal) -> bool:
        """`two or four` are ``near``; said one behind the other only those ``next`` to each other are a range: `four, five`, `five,
        seven`, `ten, fifteen`, but two and four are twenty-four, or nothing."""
        if how == "next":
            return apart == 1 or apart < low or (apart == low and low >= _HUNDRED)
        return how is None or apart <= max(Decimal(2), low)

    def _is_sign(self, k: int) -> bool:
        """A word, or a dash that touches the figure behind it and nothing before it."""
        return "NEGATIVE" in self.tokens.senses(k) or (self.tokens.touches(k) and not self.tokens.touches(k - 1))

    def _alike(self, named: Mapping[str, tuple[int, int]]) -> bool:
        """Whether both ends that say what they are in are in the same (`2 years to 5 years`, not `6 months to 2 years`)."""
        return "measure2" not in named or unit_value(self.tokens, named, "measure") == unit_value(self.tokens, named, "measure2")

    def _moved_by(self, match: Match) -> bool:
        """`raised by 5 cents to 42`, `fell $2 to $85`: what is reached is many times the change; `by 5 to 10 percent` is a range.

        Behind a verb of change both ends say what they are in (`grow 2 to 10 feet` is a range).
        """
        start, end = match.span
        before = [self.tokens.senses(k) for k in range(start - _LED, start)]
        measured = "measure2" in match.groups or any("CURRENCYSIGN" in self.tokens.senses(k) for k in range(start, end))
        led = any("MOVEBY" in senses or (measured and "MOVED" in senses) for senses in before)
        return led and any("TO" in self.tokens.senses(k) for k in range(start, end))

    def _ratio(self, match: Match, ratio: tuple[Decimal, Decimal], whole: Numeral | None) -> Reading | None:
        part, total = ratio
        start, end = match.span
        if match.rule.gives.get("divides") and part < total:
            value = (part / total).quantize(_PLACES).normalize() + (whole.value if whole else 0)
            return Reading(start, end, value, fraction=not whole, rule=match.rule.name)
        if match.rule.gives.get("improper") and part > total:
            written = self.tokens.word(start).replace("/", ".")
            return Reading(start, end, Decimal(written), rule=match.rule.name)
        return Reading(start, end, part, out_of=total, rule=match.rule.name) if 0 <= part <= total else None
