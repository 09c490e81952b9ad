"""Figures whose thousands stand apart, as official texts of the EU write them: `103 515 citizens`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from extractors.codes import Codes
from extractors.language import Language
from extractors.lexer import Tokens
from extractors.native import Pattern
from extractors.numeral import Numeral, numeral_senses
from extractors.patterns import compile_pattern

_HEAD = re.compile(r"[1-9]\d{0,2} ")
_GROUP = re.compile(r"\d{3}(?:[.,]\d{1,2})? *")
_YEAR = re.compile(r"\d{4}")


def read_grouped(tokens: Tokens, language: Language) -> None:
    """Make one numeral of each figure that is written in groups of three, where the language says ``spaced_groups``."""
    if language.data.get("spaced_groups"):
        tokens.merge([(i, j, numeral_senses(Numeral(_value(tokens, i, j)))) for i, j in _figures(tokens)])


def _figures(tokens: Tokens) -> Iterator[tuple[int, int]]:
    """Tokens [i, j) of each: a run of two or three groups, alone or behind a year."""
    for run, j in tokens.runs(_runs(tokens.table)):
        i = run + bool(_YEAR.fullmatch(tokens.word(run)))
        pieces = tokens.pieces[i:j]
        if 2 <= len(pieces) <= 3 and _HEAD.fullmatch(pieces[0]) and all(_GROUP.fullmatch(piece) for piece in pieces[1:]):
            yield i, j


def _value(tokens: Tokens, i: int, j: int) -> Decimal:
    return Decimal("".join(tokens.word(k) for k in range(i, j)).replace(",", "."))


@lru_cache(maxsize=8)
def _runs(table: Codes) -> Pattern:
    """Digit chunks in a row, not behind a label or a plus (`tel. 612 606`)."""
    digits, before = "(DIGITS | DOCNUM)", "(LABEL | LABELNOUN | LABELMANY | PLUS | SLASH | DASH)"
    return compile_pattern(f"(?<! {before} | {digits}) {digits}{{2,4}} (?! {digits})", table)
