"""Symbols of official documents: found by their shape, typed by their parts, written the canonical way.

The families of symbols (``NĐ-CP``, ``QĐ-TTg``, ``A/RES/``, ``ISO`` …) are data: ``document_symbols`` of ``languages/shared.yml``.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from extractors.data import read_data
from extractors.lexer import Tokens
from extractors.lexicon import Senses

_SEPARATOR = re.compile(r"([-/.&()])")
_DASHES = re.compile("[\u2013\u2014~]")
_PARTING = "/-–"  # what parts the number of a symbol from its letters
_NUMBER = re.compile(r"\d(?<![\w/.,-]\d)\d{0,5}[A-Za-z]?\s{0,2}\Z")
_NUMBER_LENGTH = 9  # characters before the slash or dash of a symbol
_SPACED = 4  # the last two of them, with two spaces
_LONGEST = 60  # letters of a symbol that say its type
_DIGITS = re.compile(r"\d+$")


@dataclass(frozen=True, slots=True)
class Symbol:
    """A document's number by its shape alone: canonical number, type where the shape says it, whether it may stand without a type word."""

    number: str
    doc_type: str | None
    alone: bool
    name: str


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape of symbols, as a regular expression over the folded text.

    It begins with one of ``opens`` (capitals and a sign), or holds one of ``needs``, or a word in capitals or with digits in it that
    begins with one of ``words``; a shape without any of these is looked for in every text.
    """

    name: str
    pattern: re.Pattern[str]
    doc_type: str | None
    alone: bool
    official: bool
    begins_with_number: bool
    opens: tuple[str, ...]
    words: tuple[str, ...]
    needs: tuple[str, ...]

    def finditer(self, text: str, words: list[str]) -> Iterator[re.Match[str]]:
        """Its matches; no scan where the text holds nothing that it needs or begins with. ``words`` begin as words of some shape do."""
        begun = any(word.startswith(self.words) for word in words) if self.words else not self.needs
        return self.pattern.finditer(text) if begun or any(letters in text for letters in self.needs) else iter(())


@dataclass(frozen=True)
class SymbolTable:
    """The symbol families: parts with the type that they say, official spellings, shapes."""

    types: Mapping[str, str]
    official: Mapping[str, str]
    aliases: Mapping[str, str]
    shapes: tuple[Shape, ...]

    @cached_property
    def numbered(self) -> tuple[Shape, ...]:
        """The shapes that begin with a number."""
        return tuple(shape for shape in self.shapes if shape.begins_with_number)

    @cached_property
    def opened(self) -> Mapping[str, tuple[tuple[str, Shape], ...]]:
        """Sign → the letters that shapes begin with and that it ends, each with its shape."""
        letters = [(letters, shape) for shape in self.shapes for letters in shape.opens]
        return {sign: tuple(one for one in letters if one[0][-1] == sign) for sign in dict.fromkeys(one[0][-1] for one in letters)}

    @cached_property
    def others(self) -> tuple[Shape, ...]:
        """The shapes that begin neither with a number nor with such letters."""
        return tuple(shape for shape in self.shapes if not (shape.begins_with_number or shape.opens))

    @cached_property
    def words(self) -> tuple[str, ...]:
        """What words begin with that shapes begin with."""
        return tuple(dict.fromkeys(word for shape in self.shapes for word in shape.words))

    def canonical(self, written: str, official: bool = True) -> str:
        """Upper case, no spaces, official diacritics where the symbol is of a kind that has them.

        >>> symbol_table().canonical("61/2018/nd - cp"), symbol_table().canonical("16-NQ/TU")
        ('61/2018/NĐ-CP', '16-NQ/TU')
        """
        bare = _DASHES.sub("-", re.sub(r"[\s\u200c]+", "", written)).upper()
        for alias, name in self.aliases.items():
            bare = bare.replace(alias, name)
        return "".join(self._official(part) for part in _SEPARATOR.split(bare)) if official else bare

    def _official(self, part: str) -> str:
        stem = _DIGITS.sub("", part)
        return self.official.get(stem, stem) + part[len(stem) :]

    def type_of(self, number: str) -> str | None:
        """The type that a canonical number says, or None.

        >>> symbol_table().type_of("69-QĐ/TW"), symbol_table().type_of("412/QĐ-UBND"), symbol_table().type_of("31/2024/QH15")
        ('regulation', 'decision', 'law')
        """
        lettered = re.search(r"[^\W\d]", number)
        tail = number[lettered.start() :][:_LONGEST] if lettered else ""
        for length in range(len(tail), 0, -1):
            if (length == len(tail) or tail[length] in "-/&.") and (said := self._said(tail[:length])):
                return said
        return None

    def _said(self, head: str) -> str | None:
        return self.types.get(head) or self.types.get(_DIGITS.sub("", head))


@lru_cache(maxsize=1)
def symbol_table() -> SymbolTable:
    """The families of ``languages/shared.yml``."""
    data = read_data("shared")["document_symbols"]
    parts = [part for family in data["families"].values() for part in family] + data["bodies"]
    official = {_plain(part): part.upper() for whole in parts for part in re.split("[-/]", whole)}
    forms = [*official, *official.values(), *data["as_written"]]
    types = {part.upper(): doc_type for doc_type, family in data["families"].items() for part in family}
    types |= dict.fromkeys((body.upper() for body in data["letter_writers"]), "official_letter")
    known = "|".join(sorted({re.escape(form) for form in forms}, key=len, reverse=True))
    plain = {_plain(part): doc_type for part, doc_type in types.items()}
    return SymbolTable({**types, **plain}, official, data["aliases"], tuple(_shapes(data["shapes"], known, data["letter"])))


def _shapes(shapes: list[Mapping[str, Any]], known: str, letter: str) -> Iterator[Shape]:
    for shape in shapes:
        pattern = re.compile(shape["match"].replace("<part>", f"(?i:{known})").replace("<letter>", letter), re.VERBOSE)
        says = (shape.get("type"), shape.get("alone", True), shape.get("official", False), shape.get("begins") == "number")
        yield Shape(shape["name"], pattern, *says, *(tuple(shape.get(name, ())) for name in ("opens", "words", "needs")))


def _plain(part: str) -> str:
    """A part without its diacritics: NĐ → ND."""
    flat = unicodedata.normalize("NFD", part.upper().replace("Đ", "D"))
    return "".join(letter for letter in flat if not unicodedata.combining(letter))


def merge_symbols(tokens: Tokens) -> None:
    """Make one token of each symbol, with the sense SYMBOL = `Symbol`."""
    found: dict[int, tuple[int, Senses]] = {}
    for start, end, symbol in _symbols(tokens):
        i, j = bisect_left(tokens.starts, start, 1), bisect_left(tokens.starts, end, 1)
        if i < len(tokens) - 1 and tokens.starts[i] == start and _ends(tokens, j, end) and j > found.get(i, (i, {}))[0]:
            found[i] = (j, {"SYMBOL": symbol})
    tokens.merge(list(_apart(found)))


def _ends(tokens: Tokens, j: int, end: int) -> bool:
    """True where a token ends at a folded offset, the spaces behind it aside."""
    last = tokens.starts[j - 1] + len(tokens.pieces[j - 1].rstrip())
    return last == end


def _apart(found: Mapping[int, tuple[int, Senses]]) -> Iterator[tuple[int, int, Senses]]:
    done = 0
    for i, (j, senses) in sorted(found.items()):
        if i >= done:
            yield i, j, senses
            done = j


def _symbols(tokens: Tokens) -> Iterator[tuple[int, int, Symbol]]:
    table, text = symbol_table(), tokens.folded.text
    for start in _numbers(text):
        for shape in table.numbered:
            if m := shape.pattern.match(text, start):
                yield _symbol(table, shape, m)
    yield from (_symbol(table, shape, m) for shape, m in _opened(table, text))
    words = [piece for i in tokens.having("UPPER", "CODE") if (piece := tokens.pieces[i]).startswith(table.words)]
    for shape in table.others:
        yield from (_symbol(table, shape, m) for m in shape.finditer(text, words))


def _numbers(text: str) -> Iterator[int]:
    """Where numbers begin behind which a slash or a dash stands."""
    for parting in _PARTING:
        for at in _places(parting, text):
            before = text[max(0, at - _SPACED) : at].rstrip()
            if (before[-1:].isdigit() or before[-2:-1].isdigit()) and (m := _NUMBER.search(text, max(0, at - _NUMBER_LENGTH), at)):
                yield m.start()


def _opened(table: SymbolTable, text: str) -> Iterator[tuple[Shape, re.Match[str]]]:
    """The matches of shapes that begin with capitals and a sign."""
    for sign, opened in table.opened.items():
        for at in _places(sign, text):
            if text[at - 1 : at].isupper():
                for letters, shape in opened:
                    if text.startswith(letters, at + 1 - len(letters)) and (m := shape.pattern.match(text, at + 1 - len(letters))):
                        yield shape, m


def _places(letter: str, text: str) -> Iterator[int]:
    """Where a letter stands: faster than a scan with a pattern, which most texts do not need."""
    at = text.find(letter)
    while at >= 0:
        yield at
        at = text.find(letter, at + 1)


def _symbol(table: SymbolTable, shape: Shape, m: re.Match[str]) -> tuple[int, int, Symbol]:
    number = table.canonical(m[0], shape.official)
    doc_type = shape.doc_type or table.type_of(number)
    return m.start(), m.end(), Symbol(number, doc_type, shape.alone and (doc_type is not None), shape.name)
