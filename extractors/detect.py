"""Which language a text is in: by its script, and within a script by its letters and its commonest words."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain
from typing import Any, Literal, cast

from extractors.data import available, read_part
from extractors.facts import Lang

Script = Literal["latin", "arabic"]
_SAMPLE = 20_000  # characters that decide about a document
_STRIDE, _ENOUGH, _MANY = 7, 50, 12  # of a sample every seventh character; of 50 and more one in twelve tells
_LONG_ENOUGH = 40  # characters that make a text worth to be looked at line by line
_SURE = 20  # letters of a line in another script
_TELLING = 3  # words of a language that a line of it has at least
_CHUNK = re.compile(r"\S{1,64}")
_WORD = re.compile(r"[^\W\d_]+")
_OTHERWISE: Lang = "en"  # of a text that says nothing
_LETTERS: dict[Script, re.Pattern[str]] = {"latin": re.compile("[A-Za-zÀ-ɏḀ-ỹ]"), "arabic": re.compile("[\u0621-\u06d5]")}
# By script, a line with enough of the other one.
_OTHER_SCRIPT = {
    "arabic": re.compile(r"[A-Za-zÀ-ɏḀ-ỹ][^\n\u0600-\u06ff]{40,}"),
    "latin": re.compile(r"[\u0600-\u06ff][^\nA-Za-zÀ-ɏḀ-ỹ]{40,}"),
}


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of a text in one language; offsets in code points, end exclusive."""

    start: int
    end: int
    lang: Lang


def detect(text: str) -> Lang:
    """The language of a text.

    >>> detect("رتبه استان بالا رفت"), detect("xếp hạng tăng"), detect("the province rose"), detect("Quyet dinh cua Chu tich ve viec nay")
    ('fa', 'vi', 'en', 'vi')
    """
    sample = text[:_SAMPLE]
    if (plain := _by_letters(sample[::_STRIDE])) is not None:
        return plain
    said = Counter(chain.from_iterable(map(_speakers, _CHUNK.findall(sample))))
    return max(_marks(), key=lambda lang: said[lang]) if said else _OTHERWISE


def script_of(lang: str) -> Script:
    """The script that a language is written in, as its data file says; Latin where none says another.

    >>> script_of("fa"), script_of("vi")
    ('arabic', 'latin')
    """
    script: Script = read_part(lang, "recognised_by").get("script", "latin") if lang in available() else "latin"
    return script


def _by_letters(letters: str) -> Lang | None:
    """The only language with letters of its own among some of a text, where they are many: then no word need be looked at."""
    counts = {lang: len(own.findall(letters)) for lang, own in _own_letters().items()} if len(letters) >= _ENOUGH else {}
    written = [lang for lang, count in counts.items() if count]
    return written[0] if len(written) == 1 and counts[written[0]] * _MANY > len(letters) else None


@cache
def _own_letters() -> dict[Lang, re.Pattern[str]]:
    return {lang: re.compile(f"[{''.join(sorted(letters))}]") for lang, (letters, _) in _marks().items() if letters}


@lru_cache(maxsize=100_000)
def _speakers(chunk: str) -> tuple[Lang, ...]:
    """For each word of a chunk the languages that have it as their own; remembered, as chunks return so often.

    A word with one capital may be a name (`Viet Nam`): it speaks by its letters alone.
    """
    said = [(word.lower(), word.istitle()) for word in _WORD.findall(chunk)]
    marks = _marks().items()
    return tuple(
        lang for word, named in said for lang, (letters, common) in marks if (word in common and not named) or not letters.isdisjoint(word)
    )


@cache
def _marks() -> dict[Lang, tuple[frozenset[str], frozenset[str]]]:
    """Of each language the letters that others do not have and its commonest words."""
    found: dict[Any, tuple[frozenset[str], frozenset[str]]] = {}
    for lang in available():
        marks = read_part(lang, "recognised_by")
        found[lang] = (frozenset(marks["letters"]), frozenset(marks["words"]))
    return found


def passages(text: str, lang: str | None) -> tuple[Lang, list[Passage]]:
    """A text's main language, and its parts by language: one where the language is given or nothing long enough is in another.

    >>> passages("Xin chào các bạn", None)
    ('vi', [Passage(start=0, end=16, lang='vi')])
    >>> text = "Năm ngoái, các xã không được hỗ trợ.\\nThe towns of the north were not in the list.\\nدر این سال هیچ شهری کمک نگرفت."
    >>> [passage.lang for passage in passages(text, None)[1]]
    ['vi', 'en', 'fa']
    """
    main = cast(Lang, lang) if lang else detect(text)  # `load` refuses a language that is none
    if lang or not _may_change(text, main):
        return main, [Passage(0, len(text), main)]
    found: list[Passage] = []
    at = 0
    for line in text.splitlines(keepends=True):
        spoken = _of_line(line, main, found[-1].lang if found else main)
        if found and found[-1].lang == spoken:
            found[-1] = Passage(found[-1].start, at + len(line), spoken)
        else:
            found.append(Passage(at, at + len(line), spoken))
        at += len(line)
    return main, found


def _may_change(text: str, main: Lang) -> bool:
    """Whether a line does not look like the text's language: in another script, or with letters of its own where it has none."""
    if _OTHER_SCRIPT[script_of(main)].search(text):
        return True
    marked = main in _own_letters()
    return script_of(main) == "latin" and any(len(line) >= _LONG_ENOUGH and _is_marked(line) != marked for line in text.split("\n"))


def _is_marked(line: str) -> bool:
    """True where one character in eight is not of ASCII."""
    return len(line.encode(errors="surrogatepass")) * 8 > len(line) * 9


def _of_line(line: str, main: Lang, before: Lang) -> Lang:
    """A line's own language where it is long enough to tell, or where its words are another's than those of the line before."""
    script = max(_LETTERS, key=lambda name: len(_LETTERS[name].findall(line)))
    if script != script_of(before) and len(_LETTERS[script].findall(line)) >= _SURE:
        return detect(line)
    if script != script_of(before):
        return main
    said = Counter(chain.from_iterable(map(_speakers, _CHUNK.findall(line))))
    told = max(said, key=lambda lang: said[lang], default=before)
    common = sum(word in _marks()[told][1] for word in _WORD.findall(line.lower()))
    return told if said[told] >= max(_TELLING, 2 * said[before] + 1) and common else before
