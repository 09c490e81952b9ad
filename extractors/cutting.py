"""A text cut at its spaces, each chunk once and for all (`pieces`), and the phrases of the lexicon put together again.

This is what sees every character, so it is also compiled (`_cutting`): where that was built, it is used, and does the same.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator
from itertools import accumulate, chain, compress
from operator import itemgetter
from typing import NamedTuple

from extractors.fold import Folded
from extractors.lexicon import Senses
from extractors.pieces import TWO_OF_PHRASE, Memo, Phrase

_CHUNK = re.compile(r"[^ ]+ *| +")
_PIECES, _CODES, _IN_PHRASES = map(itemgetter, range(3))  # of a Cut


class Cuts(NamedTuple):
    """A text as pieces: where each starts in the folded text, its code, and what phrases among them mean, by their places.

    ``moved`` has the chunks that folding shortens, with their offsets in the text as read; ``length`` is that of the chunks as read.
    """

    pieces: list[str]
    starts: array[int]
    codes: str
    values: dict[int, Senses]
    moved: list[tuple[int, Folded]]
    length: int


class PlainCutter:
    """Cuts texts by what a memo has for each chunk.

    >>> from extractors.language import load
    >>> PlainCutter(load("en").memo).cut("ten per cent of it").pieces
    ['', 'ten ', 'per cent ', 'of ', 'it ', '']
    """

    def __init__(self, memo: Memo) -> None:
        self.memo = memo

    def cut(self, text: str) -> Cuts:
        """The pieces of a text, with a break before and behind, so that rules need no edge case. Linear in its length."""
        chunks = text.split(" ") if "  " not in text else [chunk.removesuffix(" ") for chunk in _CHUNK.findall(text)]
        cuts = itemgetter(*chunks, "")(self.memo)[:-1]
        pieces, edge = ["", *chain.from_iterable(map(_PIECES, cuts)), ""], self.memo.edge
        in_phrases = f"-{''.join(map(_IN_PHRASES, cuts))}-"
        pieces, codes, values = self._joined(pieces, f"{edge}{''.join(map(_CODES, cuts))}{edge}", in_phrases)
        starts = array("q", accumulate(map(len, pieces), initial=0))[:-1]
        ends = list(accumulate(map(len, chunks), initial=0))
        known = self.memo.moved
        moved = [(ends[k] + k, known[chunk]) for k, chunk in enumerate(chunks) if chunk in known]
        return Cuts(pieces, starts, codes, values, moved, ends[-1] + len(chunks))

    def _joined(self, pieces: list[str], codes: str, in_phrases: str) -> tuple[list[str], str, dict[int, Senses]]:
        """Pieces and codes with one of each for a phrase, and what the phrases mean, by their places."""
        joined: list[str] = []
        parts: list[str] = []
        values: dict[int, Senses] = {}
        done = 0
        for i, j, phrase in self._phrases(pieces, in_phrases):
            joined += pieces[done:i]
            values[len(joined)] = phrase.senses
            joined.append("".join(pieces[i:j]))
            parts += codes[done:i], phrase.code
            done = j
        return joined + pieces[done:], "".join(parts) + codes[done:], values

    def _phrases(self, pieces: list[str], in_phrases: str) -> Iterator[tuple[int, int, Phrase]]:
        """The phrases of a text: only where two pieces can go together in one, longer ones are looked at."""
        known, keys = self.memo.phrases, self.memo.keys_of
        places = [m.start() for m in TWO_OF_PHRASE.finditer(in_phrases)]
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
