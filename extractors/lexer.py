"""Text to tokens: one linear scan cuts a text into pieces (`cutting`); each piece gets the code of its classes, and so does each phrase."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from extractors.codes import Codes, CodeSet
from extractors.fold import Folded, fold, joined
from extractors.lexicon import Lexicon, Senses
from extractors.native import Cutter, Pattern, Spotter
from extractors.pieces import Memo
from extractors.wrapped import unwrapped

_TRAILING = " \t\u00a0\u200c\u3000\u2009\u202f"


@dataclass(slots=True)
class Tokens:
    """The tokens of a text. ``codes[i]`` is the code of token i; merged tokens keep what they mean in ``values``, in their order."""

    original: str
    folded: Folded
    lexicon: Lexicon
    table: Codes
    memo: Memo
    pieces: list[str]
    starts: array[int]
    codes: str
    values: dict[int, Senses] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.pieces)

    def senses(self, i: int) -> Senses:
        """Classes and their values of token i."""
        found = self.values.get(i)
        return self.memo.senses[self.pieces[i]] if found is None else found

    def value(self, i: int, name: str) -> Any:
        """The value that token i has as a member of a class, or None."""
        return self.senses(i).get(name)

    def having(self, *names: str) -> list[int]:
        """The tokens that have any of the classes, in order."""
        return _spotter(self.table.of_any(*names)).places(self.codes)

    def runs(self, pattern: Pattern) -> Iterator[tuple[int, int]]:
        """The tokens [i, j) of each match of a pattern, leftmost first; they do not overlap."""
        return ((found.start, found.end) for found in pattern.matches(self.codes, 0, len(self.codes)))

    def word(self, i: int) -> str:
        """Token i folded, without the spaces behind it."""
        return self.pieces[i].rstrip()

    def span(self, i: int, j: int) -> tuple[int, int]:
        """Offsets in the text as read of tokens i to j (exclusive)."""
        end = self.starts[j - 1] + len(self.pieces[j - 1].rstrip(_TRAILING))
        last = self.folded.origin(end)
        while self.original[last - 1] in _TRAILING:
            last -= 1
        return self.folded.origin(self.starts[i]), last

    def text(self, i: int, j: int) -> str:
        """The text as read of tokens i to j (exclusive)."""
        start, end = self.span(i, j)
        return self.original[start:end]

    def touches(self, i: int) -> bool:
        """True where no space stands between token i and the next."""
        return self.pieces[i][-1:].strip() != ""

    def merge(self, spans: list[tuple[int, int, Senses]]) -> None:
        """Make one token of each [i, j), in order and not overlapping, with the given senses."""
        if not spans:
            return
        pieces: list[str] = []
        starts = array("q")
        codes: list[str] = []
        values: dict[int, Senses] = {}
        old = list(self.values.items())
        done = kept = at = lost = 0
        for i, j, senses in spans:
            while at < len(old) and old[at][0] < i:
                values[old[at][0] - lost] = old[at][1]
                at += 1
            while at < len(old) and old[at][0] < j:
                at += 1
            values[i - lost] = senses
            codes += self.codes[done:i], self.table.code(senses)
            done = j
            if j > i + 1:
                pieces += self.pieces[kept:i]
                pieces.append("".join(self.pieces[i:j]))
                starts += self.starts[kept : i + 1]
                lost += j - i - 1
                kept = j
        for k, senses in old[at:]:
            values[k - lost] = senses
        if lost:
            self.pieces, self.starts = pieces + self.pieces[kept:], starts + self.starts[kept:]
        self.codes, self.values = "".join(codes) + self.codes[done:], values


@lru_cache(maxsize=1024)
def _spotter(wanted: CodeSet) -> Spotter:
    return Spotter(wanted)


def between(cuts: list[int], i: int, length: int) -> tuple[int, int]:
    """The tokens around token i from one cut to the next, as a range: its sentence between breaks, its line between line ends.

    >>> between([0, 4, 9], 5, 10), between([0, 4], 5, 10)
    ((5, 9), (5, 10))
    """
    low, high = bisect_right(cuts, i), bisect_left(cuts, i)
    return (cuts[high - 1] + 1 if high else 0), (cuts[low] if low < len(cuts) else length)


def scan(original: str, lexicon: Lexicon, table: Codes, cutter: Cutter) -> Tokens:
    """Fold a text and cut it into tokens, one for each phrase of the lexicon, longest first; linear in its length."""
    lines = unwrapped(original, lexicon)
    cuts = cutter.cut(lines)
    text = "".join(cuts.pieces)
    shortened = cuts.length - len(text)
    folded = _moved(cuts.moved, text, shortened) if shortened else Folded(text)
    if folded is None:
        folded = fold(lines)
        cuts = cutter.cut(folded.text)
    return Tokens(original, folded, lexicon, table, cutter.memo, cuts.pieces, cuts.starts, cuts.codes, cuts.values)


def _moved(parts: list[tuple[int, Folded]], text: str, shortened: int) -> Folded | None:
    """The offsets of a text by its chunks that folding shortens; None where they do not tell all."""
    folded = joined(parts, text)
    return folded if folded.shifts and folded.shifts[-1] == shortened and all(part.text for _, part in parts) else None
