"""A point before three digits and a large scale word: in a text that writes `۲.۶ میلیون`, `۴.۸۶۷ میلیون` is no four thousand of them."""

from __future__ import annotations

import re
from decimal import Decimal

from extractors.language import Language
from extractors.lexer import Tokens
from extractors.numeral import Numeral, numeral_senses

_POINTED = re.compile(r"\d{1,3}\.\d{3}")
_DECIMAL = re.compile(r"\d+\.\d{1,2}")
_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3}){2,}|\d+,\d{1,2}|\d{1,3}(?:\.\d{3})+,\d+")
_LEAST = 1_000_000


def read_decimal_points(tokens: Tokens, language: Language) -> None:
    """Make a decimal of each such figure, unless the text groups by points or names a place of those that do (``grouping_places``)."""
    places = language.data.get("grouping_places")
    if places is None:
        return
    digits = tokens.having("DIGITS")
    found = [i for i in digits if _POINTED.fullmatch(tokens.word(i)) and _is_large(tokens, i + 1)]
    if found and not _groups(tokens, digits) and not _named(tokens, frozenset(places)):
        tokens.merge([(i, i + 1, numeral_senses(Numeral(Decimal(tokens.word(i))))) for i in found])


def _is_large(tokens: Tokens, at: int) -> bool:
    return "SCALE" in tokens.senses(at) and tokens.value(at, "SCALE") >= _LEAST


def _groups(tokens: Tokens, digits: list[int]) -> bool:
    """True where the text groups by points, or never writes a decimal with one."""
    words = [tokens.word(i) for i in digits]
    return any(_GROUPED.fullmatch(word) for word in words) or not any(_DECIMAL.fullmatch(word) for word in words)


def _named(tokens: Tokens, places: frozenset[str]) -> bool:
    found = (tokens.value(i, "PLACE").code for i in tokens.having("PLACE"))
    return any((code or "")[:2] in places for code in found)
