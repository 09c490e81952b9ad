"""The sentence around a fact, as evidence: to the next line end or sentence mark before a space, at most 300 characters away.

It is stored with the fact, because cutting it out of the text in SQL takes time in proportion to the offset.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator

REACH = 300  # characters of a sentence to either side of its fact
# One set of characters first, what must follow after it: five times faster than an alternation.
_END = re.compile(r"[\n.!?؟؛…](?:(?<=\n)|[\"'»”)\]]*\s)")


def sentences(text: str, spans: Iterable[tuple[int, int]]) -> Iterator[str]:
    """The sentence of each span ``(start, end)``, in their order; a mark inside a span ends nothing.

    >>> list(sentences("Up 3.5 points. In 2024, 12 km!", [(3, 6), (24, 26)]))
    ['Up 3.5 points.', 'In 2024, 12 km!']
    """
    ends = [0, *(found.end() for found in _END.finditer(text)), len(text)]
    for start, end in spans:
        first = max(ends[bisect_right(ends, start) - 1], start - REACH)
        last = min(ends[bisect_left(ends, end)], end + REACH)
        yield text[first:last].strip()
