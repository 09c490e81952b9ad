"""Which rules of a ``look`` list fit around a number; many lists ask it for each, and so it is also compiled (`_finding`)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from extractors.matching import Found, PlainAround

_REMEMBERED = 50_000  # surroundings of numbers
Look = tuple[Mapping[str, Any], PlainAround]
Fit = tuple[Mapping[str, Any], Found]
Concerning = Callable[[str, bool], Sequence[int]]


class PlainFitter:
    """The rules of a list, in their order; ``concerning`` says which concern a number, by its first code and whether it has several.

    Those that say ``behind_unit`` see what stands behind token ``unit_end``, where that lies behind the number.
    """

    def __init__(self, looks: Sequence[Look], concerning: Concerning) -> None:
        self._looks, self._concerning = looks, concerning
        self._about: dict[tuple[str, bool], bool] = {}
        self._near: dict[tuple[str, str, bool, str], list[Look]] = {}

    def fits(self, codes: str, start: int, end: int, unit_end: int = 0) -> list[Fit]:
        """The rules that fit around the number in tokens [start, end), each with where it matched."""
        return list(self._fitting(codes, start, end, unit_end))

    def first(self, codes: str, start: int, end: int, unit_end: int = 0) -> Fit | None:
        """The first rule that fits, and where."""
        return next(self._fitting(codes, start, end, unit_end), None)

    def about(self, codes: str, start: int, end: int) -> bool:
        """Whether any rule concerns the number in tokens [start, end), whatever stands around it."""
        key = codes[start], end > start + 1
        if key not in self._about:
            self._about[key] = bool(self._concerning(*key))
        return self._about[key]

    def _fitting(self, codes: str, start: int, end: int, unit_end: int) -> Iterator[Fit]:
        for rule, around in self._worth(codes, start, end):
            if found := around.match(codes, start, unit_end if unit_end > end and rule.get("behind_unit") else end):
                yield rule, found

    def _worth(self, codes: str, start: int, end: int) -> list[Look]:
        """Those that concern a number and that the tokens beside it allow."""
        key = codes[start - 1 : start] if start else "", codes[start], end > start + 1, codes[end : end + 1]
        found = self._near.get(key)
        if found is None:
            concerning = [self._looks[i] for i in self._concerning(codes[start], end > start + 1)]
            found = [(rule, around) for rule, around in concerning if rule.get("behind_unit") or around.allows(codes, start, end)]
            if len(self._near) < _REMEMBERED:
                self._near[key] = found
        return found
