"""A scale word that a list shares: `به ترتیب ۶۰۴ و ۸۳۲ میلیارد` is 604 and 832 milliards."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from extractors.codes import Codes
from extractors.language import Language
from extractors.lexer import Tokens
from extractors.native import Pattern
from extractors.numeral import Numeral, numeral_senses
from extractors.patterns import compile_pattern

_LEAST = 1_000_000  # a hundred and two thousand stay what they are
_APART = 50  # how many times as large figures of one list may be
_REACH = 10  # tokens


def read_shared_scales(tokens: Tokens, language: Language) -> None:
    """Give each numeral that the language's ``look: scales`` finds the scale of the last one of its list."""
    looks = language.around["scales"]
    if not looks:
        return
    before = tokens.runs(_before_scales(tokens.table))
    listed = [i for i, j in before if looks.first(tokens.codes, i, j)]
    shared = [(i, _scaled(tokens, i)) for i in listed]
    tokens.merge([(i, i + 1, numeral_senses(numeral)) for i, numeral in shared if numeral])


def _scaled(tokens: Tokens, at: int) -> Numeral | None:
    """The numeral under the scale that follows, where both are of one size."""
    own: Numeral = tokens.value(at, "N")
    last = next((tokens.value(k, "N") for k in range(at + 1, at + _REACH) if "SCALED" in tokens.senses(k)), None)
    if last is None or own.scale != 1 or own.fraction or own.ordinal or not own.value or last.scale < _LEAST:
        return None
    apart = last.value / last.scale / own.value
    return replace(own.times(last.scale), currency=last.currency) if 1 <= max(apart, 1 / apart) <= _APART else None


@lru_cache(maxsize=8)
def _before_scales(table: Codes) -> Pattern:
    """A numeral behind which one with a scale word stands within reach."""
    return compile_pattern(f"N (?= (. | BREAK){{0,{_REACH - 2}}} SCALED)", table)
