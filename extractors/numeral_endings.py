"""What closes a numeral: a half more, a fraction, decimals in words, an ordinal word or tail."""

from __future__ import annotations

from abc import ABC, abstractmethod
from decimal import Decimal

from extractors.lexer import Tokens
from extractors.lexicon import Senses
from extractors.numeral import Numeral
from extractors.numeral_sum import Sum, magnitude

_PLACES = Decimal("1e-12")
_TEN, _HUNDRED = 10, 100
_JOINERS = 3  # `-and-`
_NOUNS = frozenset({"WORD", "UNIT", "CONSECUTIVE", "LABELNOUN", "LABELMANY"})
_NOT_NOUNS = frozenset({"FUNCTION", "VERB"})


class Endings(ABC):
    """The endings that the numeral begun at token ``at`` may have before token ``end``.

    ``joined`` languages join parts by a word (`بیست و سه`); a ``plain`` one has no fraction and no decimals of its own.
    Each ending that is found sets ``stop``, the token behind it.
    """

    def __init__(self, tokens: Tokens, at: int, end: int, joined: bool, plain: bool = False) -> None:
        self.tokens, self.at, self.end, self.joined, self.plain = tokens, at, end, joined, plain
        self.sum = Sum()
        self.stop = at

    @abstractmethod
    def simple(self, at: int) -> tuple[int, Numeral | None]:
        """(token behind it, value) of the numeral at a token, read without fractions and decimals of its own."""

    def ending(self, item: Senses, at: int, linked: bool) -> Numeral | None:
        """What closes a numeral: a half more, an ordinal, a fraction, an ordinal tail."""
        value = self.sum.value
        if linked and not self.joined and (more := self._fraction_more(item, at)):
            return more
        if "HALFMORE" in item and (linked or self._may_be_half_more(item) or self._is_sign(at)) and not self.hyphen(at):
            return self._half_more()
        if "VULGAR" in item and not linked and self.tokens.touches(at - 1):
            return self._scaled(value + Decimal(item["VULGAR"]))
        if "FRACTIONOF" in item and at + 1 < self.end and not self.plain:
            self.stop, divisor = self._denominator(at + 1)
            return self.fraction(value, divisor) if divisor and divisor > value else None
        if "POINT" in item and not linked and self.sum.scale == 1 and not self.plain:
            return self._decimals(at + 1)
        if "ORDINALWORD" in item and self._takes_ordinal(linked) and Decimal(item["ORDINALWORD"]) < self.sum.floor:
            return Numeral(value + Decimal(item["ORDINALWORD"]), ordinal=True, words=True)
        if "ORDINALTAIL" in item and not linked and "CAP" not in item:
            return Numeral(value, ordinal=True, words=self.sum.words)
        if not linked or self.hyphen(at):
            return self._of_one_word(item, at, value)
        return None

    def _takes_ordinal(self, linked: bool) -> bool:
        """`one hundred fifth`, `a thousand and first`; in `20 million first doses` the ordinal is another number."""
        return linked or (not self.joined and self.sum.words and self.sum.floor <= _HUNDRED)

    def _is_sign(self, at: int) -> bool:
        """A sign for a half that touches its figure: `4½`."""
        return self.tokens.touches(at - 1) and not self.tokens.word(at).isalpha()

    def _may_be_half_more(self, item: Senses) -> bool:
        """A half more without a joiner follows a scale word or a hundred: `hai triệu rưỡi`."""
        scaled = self.sum.lowest > 1 or self.sum.floor == 100
        return scaled and not (self.joined or "FRACTIONONE" in item)

    def _of_one_word(self, item: Senses, at: int, value: Decimal) -> Numeral | None:
        """`two thirds`, `one-third`, `two hundredth`."""
        hyphen = self.hyphen(at)
        if self.sum.scale == 1 and (below := self.below(item, value, hyphen)) and (hyphen or not self.is_noun_of(at)):
            return self.fraction(value, below)
        if "ORDINALSCALE" in item and self.sum.times(Decimal(item["ORDINALSCALE"])):
            return Numeral(self.sum.value, ordinal=True, words=True)
        return None

    @staticmethod
    def below(item: Senses, value: Decimal, hyphened: bool = False) -> Decimal | None:
        """The denominator that a word is below ``value`` parts, else None. More than the whole are in one word (`three-halves`)."""
        name = "FRACTIONWORD" if "FRACTIONWORD" in item else "FRACTIONONE" if value == 1 else ""
        whole = value == value.to_integral_value()  # `4.1 tenths` is 4.1, said twice
        if name not in item or not whole:
            return None
        below = Decimal(item[name])
        return below if value < below or (hyphened and below < value < _TEN) else None

    def is_noun_of(self, at: int) -> bool:
        """`a third term`: with a noun behind it, an ordinal is no fraction, but in a language that joins numerals by a word it is."""
        if self.joined:
            return False
        hyphened = self.tokens.word(at + 1) == "-" and self.tokens.touches(at + 1)
        following = self.tokens.senses(at + 2 if hyphened else at + 1)
        return "ORDINALWORD" in self.tokens.senses(at) and not _NOUNS.isdisjoint(following) and _NOT_NOUNS.isdisjoint(following)

    def _fraction_more(self, item: Senses, at: int) -> Numeral | None:
        """`two and a half`, `three and three quarters`; a scale may follow. The hyphen of `twenty-three fifths` adds no fraction."""
        if "NUMBER" in item and self.hyphen(at) and "AND" not in self.tokens.senses(at - 2):
            return None
        first = at + 1 if "ARTICLE" in item or "NUMBER" in item else at
        above = Decimal(item["NUMBER"]) if "NUMBER" in item else Decimal(1)
        first = self.behind_joiners(first)
        if first == at or first >= self.end:
            return None
        below = self.tokens.senses(first)
        self.stop = first + 1
        if above == 1 and "HALFMORE" in below:
            return self._half_more()
        if self.sum.scale == 1 and (divisor := self.below(below, above)) and not self.is_noun_of(first):
            return self._scaled(self.sum.value + (above / divisor).quantize(_PLACES).normalize())
        self.stop = at + 1
        return None

    def _denominator(self, at: int) -> tuple[int, Decimal | None]:
        """(token behind it, value) of what stands behind `phần`."""
        stop, numeral = self.simple(at)
        senses = self.tokens.senses(at)
        word = senses.get("TAIL") or senses.get("SCALE")
        return (stop, numeral.value) if numeral else (at + 1, Decimal(word) if word else None)

    def _decimals(self, at: int) -> Numeral | None:
        """What is said behind the decimal point: digit by digit, or as one numeral; a scale word may follow."""
        digits, scale = "", Decimal(1)
        while at < self.end and scale == 1:
            stop, numeral = self.simple(at)
            value = "0" if self.has(at, "INNER") else f"{numeral.value / numeral.scale:f}" if numeral and not numeral.fraction else ""
            if not value.isdigit() or (digits.strip("0") and len(value) > 1):
                break
            digits, at = digits + value, max(stop, at + 1)
            scale = numeral.scale if numeral else scale  # `two point five million`: of the whole
        if not digits:
            return None
        if scale == 1 and at < self.end and "SCALE" in (following := self.tokens.senses(at)):
            scale, at = Decimal(following["SCALE"]), at + 1
        self.stop = at
        return Numeral((self.sum.value + Decimal(f"0.{digits}")) * scale, scale=scale, words=True)

    def mixed(self, at: int) -> Numeral | None:
        """A fraction more (`دو و سه دهم`), where it cannot belong to the whole (`بیست و سه صدم`)."""
        above, i = self._small(at)
        below = self.tokens.senses(i).get("FRACTIONWORD") if i < self.end else None
        if not above or below is None or above >= below or self.sum.scale != 1:
            return None
        if above < self.sum.floor and self.sum.value + above < below:
            return None
        self.stop = i + 1
        return self._scaled(self.sum.value + (above / Decimal(below)).quantize(_PLACES).normalize())

    def _small(self, at: int) -> tuple[Decimal, int]:
        """(value, token behind) of a numeral word below a hundred, or of two that are joined."""
        value, i, floor = Decimal(0), at, Decimal(100)
        while i < self.end and (number := self.tokens.senses(i).get("NUMBER")) is not None and number < floor:
            value, floor, i = value + number, magnitude(Decimal(number)), i + 1
            if not (floor > 1 and i + 1 < self.end and "AND" in self.tokens.senses(i)):
                break
            if "NUMBER" not in self.tokens.senses(i + 1):
                break
            i += 1
        return value, i

    def _half_more(self) -> Numeral | None:
        base = Decimal(50) if self.sum.floor == 100 and self.sum.group else self.sum.lowest / 2
        return self._scaled(self.sum.value + base)

    def _scaled(self, value: Decimal) -> Numeral:
        """The value, times the scale word that follows."""
        following = self.stop
        if following < self.end and "SCALE" in (senses := self.tokens.senses(following)):
            self.stop = following + 1
            scale = Decimal(senses["SCALE"])
            return Numeral(value * scale, scale=scale, words=True, currency=senses.get("CURRENCYSCALE"))
        return Numeral(value, words=True)

    @staticmethod
    def fraction(above: Decimal, below: Decimal) -> Numeral | None:
        """So many parts of so many; None where they are the whole."""
        return Numeral((above / below).quantize(_PLACES).normalize(), fraction=True, words=True) if below != above else None

    def has(self, i: int, *names: str) -> bool:
        """True where the token at i is within the run and has one of the classes."""
        return i < self.end and not self.tokens.senses(i).keys().isdisjoint(names)

    def behind_joiners(self, i: int) -> int:
        """The token behind the joiners at i; `-and-` is three of them."""
        j = i
        while j < min(self.end, i + _JOINERS) and self.has(j, "AND"):
            j += 1
        return j

    def hyphen(self, at: int) -> bool:
        """True where a hyphen stands before the token at ``at``."""
        return self.tokens.word(at - 1) == "-"
