"""Figures whose signs stand apart: `2 . 500 đồng`, `1 , 9 kg`, `7 / 8`, as tokenised corpora write them where a stop groups thousands."""

from __future__ import annotations

import re
from bisect import bisect_left
from decimal import Decimal

from extractors.lexer import Tokens
from extractors.lexicon import Senses
from extractors.numeral import Numeral, numeral_senses
from extractors.shapes import digit_senses

_MARKS = (" . ", " , ", " / ")
# A digit comes first and then what must not stand before it: so only digits are tried, not every character.
_GROUPS = re.compile(r"\d(?<!\S.)(?<!\d \. .)\d{0,2}(?: \. \d{3})+(?!\S)(?! \. \d)")
_DECIMAL = re.compile(r"\d(?<!\S.)(?<!\d , .)\d{0,2} , \d{1,2}(?!\S)(?! , \d)")
_RATIO = re.compile(r"\d(?<![^\s(].)(?<!/ .)\d{0,3} / \d{1,4}(?![\w/]|[.,]\d| /)")
_MEASURES = frozenset({"UNIT", "PERCENT", "POINTS", "SCALE", "CURRENCY"})  # what a decimal that may be two figures must stand before


def read_spaced(tokens: Tokens) -> None:
    """Make one numeral of the parts of each such figure."""
    text = tokens.folded.text
    if tokens.lexicon.group != "." or not any(mark in text for mark in _MARKS):
        return
    found = [_placed(tokens, m, m[0].replace(" . ", "")) for m in _GROUPS.finditer(text)]
    decimals = [_placed(tokens, m, m[0].replace(" , ", ".")) for m in _DECIMAL.finditer(text)]
    found += [part for part in decimals if not _MEASURES.isdisjoint(tokens.senses(part[1]))]
    found += [(*_place(tokens, m), digit_senses(m[0].replace(" ", ""), tokens.lexicon)) for m in _RATIO.finditer(text)]
    tokens.merge(sorted(found, key=lambda part: part[0]))


def _placed(tokens: Tokens, m: re.Match[str], digits: str) -> tuple[int, int, Senses]:
    return *_place(tokens, m), numeral_senses(Numeral(Decimal(digits)))


def _place(tokens: Tokens, m: re.Match[str]) -> tuple[int, int]:
    return bisect_left(tokens.starts, m.start()), bisect_left(tokens.starts, m.end())
