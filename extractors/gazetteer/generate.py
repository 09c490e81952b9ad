"""Makes ``places.fa.tsv``, ``places.vi.tsv`` and ``places.en.tsv``: ``python -m extractors.gazetteer.generate``.

Sources, the first that has a name wins: ``names.LANG.yml`` (by hand), countries (CLDR through Babel, ISO 3166-1 through
pycountry), the provinces of Vietnam (``provinces.vi.yml``; in Persian by ``syllables.fa.yml``), regions of other countries
(ISO 3166-2, English only). A name that one source gives to two codes is left out. Needs the ``dev`` extra; raqam itself does not.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pycountry
import yaml
from babel import Locale

from extractors.data import read_data
from extractors.errors import LexiconError
from extractors.facts import Lang
from extractors.places import place_words

FOLDER = Path(__file__).parent
Named = tuple[str, str]  # name, ISO code
_SQUASHED = 3  # names of up to so many words may lose their spaces in Persian
_FLAGS = {"cased": "c", "not_first": "cs", "abbreviations": "a"}


@cache
def load(name: str) -> Any:
    """A data file of this folder; not to be changed."""
    return yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))


class Names:
    """Name → (code, flags); earlier sources win."""

    def __init__(self, never: Iterable[str]) -> None:
        self.rows: dict[str, tuple[str, str]] = {}
        self.left_out: set[str] = {" ".join(place_words(n)) for n in never}

    def add(self, named: Iterable[Named], flags: str = "", strict: bool = False) -> None:
        """Add a source. A name that it gives to two codes is left out, or LexiconError where ``strict``."""
        fresh: dict[str, set[str]] = {}
        for name, code in named:
            fresh.setdefault(" ".join(place_words(name)), set()).add(code)
        for surface, codes in fresh.items():
            if len(codes) > 1 and strict:
                raise LexiconError(f"{surface!r} stands under {sorted(codes)} in a file written by hand: keep one")
            if len(codes) == 1 and surface not in self.left_out:
                self.rows.setdefault(surface, (codes.copy().pop(), flags))
            self.left_out |= {surface} if len(codes) > 1 and surface not in self.rows else set()

    def flag(self, names: Iterable[str], flags: str) -> None:
        """Set the flags of names that are there."""
        for surface in {" ".join(place_words(n)) for n in names} & self.rows.keys():
            self.rows[surface] = (self.rows[surface][0], flags)

    def text(self) -> str:
        """The file, sorted."""
        return "".join(f"{surface}\t{code}\t{flags}\n" for surface, (code, flags) in sorted(self.rows.items()))


def by_hand(data: dict[str, Any]) -> Iterator[Named]:
    """The names of a ``names`` part."""
    return ((name, code) for code, names in data["names"].items() for name in names)


def countries(lang: Lang) -> Iterator[Named]:
    """CLDR's names in the language; for English and Vietnamese also ISO's English names."""
    territories = Locale(lang).territories
    for country in pycountry.countries:
        names = [territories.get(country.alpha_2, "")]
        if lang != "fa":
            names += [Locale("en").territories.get(country.alpha_2, ""), *_iso_names(country)]
        for name in names:
            yield from ((plain, country.alpha_2) for plain in _plain(name) if plain)


def _iso_names(country: Any) -> Iterator[str]:
    """``Korea, Republic of`` is turned round; the bare ``Korea`` is nobody's."""
    ends = tuple(load("names.en.yml")["in_lists"]["turned"])
    for name in (country.name, getattr(country, "common_name", ""), getattr(country, "official_name", "")):
        head, comma, tail = name.partition(", ")
        yield f"{tail} {head}" if comma and tail.endswith(ends) else name


def _plain(name: str) -> Iterator[str]:
    """A name, what stands in its brackets apart, without its article, and with its ampersand or abbreviation written out."""
    said = load("names.en.yml")["in_lists"]
    outside, _, inside = name.partition(" (")
    for part in (outside, inside.rstrip(")") if inside.rstrip(")").istitle() else ""):
        short = re.split("[,\u060c]", part)[0].removeprefix(said["article"])
        yield from (short, *(short.replace(old, new) for old, new in said["written_out"].items()))


def _ascii(name: str) -> str:
    """Without diacritics: ``Đà Nẵng`` is ``Da Nang``."""
    bare = "".join(c for c in unicodedata.normalize("NFD", name) if not ("\u0300" <= c <= "\u036f"))
    return bare.replace("đ", "d").replace("Đ", "D")


def vietnamese(provinces: dict[str, list[str]]) -> Iterator[Named]:
    """Vietnam's regions in Latin letters: with the other tone placement, without diacritics, and then without spaces."""
    for code, names in provinces.items():
        for name in names:
            yield from ((spelling, code) for spelling in (name, _other_tone_place(name), _ascii(name), _ascii(name).replace(" ", "")))


def _other_tone_place(name: str) -> str:
    """``Hòa`` as ``Hoà``: the tone of a word's closing vowels on the other one."""
    moved = read_data("vi")["respelled"]
    return re.sub(rf"(?:{'|'.join(moved)})\b", lambda m: moved[m[0]], name)


