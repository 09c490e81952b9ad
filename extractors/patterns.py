"""Patterns over word classes, compiled (`syntax` says how they are written).

``@`` in a pattern stands for the token that is looked at: what is left of it is matched to the left, what is right of it to the right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractors.errors import LexiconError
from extractors.lexicon import Codes
from extractors.syntax import Anchor, parse, regex

WINDOW = 14  # tokens that a pattern may see to the left of @
_SPARSE = 8  # a scan of so many tokens costs about what one try at one place does


def compile_pattern(pattern: str, codes: Codes) -> re.Pattern[str]:
    """A pattern without ``@`` as a regular expression over codes. Raises LexiconError."""
    return regex(parse(pattern, codes))


def groups(m: re.Match[str]) -> dict[str, tuple[int, int]]:
    """The named groups that took part in a match, as token ranges; a name may stand in several alternatives."""
    return {name.partition("__")[0]: m.span(name) for name in m.re.groupindex if m[name] is not None}


class Index:
    """Where codes stand in a string of codes, looked up as it is asked for."""

    def __init__(self, codes: str) -> None:
        self.codes = codes
        self._present = frozenset(codes)
        self._counts: dict[frozenset[str], int] = {}
        self._places: dict[frozenset[str], list[int]] = {}

    def count(self, letters: frozenset[str]) -> int:
        """How many tokens have one of the codes."""
        if letters not in self._counts:
            self._counts[letters] = sum(map(self.codes.count, letters & self._present))
        return self._counts[letters]

    def places(self, letters: frozenset[str]) -> list[int]:
        """Their positions, in order."""
        if letters not in self._places:
            present = "".join(letters & self._present)
            self._places[letters] = [m.start() for m in re.finditer(f"[{present}]", self.codes)] if present else []
        return self._places[letters]


@dataclass(frozen=True, slots=True)
class Finder:
    """A compiled pattern that looks only around tokens which it cannot do without, where they are rare."""

    pattern: re.Pattern[str]
    anchors: tuple[Anchor, ...]

    def finditer(self, index: Index) -> Iterator[re.Match[str]]:
        """Its matches, leftmost first and not overlapping, as those of ``re.finditer`` over the codes."""
        if not self.anchors:
            return self.pattern.finditer(index.codes)
        least, best = len(index.codes), None
        for anchor in self.anchors:
            cost = index.count(anchor.letters) * (anchor.high - anchor.low + 1)
            if not cost:
                return iter(())
            if cost * _SPARSE < least:
                least, best = cost * _SPARSE, anchor
        return self._around(index.codes, best, index.places(best.letters)) if best else self.pattern.finditer(index.codes)

    def _around(self, codes: str, anchor: Anchor, places: list[int]) -> Iterator[re.Match[str]]:
        done, match = 0, self.pattern.match
        for place in places:
            for start in range(max(done, place - anchor.high), place - anchor.low + 1):
                done = start + 1
                if m := match(codes, start):
                    yield m
                    done = max(done, m.end())
                    break


def compile_finder(pattern: str, codes: Codes) -> Finder:
    """A pattern without ``@``, to be found all over a text. Raises LexiconError.

    >>> codes = Codes(); word, number, unit = (codes.code({name}) for name in ("W", "N", "UNIT"))
    >>> [m.span() for m in compile_finder("N UNIT", codes).finditer(Index(word * 40 + number + unit))]
    [(40, 42)]
    """
    tree = parse(pattern, codes)
    return Finder(regex(tree), tuple(tree.anchors()))


@dataclass(frozen=True, slots=True)
class Around:
    """A compiled pattern with ``@``: what must stand before and after a token; the side before takes ``reach`` tokens at most."""

    before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    reach: int = WINDOW

    def match(self, codes: str, start: int, end: int) -> tuple[re.Match[str] | None, re.Match[str] | None] | None:
        """The matches left and right of tokens [start, end), or None where either side fails."""
        right = self.after.match(codes, end) if self.after else None
        if self.after and not right:
            return None
        left = self.before.search(codes, max(0, start - self.reach), start) if self.before else None
        if self.before and not left:
            return None
        return left, right


def compile_around(pattern: str, codes: Codes) -> Around:
    """A pattern with one ``@``. Raises LexiconError.

    >>> codes = Codes(); number, unit = codes.code({"N"}), codes.code({"UNIT"})
    >>> bool(compile_around("@ UNIT", codes).match(number + unit, 0, 1))
    True
    """
    before, found, after = pattern.partition("@")
    if not found:
        raise LexiconError(f"pattern {pattern!r}: an @ must say where the token stands")
    right = compile_pattern(after, codes) if after.strip() else None
    if not before.strip():
        return Around(None, right)
    tree = parse(before, codes)
    return Around(re.compile(f"(?:{regex(tree).pattern})\\Z"), right, min(WINDOW, tree.width()[1]))
