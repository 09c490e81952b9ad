"""Decimals written with a slash: in Iranian texts `2/5 %` is 2.5, while `7/8` axes are seven of eight.

Where a space stands on one side of the slash the parts have changed places, as in a line set from right to left: `5 /2 %` is 2.5.
The comma of the language (`2,5 %`) may be a decimal's sign as well, and a slash may group thousands (`1/250/000`).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from decimal import Decimal

from extractors.data import marks
from extractors.language import Language
from extractors.lexer import Tokens
from extractors.numeral import Numeral, numeral_senses

_WRITTEN = re.compile(r"\d+/\d+")
_COMMA = marks("COMMA").replace(",", "")  # the comma that English does not have
_THOUSANDS = "/000"
_GROUPED = re.compile(r"(?<![\w/])\d{1,3}(?:(?:/\d{3}){2,}|/000)(?![\w/])")
_POINTED = re.compile(rf"(?<![\d.,{_COMMA}])(\d{{1,3}}){_COMMA}(\d{{1,2}})(?![\d{_COMMA}])")
_BETWEEN = re.compile(rf"{_COMMA}(?<=\d{_COMMA})(?=\d)")
_LONGEST = 3  # digits before a decimal's comma, or behind it with what must follow
_TURNED = re.compile(r"(?<![\d./])(\d{1,3})(?:/ | /)(\d{1,3})(?![\d.]| ?/)")


def read_slashed(tokens: Tokens, language: Language) -> None:
    """Make a numeral of each ratio that the language's ``look: slashed`` calls a decimal; none where it has no such rules."""
    looks = language.around["slashed"]
    if not looks:
        return
    found = [i for i in tokens.having("RATIO") if _WRITTEN.fullmatch(tokens.word(i))]
    decimals = [i for i in found if looks.first(tokens.codes, i, i + 1)]
    tokens.merge([(i, i + 1, numeral_senses(Numeral(Decimal(tokens.word(i).replace("/", "."))))) for i in decimals])
    text = tokens.folded.text
    slashes = "/" in text
    if slashes and _THOUSANDS in text:
        grouped = _places(tokens, language, "slash_groups", _GROUPED.finditer(text))
        tokens.merge([(i, j, numeral_senses(Numeral(Decimal(m[0].replace("/", ""))))) for i, j, m in grouped])
    if slashes and ("/ " in text or " /" in text):
        turned = _places(tokens, language, "turned", _TURNED.finditer(text))
        tokens.merge([(i, j, numeral_senses(Numeral(Decimal(f"{m[2]}.{m[1]}")))) for i, j, m in turned])
    if _COMMA in text:
        pointed = _places(tokens, language, "pointed", _pointed(text))
        tokens.merge([(i, j, numeral_senses(Numeral(Decimal(f"{m[1]}.{m[2]}")))) for i, j, m in pointed])


def _pointed(text: str) -> Iterator[re.Match[str]]:
    """Figures with a comma, found by the comma: it is rarer than what may stand before it."""
    for comma in _BETWEEN.finditer(text):
        m = _POINTED.search(text, max(0, comma.start() - _LONGEST), comma.end() + _LONGEST)
        if m and m.end(1) == comma.start():
            yield m


def _places(tokens: Tokens, language: Language, name: str, found: Iterable[re.Match[str]]) -> list[tuple[int, int, re.Match[str]]]:
    """The tokens of each figure that a ``look`` of the language says is a decimal."""
    looks = language.around[name]
    spans = [(bisect_left(tokens.starts, m.start()), bisect_left(tokens.starts, m.end()), m) for m in found]
    return [place for place in spans if looks.first(tokens.codes, *place[:2])]
