"""What stands around a document's number or name: its date, its issuer, its quoted title, the article that is cited."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from extractors.data import read_data
from extractors.date_value import DateValue
from extractors.fold import fold_word
from extractors.language import Language, load
from extractors.lexer import Tokens
from extractors.lexicon import NOTHING, Senses
from extractors.native import Around, Pattern
from extractors.patterns import compile_around, compile_pattern
from extractors.pieces import Filled

_LONGEST_QUOTE = 80  # tokens
LONGEST_ISSUER = 9  # tokens
_VERBAL = frozenset({"DOCTYPE", "DOCDATED", "DOCADOPT"})  # words that are verbs where they are written small
_DATED = frozenset({"DOCDATED", "DOCON", "LPAR"})  # what says that a year is the date of a document
_NO_NAME = frozenset({"BREAK", "PUNCT", "DATE", "DOC", "RATIO", "SYMBOL", "ADDRESS"})


def _bare(word: str) -> str:
    """A word as the lists have it: lower case, without spaces."""
    return word.replace("\u200c", "").replace(" ", "").lower()


class Lists(Filled[str, frozenset[str]]):
    """A piece → the word lists that it is in."""

    def __init__(self, words: Mapping[str, Iterable[str]]) -> None:
        super().__init__()
        self._of: dict[str, frozenset[str]] = {}
        for name, listed in words.items():
            for word in listed:
                key = fold_word(word).replace(" ", "")
                self._of[key] = self._of.get(key, frozenset()) | {name}

    def made(self, asked: str) -> frozenset[str]:
        return self._of.get(_bare(asked.rstrip()), frozenset())


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A language's patterns and word lists for what stands around documents."""

    locator: Around
    date: Pattern
    issuer: Pattern
    title: Pattern
    locator_behind: Pattern | None
    lists: Lists
    settings: Mapping[str, Any]


@lru_cache(maxsize=8)
def surroundings(code: str) -> Surroundings:
    """The patterns of ``document_context`` of a language's data file."""
    language = load(code)
    data = language.data["document_context"]
    locator, behind = (data.get(name, "").replace("<value>", data["value"]) for name in ("locator", "locator_behind"))
    date, issuer, title = (compile_pattern(data[name], language.codes) for name in ("date", "issuer", "title"))
    after = compile_pattern(behind, language.codes) if behind else None
    return Surroundings(compile_around(locator, language.codes), date, issuer, title, after, Lists(data["words"]), data)


@cache
def _ways() -> Mapping[str, frozenset[str]]:
    return {way: frozenset(types) for way, types in read_data("shared")["document_types"].items()}


def is_cited(doc_type: str, way: str) -> bool:
    """Whether documents of a type are cited in a way of ``document_types`` of ``languages/shared.yml``.

    >>> is_cited("decree", "numbered"), is_cited("law", "numbered")
    (True, False)
    """
    return doc_type in _ways()[way]


