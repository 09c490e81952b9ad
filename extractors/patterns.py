"""Patterns over word classes, compiled (`syntax` says how they are written).

``@`` in a pattern stands for the token that is looked at: what is left of it is matched to the left, what is right of it to the right.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import cast

from extractors.errors import LexiconError
from extractors.lexicon import Codes
from extractors.nodes import Node, Sequence
from extractors.syntax import Compiled, parse, regex

Sides = tuple[re.Match[str] | None, re.Match[str] | None]
WINDOW = 14  # tokens that a pattern may see to the left of @
_NOTHING = Sequence(())


def compile_pattern(pattern: str, codes: Codes) -> re.Pattern[str]:
    """A pattern without ``@`` as a regular expression over codes. Raises LexiconError."""
    return regex(parse(pattern, codes))


_named: dict[str, tuple[tuple[str, int], ...]] = {}  # pattern → names and numbers of its groups


def groups(m: re.Match[str]) -> dict[str, tuple[int, int]]:
    """The named groups that took part in a match, as token ranges; a name may stand in several alternatives."""
    named = _named.get(m.re.pattern)
    if named is None:
        named = _named[m.re.pattern] = tuple((name.partition("__")[0], number) for name, number in m.re.groupindex.items())
    if len(named) == 1:  # most rules
        name, number = named[0]
        place = m.span(number)
        return {name: place} if place[0] >= 0 else {}
    places = m.regs if named else ()
    return {name: places[number] for name, number in named if places[number][0] >= 0}


@dataclass(frozen=True, slots=True)
class Around:
    """A compiled pattern with ``@``: what must stand before and after a token; the side before takes ``reach`` tokens at most.

    ``right`` is what stands behind it as a tree, ``left`` what stands before it, the nearest first; `course` says which codes these allow.
    """

    before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    reach: int = WINDOW
    left: Node = _NOTHING
    right: Node = _NOTHING

    def match(self, codes: str, start: int, end: int) -> Sides | None:
        """The matches left and right of tokens [start, end), or None where either side fails."""
        left = right = None
        if self.after is not None and not (right := self.after.match(codes, end)):
            return None
        if self.before is not None and not (left := self.before.search(codes, max(0, start - self.reach), start)):
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
    behind = parse(after, codes) if after.strip() else None
    right, following = (regex(behind), behind) if behind else (None, _NOTHING)
    if not before.strip():
        return Around(None, right, right=following)
    tree = parse(before, codes)
    left = cast("re.Pattern[str]", Compiled(lambda: f"(?:{regex(tree).pattern})\\Z"))
    return Around(left, right, min(WINDOW, tree.width()[1]), tree.mirrored(), following)
