"""The tokens of a text that are of some classes: asked many times of each text, and so also compiled (`_tokens`)."""

from __future__ import annotations

import re


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
