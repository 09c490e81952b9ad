"""Figures whose groups stand apart: `2 . 500 đồng`, as tokenised corpora write them where a stop groups thousands."""

from __future__ import annotations

import re
from bisect import bisect_left
from decimal import Decimal

from extractors.lexer import Tokens
from extractors.numeral import Numeral, numeral_senses

_APART = " . "
_GROUPS = re.compile(r"(?<!\S)(?<!\d \. )\d{1,3}(?: \. \d{3})+(?!\S)(?! \. \d)")


def read_spaced(tokens: Tokens) -> None:
    """Make one numeral of the groups of each such figure."""
    if tokens.lexicon.group != "." or _APART not in tokens.folded.text:
        return
    found = [(m, bisect_left(tokens.starts, m.start()), bisect_left(tokens.starts, m.end())) for m in _GROUPS.finditer(tokens.folded.text)]
    tokens.merge([(start, end, numeral_senses(Numeral(Decimal(m[0].replace(_APART, ""))))) for m, start, end in found])
