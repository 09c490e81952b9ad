"""Telephone and card numbers by their shape: `+44 20 7946 0958`, `(541) 754-3010`, `021-88889999`, `4111-1111-1111-1111`."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache

from extractors.codes import Codes
from extractors.lexer import Tokens
from extractors.native import Pattern
from extractors.patterns import compile_pattern

_GAP = r"[ .)(-]{1,3}"
# Each begins where a number begins; what is repeated is bounded.
_SHAPES = re.compile(
    rf"""\(?\+\d(?:(?:[ ()/-]|\.(?![ ])){{0,3}}\d){{6,14}}(?!\d)                                         # +44 (0)20 7946 0958
    |\(?0\d{{1,8}}\)?(?:{_GAP}|/[ ]?(?=\d{{5}}))\d{{2,9}}(?:{_GAP}\d{{2,9}}){{0,5}}                   # 0161 496 0000, 0176/12345678
    |(?:1[ .-])?\(\d{{2,3}}\)[ .-]{{0,3}}(?:\d{{3}}[ .-]\d{{4}}|\d{{4,5}}[ .-]\d{{4,5}}|\d{{7,10}})   # (541) 754-3010
    |\d{{1,12}}(?:-\d{{2,12}}){{2,5}}""",  # 541-754-3010
    re.VERBOSE,
)
_SIGNS = ("PLUS", "LPAR", "RPAR", "DASH", "SLASH", "DOT")
_SIGNS_BEFORE = 2  # the first digits
_FEWEST = {"+": 7, "0": 7, "(": 7, "": 9}  # digits that a number of a shape has at least, by its first sign
_YEARS = re.compile(r"(?:(?:19|20)\d\d\D*)+")
_MONTH_YEAR = re.compile(r"(?:0[1-9]|1[0-2])[.-](?:19|20)\d\d(?!\d)")
_DAY_MONTH = re.compile(r"0[1-9](?:[ .-]+\d\d){1,3}")  # 08.30-11.30, 01-02-03
_THOUSANDS = re.compile(r"\(?\+\d{1,3}(?: \d{3})+")


def read_phones(tokens: Tokens) -> None:
    """Make one code of the digits of each telephone or card number: no figure stands in it."""
    tokens.merge([(i, j, {"CODE": True, "DOCNUM": tokens.text(i, j)}) for i, j in _phones(tokens)])


def _phones(tokens: Tokens) -> Iterator[tuple[int, int]]:
    text, starts = tokens.folded.text, tokens.starts
    for first, last in tokens.runs(_runs(tokens.table)):
        for _ in range(_SIGNS_BEFORE):
            first -= not tokens.senses(first - 1).keys().isdisjoint(_SIGNS)
        end = starts[last] if last < len(starts) else len(text)
        at = starts[first]
        while found := _SHAPES.search(text, at, end):
            i, j = bisect_left(starts, found.start()), bisect_left(starts, found.end())
            at = found.end()
            if starts[i] == found.start() and _is_number(found[0]) and _ends(tokens, j, found.end()):
                yield i, j


def _ends(tokens: Tokens, j: int, end: int) -> bool:
    """Whether a token ends where a number does."""
    return tokens.starts[j - 1] + len(tokens.word(j - 1)) == end


def _is_number(found: str) -> bool:
    """Whether a shape is a telephone's or card's number, not years, days or thousands.

    >>> [_is_number(text) for text in ("021-88889999", "+1 200 000", "2018-2019-2020", "08.30-11.30", "01-2023 - 05-2024")]
    [True, False, False, False, False]
    """
    digits = sum(map(str.isdigit, found))
    if digits < _FEWEST[found[0] if found[0] in _FEWEST else ""]:
        return False
    return not any(shape.fullmatch(found) for shape in (_YEARS, _DAY_MONTH, _THOUSANDS)) and not _MONTH_YEAR.match(found)


@lru_cache(maxsize=8)
def _runs(table: Codes) -> Pattern:
    """Two chunks of digits and more with nothing but signs between them, or one behind a plus."""
    digits = "(DIGITS | DOCNUM)"
    return compile_pattern(f"{digits} (({' | '.join(_SIGNS)}){{0,3}} {digits})+ | (?<= PLUS) {digits}", table)
