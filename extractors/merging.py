"""Tokens put together, and tokens of some classes found: what is done to all tokens of a text many times, and so also compiled."""

from __future__ import annotations

import re
from collections.abc import Iterable

from extractors.lexicon import Senses

Span = tuple[int, int, Senses, str]  # tokens [i, j), what they are together, and the code of that


def merged(
    pieces: list[str], starts: list[int], codes: str, values: dict[int, Senses], spans: Iterable[Span]
) -> tuple[list[str], list[int], str, dict[int, Senses]]:
    """Pieces, offsets, codes and values with one token for each span; spans are in order and do not overlap.

    >>> merged(["a ", "b", "c"], [0, 2, 3], "xyz", {2: {"C": 3}}, [(0, 2, {"AB": 1}, "w")])
    (['a b', 'c'], [0, 3], 'wz', {0: {'AB': 1}, 1: {'C': 3}})
    """
    joined: list[str] = []
    offsets: list[int] = []
    parts: list[str] = []
    kept: dict[int, Senses] = {}
    old = list(values.items())
    done = taken = at = lost = 0
    for i, j, senses, code in spans:
        while at < len(old) and old[at][0] < i:
            kept[old[at][0] - lost] = old[at][1]
            at += 1
        while at < len(old) and old[at][0] < j:
            at += 1
        kept[i - lost] = senses
        parts += codes[done:i], code
        done = j
        if j > i + 1:
            joined += pieces[taken:i]
            joined.append("".join(pieces[i:j]))
            offsets += starts[taken : i + 1]
            lost += j - i - 1
            taken = j
    for k, senses in old[at:]:
        kept[k - lost] = senses
    if lost:
        pieces, starts = joined + pieces[taken:], offsets + starts[taken:]
    return pieces, starts, "".join(parts) + codes[done:], kept


class PlainSpotter:
    """Finds the tokens that have one of some codes.

    >>> PlainSpotter("ac").places("abcab")
    [0, 2, 3]
    """

    def __init__(self, letters: str) -> None:
        self._pattern = re.compile(f"[{letters}]" if letters else "(?!)")

    def places(self, codes: str) -> list[int]:
        """The tokens, in order."""
        return [m.start() for m in self._pattern.finditer(codes)]
