"""The language of patterns: from what is written in a data file to a tree (`nodes`).

In a pattern each name in capitals is one token of that class, ``A&B`` a token of both, ``A!B`` of the first and not of the second,
``"word"`` that very word, ``.`` any token but a break, ``name:`` in front captures, and ``( ) | ? * + {m,n} (?= ) (?! ) (?<= ) (?<! )``
have their usual meaning.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeGuard

from extractors.codes import Codes
from extractors.errors import LexiconError
from extractors.nodes import UNBOUNDED, Atom, Choice, Look, Named, Node, Repeat, Sequence

_SCAN = re.compile(
    r"""\s+|"(?P<word>[^"]+)"|(?P<name>[a-z]\w*):|(?P<atom>[A-Z]\w*(?:[&!][A-Z]\w*)*)"""
    r"|(?P<group>\((?:\?:|\?<?[=!])?)|(?P<many>[?*+]|\{\d+(?:,\d*)?\})|(?P<op>[)|.])"
)


def literals(pattern: str) -> Iterator[str]:
    """The words that a pattern names.

    >>> list(literals('N "of" N'))
    ['of']
    """
    return (m["word"] for m in _SCAN.finditer(pattern) if m["word"])


def classes(pattern: str) -> Iterator[str]:
    """The classes that a pattern names.

    >>> list(classes('N&INT!ORDINAL "of" span:N'))
    ['N', 'INT', 'ORDINAL', 'N']
    """
    return (name for m in _SCAN.finditer(pattern) if m["atom"] for name in re.split("[&!]", m["atom"]))


def literal_class(word: str) -> str:
    """The class that only one word has, for patterns that name it."""
    return f"={word}"


class _Parser:
    """Reads a pattern; raises LexiconError where it is none."""

    def __init__(self, pattern: str, codes: Codes) -> None:
        self.pattern, self.codes = pattern, codes
        self.marks = self._scanned()
        self.at = 0

    def _scanned(self) -> list[re.Match[str]]:
        marks, position = [], 0
        for m in _SCAN.finditer(self.pattern):
            if m.start() != position:
                break
            position = m.end()
            marks += [m] if m[0].strip() else []
        if position != len(self.pattern):
            raise LexiconError(f"pattern {self.pattern!r}: cannot read {self.pattern[position : position + 20]!r}")
        return marks

    def _peek(self, name: str) -> str | None:
        return self.marks[self.at][name] if self.at < len(self.marks) else None

    def whole(self) -> Node:
        node = self.choice()
        if self.at != len(self.marks):
            raise LexiconError(f"pattern {self.pattern!r}: a bracket is closed that was not opened")
        return node

    def choice(self) -> Node:
        options = [self.sequence()]
        while self._peek("op") == "|":
            self.at += 1
            option = self.sequence()
            if _is_class(option) and _is_class(options[-1]):
                options[-1] = Atom(options[-1].codes | option.codes)
            else:
                options.append(option)
        return options[0] if len(options) == 1 else Choice(tuple(options))

    def sequence(self) -> Node:
        parts: list[Node] = []
        while self.at < len(self.marks) and self._peek("op") not in ("|", ")"):
            parts.append(self.quantified())
        return parts[0] if len(parts) == 1 else Sequence(tuple(parts))

    def quantified(self) -> Node:
        node = self.named()
        while mark := self._peek("many"):
            self.at += 1
            low, high = _times(mark)
            if high == UNBOUNDED and not node.width()[0]:
                raise LexiconError(f"pattern {self.pattern!r}: what is repeated without end must take a token")
            node = Repeat(node, low, high)
        return node

    def named(self) -> Node:
        name = self._peek("name")
        self.at += name is not None
        part = self.primary()
        return Named(name, part) if name else part

    def primary(self) -> Node:
        if self.at >= len(self.marks):
            raise LexiconError(f"pattern {self.pattern!r}: something is missing at its end")
        m = self.marks[self.at]
        self.at += 1
        if m["group"]:
            inner = self.choice()
            if self._peek("op") != ")":
                raise LexiconError(f"pattern {self.pattern!r}: a bracket is not closed")
            self.at += 1
            return self.look(m["group"], inner) if "=" in m["group"] or "!" in m["group"] else inner
        return self.atom(m)

    def look(self, opening: str, part: Node) -> Node:
        low, high = part.width()
        if "<" in opening and low != high:
            raise LexiconError(f"pattern {self.pattern!r}: what is looked for before must have one width, not {low} to {high} tokens")
        return Look(opening, part)

    def atom(self, m: re.Match[str]) -> Node:
        if m["word"]:
            return Atom(self.codes.having([literal_class(m["word"])]))
        if m["op"] == ".":
            return Atom(self.codes.having(["BREAK"]), negated=True)
        if not m["atom"]:
            raise LexiconError(f"pattern {self.pattern!r}: {m[0]!r} stands where a class should")
        wanted = [part for part in re.split(r"!\w+", m["atom"]) for part in part.split("&") if part]
        return Atom(self.codes.having(wanted, re.findall(r"!(\w+)", m["atom"])))


def _is_class(node: Node) -> TypeGuard[Atom]:
    return isinstance(node, Atom) and not node.negated


def _times(mark: str) -> tuple[int, int]:
    """How often a quantifier says.

    >>> _times("?"), _times("{2}"), _times("{1,3}"), _times("{2,}") == (2, UNBOUNDED)
    ((0, 1), (2, 2), (1, 3), True)
    """
    if mark in "?*+":
        return {"?": (0, 1), "*": (0, UNBOUNDED), "+": (1, UNBOUNDED)}[mark]
    low, comma, high = mark.strip("{}").partition(",")
    return int(low), int(high) if high else UNBOUNDED if comma else int(low)


def parse(pattern: str, codes: Codes) -> Node:
    """A pattern as a tree. Raises LexiconError.

    >>> from extractors.codes import members
    >>> codes = Codes(); number, of = codes.code({"N"}), codes.code({"OF"})
    >>> tree = parse("one:N UNIT? (?= OF)", codes)
    >>> tree.width(), list(members(tree.anchors()[0].codes)) == [number]
    ((1, 2), True)
    """
    return _Parser(pattern, codes).whole()
