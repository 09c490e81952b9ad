"""The characters that stand for sets of word classes, so that a text is a short string of them.

Each set gets one private-use character, its *code*; what a pattern asks of a token is a set of codes, written as a number with a bit for
each, as such sets are united and compared thousands of times while a language loads.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from extractors.errors import LexiconError

FIRST = 0xE000
_MOST = 0x10000 - FIRST  # a code is of two bytes
CodeSet = int
"""A set of codes: bit n is for the code ``chr(FIRST + n)``."""


def members(codes: CodeSet) -> Iterator[str]:
    """The codes of a set, in their order.

    >>> [ord(code) - FIRST for code in members(0b1011)]
    [0, 1, 3]
    """
    while codes:
        lowest = codes & -codes
        yield chr(FIRST + lowest.bit_length() - 1)
        codes ^= lowest


class Codes:
    """Codes of sets of classes. Sets that patterns shall see must be registered before the patterns are parsed."""

    def __init__(self) -> None:
        self.of: dict[frozenset[str], str] = {}
        self.unforeseen: dict[frozenset[str], str] = {}
        self._sets: list[frozenset[str]] = []
        self._closed = False
        self._with: dict[str, list[int]] = {}
        self._having: dict[tuple[frozenset[str], frozenset[str], int], CodeSet] = {}
        self._of_any: dict[tuple[tuple[str, ...], int], CodeSet] = {}

    def code(self, classes: Iterable[str]) -> str:
        """The code of a set of classes, made where it is new; once they are closed, that of the largest known set within it."""
        key = frozenset(classes)
        if key not in self.of:
            if self._closed:
                return self._nearest(key)
            if len(self._sets) == _MOST:
                raise LexiconError(f"more than {_MOST} sets of word classes: let some words share what they are")
            for name in key:
                self._with.setdefault(name, []).append(len(self._sets))
            self.of[key] = chr(FIRST + len(self._sets))
            self._sets.append(key)
        return self.of[key]

    def classes(self, code: str) -> frozenset[str]:
        """The classes that a code stands for, none for a character that is no code."""
        at = ord(code) - FIRST
        return self._sets[at] if 0 <= at < len(self._sets) else frozenset()

    def close(self) -> None:
        """No more codes: the patterns that are parsed from now on would not see them."""
        self._closed = True

    def _nearest(self, key: frozenset[str]) -> str:
        if key not in self.unforeseen:
            within = [known for known in self.of if known <= key]
            self.unforeseen[key] = self.of[max(within, key=lambda known: (len(known), sorted(known)))] if within else chr(FIRST - 1)
        return self.unforeseen[key]

    def having(self, wanted: Iterable[str], unwanted: Iterable[str] = ()) -> CodeSet:
        """All codes whose sets hold every wanted and no unwanted class."""
        key = frozenset(wanted), frozenset(unwanted), len(self._sets)
        if key not in self._having:
            want, avoid, count = key
            found = (1 << count) - 1
            for name in want:
                found &= self.of_any(name)
            self._having[key] = found & ~self.of_any(*avoid)
        return self._having[key]

    def of_any(self, *names: str) -> CodeSet:
        """All codes whose sets hold any of the classes; of the sets that are registered by now."""
        key = names, len(self._sets)
        if key not in self._of_any:
            bits = bytearray(len(self._sets) // 8 + 1)
            for at in (at for name in names for at in self._with.get(name, ())):
                bits[at >> 3] |= 1 << (at & 7)
            self._of_any[key] = int.from_bytes(bits, "little")
        return self._of_any[key]

    def within(self, names: Iterable[str]) -> CodeSet:
        """All codes whose sets hold no other classes than some."""
        known = frozenset(names)
        return sum(1 << at for at, classes in enumerate(self._sets) if classes <= known)