class Syllables:
    """Persian spellings of Vietnamese syllables."""

    def __init__(self, data: dict[str, dict[str, list[str]]]) -> None:
        self._data = data
        self._onsets = sorted(data["onsets"], key=len, reverse=True)

    def spell(self, syllable: str) -> list[str]:
        """All spellings, the most usual first. Raises LexiconError for what is no Vietnamese syllable."""
        plain = _ascii(syllable).lower()
        if plain in self._data["whole"]:
            return self._data["whole"][plain]
        for onset in self._onsets:
            if plain.startswith(onset) and plain[len(onset) :] in self._data["rhymes"]:
                return self._join(onset, plain[len(onset) :])
        raise LexiconError(f"syllables.fa.yml cannot spell {syllable!r}: add its onset or rhyme, or the syllable under `whole`")

    def _join(self, onset: str, rhyme: str) -> list[str]:
        rhymes = self._data["rhymes"][rhyme]
        if onset:
            return [a + b for a in self._data["onsets"][onset] for b in rhymes]
        return [start + b[1:] for b in rhymes for start in self._data["bare"].get(b[0], [b[0]])]

    def names(self, provinces: dict[str, list[str]]) -> Iterator[Named]:
        """Every spelling of every region of more than one syllable; of two syllables or more also without spaces."""
        for code, names in provinces.items():
            for name in (n for n in names if " " in n):
                yield from ((" ".join(s), code) for s in itertools.product(*map(self.spell, name.split())))


def regions(data: dict[str, Any]) -> Iterator[Named]:
    """Regions of other countries whose ISO name, without the word for its kind, is an English one."""
    for region in pycountry.subdivisions:
        if region.country_code in data["countries"] and region.type in data["types"]:
            name = region.name
            for ending in data["endings"]:
                name = name.removesuffix(ending)
            if name not in data["skip"]:
                yield from ((n, region.code) for n in (name, _ascii(name)))


def _persian_spellings(named: Iterable[Named]) -> Iterator[Named]:
    """Also as it is written with other letters or spaces."""
    for name, code in named:
        yield name, code
        yield from ((re.sub(pattern, written, name), code) for pattern, written in load("names.fa.yml")["also_written"].items())


def _squashed(rows: dict[str, tuple[str, str]]) -> Iterator[Named]:
    """Persian names without their spaces; what must stand after a noun is not squashed with it."""
    for surface, (code, _) in rows.items():
        if code != "-" and 1 < surface.count(" ") + 1 <= _SQUASHED:
            yield surface.replace(" ", ""), code


def _after_noun(data: dict[str, list[str]], rows: dict[str, tuple[str, str]]) -> Iterator[Named]:
    """Move names that are ordinary words behind their nouns."""
    moved = {name for names in data.values() for name in names}
    codes = {name: rows.pop(name, ("", ""))[0] for name in moved}
    for noun, names in data.items():
        yield from ((f"{noun} {name}", codes[name]) for name in names if codes[name])


def build(lang: Lang) -> str:
    """The file of a language."""
    return {"fa": _persian, "vi": _vietnamese, "en": _english}[lang]().text()


def _institutions(data: dict[str, list[str]], names: Iterable[str]) -> Iterator[Named]:
    """Universities, clubs and airports that carry the name of a region are not the region."""
    for name in names:
        yield from ((f"{before} {name}", "-") for before in data["before"])
        yield from ((f"{name} {after}", "-") for after in data["after"])


def _persian() -> Names:
    data = load("names.fa.yml")
    ordinary = {name for names in data["after_noun"].values() for name in names}
    names = Names(set(data["never"]) - ordinary)
    _by_hand(names, data, [name for name, code in by_hand(data) if code.startswith("IR-")])
    names.add(_persian_spellings([*by_hand(data), *countries("fa")]))
    names.add(Syllables(load("syllables.fa.yml")).names(load("provinces.vi.yml")))
    squashed = list(_squashed(names.rows))
    names.add(_after_noun(data["after_noun"], names.rows))
    names.left_out |= ordinary
    names.add(squashed)
    return names


def _vietnamese() -> Names:
    data, english = load("names.vi.yml"), load("names.en.yml")
    names = _latin(data, "vi")
    abroad = data["english_regions"]
    by_english = [(name, code) for name, code in by_hand(english) if "-" in code and code.partition("-")[0] in abroad["by_hand"]]
    names.add([*by_english, *regions({**english["regions"], "countries": abroad["iso"]})], "c")
    return names


def _english() -> Names:
    data = load("names.en.yml")
    named = list(regions(data["regions"]))
    names = _latin(data, "en")
    names.add(named, "c")
    names.add(_institutions(data["institutions"], (name for name, _ in named)))
    article = data["in_lists"]["article"]
    names.add(((article + name, names.rows[" ".join(place_words(name))][0]) for name in data["with_article"]), "c")
    names.add((article + blocked, "-") for blocked in data["blocked"])
    return names


def _by_hand(names: Names, data: dict[str, Any], regional: Iterable[str]) -> None:
    names.add(((blocked, "-") for blocked in data["blocked"]), strict=True)
    names.add(_institutions(data["institutions"], regional))
    names.add(by_hand(data), strict=True)


def _latin(data: dict[str, Any], lang: Lang) -> Names:
    """What English and Vietnamese share. Spellings without diacritics are ordinary words more often, so they need a capital."""
    names, provinces = Names(data["never"]), load("provinces.vi.yml")
    native = [name for spellings in provinces.values() for name in spellings]
    named = list(countries(lang))
    by_name = [name for name, code in by_hand(data) if "-" in code]
    _by_hand(names, data, native if lang == "vi" else [*map(_ascii, native), *by_name])
    names.flag(by_name, "c")
    names.add(named)
    names.add(((_ascii(name), code) for name, code in [*by_hand(data), *named] if " " in name), "c")
    names.add(vietnamese(provinces), "c")
    for flag in ("cased", "not_first", "abbreviations"):
        names.flag(data[flag], _FLAGS[flag])
    return names


def main() -> None:
    """Write the files."""
    for lang in get_args(Lang):
        (FOLDER / f"places.{lang}.tsv").write_text(build(lang), encoding="utf-8")


if __name__ == "__main__":
    main()
