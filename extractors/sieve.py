"""Which of many things are worth trying at a place: a bit for each, found out once for each code beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

T = TypeVar("T")


class Sieve(Generic[T]):
    """Things, and what each allows: ``allows(thing, code, at)`` says whether the code may stand so many tokens from the place.

    >>> sieve = Sieve(["ab", "cb"], lambda word, letter, at: word[at] == letter)
    >>> sieve.chosen(sieve.all & sieve.bits("b", 1) & sieve.bits("c", 0))
    ('cb',)
    """

    def __init__(self, things: Iterable[T], allows: Callable[[T, str, int], bool]) -> None:
        self._things, self._allows = tuple(things), allows
        self.all = (1 << len(self._things)) - 1
        self._bits: dict[tuple[str, int], int] = {}
        self._chosen: dict[int, tuple[T, ...]] = {}

    def bits(self, code: str, at: int) -> int:
        """A bit for each thing that allows the code there."""
        found = self._bits.get((code, at))
        if found is None:
            found = self._bits[code, at] = self.of(lambda thing: self._allows(thing, code, at))
        return found

    def of(self, wanted: Callable[[T], bool]) -> int:
        """A bit for each thing that is wanted."""
        return sum(1 << i for i, thing in enumerate(self._things) if wanted(thing))

    def chosen(self, bits: int) -> tuple[T, ...]:
        """The things whose bits are set, in their order."""
        if bits not in self._chosen:
            self._chosen[bits] = tuple(thing for i, thing in enumerate(self._things) if bits >> i & 1)
        return self._chosen[bits]
