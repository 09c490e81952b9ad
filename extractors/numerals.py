"""Runs of numeral words and digits to values: a small grammar that Persian, Vietnamese and English share.

The words come from the language's file: NUMBER, SCALE, HUNDRED and TENS (multipliers), AND (joiners), HALF, HALFMORE (`rưỡi`, `نیم`),
ORDINALWORD, ORDINALSCALE (`hundredth`), FRACTIONWORD (denominators), FRACTIONONE (those of one part only, `one third`), FRACTIONOF
(`phần`), SCALEMONEY (a scale behind money, `$3m`), ARTICLE, ORDINALTAIL; TAIL (digits that only end a numeral: `lăm`),
TEN (what digits may follow: `mười`), ALSOUNIT (`năm`, five and year), INNER (`không` of `không trăm`), POINT (`phẩy`), TENTH (digits
that are tenths of the scale word before them: `một triệu hai`), GROUPCOMMA (a comma between groups in words: `two thousand, three
hundred`). A language that joins by a word (`بیست و سه`) says ``joined: true``; then parts that are not joined are two numerals.
"""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from extractors.codes import Codes
from extractors.lexer import Tokens
from extractors.lexicon import MONEY, Senses
from extractors.native import Pattern
from extractors.numeral import Numeral, numeral_senses
from extractors.numeral_endings import Endings
from extractors.patterns import compile_pattern

