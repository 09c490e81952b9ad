"""What is worth looking at around a number, remembered for the tokens beside it; many lists ask it for each, and so it is also compiled."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from extractors.patterns import Around

SEEN = 2  # tokens on either side of a number whose codes say which rules are worth trying
_REMEMBERED = 50_000  # surroundings of numbers
_THEN = "+"  # in a key: what stands behind the unit follows
Look = tuple[Mapping[str, Any], Around]
Find = Callable[[str, int, int, int], tuple[Look, ...]]


class PlainNearby:
    """Asks ``find`` once for each set of neighbours.

    >>> nearby = PlainNearby(lambda codes, start, end, unit_end: (codes[start:end],))
    >>> nearby.near("abcd", 1, 2), nearby.near("abcde", 1, 2)
    (('b',), ('b',))
    """

    def __init__(self, find: Find) -> None:
        self._find = find
        self._near: dict[str, tuple[Look, ...]] = {}

    def near(self, codes: str, start: int, end: int, unit_end: int = 0) -> tuple[Look, ...]:
        """The rules that concern the number in tokens [start, end) and that its neighbours allow.

        Those that look ``behind_unit`` see what stands behind token ``unit_end``, where that is given.
        """
        beyond = codes[unit_end : unit_end + SEEN] if unit_end > end else ""
        several = "" if end == start + 1 else _THEN
        key = f"{codes[max(0, start - SEEN) : start]}{_THEN}{codes[start]}{several}{codes[end : end + SEEN]}{_THEN}{beyond}"
        found = self._near.get(key)
        if found is None:
            found = self._find(codes, start, end, unit_end)
            if len(self._near) < _REMEMBERED:
                self._near[key] = found
        return found