class DocumentContext:
    """Reads the neighbourhood of documents in one text."""

    def __init__(self, tokens: Tokens, language: Language) -> None:
        self.tokens = tokens
        self.documents: list[int] = []  # first tokens, in order
        self.around = surroundings(language.code)
        self._lexicon = language.lexicon

    def word(self, i: int) -> str:
        """Token i as the word lists have it."""
        return _bare(self.tokens.word(i))

    def senses(self, i: int) -> Senses:
        """Classes of token i; none beyond the text."""
        return self.tokens.senses(i) if 0 <= i < len(self.tokens.pieces) else NOTHING

    def listed(self, i: int, name: str) -> bool:
        """True where token i is in a word list."""
        return 0 <= i < len(self.tokens.pieces) and name in self.around.lists[self.tokens.pieces[i]]

    def without_genitive(self, name: str) -> str:
        """A name without the ending of an owner (`Vietnam's`), where the language has one."""
        return self._lexicon.without_genitive(name)

    def dated_end(self, start: int) -> int | None:
        """Where a title ends that has small letters and its date behind it: `Law on tax administration dated …`."""
        for k in range(start, min(start + LONGEST_ISSUER, len(self.tokens) - 1)):
            senses = self.senses(k)
            if "DOCDATED" in senses and "DATE" in self.senses(k + 1) and not self.listed(k, "joiners"):
                return k if k > start else None
            if not _NO_NAME.isdisjoint(senses) or not {"PUNCT", "N", "VERB"}.isdisjoint(senses):
                return None
        return None

    def plural_owner(self, i: int) -> bool:
        """The apostrophe of `Renters' Rights Act`."""
        return self.tokens.word(i) == "'" and self.tokens.touches(i - 1) and not self.tokens.touches(i)

    def day_before(self, start: int) -> str | None:
        """The day that stands before a document, behind an article: `the June 19, 2015 Land Law`."""
        dated = "DATE" in self.senses(start - 1) and "DOCTHE" in self.senses(start - 2)
        value = self.value(start - 1) if dated else None
        return value.edtf if value and value.grain == "day" and not value.relative and "/" not in value.edtf else None

    def locator(self, start: int) -> str | None:
        """The article, clause or point that is cited right before a document."""
        place = self._locator(start)
        return self.tokens.text(*place) if place else None

    def _locator(self, start: int) -> tuple[int, int] | None:
        found = self.around.locator.match(self.tokens.codes, start, start)
        return found.groups["locator"] if found else None

    def _locator_behind(self, at: int) -> tuple[str, int] | None:
        """`Law No. 72, Article 9(2)`, where the language says it so."""
        found = self.around.locator_behind.match(self.tokens.codes, at) if self.around.locator_behind else None
        return (self.tokens.text(*found.groups["locator"]), found.end) if found else None

    def cites(self, start: int) -> bool:
        """True where an article of what begins at a token is cited, and does not name a body (`the committee of article 3 of …`)."""
        place = self._locator(start)
        return place is not None and not self.listed(place[0] - 1, "naming")

    def behind(self, end: int) -> dict[str, str | None]:
        """``issued_on``, ``issuer``, ``title`` and ``locator`` as they follow a document, in whatever order."""
        readers = (("issued_on", self._date), ("issuer", self._issuer), ("title", self._title), ("locator", self._locator_behind))
        found: dict[str, str | None] = {}
        at = end
        for _ in readers:
            for name, read in readers:
                if name not in found and (hit := read(at)):
                    found[name], at = hit
                    break
            else:
                break
        return found

    def _date(self, at: int) -> tuple[str, int] | None:
        found = self.around.date.match(self.tokens.codes, at)
        if not found:
            return None
        day = found.groups["date"][0]
        marked = any(not _DATED.isdisjoint(self.senses(k)) for k in range(at, day))
        value = self.value(day)
        written = not value.relative or any(letter.isdigit() for letter in self.tokens.word(day))
        return (value.edtf, found.end) if day not in self.documents and self._dates_a_document(value, marked, written) else None

    @staticmethod
    def _dates_a_document(value: DateValue, marked: bool, written: bool) -> bool:
        """A day or month that is ``written`` in figures; a year where a word says that it is the date; never a term of years."""
        term = value.calendar == "gregorian" and "/" in value.edtf
        return not term and (marked or (value.grain != "year" and written))

    def value(self, i: int) -> DateValue:
        """The date that token i is."""
        value: DateValue = self.senses(i)["DATE"][1]
        return value

    def _issuer(self, at: int) -> tuple[str, int] | None:
        found = self.around.issuer.match(self.tokens.codes, at)
        if not found:
            return None
        start, named = found.groups["issuer"]
        end = self.issuer_end(named - 1)
        return (self.tokens.text(start, end), end) if end >= named else None

    def issuer_end(self, start: int) -> int:
        """Where the name of a body that begins at a token ends."""
        end = self._name_end(start)
        while end > start + 1 and (self.listed(end - 1, "joiners") or self.listed(end - 1, "stop") or self._of_term(end)):
            end -= 1
        return end

    def _of_term(self, end: int) -> bool:
        """`The National Assembly, term 15`: the word for a term before its ordinal is not of the name."""
        return "ROMANHEAD" in self.senses(end - 1) and "ORDINAL" in self.senses(end)

    def _name_end(self, start: int) -> int:
        limit = start + LONGEST_ISSUER
        for k in range(start, min(limit, len(self.tokens) - 1)):
            numbered = k == start + 1 and "LABELWEAK" in self.senses(start)  # a body with a number in its name: `chamber 32 of the court`
            if self.ends_name(k) and not ("ORDINAL" in self.senses(k) if k == start else numbered and "N" in self.senses(k)):
                return self.without_verb(start, k)
        return min(limit, len(self.tokens) - 1)

    def ends_name(self, k: int) -> bool:
        """True where a body's name or a law's title cannot go on."""
        senses = self.senses(k)
        if self.listed(k, "joiners"):
            return self._no_more(k, self._of_body(k))
        if not _NO_NAME.isdisjoint(senses) or "N" in senses or self.listed(k, "stop") or self.listed(k, "finite"):
            return True
        if "DOCTYPE" in senses and "NO" in self.senses(k + 1):
            return True  # the next document
        if "DATELEAD" in senses and "DATE" in self.senses(k + 1):
            return True  # when something else is: `Đề án 06 của Chính phủ chiều ngày 12/7`
        if self.listed(k, "surnames") and not self.listed(k - 1, "named_after"):
            return True
        if {"CAP", "PLACE"} & senses.keys() or not self.around.settings.get("upper_types"):
            return False
        return bool(self.around.settings.get("capitals")) or not _VERBAL.isdisjoint(senses)

    def _of_body(self, k: int) -> bool:
        """True for the joiners behind a word that a body's name follows: `Organization of the`."""
        while self.listed(k, "joiners"):
            k -= 1
        return self.listed(k, "of_bodies")

    def _no_more(self, k: int, body: bool) -> bool:
        """A joiner goes on only before a word of the same name: a capital where the language has them, never another document; a
        ``body`` where the word before asks for one (`Law on Organization of the Government`)."""
        if self.listed(k + 1, "joiners"):
            return self._no_more(k + 1, body)
        following = self.senses(k + 1)
        if "LOCHEAD" in following and "N" in self.senses(k + 2):
            return True
        if "PUNCT" in self.senses(k) and "CAP" not in following:
            return True
        if not _NO_NAME.isdisjoint(following) or not {"DOCTYPE", "N"}.isdisjoint(following) or ("DOCBODY" in following and not body):
            return True
        if self.listed(k + 1, "stop") or self.listed(k + 1, "finite"):
            return True
        return self._strange_case(following)

    def _strange_case(self, senses: Senses) -> bool:
        wanted = self.around.settings.get("joined_case")
        return (wanted == "upper" and "CAP" not in senses) or (wanted == "lower" and "CAP" in senses)

    def without_verb(self, start: int, end: int) -> int:
        """A verb's own noun (`انجام شد`) does not belong to the name before it."""
        spoken = self.listed(end, "finite") and end - start > 1 and not self.listed(end - 2, "joiners")
        return end - 1 if spoken else end

    def _title(self, at: int) -> tuple[str, int] | None:
        found = self.around.title.match(self.tokens.codes, at)
        return self.quotation(found.end - 1) if found else None

    def quotation(self, opening: int) -> tuple[str, int] | None:
        """The text in the quotes that open at a token, and the token behind them."""
        for k in range(opening + 2, min(opening + _LONGEST_QUOTE, len(self.tokens) - 1)):
            senses = self.senses(k)
            if "NL" in senses:
                return None
            if "CLOSEQUOTE" in senses:
                return self.tokens.text(opening + 1, k), k + 1
        return None