_FOUR = 4
_COUNTED = frozenset({"UNIT", "CLASSIFIER", "COUNTABLE", "PERCENT", "CURRENCY", "SCALE"})
_SPOKEN = frozenset({1, 5})  # digits that only end a numeral, by words that have no other meaning
_MANY = frozenset({"PLURAL", "UNIT"})
_WORDS = ("NUMBER", "HALF", "VULGAR", "ORDINALWORD")
_MORE = (
    "N",
    "NUMBER",
    "SCALE",
    "HUNDRED",
    "TENS",
    "AND",
    "HALF",
    "HALFMORE",
    "VULGAR",
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


def read_numerals(tokens: Tokens, joined: bool) -> None:
    """Merge every numeral of more than one piece, and give single numeral words their value."""
    merges: list[tuple[int, int, Senses]] = []
    for i, end in tokens.runs(_runs(tokens.table)):
        if end == i + 1 and (alone := _alone(tokens, i, joined)):
            merges.append((i, end, alone))
            continue
        while i < end:
            j, numeral = _Reader(tokens, i, end, joined).read()
            if numeral is None:
                i += 1
                continue
            kept = tokens.senses(i) if j == i + 1 else {}
            merges.append((i, j, {**kept, **numeral_senses(numeral)}))
            i = j
    tokens.merge(merges)


def _alone(tokens: Tokens, i: int, joined: bool) -> Senses | None:
    """The senses of a numeral word that stands alone, found out once for each word; None where its neighbours have a say."""
    if i in tokens.values:
        return None
    known, piece = tokens.memo.numerals, tokens.pieces[i]
    if piece not in known:
        senses = tokens.senses(i)
        _, numeral = _Reader(tokens, i, i + 1, joined).read()
        known[piece] = {**senses, **numeral_senses(numeral)} if numeral and "OPENS" not in senses else None
    return known[piece]


@lru_cache(maxsize=16)
def _runs(table: Codes) -> Pattern:
    """A digit chunk that goes on, or a word that can begin a numeral, with all that can follow."""
    # `five point two`; but `Article 5 point 2`
    more = "SCALE | SCALEMONEY | FRACTIONWORD | HALFMORE | VULGAR | ORDINALTAIL | HUNDRED | FRACTIONOF | TENS | POINT!LOCHEAD"
    begun = f"""N (?= AND? ({more}) | AND ARTICLE HALFMORE) | ARTICLE (?= SCALE | HUNDRED | FRACTIONWORD | FRACTIONONE)
        | (?<= DETERMINER) (HUNDRED | SCALE) (?= AND{{1,3}} (NUMBER | ORDINALWORD))
        | INNER (?= POINT) | (?<= ORDINALMARK) TAIL | {" | ".join((*_WORDS, "OPENS"))}"""
    return compile_pattern(f"({begun}) ({' | '.join(_MORE)} | GROUPCOMMA (?= NUMBER))*", table)


class _Reader(Endings):
    """Reads one numeral from token ``at``, the longest that is sound."""

    def read(self) -> tuple[int, Numeral | None]:
        """(token behind the numeral, its value), or (_, None) where none begins here."""
        senses = self.tokens.senses(self.at)
        if "ARTICLE" in senses:
            return self._after_article()
        if "HALF" in senses:
            return self._half(self.at + 1)
        if "VULGAR" in senses:
            return self.at + 1, Numeral(Decimal(senses["VULGAR"]), fraction=True, words=True)
        if "ORDINALWORD" in senses and "NUMBER" not in senses:
            return self.at + 1, Numeral(Decimal(senses["ORDINALWORD"]), ordinal=True, words=True)
        if not self._first(senses):
            return self.at, None
        return self._rest(self.at + 1)

    def _first(self, senses: Senses) -> bool:
        if "N" in senses and "NUMBER" not in senses:
            self.sum.begin(senses["N"].value, digits=True)
        elif "NUMBER" in senses:
            self.sum.begin(Decimal(senses["NUMBER"]), ten="TEN" in senses)
        elif "TAIL" in senses:
            self.sum.begin(Decimal(senses["TAIL"]))
        elif "INNER" in senses and self.has(self.at + 1, "POINT"):
            self.sum.begin(Decimal(0))
        # `the hundred and fiftieth year`
        elif "OPENS" in senses or (self.has(self.at, "HUNDRED", "SCALE") and self.has(self.at - 1, "DETERMINER")):
            self.sum.begin(Decimal(1))
            self._multiply(senses, self.at)
        else:
            return False
        return True

    def _rest(self, i: int) -> tuple[int, Numeral | None]:
        while i < self.end:
            step = self._step(i)
            if isinstance(step, Numeral):
                return self.stop, step
            if step is None:
                break
            i = step
        return i, self.sum.numeral()

    def _step(self, i: int) -> int | Numeral | None:
        """The token behind what can be added at i; a whole numeral where it ends one; None where nothing fits."""
        senses = self.tokens.senses(i)
        if self._multiply(senses, i):
            return i + 1
        if "INNER" in senses and self.sum.group is None and self.has(i + 1, "HUNDRED"):
            self.sum.begin_hundreds()
            return i + 2
        if "GROUPCOMMA" in senses and not self.plain:
            return self._next_group(i + 1)
        at = self.behind_joiners(i)
        linked = at > i
        if at >= self.end:
            return None
        item = self.tokens.senses(at) if linked else senses
        if linked and self.hyphen(at) and self.tokens.touches(i) and self.tokens.touches(i - 1) and self._multiply(item, at):
            return at + 1  # `2-million-dong`
        self.stop = at + 1
        if ending := self.ending(item, at, linked) or (self.mixed(at) if linked and self.joined else None):
            return ending
        if linked and not self.joined and self._begins_another(item, at):
            return None
        if (linked or not self.joined or self._follows_scale(i)) and self._add(item, at, linked):
            return at + 1
        return at + 1 if linked and self.joined and self._one_of(item, at) else None

    def _times(self, scale: Decimal, i: int) -> bool:
        """Multiply by the scale word at i: all of it where the same scale stood before and a larger one follows."""
        again = scale == self.sum.last_scale and i + 1 < self.end
        return self.sum.times(scale, again and Decimal(self.tokens.senses(i + 1).get("SCALE", 0)) > scale)

    def _one_of(self, item: Senses, at: int) -> bool:
        """`پنج میلیون و هزار`: a bare scale word behind a joiner is one of it."""
        fits = self.sum.group is None and Decimal(item.get("SCALE", 0)) < self.sum.lowest
        return "SCALE" in item and fits and self.sum.add(Decimal(1)) and self._multiply(item, at)

    def _next_group(self, at: int) -> int | Numeral | None:
        """What a comma adds to a scale word: a smaller group with hundreds or a scale (`two thousand, three` are two)."""
        stop, numeral = self.simple(at)
        if numeral is None or not (numeral.words and self.sum.words) or numeral.fraction or numeral.value < 100:
            return None
        if not self.sum.add_group(numeral):
            return None
        self.stop = stop
        return Numeral(self.sum.value, ordinal=True, words=True) if numeral.ordinal else stop

    def _begins_another(self, item: Senses, at: int) -> bool:
        """`one hundred and two hundred`, `5 million and 3`: what follows the joiner is a numeral of its own."""
        if "N" in item and "NUMBER" not in item:
            return True
        following = self.tokens.senses(at + 1) if at + 1 < self.end else {}
        by = Decimal(100) if "HUNDRED" in following else Decimal(following.get("SCALE", 0))
        if not by and not self.sum.words:
            return True  # `3 million and one percent`
        return bool(by) and (by >= self.sum.lowest > 1 or ("HUNDRED" in following and by >= self.sum.floor))

    def _follows_scale(self, i: int) -> bool:
        return "SCALE" in self.tokens.senses(i - 1)

    def _add(self, item: Senses, at: int, linked: bool) -> bool:
        value = self._addend(item, at, linked)
        digits = "N" in item and "NUMBER" not in item
        if value is None or not (digits or linked or self.sum.words):
            return False
        return self.sum.add(value, digits, "TEN" in item)

    def _is_digit(self, item: Senses) -> bool:
        """A single figure right behind a scale word: `3 tỷ 2`."""
        return "NUMBER" not in item and "DAY" in item and item["N"].value < 10 and self.sum.floor >= 1000

    def _is_last(self, at: int) -> bool:
        """True where nothing is counted: in `5 tỷ 3 năm` the figure is a number of its own."""
        senses = self.tokens.senses(at)
        return not {"PUNCT", "BREAK", "CURRENCY", "FUNCTION"}.isdisjoint(senses) and "UNIT" not in senses

    def _addend(self, item: Senses, at: int, linked: bool) -> Decimal | None:
        """What a word or digit chunk adds: itself, or tenths of the scale word before it; None where it is no part of the numeral."""
        multiplied = self.has(at + 1, "TENS", "HUNDRED", "SCALE") or self._ends_spoken(at + 1)
        if "TENTH" in item and not (linked or multiplied) and self.sum.words and self.sum.floor >= 100:
            return Decimal(item["TENTH"]) * self.sum.floor / 10
        if not (linked or multiplied) and self._is_digit(item) and self.tokens.table.having(["TENTH"]):
            return item["N"].value * self.sum.floor / 10 if self._is_last(at + 1) else None
        if "NUMBER" in item:
            return None if "ALSOUNIT" in item and not (linked or (multiplied and self.sum.floor >= 100)) else Decimal(item["NUMBER"])
        if "TAIL" in item:
            ends = linked or self.sum.floor == 10 or (self._ends_spoken(at) and self.sum.floor == 1 and self.sum.tens())
            return Decimal(item["TAIL"]) if ends else None
        return item["N"].value if "N" in item and not item["N"].ordinal else None

    def _ends_spoken(self, at: int) -> bool:
        """What ends a numeral that is spoken without its tens (`hai lăm`, `hai tư xã`); `tư` and `nhì` are other words, too."""
        tail = self.tokens.value(at, "TAIL") if at < self.end else None
        return tail in _SPOKEN or (tail == _FOUR and not _COUNTED.isdisjoint(self.tokens.senses(at + 1)))

    def _multiply(self, senses: Senses, i: int) -> bool:
        """Tens, hundreds or a scale of what stands before; False where the token at i is none that fits."""
        if ("TENS" in senses and self.sum.tens()) or ("HUNDRED" in senses and self.sum.hundreds()):
            return True
        if "SCALE" in senses and not self._is_symbol(senses, i) and self._times(Decimal(senses["SCALE"]), i):
            self.sum.currency = senses.get("CURRENCYSCALE")
            return True
        if "SCALEMONEY" not in senses or not (self._is_money(i) or self._is_count(senses, i) or self._is_short(senses, i)):
            return False
        return self.sum.times(Decimal(senses["SCALEMONEY"]))

    def _is_money(self, i: int) -> bool:
        """True where a currency stands before the numeral or behind the letter at i."""
        senses, before = self.tokens.senses, self.at - 1
        if "DASH" in senses(before) and before > 2:  # `$5-6m`
            before -= 3 if "SCALEMONEY" in senses(before - 1) else 2
        return not (MONEY.isdisjoint(senses(before)) and MONEY.isdisjoint(senses(i + 1)))

    def _is_count(self, senses: Senses, i: int) -> bool:
        """`3m jobs`, `2m tonnes`: a letter that touches its figure, before what is many."""
        counts = "SCALECOUNT" in senses and self.tokens.touches(i - 1)
        return counts and not _MANY.isdisjoint(self.tokens.senses(i + 1))

    def _is_short(self, senses: Senses, i: int) -> bool:
        """`1.5B views`, `2.5M`: a capital that touches a figure with decimals."""
        decimals = self.sum.value != self.sum.value.to_integral_value()
        return "CAP" in senses and decimals and self.tokens.touches(i - 1)

    def _is_symbol(self, senses: Senses, i: int) -> bool:
        """A capital letter apart from its number is a unit (`90 K`), not a scale (`90K`)."""
        return "CAP" in senses and len(self.tokens.word(i)) == 1 and not self.tokens.touches(i - 1)

    def _after_article(self) -> tuple[int, Numeral | None]:
        """`a hundred million`, `a half million`, `a third`; the article alone is nothing."""
        senses = self.tokens.senses(self.at + 1)
        if "HALF" in senses and (half := self._half(self.at + 2))[1].value > 1:
            return half
        below = self.below(senses, Decimal(1))
        if below and "SCALE" not in senses:
            sound = not self.is_noun_of(self.at + 1)
            return (self.at + 2, self.fraction(Decimal(1), below)) if sound else (self.at, None)
        self.sum.begin(Decimal(1))
        return self._rest(self.at + 2) if self._multiply(senses, self.at + 1) else (self.at, None)

    def _half(self, i: int) -> tuple[int, Numeral]:
        """`half`, `half a million`."""
        j = i + 1 if i < self.end and not {"ARTICLE", "AND"}.isdisjoint(self.tokens.senses(i)) else i
        if j < self.end and "SCALE" in (senses := self.tokens.senses(j)):
            return j + 1, Numeral(Decimal(senses["SCALE"]) / 2, words=True)
        return i, Numeral(Decimal("0.5"), fraction=True, words=True)

    def simple(self, at: int) -> tuple[int, Numeral | None]:
        """(token behind it, value) of the numeral at a token, read without fractions and decimals of its own."""
        return _Reader(self.tokens, at, self.end, self.joined, plain=True).read()
