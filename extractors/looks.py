"""The ``look`` lists of a language: rules about what stands around a number, tried only where the neighbouring tokens allow it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

from extractors.lexicon import Codes
from extractors.native import Nearby
from extractors.nearby import SEEN, Look
from extractors.nodes import Course, course
from extractors.patterns import Sides, compile_around
from extractors.sieve import Sieve

_SEVERAL = "SEVERAL"  # what a number of several tokens that begins with a numeral is to ``of``: a range, a part of a total


class Looks:
    """The rules of a list, in their order, each with its compiled pattern.

    ``of`` and ``also`` of a rule name classes of which a token must have one, ``but`` classes that it must not have; without ``of`` a
    rule concerns any number, with ``of: SEVERAL`` those of several tokens. ``near`` is asked for every number, so what may fit
    between its neighbours is found out once.
    """

    def __init__(self, looks: Iterable[Look], codes: Codes) -> None:
        self._all = tuple(looks)
        self._classes = {code: classes for classes, code in codes.of.items()}
        self._about: dict[str, int] = {}
        self._sieve = Sieve(range(len(self._all)), self._course)
        self.near = Nearby(self._found).near
        """Those that concern a number and that its neighbours allow (`nearby`); whether they fit is for their patterns to say."""
        self._far = self._sieve.of(lambda i: bool(self._all[i][0].get("behind_unit")))

    def __iter__(self) -> Iterator[Look]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    def about(self, codes: str, start: int, end: int) -> bool:
        """Whether any rule concerns the number in tokens [start, end), whatever stands around it."""
        return self._concerning(self._own(codes, start, end)) != 0

    def _concerning(self, own: str) -> int:
        if own not in self._about:
            classes = frozenset({own}) if own == _SEVERAL else self._classes.get(own, frozenset())
            self._about[own] = self._sieve.of(lambda i: _concerns(self._all[i][0], classes))
        return self._about[own]

    def _own(self, codes: str, start: int, end: int) -> str:
        """The code of a number's one token; of several, which begin with a numeral and not with an ordinal's mark, ``SEVERAL``."""
        if end == start + 1:
            return codes[start]
        return _SEVERAL if "N" in self._classes.get(codes[start], ()) else ""

    def _found(self, codes: str, start: int, end: int, unit_end: int) -> tuple[Look, ...]:
        left, right = codes[max(0, start - SEEN) : start], codes[end : end + SEEN]
        beyond = codes[unit_end : unit_end + SEEN] if unit_end > end else ""
        return tuple(self._all[i] for i in self._sieve.chosen(self._fitting(self._own(codes, start, end), left, right, beyond)))

    def _fitting(self, own: str, left: str, right: str, beyond: str) -> int:
        """A bit for each rule that concerns a number and that its neighbours allow; ``beyond`` is what stands behind its unit."""
        bits, far = self._concerning(own), self._far if beyond else 0
        for at, code in enumerate(reversed(left), 1):
            bits &= self._sieve.bits(code, -at)
        for at, code in enumerate(right):
            bits &= self._sieve.bits(code, at) | far
        for at, code in enumerate(beyond):
            bits &= self._sieve.bits(code, at) | ~far
        return bits

    def _course(self, i: int, at: int) -> tuple[Course, int]:
        """What a rule allows before a number, the nearest first, or behind it, and the step that lies so many tokens from it."""
        before, behind = self._courses[i]
        return (behind, at) if at >= 0 else (before, -1 - at)

    @cached_property
    def _courses(self) -> list[tuple[Course, Course]]:
        return [(course(around.left), course(around.right)) for _, around in self._all]

    def first(self, codes: str, start: int, end: int) -> tuple[Mapping[str, Any], Sides] | None:
        """The first rule that fits around tokens [start, end), and its matches to the left and to the right."""
        for rule, around in self.near(codes, start, end):
            if sides := around.match(codes, start, end):
                return rule, sides
        return None


def compile_looks(rules: Iterable[Mapping[str, Any]], codes: Codes) -> Looks:
    """A ``look`` list of a data file. Raises LexiconError."""
    return Looks(((rule, compile_around(rule["match"], codes)) for rule in rules), codes)


def _concerns(rule: Mapping[str, Any], classes: frozenset[str]) -> bool:
    wanted, unwanted = rule.get("of"), rule.get("but", ())
    avoided = {unwanted} if isinstance(unwanted, str) else set(unwanted)
    return wanted is None or (not classes.isdisjoint({wanted, *rule.get("also", ())}) and classes.isdisjoint(avoided))
