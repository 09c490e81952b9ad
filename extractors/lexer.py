"""Text to tokens: one linear scan cuts a text into pieces; each piece gets the code of its classes.

A piece is a word (with its non-joiners), a digit chunk with its separators (``81.28``, ``61/2018/NĐ-CP``, ``23/4/2018``), a symbol, an
address, a line end, or one other character; it carries the spaces behind it, so that piece lengths add up to offsets.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import accumulate, chain, compress, count, pairwise
from sys import intern
from typing import Any

from extractors import glued
from extractors.data import read_data
from extractors.fold import Folded, fold, joined, key
from extractors.lexicon import MONEY, NOTHING, Codes, Lexicon, Senses
from extractors.numeral import roman, roman_senses
from extractors.shapes import digit_senses
from extractors.wrapped import unwrapped

_LATIN = "A-Za-z\u00c0-\u024f\u1e00-\u1eff"
_DOMAIN = f"(?:{'|'.join(read_data('shared')['domains'])})"
# What is repeated is bounded, so that a long row of parts is not read anew from each of them.
PIECE = re.compile(
    rf"""(?:https?://\S+|www\.\S+
    |[A-Z]{{1,8}}(?=[A-Z/.]{{0,40}}[\d/])(?:[/.][A-Z\d]+){{0,8}}/\d(?:[A-Z\d./]*\d)?(?:\(\d+\))?   # A/RES/70/1
    |[A-Z]{{1,2}}\$                                                                    # US$
    |[^\W\d_](?:[\w'\u200c\u0300-\u036f]*[\w\u0300-\u036f])?
       (?:@[\w.-]*\w|(?:[.-]+\w+){{0,8}}\.{_DOMAIN}\b[^\s,;)»"]*|(?<=[{_LATIN}\u06cc\u062f\d])(?<!\d-..)(?<!\d-...)(?<![°º].)
          -\d+[{_LATIN}]?(?![\w/]|[.,]\d))?                                              # COVID-19, not 5-to-4 or 5°C-6
    |(?<![$€£¥])\d+(?:[./-]\d+){{0,8}}[/-](?:\d+/)?[A-ZĐ](?:[\w.&]*\w)?(?:[/-][\w.&]*\w)*        # 61/2018/NĐ-CP
    |\d[\w.]{{0,40}}@\w[\w.-]*\w                                                        # 163@example.com
    |(?<![^\s($€£<>~=-])\.\d+(?=[^\W\d]{{0,3}}(?!\w))(?![.,:/-]\d)                             # .75
    |\d+[A-Z]{{2,}}-\d+(?![\w.,]\w|\w)                                                   # 1MDB-4
    |\d+(?:/[\u0621-\u06cc]{{1,4}}(?=/))+(?:/\w+)+                                        # 5487/م/1401
    |\d{{4}}-\d{{1,2}}-\d{{1,2}}(?![\d-])|\d{{1,2}}-\d{{1,2}}-\d{{4}}(?!\d)
    |\d+(?:[.,\u066b\u066c:/]\d+)*(?:[{_LATIN}][\w]*)?
    |\n\s*|[^\n])[^\S\n]*""",
    re.VERBOSE,
)
_TRAILING = " \t\u00a0\u200c\u3000\u2009\u202f"
_CHUNK = re.compile(r"[^ ]+ *| +")
_LONG_CHUNK = 64  # characters; longer ones hardly return
_CODED = re.compile(
    r"(?<=\$)[A-Z]{1,2}(?=\d)|(?<=\d)(?=(?![KMB]\$)[A-Z]{1,2}\$)"
    r"|(?<![^\W_])([A-Z][A-Za-zĐ]{1,2})(?=\d)|\d(?=[/-]([A-Z][a-z]+))|(?<![^\W_])([^\W\d_a-zA-Z])(?=\d)"
)
_UNCODED = MONEY | {"MONTH", "AND"}
_WORDY = re.compile(r"[^\W\d_]")
_QUARTER = re.compile(r"(I{1,3}|IV)[/-]((?:19|20)\d\d)")  # III/2024
_MEMO_LIMIT = 200_000  # distinct pieces remembered; hostile texts hold millions


Cut = tuple[tuple[str, ...], str]


class Keys(dict[str, str]):
    """A piece → what the lexicon has for it (`fold.key`), filled as texts are read."""

    def __missing__(self, piece: str) -> str:
        found = intern(key(piece.rstrip()))
        if len(self) < _MEMO_LIMIT:
            self[piece] = found
        return found


class Memo(dict[str, Cut]):
    """What stands before a space, as read → its folded pieces (that space included) and their codes, filled as texts are read.

    ``moved`` has the chunks whose folding changes their length. ``senses`` does for pieces what this does for chunks, ``numerals`` for
    words that are numerals where they stand alone. Words return so often that hardly a text is cut anew.
    """

    def __init__(self, lexicon: Lexicon, codes: Codes) -> None:
        super().__init__()
        self._lexicon, self._codes = lexicon, codes
        self._senses: dict[str, Senses] = {}
        self.edge = codes.code(self.senses(""))
        self.moved: dict[str, Folded] = {}
        self.keys_of = Keys()
        self.numerals: dict[str, Senses | None] = {}

    def __missing__(self, chunk: str) -> Cut:
        folded = fold(chunk)
        found = [piece for part in self._uncoded(folded.text + " ") for piece in PIECE.findall(part)]
        pieces = tuple(part for before, piece in zip(["", *found], found, strict=False) for part in self._torn(piece, before))
        codes = intern("".join([self._codes.code(self.senses(piece)) for piece in pieces]))
        cut = pieces, codes
        if len(self) < _MEMO_LIMIT and len(chunk) < _LONG_CHUNK:
            self[chunk] = cut
            if folded.cuts:
                self.moved[chunk] = folded
        return cut

    def _uncoded(self, chunk: str) -> list[str]:
        """The chunk cut behind a currency's code (`VND320.6`, `$US5`; `5US$`) or a joiner (`و۹۱`), and before a month (`21-August`)."""
        cuts = [m.end() for m in _CODED.finditer(chunk) if not m.lastindex or self._uncodes(m[m.lastindex])]
        return [chunk[start:end] for start, end in pairwise([0, *cuts, len(chunk)])]

    def _uncodes(self, letters: str) -> bool:
        return not _UNCODED.isdisjoint(self._lexicon.own(letters.lower()))

    def _torn(self, piece: str, before: str) -> list[str]:
        """The parts of a piece that lost its spaces; ``$3b`` is money only behind its sign."""
        senses = self.senses(piece)
        if piece[0] == "." and "N" in senses and self._lexicon.group != ",":
            return [".", piece[1:]]  # only English leaves the nought out; elsewhere a sentence ends there
        if "SPLIT" not in senses and not ("MONEYTAIL" in senses and not MONEY.isdisjoint(self.senses(before))):
            return [piece]
        bare = piece.rstrip()
        parts = glued.split(bare, self._lexicon) or [bare]
        return [*parts[:-1], parts[-1] + piece[len(bare) :]]

    def senses(self, piece: str) -> Senses:
        """What a piece is (`piece_senses`)."""
        found = self._senses.get(piece)
        if found is None:
            found = piece_senses(piece, self._lexicon)
            if len(self._senses) < _MEMO_LIMIT:
                self._senses[piece] = found
        return found


def piece_senses(piece: str, lexicon: Lexicon) -> Senses:
    """What a piece is: its lexicon senses, or those of its shape."""
    bare = piece.rstrip()
    if not bare:
        return _BREAK if "\n" in piece or not piece else _SPACE
    if bare[0].isdigit() or (bare[0] == "." and bare[1:2].isdigit()):
        return digit_senses(bare, lexicon)
    senses = _lookup(piece, bare, lexicon)
    if not _WORDY.match(bare):
        return senses or {"PUNCT": True}
    return {**senses, **_case(bare), **roman_senses(bare)}


def _lookup(piece: str, bare: str, lexicon: Lexicon) -> Senses:
    word = ". " if bare == "." and piece != bare else key(bare)
    senses = lexicon.senses(word) or ({"SPLIT": True} if glued.split(bare, lexicon) else _shape(bare, lexicon))
    return {**senses, "PHRASE": True} if word in lexicon.starts else senses


def _shape(bare: str, lexicon: Lexicon) -> Senses:
    """An unknown word, address or code."""
    if not _WORDY.match(bare):
        return NOTHING
    if "@" in bare or "://" in bare or bare.startswith("www.") or re.search(rf"\.{_DOMAIN}\b", bare):
        return {"ADDRESS": True}
    if m := _QUARTER.fullmatch(bare):
        return {"QUARTERYEAR": (roman(m[1]), int(m[2]))}
    if "/" in bare and re.search(r"\d", bare):
        return {"SYMBOL": bare}
    if re.search(r"\d", bare):
        return {"CODE": True}
    return {"WORD": True, "PLURAL": True} if lexicon.is_plural(bare.lower()) else {"WORD": True}


def _case(bare: str) -> Senses:
    if bare[0].isupper():
        return {"CAP": True, "UPPER": True} if len(bare) > 1 and bare.isupper() else {"CAP": True}
    return NOTHING


_BREAK: Senses = {"BREAK": True, "NL": True}
_SPACE: Senses = {"SPACE": True}


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


def scan(original: str, lexicon: Lexicon, table: Codes, memo: Memo) -> Tokens:
    """Fold a text and cut it into tokens, one for each phrase of the lexicon, longest first; linear in its length."""
    lines = unwrapped(original, lexicon)
    chunks = _chunks(lines)
    pieces, codes = _cut(chunks, memo)
    starts = list(accumulate(map(len, pieces), initial=0))
    text = "".join(pieces)
    shortened = sum(map(len, chunks)) + len(chunks) - len(text)
    folded = _moved(chunks, memo, text, shortened) if shortened else Folded(text)
    if folded is None:
        folded = fold(lines)
        pieces, codes = _cut(_chunks(folded.text), memo)
        starts = list(accumulate(map(len, pieces), initial=0))
    tokens = Tokens(original, folded, lexicon, table, memo, pieces, starts[:-1], codes)
    tokens.merge(_phrases(tokens))
    return tokens


def _chunks(text: str) -> list[str]:
    return text.split(" ") if "  " not in text else [chunk.removesuffix(" ") for chunk in _CHUNK.findall(text)]


def _cut(chunks: list[str], memo: Memo) -> tuple[list[str], str]:
    """The pieces of chunks and their codes, with a break before and behind, so that rules need no edge case."""
    parts, letters = zip(*map(memo.__getitem__, chunks), strict=True) if chunks else ((), ())
    return ["", *chain.from_iterable(parts), ""], memo.edge + "".join(letters) + memo.edge


def _moved(chunks: list[str], memo: Memo, text: str, shortened: int) -> Folded | None:
    """The offsets of a text by its chunks that folding shortens; None where they do not tell all."""
    ends = list(accumulate(map(len, chunks), initial=0))
    parts = [(ends[k] + k, memo.moved[chunks[k]]) for k in compress(count(), map(memo.moved.__contains__, chunks))]
    folded = joined(parts, text)
    return folded if folded.shifts and folded.shifts[-1] == shortened and all(part.text for _, part in parts) else None


def _phrases(tokens: Tokens) -> list[tuple[int, int, Senses]]:
    """The phrases of a text: only where a piece begins one and the next goes on with it, the others are looked at."""
    found: list[tuple[int, int, Senses]] = []
    done = 0
    pieces, pairs, keys = tokens.pieces, tokens.lexicon.pairs, tokens.memo.keys_of
    for m in tokens.table.matcher("PHRASE").finditer(tokens.codes):
        i = m.start()
        if i < done:
            continue
        for words, senses in pairs.get((keys[pieces[i]], keys[pieces[i + 1]]), ()):
            j = i + len(words)
            if j == i + 2 or tuple([keys[piece] for piece in pieces[i:j]]) == words:
                found.append((i, j, {**senses, **_case(pieces[i])}))
                done = j
                break
    return found
