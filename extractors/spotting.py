"""The tokens of a text that are of some classes: asked many times of each text, and so also compiled (`_matching`)."""

from __future__ import annotations

import re
from itertools import count

from extractors.codes import CodeSet
from extractors.nodes import Atom


class PlainSpotter:
    """Finds the tokens that have one of some codes.

    >>> from extractors.codes import FIRST
    >>> one, other = chr(FIRST), chr(FIRST + 1)
    >>> PlainSpotter(0b10).places(one + other + other)
    [1, 2]
    """

    def __init__(self, wanted: CodeSet) -> None:
        self._pattern = re.compile(Atom(wanted).regex(count()))

    def places(self, codes: str) -> list[int]:
        """The tokens, in order."""
        return [m.start() for m in self._pattern.finditer(codes)]
