"""Decimals written with a slash: in Iranian texts `۲/۵ درصد` is 2.5, while `۷/۸` axes are seven of eight."""

from __future__ import annotations

import re
from decimal import Decimal

from extractors.language import Language
from extractors.lexer import Tokens
from extractors.numeral import Numeral, numeral_senses

_WRITTEN = re.compile(r"\d+/\d+")


def read_slashed(tokens: Tokens, language: Language) -> None:
    """Make a numeral of each ratio that the language's ``look: slashed`` calls a decimal; none where it has no such rules."""
    looks = language.around["slashed"]
    if not looks:
        return
    found = [m.start() for m in tokens.table.matcher("RATIO").finditer(tokens.codes) if _WRITTEN.fullmatch(tokens.word(m.start()))]
    decimals = [i for i in found if any(around.match(tokens.codes, i, i + 1) for _, around in looks.near(tokens.codes, i, i + 1))]
    tokens.merge([(i, i + 1, numeral_senses(Numeral(Decimal(tokens.word(i).replace("/", "."))))) for i in decimals])
