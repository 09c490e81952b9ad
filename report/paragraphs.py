"""A text as paragraphs with their direction and language, cut into runs of plain text and facts.

>>> [(p.direction, p.runs) for p in paragraphs("Rank 5\\nof 9", [Span(5, 6)], "en")]
[('ltr', ['Rank ', (0, '5')]), ('ltr', ['of 9'])]
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from extractors.detect import script_of

Run = str | tuple[int, str]

_BREAK = re.compile(r"[\r\n]+")
_RIGHT_TO_LEFT = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]+")
_LETTERS = re.compile(r"[^\W\d_]+")


class Span(NamedTuple):
    """Where a fact stands: code points of the document's text, the end exclusive."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of the text: where it begins, how it is set, and its runs; a fact's run carries the fact's place in the list given."""

    start: int
    direction: str
    lang: str
    runs: list[Run]


def paragraphs(text: str, facts: Sequence[Span], lang: str | None) -> Iterator[Paragraph]:
    """The lines of a text that are not empty; a line break inside a fact divides nothing. ``facts`` are disjoint and in order."""
    first = 0
    for start, end in _lines(text, facts):
        last = first
        while last < len(facts) and facts[last].start < end:
            last += 1
        direction = _direction(text[start:end]) or _direction_of(lang)
        yield Paragraph(start, direction, _language(direction, lang), list(_runs(text, start, end, facts, range(first, last))))
        first = last


def _lines(text: str, facts: Sequence[Span]) -> Iterator[tuple[int, int]]:
    start, at = 0, 0
    for cut in _BREAK.finditer(text):
        while at < len(facts) and facts[at].end <= cut.start():
            at += 1
        if at < len(facts) and facts[at].start < cut.start():
            continue
        if text[start : cut.start()].strip():
            yield start, cut.start()
        start = cut.end()
    if text[start:].strip():
        yield start, len(text)


def _runs(text: str, start: int, end: int, facts: Sequence[Span], numbers: range) -> Iterator[Run]:
    for number in numbers:
        fact = facts[number]
        if start < fact.start:
            yield text[start : fact.start]
        yield number, text[fact.start : fact.end]
        start = fact.end
    if start < end:
        yield text[start:end]


def _direction(line: str) -> str | None:
    """The direction of most letters; None where there are none.

    >>> _direction("شاخص PCI در"), _direction("the شاخص index"), _direction("12")
    ('rtl', 'ltr', None)
    """
    letters = _length(_LETTERS, line)
    return ("rtl" if 2 * _length(_RIGHT_TO_LEFT, line) >= letters else "ltr") if letters else None


def _direction_of(lang: str | None) -> str:
    return "rtl" if lang and script_of(lang) == "arabic" else "ltr"


def _length(pattern: re.Pattern[str], line: str) -> int:
    return sum(map(len, pattern.findall(line)))


def _language(direction: str, lang: str | None) -> str:
    """The document's language, where the line runs in its direction; else unknown, which HTML writes as nothing."""
    return lang if lang and _direction_of(lang) == direction else ""
