"""What stands between two spaces to pieces, once for each such chunk: words return so often that hardly a text is cut anew.

A piece is a word (with its non-joiners), a digit chunk with its separators (``81.28``, ``61/2018/NĐ-CP``, ``23/4/2018``), a symbol, an
address, a line end, or one other character; it carries the spaces behind it, so that piece lengths add up to offsets.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from itertools import pairwise
from sys import intern
from typing import NamedTuple, TypeVar

from extractors import glued
from extractors.codes import Codes
from extractors.data import read_data
from extractors.fold import Folded, fold, key
from extractors.lexicon import FULL_STOP, MONEY, NOTHING, Lexicon, Senses
from extractors.numeral import roman, roman_ordinal, roman_senses
from extractors.shapes import digit_senses

_LATIN = "A-Za-z\u00c0-\u024f\u1e00-\u1eff"
_DOMAIN = f"(?:{'|'.join(read_data('shared')['domains'])})"
# What is repeated is bounded, so that a long row of parts is not read anew from each of them.
PIECE = re.compile(
    rf"""(?:https?://\S+|www\.\S+
    |[A-Z]{{1,8}}(?=[A-Z/.]{{0,40}}[\d/])(?:[/.][A-Z\d]+){{0,8}}/\d(?:[A-Z\d./]*\d)?(?:\(\d+\))?   # A/RES/70/1
    |[A-Z]{{1,2}}\$                                                                    # US$
    |[^\W\d_](?:[\w'\u200c\u0300-\u036f]*[\w\u0300-\u036f])?
       (?:@[\w.-]*\w|(?:[.-]+\w+){{0,8}}\.{_DOMAIN}\b[^\s,;)»"]*|(?<=[{_LATIN}\u06cc\u062f\d])(?<!\d-..)(?<!\d-...)(?<![°º].)
          -\d+[{_LATIN}]?(?![\w/]|[.,]\d)                                                # COVID-19, not 5-to-4 or 5°C-6
          |(?<=\d)(?:[.,\u066b\u066c]\d+){{1,8}})?                                       # v2.1
    |(?<![$€£¥])\d+(?:[./-]\d+){{0,8}}[/-](?:\d+/)?[A-ZĐ](?:[{_LATIN}\d.&]*[{_LATIN}\d])?(?:[/-][{_LATIN}\d.&]*[{_LATIN}\d])*
       # 61/2018/NĐ-CP
    |\d[\w.]{{0,40}}@\w[\w.-]*\w                                                        # 163@example.com
    |(?<![^\s($€£<>~=-])\.\d+(?=[^\W\d]{{0,3}}(?!\w))(?![.,:/-]\d)                             # .75
    |\d+[A-Z]{{2,}}-\d+(?![\w.,]\w|\w)                                                   # 1MDB-4
    |\d+(?:/[\u0621-\u06cc]{{1,4}}(?=/))+(?:/\w+)+                                        # 5487/م/1401
    |\d{{4}}-\d{{1,2}}-\d{{1,2}}(?![\d-])|\d{{1,2}}-\d{{1,2}}-\d{{4}}(?!\d)
    |\d+(?:[.,\u066b\u066c:/]\d+)*(?:[{_LATIN}][\w]*)?
    |\n\s*|[^\n])[^\S\n]*""",
    re.VERBOSE,
)
_LETTERS = re.compile(r"[^\W\d_]+(?:\u200c[^\W\d_]+)*")  # one piece, whatever it means, as `str.isalpha` says of one without joiners
_LONG_CHUNK = 64  # characters; longer ones hardly return
_CODED = re.compile(
    r"(?<=\$)[A-Z]{1,2}(?=\d)|(?<=\d)(?=(?![KMB]\$)[A-Z]{1,2}\$)"
    r"|(?<![^\W_])([A-Z][A-Za-zĐ]{1,2})(?=\d)|\d(?=[/-]([A-Z][a-z]+))|\d[-–](?=([A-Z]{3})\d)|(?<![^\W_])([^\W\d_a-zA-Z])(?=\d)"
    r"|(?<![^\W\d])([^\W\d_](?:[^\W\d_]|\u200c){1,23})(?=\d)"  # a whole word, be it glued to a figure before it, too
    r"|(?<=[^\W\d_A-Z])(?=\d{1,5}(?:/(?:19|20)\d\d)?[/-][A-ZĐ]{2})"  # and what is before the number of a document
)
_UNCODED = MONEY | {"MONTH", "AND"}
_WORDY = re.compile(r"[^\W\d_]")
_QUARTER = re.compile(r"(I{1,3}|IV)[/-]((?:19|20)\d\d)")  # III/2024
_MEMO_LIMIT = 200_000  # distinct pieces remembered; hostile texts hold millions

# What a piece can be in a phrase, by whether it is a first and a second word of some.
_IN_PHRASES = {(False, False): "-", (True, False): "1", (False, True): "2", (True, True): "3"}
TWO_OF_PHRASE = re.compile("[13](?=[23])")


K = TypeVar("K")
V = TypeVar("V")


class Cut(NamedTuple):
    """The pieces of a chunk, their codes, and what each can be in a phrase (`TWO_OF_PHRASE` finds two that go together)."""

    pieces: tuple[str, ...]
    codes: str
    in_phrases: str


class Filled(dict[K, V], ABC):
    """What is found out once for each key, as texts are read; no more of it is kept than hostile texts may ask."""

    @abstractmethod
    def made(self, asked: K) -> V:
        """What belongs to a key that is asked for the first time."""

    def __missing__(self, asked: K) -> V:
        found = self.made(asked)
        if len(self) < _MEMO_LIMIT:
            self[asked] = found
        return found


class Keys(Filled[str, str]):
    """A piece → what the lexicon has for it (`fold.key`)."""

    def made(self, asked: str) -> str:
        return intern(key(asked.rstrip()))


class Phrase(NamedTuple):
    """A phrase of the lexicon as it stands in a text: its words, what it is, and its code."""

    words: tuple[str, ...]
    senses: Senses
    code: str


class Phrases(Filled[tuple[str, str], tuple[Phrase, ...]]):
    """Two pieces → the phrases that begin with them, longest first."""

    def __init__(self, lexicon: Lexicon, codes: Codes, keys_of: Keys) -> None:
        super().__init__()
        self._pairs, self._codes, self._keys_of = lexicon.pairs, codes, keys_of

    def made(self, asked: tuple[str, str]) -> tuple[Phrase, ...]:
        first, second = asked
        begun = self._pairs.get((self._keys_of[first], self._keys_of[second]), ())
        return tuple(self._cased(words, {**senses, **_case(first)}) for words, senses in begun)

    def _cased(self, words: tuple[str, ...], senses: Senses) -> Phrase:
        return Phrase(words, senses, self._codes.code(senses))


class PieceSenses(Filled[str, Senses]):
    """A piece → what it is (`piece_senses`)."""

    def __init__(self, lexicon: Lexicon, keys_of: Keys) -> None:
        super().__init__()
        self._lexicon, self._keys_of = lexicon, keys_of

    def made(self, asked: str) -> Senses:
        return piece_senses(asked, self._keys_of[asked], self._lexicon)


class Memo(dict[str, Cut]):
    """What stands before a space, as read → its folded pieces (that space included) with their codes, filled as texts are read.

    ``moved`` has the chunks whose folding changes their length. ``senses`` does for pieces what this does for chunks, ``numerals`` for
    words that are numerals where they stand alone, ``phrases`` for pieces that go together.
    """

    def __init__(self, lexicon: Lexicon, codes: Codes) -> None:
        super().__init__()
        self._lexicon, self._codes = lexicon, codes
        self.keys_of = Keys()
        self.senses = PieceSenses(lexicon, self.keys_of)
        self.edge = codes.code(self.senses[""])
        self.moved: dict[str, Folded] = {}
        self.numerals: dict[str, Senses | None] = {}
        self.phrases = Phrases(lexicon, codes, self.keys_of)

    def __missing__(self, chunk: str) -> Cut:
        folded = fold(chunk)
        if folded.text.isalpha() or _LETTERS.fullmatch(folded.text):
            pieces = self._parted([folded.text + " "])
        else:
            pieces = self._parted(self._found(folded.text + " "))
        cut = Cut(pieces, *map(intern, self._told(pieces)))
        if len(self) < _MEMO_LIMIT and len(chunk) < _LONG_CHUNK:
            self[chunk] = cut
            if folded.cuts:
                self.moved[chunk] = folded
        return cut

    def _parted(self, found: list[str]) -> tuple[str, ...]:
        """The pieces with those apart that lost their spaces."""
        if len(found) == 1 and found[0][0] != "." and "SPLIT" not in self.senses[found[0]]:
            return (intern(found[0]),)
        return tuple(intern(part) for before, piece in zip(glued.leads(found), found, strict=True) for part in self._torn(piece, before))

    def _told(self, pieces: tuple[str, ...]) -> tuple[str, str]:
        """The codes of pieces, and what each can be in a phrase."""
        senses = [self.senses[piece] for piece in pieces]
        seconds = self._lexicon.seconds
        in_phrases = [_IN_PHRASES["PHRASE" in own, self.keys_of[piece] in seconds] for piece, own in zip(pieces, senses, strict=True)]
        return "".join(map(self._codes.code, senses)), "".join(in_phrases)

    def _found(self, chunk: str) -> list[str]:
        return [piece for part in self._uncoded(chunk) for piece in PIECE.findall(part)]

    def _uncoded(self, chunk: str) -> list[str]:
        """The chunk cut behind a currency's code (`VND320.6`, `$US5`; `5US$`), a joiner (`و۹۱`) or a word that leads to a figure
        (`شماره۶۱/۲۰۱۸`, `số61/2018`), and before a month (`21-August`)."""
        cuts = [m.end() for m in _CODED.finditer(chunk) if not m.lastindex or self._uncodes(m[m.lastindex])]
        return [chunk[start:end] for start, end in pairwise([0, *cuts, len(chunk)])]

    def _uncodes(self, letters: str) -> bool:
        coded = not _UNCODED.isdisjoint(self._lexicon.own(letters.lower()))
        return coded or (len(letters) > 1 and glued.leads_figure(letters, self._lexicon))

    def _torn(self, piece: str, before: str) -> list[str]:
        """The parts of a piece that lost its spaces; ``$3b`` is money only behind its sign."""
        senses = self.senses[piece]
        if piece[0] == "." and "N" in senses and self._lexicon.group != ",":
            return [".", piece[1:]]  # only English leaves the nought out; elsewhere a sentence ends there
        if before[-1:].isdigit() and not self._lexicon.senses(key(piece)) and (parts := glued.behind_digits(piece.rstrip(), self._lexicon)):
            return [*parts[:-1], parts[-1] + piece[len(piece.rstrip()) :]]
        if "SPLIT" not in senses and not ("MONEYTAIL" in senses and not MONEY.isdisjoint(self.senses[before])):
            return [piece]
        bare = piece.rstrip()
        parts = glued.split(bare, self._lexicon) or [bare]
        return [*parts[:-1], parts[-1] + piece[len(bare) :]]


def piece_senses(piece: str, word: str, lexicon: Lexicon) -> Senses:
    """What a piece is: its lexicon senses by its key (`fold.key`), or those of its shape."""
    bare = piece.rstrip()
    if not bare:
        return _BREAK if "\n" in piece or not piece else _SPACE
    if bare[0].isdigit() or (bare[0] == "." and bare[1:2].isdigit()):
        return digit_senses(bare, lexicon)
    senses = _lookup(bare, FULL_STOP if bare == "." and piece != bare else word, lexicon)
    if not _WORDY.match(bare):
        return senses or {"PUNCT": True}
    if not bare[0].isupper():
        return senses
    return {**senses, **_case(bare), **roman_senses(bare), **roman_ordinal(bare, lexicon.words_of("ORDINALTAIL"))}


def _lookup(bare: str, word: str, lexicon: Lexicon) -> Senses:
    senses = lexicon.senses(word) or ({"SPLIT": True} if glued.split(bare, lexicon) else _shape(bare, lexicon))
    return {**senses, "PHRASE": True} if word in lexicon.starts else senses


def _shape(bare: str, lexicon: Lexicon) -> Senses:
    """An unknown word, address or code."""
    if bare.isalpha():
        return _PLURAL if lexicon.is_plural(bare.lower()) else _UNKNOWN
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
    return _PLURAL if lexicon.is_plural(bare.lower()) else _UNKNOWN


def _case(bare: str) -> Senses:
    if bare[0].isupper():
        return {"CAP": True, "UPPER": True} if len(bare) > 1 and bare.isupper() else {"CAP": True}
    return NOTHING


_BREAK: Senses = {"BREAK": True, "NL": True}
_SPACE: Senses = {"SPACE": True}
_UNKNOWN: Senses = {"WORD": True}
_PLURAL: Senses = {**_UNKNOWN, "PLURAL": True}
