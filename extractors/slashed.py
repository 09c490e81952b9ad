"""Decimals written with a slash: in Iranian texts `۲/۵ درصد` is 2.5, while `۷/۸` axes are seven of eight.

Where a space stands on one side of the slash the parts have changed places, as in a line set from right to left: `۵ /۲ درصد` is 2.5.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from decimal import Decimal

from extractors.language import Language
from extractors.lexer import Tokens
from extractors.numeral import Numeral, numeral_senses

_WRITTEN = re.compile(r"\d+/\d+")
_TURNED = re.compile(r"(?<![\d./])(\d{1,3})(?:/ | /)(\d{1,3})(?![\d.]| ?/)")


def read_slashed(tokens: Tokens, language: Language) -> None:
    """Make a numeral of each ratio that the language's ``look: slashed`` calls a decimal; none where it has no such rules."""
    looks = language.around["slashed"]
    if not looks:
        return
    found = [i for i in tokens.having("RATIO") if _WRITTEN.fullmatch(tokens.word(i))]
    decimals = [i for i in found if any(around.match(tokens.codes, i, i + 1) for _, around in looks.near(tokens.codes, i, i + 1))]
    tokens.merge([(i, i + 1, numeral_senses(Numeral(Decimal(tokens.word(i).replace("/", "."))))) for i in decimals])
    _read_turned(tokens, language)


def _read_turned(tokens: Tokens, language: Language) -> None:
    """Make a numeral of each decimal whose parts have changed places, where the language's ``look: turned`` says that it is one."""
    looks = language.around["turned"]
    text = tokens.folded.text
    if "/ " not in text and " /" not in text:
        return
    places = [(bisect_left(tokens.starts, m.start()), bisect_left(tokens.starts, m.end()), m) for m in _TURNED.finditer(text)]
    found = [place for place in places if any(around.match(tokens.codes, *place[:2]) for _, around in looks.near(tokens.codes, *place[:2]))]
    tokens.merge([(i, j, numeral_senses(Numeral(Decimal(f"{m[2]}.{m[1]}")))) for i, j, m in found])
