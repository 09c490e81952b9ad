"""A folded copy of a text for matching, with the way back to the offsets of the text as read.

Folding makes digits ASCII, Arabic letters Persian, spaces of any width one kind, and composes decomposed Unicode; it takes out marks that
carry no meaning here (vowel signs, tatweel, bidi controls, soft hyphens). Case and the zero-width non-joiner between letters stay.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

# Letters and digits that are one for a reader; each becomes one character, so no offset moves.
_SAME_LENGTH: dict[str, str] = {
    **{chr(0x06F0 + d): str(d) for d in range(10)},
    **{chr(0x0660 + d): str(d) for d in range(10)},
    "\u064a": "\u06cc",  # Arabic yeh
    "\u0649": "\u06cc",  # alef maksura
    "\u0643": "\u06a9",  # Arabic kaf
    "\u06c0": "\u0647",  # heh with yeh above
    "\u06be": "\u0647",  # heh doachashmee
    "\u06c1": "\u0647",  # heh goal
    "\u06d5": "\u0647",  # ae
    "\u0629": "\u0647",  # teh marbuta
    "\u0623": "\u0627",  # alef with hamza above
    "\u0625": "\u0627",  # alef with hamza below
    "\u0624": "\u0648",  # waw with hamza
    "\u2019": "'",
    "\u2011": "-",
    "\u2010": "-",
    "\u2212": "-",
    **dict.fromkeys("\u00a0\u2007\u2009\u202f\u3000", " "),
}
_OTHER = re.compile(f"[{''.join(_SAME_LENGTH)}]")
_UNHEARD = "\u064b-\u0652\u0656-\u065f\u0670\u0640\u200b\u200d-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\u00ad"
_SILENT = re.compile(f"[{_UNHEARD}]+")
_IDLE_JOINER = re.compile(r"\u200c(?:(?![^\W\d_])|(?<![^\W\d_]\u200c))")  # not between two letters
_COMBINED = re.compile(f"[^\u0300-\u036f\u0653-\u0655\u200c{_UNHEARD}][\u0300-\u036f\u0653-\u0655]+")
# Most words have none of these: one search tells.
_RARE = "\u00ad\u0300-\u036f\u0640\u064b-\u065f\u0670\u0700-\u1dff\u200b\u200d-\u200f\u202a-\u202e\u2060\u2066-\u2069\u2c00-\U0010ffff"
_ODD = re.compile(f"[{_RARE}]")
_FOLDED = re.compile(f"[{_RARE}{''.join(_SAME_LENGTH)}\u200c،]")
_MARK = re.compile("[\u0300-\u036f\u0653-\u0655]")
_FAR = re.compile("[\u0700-\u1dff\u2c00-\U0010ffff]")
_RARE_DIGIT = re.compile(r"(?![0-9])\d")
_BAR = re.compile(r"(?<![^\W\d_])\u0640+(?=[\s\d]|\Z)|(?<=\d)\u0640+")  # what lengthens letters, set for a dash between two figures
_GROUPED = re.compile(r"(?<!\d)[1-9]\d{0,2}(?:،\d{3})+(?!\d|،\d)")  # a comma for the sign that groups thousands
_HAMZA = re.compile("[\u0653-\u0655]")


class Folded(NamedTuple):
    """A folded text; ``origin(i)`` is the offset in the text as read of folded offset ``i``."""

    text: str
    cuts: Sequence[int] = ()
    shifts: Sequence[int] = ()

    def origin(self, offset: int) -> int:
        """Offset in the text as read.

        >>> fold("ن\u064fه ماه").origin(3)
        4
        """
        at = bisect_right(self.cuts, offset)
        return offset + (self.shifts[at - 1] if at else 0)


def fold(text: str) -> Folded:
    """Fold a text. Linear in its length.

    >>> fold("۸۱.۲۸٪ ي").text
    '81.28٪ ی'
    >>> fold("a\u0301b").text, fold("a\u0301b").origin(1)
    ('áb', 2)
    >>> fold("۴۵\u200cساله").text, fold("۱۸،۰۰۰، ۱۲،۱۳").text
    ('45ساله', '18٬000، 12،13')
    """
    if text.isascii() or not _FOLDED.search(text):
        return Folded(text)
    if "\u0640" in text:
        text = _BAR.sub(lambda m: "-" * len(m[0]), text)
    odd = _ODD.search(text) or _IDLE_JOINER.search(text)
    folded = _shorten(text) if odd else Folded(text)
    flat = folded.text
    if _OTHER.search(flat):
        for old, new in _SAME_LENGTH.items():
            flat = flat.replace(old, new)
    if "،" in flat:
        flat = _GROUPED.sub(lambda m: m[0].replace("،", "\u066c"), flat)
    if odd and _FAR.search(flat):
        flat = _RARE_DIGIT.sub(lambda m: str(unicodedata.digit(m[0])), flat)
    return Folded(flat, folded.cuts, folded.shifts)


def joined(parts: Iterable[tuple[int, Folded]], text: str) -> Folded:
    """A folded text of which some parts changed their length: the offset of each in the text as read, and the part folded.

    >>> joined([(2, fold("n\u0301"))], "a \u0144").origin(3)
    4
    """
    cuts: list[int] = []
    shifts: list[int] = []
    moved = 0
    for start, part in parts:
        cuts += [start - moved + cut for cut in part.cuts]
        shifts += [moved + shift for shift in part.shifts]
        moved = shifts[-1]
    return Folded(text, cuts, shifts)


def key(folded: str) -> str:
    """What the lexicon has for a folded word: lower case, without the non-joiner.

    >>> key("می\u200cکند")
    'میکند'
    """
    return folded.replace("\u200c", "").lower()


def fold_word(word: str) -> str:
    """The folded form of a word of a data file: also lower case and without the non-joiner.

    >>> fold_word("می‌کنَد")
    'میکند'
    """
    return key(fold(unicodedata.normalize("NFC", word)).text)


def _shorten(text: str) -> Folded:
    """Compose and silence, noting where the offsets move."""
    changes = [(m.start(), m.end(), "") for silent in (_SILENT, _IDLE_JOINER) for m in silent.finditer(text)]
    if _MARK.search(text):
        changes += [(m.start(), m.end(), _HAMZA.sub("", unicodedata.normalize("NFC", m[0]))) for m in _COMBINED.finditer(text)]
    changes.sort()
    if not changes:
        return Folded(text)
    parts, cuts, shifts = [], [], []
    position = length = 0
    for start, end, new in changes:
        parts += [text[position:start], new]
        length += start - position + len(new)
        cuts.append(length)
        shifts.append(end - length)
        position = end
    parts.append(text[position:])
    return Folded("".join(parts), cuts, shifts)
