"""Runs of numeral words and digits to values: a small grammar that Persian, Vietnamese and English share.

The words come from the language's file: NUMBER, SCALE, HUNDRED and TENS (multipliers), AND (joiners), HALF, HALFMORE (`rưỡi`, `نیم`),
ORDINALWORD, ORDINALSCALE (`hundredth`), FRACTIONWORD (denominators), FRACTIONONE (those of one part only, `one third`), FRACTIONOF
(`phần`), SCALEMONEY (a scale behind money, `$3m`), ARTICLE, ORDINALTAIL; TAIL (digits that only end a numeral: `lăm`),
TEN (what digits may follow: `mười`), ALSOUNIT (`năm`, five and year), INNER (`không` of `không trăm`), POINT (`phẩy`), TENTH (digits
that are tenths of the scale word before them: `một triệu hai`). A language that joins by a word (`بیست و سه`) says ``joined: true``;
then parts of a numeral that are not joined are two numerals.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from extractors.lexer import Tokens
from extractors.lexicon import Codes, Senses
from extractors.numeral import Numeral, numeral_senses

_PLACES = Decimal("1e-12")
_JOINERS = 3  # `-and-`
_NOUNS = frozenset({"WORD", "UNIT"})
_NOT_NOUNS = frozenset({"FUNCTION", "VERB"})
_CURRENCIES = frozenset({"CURRENCY", "CURRENCYSIGN"})
_WORDS = ("NUMBER", "HALF", "ORDINALWORD")
_MORE = (
    "N",
    "NUMBER",
    "SCALE",
    "HUNDRED",
    "TENS",
    "AND",
    "HALF",
    "HALFMORE",
    "ORDINALWORD",
    "ORDINALSCALE",
    "FRACTIONWORD",
    "FRACTIONONE",
    "FRACTIONOF",
    "SCALEMONEY",
    "ARTICLE",
    "ORDINALTAIL",
    "TAIL",
    "INNER",
    "POINT",
)


@dataclass(slots=True)
class _State:
    """The sum so far, the part under a thousand that is being built, and what may still be added.

    ``lowest`` is what the last part counts (a half more is half of it), ``last_scale`` the last scale word of the sum.
    """

    total: Decimal = Decimal(0)
    group: Decimal | None = None
    floor: Decimal = Decimal("Infinity")
    unit: Decimal = Decimal(0)
    scale: Decimal = Decimal(1)
    lowest: Decimal = Decimal(1)
    last_scale: Decimal = Decimal(1)
    words: bool = False
    currency: str | None = None

    @property
    def value(self) -> Decimal:
        return self.total + (self.group or 0)


def read_numerals(tokens: Tokens, joined: bool) -> None:
    """Merge every numeral of more than one piece, and give single numeral words their value."""
    merges: list[tuple[int, int, Senses]] = []
    for run in _runs(tokens.table).finditer(tokens.codes):
        i, end = run.span()
        while i < end:
            j, numeral = _Reader(tokens, i, end, joined).read()
            if numeral is None:
                i += 1
                continue
            kept = tokens.senses(i) if j == i + 1 else {}
            merges.append((i, j, {**kept, **numeral_senses(numeral)}))
            i = j
    tokens.merge(merges)


@lru_cache(maxsize=16)
def _runs(table: Codes) -> re.Pattern[str]:
    """A digit chunk that goes on, or a word that can begin a numeral, with all that can follow."""

    def any_of(*names: str) -> str:
        codes = "".join(sorted({code for name in names for code in table.having([name])}))
        return f"[{codes}]" if codes else "(?!)"

    joiner = f"{any_of('AND')}?" if table.having(["AND"]) else ""
    going_on = any_of("SCALE", "SCALEMONEY", "FRACTIONWORD", "HALFMORE", "ORDINALTAIL", "HUNDRED", "FRACTIONOF", "TENS")
    wordy = any_of(*_WORDS, "OPENS")
    article = f"{any_of('ARTICLE')}(?={any_of('SCALE', 'HUNDRED', 'FRACTIONWORD', 'FRACTIONONE')})|" if table.having(["ARTICLE"]) else ""
    zero = f"{any_of('INNER')}(?={any_of('POINT')})|" if table.having(["POINT"]) else ""
    place = f"(?<={any_of('ORDINALMARK')}){any_of('TAIL')}|" if table.having(["ORDINALMARK"]) else ""
    return re.compile(f"(?:{any_of('N')}(?={joiner}{going_on})|{article}{zero}{place}{wordy}){any_of(*_MORE)}*")


class _Reader:
    """Reads one numeral from token ``at``, the longest that is sound."""

    def __init__(self, tokens: Tokens, at: int, end: int, joined: bool, simple: bool = False) -> None:
        self.tokens, self.at, self.end, self.joined, self.simple = tokens, at, end, joined, simple
        self.state = _State()

    def read(self) -> tuple[int, Numeral | None]:
        """(token behind the numeral, its value), or (_, None) where none begins here."""
        senses = self.tokens.senses(self.at)
        if "ARTICLE" in senses:
            return self._after_article()
        if "HALF" in senses:
            return self._half(self.at + 1)
        if "ORDINALWORD" in senses and not self._is_cardinal(senses):
            return self.at + 1, Numeral(Decimal(senses["ORDINALWORD"]), ordinal=True, words=True)
        if not self._first(senses):
            return self.at, None
        return self._rest(self.at + 1)

    def _is_cardinal(self, senses: Senses) -> bool:
        return "NUMBER" in senses

    def _first(self, senses: Senses) -> bool:
        if "N" in senses and "NUMBER" not in senses:
            self._begin(senses["N"].value, digits=True)
        elif "NUMBER" in senses:
            self._begin(Decimal(senses["NUMBER"]), ten="TEN" in senses)
        elif "TAIL" in senses:
            self._begin(Decimal(senses["TAIL"]))
        elif "INNER" in senses:
            self._begin(Decimal(0))
        elif "OPENS" in senses:
            self._begin(Decimal(1))
            self._multiply(senses, self.at)
        else:
            return False
        return True

    def _begin(self, value: Decimal, digits: bool = False, ten: bool = False) -> None:
        self.state.group, self.state.unit = value, value
        self.state.floor = Decimal(1) if digits else Decimal(10) if ten else _magnitude(value)
        self.state.words |= not digits

    def _rest(self, i: int) -> tuple[int, Numeral | None]:
        while i < self.end:
            step = self._step(i)
            if isinstance(step, Numeral):
                return self._stop, step
            if step is None:
                break
            i = step
        return i, self._cardinal()

    def _step(self, i: int) -> int | Numeral | None:
        """The token behind what can be added at i; a whole numeral where it ends one; None where nothing fits."""
        senses = self.tokens.senses(i)
        if self._multiply(senses, i):
            return i + 1
        if "INNER" in senses and self.state.group is None and self._has(i + 1, "HUNDRED"):
            self.state.group, self.state.unit, self.state.floor = Decimal(0), Decimal(0), Decimal(100)
            return i + 2
        at = self._behind_joiners(i)
        linked = at > i
        if at >= self.end:
            return None
        item = self.tokens.senses(at) if linked else senses
        self._stop = at + 1
        if ending := self._ending(item, at, linked) or (self._mixed(at) if linked and self.joined else None):
            return ending
        if linked and not self.joined and self._begins_another(item, at):
            return None
        if (linked or not self.joined or self._follows_scale(i)) and self._add(item, at, linked):
            return at + 1
        return None

    def _has(self, i: int, *names: str) -> bool:
        return i < self.end and not self.tokens.senses(i).keys().isdisjoint(names)

    def _behind_joiners(self, i: int) -> int:
        """The token behind the joiners at i; `-and-` is three of them."""
        j = i
        while j < min(self.end, i + _JOINERS) and self._has(j, "AND"):
            j += 1
        return j

    def _begins_another(self, item: Senses, at: int) -> bool:
        """`one hundred and two hundred`, `5 million and 3`: what follows the joiner is a numeral of its own."""
        if "N" in item and "NUMBER" not in item:
            return True
        following = self.tokens.senses(at + 1) if at + 1 < self.end else {}
        by = Decimal(100) if "HUNDRED" in following else Decimal(following.get("SCALE", 0))
        return bool(by) and (by >= self.state.lowest > 1 or ("HUNDRED" in following and by >= self.state.floor))

    def _follows_scale(self, i: int) -> bool:
        return "SCALE" in self.tokens.senses(i - 1)

    def _ending(self, item: Senses, at: int, linked: bool) -> Numeral | None:
        """What closes a numeral: a half more, an ordinal, a fraction, an ordinal tail."""
        value = self.state.value
        if linked and not self.joined and (more := self._fraction_more(item, at)):
            return more
        if "HALFMORE" in item and (linked or self._may_have_half_more(item)) and not self._hyphen(at):
            return self._half_more()
        if "FRACTIONOF" in item and at + 1 < self.end and not self.simple:
            self._stop, divisor = self._denominator(at + 1)
            return self._fraction(value, divisor) if divisor else None
        if "POINT" in item and not linked and self.state.scale == 1 and not self.simple:
            return self._decimals(at + 1)
        if "ORDINALWORD" in item and (linked or not self.joined) and Decimal(item["ORDINALWORD"]) < self.state.floor:
            return Numeral(value + Decimal(item["ORDINALWORD"]), ordinal=True, words=True)
        if "ORDINALTAIL" in item and not linked and not self.tokens.word(at).isascii():
            return Numeral(value, ordinal=True, words=self.state.words)
        if not linked or self._hyphen(at):
            return self._of_one_word(item, at, value)
        return None

    def _may_have_half_more(self, item: Senses) -> bool:
        """A half more without a joiner follows a scale word or a hundred: `hai triệu rưỡi`."""
        scaled = self.state.lowest > 1 or self.state.floor == 100
        return scaled and not (self.joined or "FRACTIONONE" in item)

    def _of_one_word(self, item: Senses, at: int, value: Decimal) -> Numeral | None:
        """`two thirds`, `one-third`, `two hundredth`."""
        hyphen = self._hyphen(at)
        if self.state.scale == 1 and (below := self._below(item, value)) and (hyphen or not self._is_noun_of(at)):
            return self._fraction(value, below)
        if "ORDINALSCALE" in item:
            return Numeral(value * Decimal(item["ORDINALSCALE"]), ordinal=True, words=True)
        return None

    @staticmethod
    def _below(item: Senses, value: Decimal) -> Decimal | None:
        name = "FRACTIONWORD" if "FRACTIONWORD" in item else "FRACTIONONE" if value == 1 else ""
        return Decimal(item[name]) if name in item and value < Decimal(item[name]) else None

    def _is_noun_of(self, at: int) -> bool:
        """`a third term`: with a noun behind it, an ordinal is no fraction, but in a language that joins numerals by a word it is."""
        if self.joined:
            return False
        hyphened = self.tokens.word(at + 1) == "-" and self.tokens.touches(at + 1)
        following = self.tokens.senses(at + 2 if hyphened else at + 1)
        return "ORDINALWORD" in self.tokens.senses(at) and not _NOUNS.isdisjoint(following) and _NOT_NOUNS.isdisjoint(following)

    def _hyphen(self, at: int) -> bool:
        return self.tokens.word(at - 1) == "-"

    def _fraction_more(self, item: Senses, at: int) -> Numeral | None:
        """`two and a half`, `three and three quarters`; a scale may follow."""
        first = at + 1 if "ARTICLE" in item or "NUMBER" in item else at
        above = Decimal(item["NUMBER"]) if "NUMBER" in item else Decimal(1)
        first = self._behind_joiners(first)
        if first == at or first >= self.end:
            return None
        below = self.tokens.senses(first)
        self._stop = first + 1
        if above == 1 and "HALFMORE" in below:
            return self._half_more()
        if self.state.scale == 1 and (divisor := self._below(below, above)) and not self._is_noun_of(first):
            return self._scaled(self.state.value + (above / divisor).quantize(_PLACES).normalize())
        self._stop = at + 1
        return None

    def _denominator(self, at: int) -> tuple[int, Decimal | None]:
        """(token behind it, value) of what stands behind `phần`."""
        stop, numeral = self._simple(at)
        senses = self.tokens.senses(at)
        word = senses.get("TAIL") or senses.get("SCALE")
        return (stop, numeral.value) if numeral else (at + 1, Decimal(word) if word else None)

    def _simple(self, at: int) -> tuple[int, Numeral | None]:
        """The numeral at a token, read without fractions and decimals of its own."""
        return _Reader(self.tokens, at, self.end, self.joined, simple=True).read()

    def _decimals(self, at: int) -> Numeral | None:
        """What is said behind the decimal point: digit by digit, or as one numeral; a scale word may follow."""
        digits = ""
        while at < self.end:
            stop, numeral = self._simple(at)
            value = "0" if self._has(at, "INNER") else str(numeral.value) if numeral and not numeral.fraction else ""
            if not value.isdigit() or (digits.strip("0") and len(value) > 1):
                break
            digits, at = digits + value, max(stop, at + 1)
        if not digits:
            return None
        scale = Decimal(self.tokens.senses(at).get("SCALE", 1)) if at < self.end else Decimal(1)
        self._stop = at + (scale != 1)
        return Numeral((self.state.value + Decimal(f"0.{digits}")) * scale, scale=scale, words=True)

    def _mixed(self, at: int) -> Numeral | None:
        """A fraction more (`دو و سه دهم`), where it cannot belong to the whole (`بیست و سه صدم`)."""
        above, i = self._small(at)
        below = self.tokens.senses(i).get("FRACTIONWORD") if i < self.end else None
        if not above or below is None or above >= below or self.state.scale != 1:
            return None
        if above < self.state.floor and self.state.value + above < below:
            return None
        self._stop = i + 1
        return Numeral(self.state.value + (above / Decimal(below)).quantize(_PLACES).normalize(), words=True)

    def _small(self, at: int) -> tuple[Decimal, int]:
        """(value, token behind) of a numeral word below a hundred, or of two that are joined."""
        value, i, floor = Decimal(0), at, Decimal(100)
        while i < self.end and (number := self.tokens.senses(i).get("NUMBER")) is not None and number < floor:
            value, floor, i = value + number, _magnitude(Decimal(number)), i + 1
            if not (floor > 1 and i + 1 < self.end and "AND" in self.tokens.senses(i)):
                break
            if "NUMBER" not in self.tokens.senses(i + 1):
                break
            i += 1
        return value, i

    def _half_more(self) -> Numeral | None:
        base = Decimal(50) if self.state.floor == 100 and self.state.group else self.state.lowest / 2
        return self._scaled(self.state.value + base)

    def _scaled(self, value: Decimal) -> Numeral:
        """The value, times the scale word that follows."""
        following = self._stop
        if following < self.end and "SCALE" in (senses := self.tokens.senses(following)):
            self._stop = following + 1
            return Numeral(value * Decimal(senses["SCALE"]), scale=Decimal(senses["SCALE"]), words=True)
        return Numeral(value, words=True)

    def _fraction(self, above: Decimal, below: Decimal) -> Numeral | None:
        return Numeral((above / below).quantize(_PLACES).normalize(), fraction=True, words=True) if below > above else None

    def _add(self, item: Senses, at: int, linked: bool) -> bool:
        state = self.state
        value = self._addend(item, at, linked)
        if value is None or value >= state.floor or value < 0:
            return False
        worded = "N" not in item or "NUMBER" in item
        if (not worded and state.group is not None) or (worded and not (linked or state.words)):
            return False
        state.group = (state.group or Decimal(0)) + value
        state.unit, state.scale = value, Decimal(1)
        state.lowest = Decimal(1)
        state.floor = Decimal(10) if "TEN" in item else min(state.floor, _magnitude(value)) if worded else Decimal(1)
        state.words |= worded
        return True

    def _addend(self, item: Senses, at: int, linked: bool) -> Decimal | None:
        """What a word or digit chunk adds: itself, or tenths of the scale word before it; None where it is no part of the numeral."""
        multiplied = self._has(at + 1, "TENS", "HUNDRED", "SCALE")
        if "TENTH" in item and not (linked or multiplied) and self.state.words and self.state.floor >= 100:
            return Decimal(item["TENTH"]) * self.state.floor / 10
        if "NUMBER" in item:
            return None if "ALSOUNIT" in item and not (linked or (multiplied and self.state.floor >= 100)) else Decimal(item["NUMBER"])
        if "TAIL" in item:
            return Decimal(item["TAIL"]) if linked or self.state.floor == 10 else None
        return item["N"].value if "N" in item and not item["N"].ordinal else None

    def _is_money(self, i: int) -> bool:
        """True where a currency stands before the numeral or behind the letter at i."""
        senses = self.tokens.senses
        return "CURRENCYSIGN" in senses(self.at - 1) or not _CURRENCIES.isdisjoint(senses(i + 1))

    def _is_symbol(self, senses: Senses, i: int) -> bool:
        """A capital letter apart from its number is a unit (`90 K`), not a scale (`90K`)."""
        return "CAP" in senses and len(self.tokens.word(i)) == 1 and not self.tokens.touches(i - 1)

    def _multiply(self, senses: Senses, i: int) -> bool:
        state = self.state
        if "TENS" in senses and state.group and 0 < state.unit < 10:
            state.group += state.unit * 9
            state.floor, state.unit = Decimal(10), state.unit * 10
        elif "HUNDRED" in senses and state.group and state.unit == state.group and state.group < 100:
            state.group, state.floor, state.unit = state.group * 100, Decimal(100), Decimal(0)
        elif "SCALE" in senses and not self._is_symbol(senses, i) and self._scale(Decimal(senses["SCALE"])):
            state.currency = senses.get("CURRENCYSCALE")
        elif "SCALEMONEY" in senses and self._is_money(i) and self._scale(Decimal(senses["SCALEMONEY"])):
            pass
        else:
            return False
        return True

    def _scale(self, by: Decimal) -> bool:
        state = self.state
        if state.group is None and by <= state.lowest:
            return False
        whole = state.total and by > state.last_scale
        state.total = (state.value * by) if whole or not state.total else state.total + (state.group or 0) * by
        state.scale = state.scale * by
        state.lowest = state.last_scale = state.floor = by
        state.group, state.unit = None, Decimal(0)
        return True

    def _cardinal(self) -> Numeral:
        return Numeral(self.state.value, scale=self.state.scale, words=self.state.words, currency=self.state.currency)

    def _after_article(self) -> tuple[int, Numeral | None]:
        """`a hundred million`, `a third`; the article alone is nothing."""
        senses = self.tokens.senses(self.at + 1)
        below = self._below(senses, Decimal(1))
        if below and "SCALE" not in senses:
            sound = not self._is_noun_of(self.at + 1)
            return (self.at + 2, self._fraction(Decimal(1), below)) if sound else (self.at, None)
        self._begin(Decimal(1))
        return self._rest(self.at + 2) if self._multiply(senses, self.at + 1) else (self.at, None)

    def _half(self, i: int) -> tuple[int, Numeral]:
        """`half`, `half a million`."""
        j = i + 1 if i < self.end and not {"ARTICLE", "AND"}.isdisjoint(self.tokens.senses(i)) else i
        if j < self.end and "SCALE" in (senses := self.tokens.senses(j)):
            return j + 1, Numeral(Decimal(senses["SCALE"]) / 2, words=True)
        return i, Numeral(Decimal("0.5"), fraction=True, words=True)


def _magnitude(value: Decimal) -> Decimal:
    """What can still be added to a numeral word: under 10 to twenty, under 100 to two hundred, nothing to five."""
    for step in (100, 10):
        if value >= step and value % step == 0 and value != 10:
            return Decimal(step)
    return Decimal(1)


def whole(value: Any) -> int:
    """A numeral's value as an integer."""
    return int(value.value)
