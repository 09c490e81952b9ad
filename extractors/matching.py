"""Patterns over codes: what is looked for in the string of codes that a text is, and around one token of it.

Every rule is tried at many tokens of every text, so this is also compiled (`_matching`): where that was built, it is used, and does the
same by the steps of `programs`, without regular expressions that would have to be compiled first.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property, lru_cache, reduce
from itertools import count
from operator import or_
from typing import NamedTuple

from extractors.codes import CodeSet, members
from extractors.nodes import Node


class Found(NamedTuple):
    """Where a pattern matched: tokens [start, end), and the groups that took part, by their names, as token ranges."""

    start: int
    end: int
    groups: Mapping[str, tuple[int, int]]


class PlainPattern:
    """A pattern over codes, made into a regular expression when it is first asked.

    >>> from extractors.codes import Codes
    >>> from extractors.syntax import parse
    >>> codes = Codes(); number, unit = codes.code({"N"}), codes.code({"UNIT"})
    >>> pattern = PlainPattern(parse("N unit:UNIT?", codes))
    >>> pattern.match(number + unit, 0)
    Found(start=0, end=2, groups={'unit': (1, 2)})
    >>> pattern.match(unit, 0), [found.end for found in pattern.matches(number + number, 0, 2)]
    (None, [1, 2])
    """

    def __init__(self, tree: Node) -> None:
        self.tree = tree

    @cached_property
    def _whole(self) -> re.Pattern[str]:
        return re.compile(self.tree.regex(count()))

    @cached_property
    def _ending(self) -> re.Pattern[str]:
        return re.compile(f"(?:{self.tree.regex(count())})\\Z")

    @cached_property
    def first(self) -> frozenset[str] | None:
        """The codes that the first token of a match may have, None where any may."""
        return _codes(edge(self.tree, False))

    @cached_property
    def last(self) -> frozenset[str] | None:
        """The codes that the last token of a match may have, None where any may."""
        return _codes(edge(self.tree, True))

    def match(self, codes: str, start: int) -> Found | None:
        """The match that begins at a token."""
        m = self._whole.match(codes, start)
        return Found(*m.span(), _groups(m)) if m else None

    def matches(self, codes: str, start: int, end: int) -> list[Found]:
        """The matches in tokens [start, end) of a pattern that takes a token at least, leftmost first; they do not overlap."""
        return [Found(*m.span(), _groups(m)) for m in self._whole.finditer(codes, start, end)]

    def ending(self, codes: str, start: int, end: int) -> Found | None:
        """The match in tokens [start, end) that ends where they do and begins as early as it can."""
        m = self._ending.search(codes, start, end)
        return Found(*m.span(), _groups(m)) if m else None


_named: dict[str, tuple[tuple[str, int], ...]] = {}  # pattern → names and numbers of its groups


def _groups(m: re.Match[str]) -> Mapping[str, tuple[int, int]]:
    """The named groups that took part in a match; a name may stand in several alternatives."""
    named = _named.get(m.re.pattern)
    if named is None:
        named = _named[m.re.pattern] = tuple((name.partition("__")[0], number) for name, number in m.re.groupindex.items())
    return {name: m.regs[number] for name, number in named if m.regs[number][0] >= 0}


def edge(tree: Node, last: bool) -> CodeSet | None:
    """The codes that a pattern has at its beginning, or at its end; None where any may stand there."""
    atoms, without = tree.edge(last)
    if without or any(atom.negated for atom in atoms):
        return None
    return reduce(or_, (atom.codes for atom in atoms), 0)


@lru_cache(maxsize=8192)
def _codes(found: CodeSet | None) -> frozenset[str] | None:
    return None if found is None else frozenset(members(found))


class PlainAround:
    """A pattern with ``@``: what must stand ``before`` and ``after`` a token; the side before takes ``reach`` tokens at most."""

    def __init__(self, before: PlainPattern | None, after: PlainPattern | None, reach: int) -> None:
        self.before, self.after, self.reach = before, after, reach

    def match(self, codes: str, start: int, end: int) -> Found | None:
        """The match around tokens [start, end), from its first token on the left to its last on the right; None where a side fails."""
        left = right = None
        if self.after is not None and not (right := self.after.match(codes, end)):
            return None
        if self.before is not None and not (left := self.before.ending(codes, max(0, start - self.reach), start)):
            return None
        sides = [side for side in (left, right) if side]
        groups = {name: place for side in sides for name, place in side.groups.items()}
        return Found(left.start if left else start, right.end if right else end, groups)

    def allows(self, codes: str, start: int, end: int) -> bool:
        """False where the tokens beside [start, end) already say that it does not match."""
        right, left = self.after.first if self.after else None, self.before.last if self.before else None
        return _may(right, codes[end : end + 1]) and _may(left, codes[start - 1 : start] if start else "")


def _may(codes: frozenset[str] | None, code: str) -> bool:
    return codes is None or code in codes
