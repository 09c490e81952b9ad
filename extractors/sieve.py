"""Which of many things are worth trying at a place: a bit for each, found out once for each code beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

from extractors.nodes import Course

T = TypeVar("T")


class Sieve(Generic[T]):
    """Things, and where each looks: ``looks(thing, at)`` gives its course and the step of it that lies so many tokens from the place.

    >>> first, second = Course((frozenset("a"), frozenset("b"))), Course((frozenset("c"), frozenset("b")))
    >>> sieve = Sieve([first, second], lambda course, at: (course, at))
    >>> sieve.chosen(sieve.all & sieve.bits("b", 1) & sieve.bits("c", 0)) == (second,)
    True
    """

    def __init__(self, things: Iterable[T], looks: Callable[[T, int], tuple[Course, int]]) -> None:
        self._things, self._looks = tuple(things), looks
        self.all = (1 << len(self._things)) - 1
        self._allowed: dict[int, list[tuple[int, frozenset[str] | None, frozenset[str]]]] = {}
        self._bits: dict[tuple[str, int], int] = {}
        self._chosen: dict[int, tuple[T, ...]] = {}

    def bits(self, code: str, at: int) -> int:
        """A bit for each thing that allows the code so many tokens from the place."""
        found = self._bits.get((code, at))
        if found is None:
            fitting = [bit for bit, allowed, refused in self._at(at) if (allowed is None or code in allowed) and code not in refused]
            found = self._bits[code, at] = sum(fitting)
        return found

    def _at(self, at: int) -> list[tuple[int, frozenset[str] | None, frozenset[str]]]:
        """Of each thing its bit, and what it allows and refuses there."""
        if at not in self._allowed:
            places = [self._looks(thing, at) for thing in self._things]
            self._allowed[at] = [(1 << i, course.allowed(step), course.refused(step)) for i, (course, step) in enumerate(places)]
        return self._allowed[at]

    def of(self, wanted: Callable[[T], bool]) -> int:
        """A bit for each thing that is wanted."""
        return sum(1 << i for i, thing in enumerate(self._things) if wanted(thing))

    def chosen(self, bits: int) -> tuple[T, ...]:
        """The things whose bits are set, in their order."""
        if bits not in self._chosen:
            self._chosen[bits] = tuple(thing for i, thing in enumerate(self._things) if bits >> i & 1)
        return self._chosen[bits]
