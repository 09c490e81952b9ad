"""Rules over word classes, as regular expressions over codes.

In a pattern each name in capitals is one token of that class, ``A&B`` a token of both, ``A!B`` of the first and not of the second,
``"word"`` that very word, ``.`` any token but a break, ``name:`` in front captures, and ``( ) | ? * + {m,n}`` have their usual
meaning. ``@`` stands for the token that is looked at; what is left of it is matched to the left, what is right of it to the right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractors.errors import LexiconError
from extractors.lexicon import Codes

_SCAN = re.compile(
    r"""\s+|"(?P<word>[^"]+)"|(?P<name>[a-z]\w*):|(?P<atom>[A-Z]\w*(?:[&!][A-Z]\w*)*)"""
    r"|(?P<op>\(\?[:=!]|\(\?<[=!]|[()|?*+.^@]|\{\d+(?:,\d*)?\})"
)
WINDOW = 14  # tokens that a pattern may see to the left of @


def literals(pattern: str) -> Iterator[str]:
    """The words that a pattern names.

    >>> list(literals('N "of" N'))
    ['of']
    """
    return (m["word"] for m in _SCAN.finditer(pattern) if m["word"])


def compile_pattern(pattern: str, codes: Codes) -> re.Pattern[str]:
    """A pattern without ``@`` as a regular expression over codes."""
    out: list[str] = []
    position = 0
    pending = ""
    for m in _SCAN.finditer(pattern):
        if m.start() != position:
            break
        position = m.end()
        if m["name"]:
            pending = f"?P<{m['name']}__{len(out)}>"
            continue
        out.append(_part(m, codes, pending))
        pending = "" if m[0].strip() else pending
    if position != len(pattern):
        raise LexiconError(f"pattern {pattern!r}: cannot read {pattern[position : position + 20]!r}")
    return re.compile("".join(out))


def _part(m: re.Match[str], codes: Codes, pending: str) -> str:
    if m["word"]:
        return _wrap(_set(codes.having([literal_class(m["word"])])), pending)
    if m["atom"]:
        wanted = [part for part in re.split(r"!\w+", m["atom"]) for part in part.split("&") if part]
        unwanted = re.findall(r"!(\w+)", m["atom"])
        return _wrap(_set(codes.having(wanted, unwanted)), pending)
    if m["op"] == "(":
        return f"({pending or '?:'}"
    if m["op"] == ".":
        return _wrap(f"[^{codes.having(['BREAK'])}]", pending)
    return m["op"] or ""


def _set(letters: str) -> str:
    if not letters:
        return "(?!)"  # a language without such words: the rule stays silent there
    return letters if len(letters) == 1 else f"[{letters}]"


def _wrap(expression: str, pending: str) -> str:
    return f"({pending}{expression})" if pending else expression


def literal_class(word: str) -> str:
    """The class that only one word has, for patterns that name it."""
    return f"={word}"


def groups(m: re.Match[str]) -> dict[str, tuple[int, int]]:
    """The named groups that took part in a match, as token ranges; a name may stand in several alternatives."""
    return {name.partition("__")[0]: m.span(name) for name in m.re.groupindex if m[name] is not None}


@dataclass(frozen=True, slots=True)
class Around:
    """A compiled pattern with ``@``: what must stand before and after a token."""

    before: re.Pattern[str] | None
    after: re.Pattern[str] | None

    def match(self, codes: str, start: int, end: int) -> tuple[re.Match[str] | None, re.Match[str] | None] | None:
        """The matches left and right of tokens [start, end), or None where either side fails."""
        left = self.before.search(codes, max(0, start - WINDOW), start) if self.before else None
        if self.before and not left:
            return None
        right = self.after.match(codes, end) if self.after else None
        if self.after and not right:
            return None
        return left, right


def compile_around(pattern: str, codes: Codes) -> Around:
    """A pattern with one ``@``.

    >>> codes = Codes(); number, unit = codes.code({"N"}), codes.code({"UNIT"})
    >>> bool(compile_around("@ UNIT", codes).match(number + unit, 0, 1))
    True
    """
    before, found, after = pattern.partition("@")
    if not found:
        raise LexiconError(f"pattern {pattern!r}: an @ must say where the token stands")
    left = re.compile(compile_pattern(f"({before})", codes).pattern + r"\Z") if before.strip() else None
    return Around(left, compile_pattern(after, codes) if after.strip() else None)
