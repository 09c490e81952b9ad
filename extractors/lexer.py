"""Text to tokens: one linear scan cuts a text into pieces (`pieces`); each piece gets the code of its classes, and so does each phrase."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate, chain, compress, count
from operator import itemgetter
from typing import Any, NamedTuple

from extractors.fold import Folded, fold, joined
from extractors.lexicon import Codes, Lexicon, Senses
from extractors.pieces import TWO_OF_PHRASE, Memo, Phrase
from extractors.wrapped import unwrapped

_TRAILING = " \t\u00a0\u200c\u3000\u2009\u202f"
_CHUNK = re.compile(r"[^ ]+ *| +")
_PIECES, _CODES, _IN_PHRASES = map(itemgetter, range(3))  # of a Cut


class _Cuts(NamedTuple):
    """The cuts of all chunks of a text, one behind the other."""

    pieces: list[str]
    codes: str
    in_phrases: str


@dataclass(slots=True)
class Tokens:
    """The tokens of a text. ``codes[i]`` is the code of token i; merged tokens keep what they mean in ``values``, in their order."""

    original: str
    folded: Folded
    lexicon: Lexicon
    table: Codes
    memo: Memo
    pieces: list[str]
    starts: list[int]
    codes: str
    values: dict[int, Senses] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.pieces)

    def senses(self, i: int) -> Senses:
        """Classes and their values of token i."""
        found = self.values.get(i)
        return self.memo.senses(self.pieces[i]) if found is None else found

    def value(self, i: int, name: str) -> Any:
        """The value that token i has as a member of a class, or None."""
        return self.senses(i).get(name)

    def having(self, *names: str) -> list[int]:
        """The tokens that have any of the classes, in order."""
        return [m.start() for m in self.table.matcher(*names).finditer(self.codes)]

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
        starts: list[int] = []
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
        self.pieces, self.starts = pieces + self.pieces[kept:], starts + self.starts[kept:]
        self.codes, self.values = "".join(codes) + self.codes[done:], values


def between(cuts: list[int], i: int, length: int) -> tuple[int, int]:
    """The tokens around token i from one cut to the next, as a range: its sentence between breaks, its line between line ends.

    >>> between([0, 4, 9], 5, 10), between([0, 4], 5, 10)
    ((5, 9), (5, 10))
    """
    low, high = bisect_right(cuts, i), bisect_left(cuts, i)
    return (cuts[high - 1] + 1 if high else 0), (cuts[low] if low < len(cuts) else length)


def scan(original: str, lexicon: Lexicon, table: Codes, memo: Memo) -> Tokens:
    """Fold a text and cut it into tokens, one for each phrase of the lexicon, longest first; linear in its length."""
    lines = unwrapped(original, lexicon)
    chunks = _chunks(lines)
    cut = _cut(chunks, memo)
    text = "".join(cut.pieces)
    shortened = sum(map(len, chunks)) + len(chunks) - len(text)
    folded = _moved(chunks, memo, text, shortened) if shortened else Folded(text)
    if folded is None:
        folded = fold(lines)
        cut = _cut(_chunks(folded.text), memo)
    pieces, codes, values = _joined(cut, memo)
    starts = list(accumulate(map(len, pieces), initial=0))
    return Tokens(original, folded, lexicon, table, memo, pieces, starts[:-1], codes, values)


def _chunks(text: str) -> list[str]:
    return text.split(" ") if "  " not in text else [chunk.removesuffix(" ") for chunk in _CHUNK.findall(text)]


def _cut(chunks: list[str], memo: Memo) -> _Cuts:
    """The pieces of chunks, with a break before and behind, so that rules need no edge case."""
    cuts = itemgetter(*chunks, "")(memo)[:-1]
    pieces = ["", *chain.from_iterable(map(_PIECES, cuts)), ""]
    return _Cuts(pieces, f"{memo.edge}{''.join(map(_CODES, cuts))}{memo.edge}", f"-{''.join(map(_IN_PHRASES, cuts))}-")


def _moved(chunks: list[str], memo: Memo, text: str, shortened: int) -> Folded | None:
    """The offsets of a text by its chunks that folding shortens; None where they do not tell all."""
    ends = list(accumulate(map(len, chunks), initial=0))
    parts = [(ends[k] + k, memo.moved[chunks[k]]) for k in compress(count(), map(memo.moved.__contains__, chunks))]
    folded = joined(parts, text)
    return folded if folded.shifts and folded.shifts[-1] == shortened and all(part.text for _, part in parts) else None


def _joined(cut: _Cuts, memo: Memo) -> tuple[list[str], str, dict[int, Senses]]:
    """Pieces and codes with one of each for a phrase, and what the phrases mean, by their places."""
    pieces: list[str] = []
    codes: list[str] = []
    values: dict[int, Senses] = {}
    done = 0
    for i, j, phrase in _phrases(cut, memo):
        pieces += cut.pieces[done:i]
        values[len(pieces)] = phrase.senses
        pieces.append("".join(cut.pieces[i:j]))
        codes += cut.codes[done:i], phrase.code
        done = j
    return pieces + cut.pieces[done:], "".join(codes) + cut.codes[done:], values


def _phrases(cut: _Cuts, memo: Memo) -> Iterator[tuple[int, int, Phrase]]:
    """The phrases of a text: only where two pieces can go together in one, longer ones are looked at."""
    pieces, known, keys = cut.pieces, memo.phrases, memo.keys_of
    places = [m.start() for m in TWO_OF_PHRASE.finditer(cut.in_phrases)]
    firsts, seconds = map(pieces.__getitem__, places), map(pieces[1:].__getitem__, places)
    begins = list(map(known.__getitem__, zip(firsts, seconds, strict=True)))
    done = 0
    for i, begun in compress(zip(places, begins, strict=True), begins):
        if i < done:
            continue
        for phrase in begun:
            end = i + len(phrase.words)
            if end == i + 2 or tuple([keys[piece] for piece in pieces[i:end]]) == phrase.words:
                yield i, end, phrase
                done = end
                break
