"""What a numeral is worth: digits with their separators to exact decimals, and the classes that rules see."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

FIRST_YEAR, LAST_YEAR = 1000, 2999  # what four digits may be a year between
_BYTE = 255
_LAKHS = re.compile(r"[1-9]\d?(?:,\d\d)+,\d{3}(?:\.\d+)?")  # as India groups: 19,95,81,477
LIKELY_YEARS = (1600, 2099)  # what are years rather than counts, where nothing says which


@dataclass(frozen=True, slots=True)
class Numeral:
    """A numeral's value and form.

    ``scale`` is the last scale word (10⁹ of `2 billion`), ``own`` the value without it; ``digits`` is the length of a bare digit run
    (0 for words, separators and mixed forms).
    """

    value: Decimal
    ordinal: bool = False
    fraction: bool = False
    scale: Decimal = Decimal(1)
    digits: int = 0
    words: bool = False
    out_of: Decimal | None = None
    roman: bool = False
    currency: str | None = None

    def times(self, scale: Decimal) -> Numeral:
        """The same numeral under a scale that it shares with its neighbour."""
        return replace(self, value=self.value * scale, scale=scale, digits=0)


def separated(chunk: str, group: str) -> Decimal | None:
    """The value of a digit chunk with ``.``, ``,``, ``٫`` or ``٬`` in it; None where no reading is sound.

    ``group`` is the separator that groups thousands in the language. One separator before other than three digits is a decimal
    point in every language (FACTS.md).

    >>> separated("1.234,5", "."), separated("4.500", "."), separated("4.500", ","), separated("127,5", ",")
    (Decimal('1234.5'), Decimal('4500'), Decimal('4.500'), Decimal('127.5'))
    >>> separated("0255.3822.114", ".")
    """
    marks = re.sub(r"\d", "", chunk)
    if not marks:
        return None if chunk.startswith("0") and (len(chunk) > 2 or chunk == "00") else Decimal(chunk)
    if group == "," and _LAKHS.fullmatch(chunk):
        return Decimal(chunk.replace(",", ""))
    parts = re.split(r"[.,\u066b\u066c]", chunk)
    point = _decimal_point(marks, parts, group)
    groups, decimals = (parts[:-1], parts[-1]) if point else (parts, "")
    if marks == "..." and group == "," and all(int(part) <= _BYTE for part in groups):
        return None  # an address: 192.168.100.200
    if len(groups) > 1 and (not 1 <= len(groups[0]) <= 3 or groups[0].startswith("0") or any(len(part) != 3 for part in groups[1:])):
        return None
    if len(set(marks[: len(groups) - 1])) > 1 or (len(groups[0]) > 1 and groups[0].startswith("0")):
        return None
    return Decimal("".join(groups) + ("." + decimals if decimals else ""))


def _decimal_point(marks: str, parts: list[str], group: str) -> bool:
    last = marks[-1]
    if last == "\u066b":
        return marks.count(last) == 1 and parts[-1] != "000"  # with three noughts behind it, it groups
    if last == "\u066c" and (len(marks) > 1 or len(parts[1]) == 3):
        return False
    if len(marks) > 1:
        return last not in marks[:-1]
    return len(parts[1]) != 3 or parts[0] == "0" or (last != group and not (group == "\u066c" and len(parts[0]) <= 3))


def numeral_senses(n: Numeral) -> dict[str, Any]:
    """The classes of a numeral: N, INT, DAY (1–31), MONTHNO (1–12), QUARTERNO (1–4), YEAR, YEARLY (more
    often a year than a count), YEAR2, EARLYYEAR (three digits), WORDYEAR (a year in words), DIGITS, WORDS,
    ORDINAL, FRACTION, PRICED (its scale names a currency)."""
    senses: dict[str, Any] = {"N": n}
    whole = n.value == n.value.to_integral_value() and not n.fraction
    if whole and n.value >= 0:
        senses["INT"] = n
        senses |= {name: n for name, top in (("DAY", 31), ("MONTHNO", 12), ("QUARTERNO", 4)) if 1 <= n.value <= top}
    senses["WORDS" if n.words else "DIGITS"] = n
    said = {"ORDINAL": n.ordinal, "FRACTION": n.fraction, "ROMAN": n.roman, "SCALED": n.scale != 1, "PRICED": n.currency is not None}
    said["ONEWORD"] = n.value == 1 and n.words and not n.ordinal
    return senses | dict.fromkeys([*_years(n, whole), *(name for name, holds in said.items() if holds)], n)


def numeral_of(senses: Mapping[str, Any]) -> Numeral | None:
    """The numeral that a token is; the word for the first (FIRSTWORD) is one at an end of a range alone."""
    value = senses.get("N") or senses.get("ROMAN")
    if value is None and "FIRSTWORD" in senses:
        return Numeral(Decimal(senses["FIRSTWORD"]), ordinal=True)
    return value if isinstance(value, Numeral) else None


def _years(n: Numeral, whole: bool) -> Iterator[str]:
    """The classes of a numeral that may be a year."""
    if n.digits == 2:
        yield "YEAR2"
    if n.digits == 3:
        yield "EARLYYEAR"
    if not FIRST_YEAR <= n.value <= LAST_YEAR:
        return
    if n.words and whole:
        yield "WORDYEAR"
    if n.digits == 4:
        yield "YEAR"
        if LIKELY_YEARS[0] <= n.value <= LIKELY_YEARS[1] and n.value % 100:
            yield "YEARLY"


def roman_senses(word: str) -> dict[str, Any]:
    """ROMAN (and QUARTERNO up to four) of a word that is a Roman numeral in capitals."""
    value = roman(word) if word[0] in _ROMAN else None
    if value is None:
        return {}
    numeral = Numeral(Decimal(value), roman=True)
    return {"ROMAN": numeral, **({"QUARTERNO": numeral} if value <= 4 else {})}


def roman_ordinal(word: str, tails: tuple[str, ...]) -> dict[str, Any]:
    """The senses of a Roman numeral with the ending of an ordinal (`XIIth`), none where a word is no such thing."""
    stem = word.rstrip("abcdefghijklmnopqrstuvwxyz")
    value = roman(stem) if word[len(stem) :] in tails else None
    return {} if value is None else numeral_senses(Numeral(Decimal(value), ordinal=True))


_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_ROMAN_FORM = re.compile(r"(?=[IVXLC])(C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})")


def roman(word: str) -> int | None:
    """The value of a Roman numeral below 400 in capitals, or None.

    >>> roman("XIV"), roman("XIX"), roman("IIII"), roman("VIX")
    (14, 19, None, None)
    """
    if not _ROMAN_FORM.fullmatch(word):
        return None
    values = [_ROMAN[letter] for letter in word]
    return sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True))
