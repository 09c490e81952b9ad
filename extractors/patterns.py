"""Patterns over word classes, compiled (`syntax` says how they are written).

``@`` in a pattern stands for the token that is looked at: what is left of it is matched to the left, what is right of it to the right.
"""

from __future__ import annotations

from extractors.codes import Codes
from extractors.errors import LexiconError
from extractors.native import Around, Pattern
from extractors.syntax import parse

_WINDOW = 14  # tokens that a pattern may see to the left of @


def compile_pattern(pattern: str, codes: Codes) -> Pattern:
    """A pattern without ``@``. Raises LexiconError."""
    return Pattern(parse(pattern, codes))


def compile_around(pattern: str, codes: Codes) -> Around:
    """A pattern with one ``@``. Raises LexiconError.

    >>> codes = Codes(); number, unit = codes.code({"N"}), codes.code({"UNIT"})
    >>> compile_around("@ unit:UNIT", codes).match(number + unit, 0, 1).groups
    {'unit': (1, 2)}
    """
    before, found, after = pattern.partition("@")
    if not found:
        raise LexiconError(f"pattern {pattern!r}: an @ must say where the token stands")
    behind = Pattern(parse(after, codes)) if after.strip() else None
    if not before.strip():
        return Around(None, behind, 0)
    tree = parse(before, codes)
    return Around(Pattern(tree), behind, min(_WINDOW, tree.width()[1]))
