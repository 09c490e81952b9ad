"""Places with ISO 3166 codes, by the words of their names.

A name is the tuple of its words: folded (see ``fold``), case-folded, cut at everything that is neither letter nor digit, so
that ``TP. Hồ Chí Minh``, ``U.S.``, ``Bà Rịa - Vũng Tàu`` and ``هنگ‌کنگ`` need no special case. The names come from the
``gazetteer`` folder (``places.*.tsv``), which ``gazetteer/generate.py`` makes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType

from extractors.data import read_data
from extractors.errors import LexiconError
from extractors.facts import Lang
from extractors.fold import fold

_FOLDER = Path(__file__).parent / "gazetteer"
_WORD = re.compile(r"\w+")
# Between two words of one name: spaces, half-space, hyphen, apostrophe, the stop of an abbreviation; no line end.
_GAP = re.compile(r"[^\S\n]{0,2}(?:[\u200c\-–'&,][^\S\n]?)?|(?P<stop>[^\S\n]?\.[^\S\n]?)")
_FIRST = re.compile(r"(?:^|[.!?:…\n\"“«])\s*$")
_WORD_BEFORE = re.compile(r"\b(\w+) $")
_WORD_AFTER = re.compile(r" (\w+)")
_WINDOW = 24  # letters; longer words are no Vietnamese syllables
_ABBREVIATED = 2  # letters before a stop that does not end a sentence (TP. for a city, U.S.)
_NON_JOINER = "\u200c"

Name = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A country or region. ``code`` is None for a name that is no such place and hides those inside it (``Thái Bình Dương``)."""

    code: str | None
    name_cased: bool = False
    """The name is also an ordinary word: its last word must begin with a capital."""
    abbreviation: bool = False
    """All its letters must be capitals (``US``)."""
    not_first: bool = False
    """At the beginning of a sentence it is the ordinary word (Vietnamese ``Anh``)."""

    def allows(self, text: str) -> bool:
        """Whether the name as written in the text may be this place.

        >>> Place("VN-14", name_cased=True).allows("hòa bình"), Place("VN-14", name_cased=True).allows("tỉnh Hòa Bình")
        (False, True)
        """
        if self.abbreviation:
            return text.upper() == text
        return not self.name_cased or _WORD.findall(text)[-1][0].isupper()


@dataclass(frozen=True, slots=True)
class Found:
    """A place in a text: offsets in the text that was searched, end exclusive."""

    start: int
    end: int
    place: Place


def place_words(surface: str) -> Name:
    """The key of a name.

    >>> place_words("TP. Hồ Chí Minh"), place_words("هنگ‌کنگ")
    (('tp', 'hồ', 'chí', 'minh'), ('هنگ', 'کنگ'))
    """
    return tuple(_WORD.findall(fold(surface).text.casefold()))


@cache
def places(lang: Lang) -> Mapping[Name, Place]:
    """All names of a language, none where it has no gazetteer; Persian ones also without their spaces, as one word.

    >>> places("fa")[("کوانگ", "نام")].code, places("fa")[("کوانگنام",)].code
    ('VN-27', 'VN-27')
    >>> places("en")[("chad",)]
    Place(code='TD', name_cased=True, abbreviation=False, not_first=False)
    """
    path = _FOLDER / f"places.{lang}.tsv"
    return MappingProxyType(dict(_read(path)) if path.is_file() else {})


def _read(path: Path) -> Iterator[tuple[Name, Place]]:
    """Lines ``words<TAB>code or -<TAB>flags``; equal places are one object."""
    known: dict[tuple[str, str], Place] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            surface, code, flags = line.split("\t")
        except ValueError:
            raise LexiconError(f"{path.name}:{number}: expected words, code and flags between tabs, got {line!r}; make it again") from None
        if (code, flags) not in known:
            known[code, flags] = Place(None if code == "-" else code, "c" in flags, "a" in flags, "s" in flags)
        yield tuple(surface.split(" ")), known[code, flags]


@cache
def _longest(lang: Lang) -> Mapping[str, int]:
    """First word of names → how many words the longest of them has."""
    lengths: dict[str, int] = {}
    for name in places(lang):
        lengths[name[0]] = max(lengths.get(name[0], 0), len(name))
    return lengths


def find_places(text: str, lang: Lang) -> list[Found]:
    """The places in a folded text, in order, not overlapping, longest names first; linear in the text.

    >>> [(f.start, f.end, f.place.code) for f in find_places("Nam Định và Thái Bình Dương", "vi")]
    [(0, 8, 'VN-67')]
    """
    words = list(_WORD.finditer(text))
    keys = [m[0].casefold() for m in words]
    longest = _longest(lang)
    found: list[Found] = []
    i = 0
    while i < len(words):
        size, place = _match(text, words, keys, i, longest[keys[i]], lang) if keys[i] in longest else (1, None)
        if place and place.code:
            found.append(Found(words[i].start(), _end(text, words[i : i + size]), place))
        i += size
    return found


def _end(text: str, words: list[re.Match[str]]) -> int:
    """Where a name ends: behind the stop of an abbreviation's last letter (`U.S.`)."""
    end = words[-1].end()
    abbreviated = len(words) > 1 and len(words[-1][0]) == 1 and text[words[-1].start() - 1] == "." and text[end : end + 1] == "."
    return end + abbreviated


def _match(text: str, words: list[re.Match[str]], keys: list[str], i: int, size: int, lang: Lang) -> tuple[int, Place | None]:
    """The longest name that begins at word i, and its number of words (1 where there is none)."""
    for n in range(min(size, len(words) - i), 0, -1):
        place = places(lang).get(tuple(keys[i : i + n]))
        if place and _stands(text, words[i : i + n], place, lang):
            return n, place
    return 1, None


def _stands(text: str, words: list[re.Match[str]], place: Place, lang: Lang) -> bool:
    """Whether words that spell a name are one: joined, in the right case, not the end or the middle of another word."""
    start, end = words[0].start(), words[-1].end()
    if text[max(0, start - 1) : start] == _NON_JOINER or text[end : end + 1] == "$" or not place.allows(text[start:end]):
        return False
    if place.not_first and _FIRST.search(text[max(0, start - _WINDOW) : start]):
        return False
    if not all(_joined(text, before, after) for before, after in pairwise(words)):
        return False
    return not (len(words) == 1 and place.name_cased and _by_syllables(lang) and _in_longer_name(text, start, end))


def _joined(text: str, before: re.Match[str], after: re.Match[str]) -> bool:
    """Whether two words may belong to one name."""
    gap = _GAP.fullmatch(text, before.end(), after.start())
    return gap is not None and (gap["stop"] is None or len(before[0]) <= _ABBREVIATED)


def _by_syllables(lang: Lang) -> bool:
    """Whether the language writes its syllables apart, so that a word may be a part of another name."""
    return bool(read_data(lang).get("by_syllables"))


def _in_longer_name(text: str, start: int, end: int) -> bool:
    """One-syllable names (``Mỹ``, ``Đức``, ``Anh``) are parts of names of people and districts, too (``Mỹ Đình``, ``Lan Anh``)."""
    beside = _WORD_BEFORE.search(text[max(0, start - _WINDOW) : start]), _WORD_AFTER.match(text, end)
    return any(m is not None and len(m[1]) > 1 and m[1][0].isupper() and m[1][-1].islower() for m in beside)
