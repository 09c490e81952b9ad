"""Figures whose signs stand apart: `2 . 500 đồng`, `1 , 9 kg`, `7 / 8`, as tokenised corpora write them where a stop groups thousands."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from extractors.codes import Codes
from extractors.lexer import Tokens
from extractors.lexicon import Senses
from extractors.native import Pattern
from extractors.numeral import Numeral, numeral_senses
from extractors.patterns import compile_pattern
from extractors.shapes import digit_senses

_GROUPS = re.compile(r"(?<!\d \. )\d{1,3}(?: \. \d{3})+(?!\S)(?! \. \d)")
_DECIMAL = re.compile(r"(?<!\d , )\d{1,3} , \d{1,2}(?!\S)(?! , \d)")
_RATIO = re.compile(r"(?<!/ )\d{1,4} / \d{1,4}(?![\w/]|[.,]\d| /)")
_MEASURES = frozenset({"UNIT", "PERCENT", "POINTS", "SCALE", "CURRENCY"})  # what a decimal that may be two figures must stand before


def read_spaced(tokens: Tokens) -> None:
    """Make one numeral of the parts of each such figure."""
    if tokens.lexicon.group == ".":
        runs = tokens.runs(_runs(tokens.table))
        tokens.merge([figure for run in runs for figure in _figures(tokens, *run)])


def _figures(tokens: Tokens, i: int, end: int) -> Iterator[tuple[int, int, Senses]]:
    """The figures of a run of digits and signs, which stand in turn."""
    while i < end:
        if (m := _figure(tokens.folded.text, tokens.starts[i])) and _sound(tokens, m, j := bisect_left(tokens.starts, m.end())):
            yield i, j, _senses(m, tokens)
            i = j + 1
        else:
            i += 2


def _figure(text: str, start: int) -> re.Match[str] | None:
    return _GROUPS.match(text, start) or _DECIMAL.match(text, start) or _RATIO.match(text, start)


def _sound(tokens: Tokens, m: re.Match[str], behind: int) -> bool:
    return m.re is not _DECIMAL or not _MEASURES.isdisjoint(tokens.senses(behind))


def _senses(m: re.Match[str], tokens: Tokens) -> Senses:
    if m.re is _RATIO:
        return digit_senses(m[0].replace(" ", ""), tokens.lexicon)
    return numeral_senses(Numeral(Decimal(m[0].replace(" . ", "").replace(" , ", "."))))


@lru_cache(maxsize=8)
def _runs(table: Codes) -> Pattern:
    """Digit chunks in a row with a stop, comma or slash between each two."""
    return compile_pattern("(DIGITS | DOCNUM) ((FULLSTOP | DOT | COMMA | SLASH) (DIGITS | DOCNUM))+", table)
