"""References to official documents: by number, by symbol, by title.

Rules find them over word classes; the words, symbol families, titles and rules are data. What stands around a document (date, issuer,
title, article) is read by `document_context`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from extractors.document_context import DocumentContext, is_cited
from extractors.document_heads import head_of
from extractors.document_lists import DocumentLists, DocValue
from extractors.document_sentences import DocumentSentences
from extractors.document_symbols import Symbol, merge_symbols, symbol_table
from extractors.document_titles import TitleReader
from extractors.finding import Match
from extractors.language import Language
from extractors.lexer import Tokens
from extractors.rules import best

_SERIAL = re.compile(r"0\d")
_SHORT = re.compile(r"\d{1,3}")
_OF_YEAR = re.compile(r"\d{1,5}/(?:19|20)\d\d")
_YEAR = re.compile(r"(?:19|20)\d\d")
_NUMBERED_YEAR = re.compile(r"/((?:19|20)\d\d)/")  # 133/2020/NQ-QH
_PARTS = frozenset({"SLASH", "DASH", "DIGITS", "DOCNUM", "CODE", "DATENUM", "RATIO"})
_NEAR = 4  # tokens in which the town follows that a bill is of


def read_document_ids(tokens: Tokens, language: Language) -> None:
    """Make one token of each document ID, with the sense DOC = `DocValue`; dates must be tokens by now.

    A language that says nothing of documents yet (``document_context``) has none.
    """
    if "document_context" not in language.data:
        return
    merge_symbols(tokens)
    reader = DocumentReader(tokens, language)
    tokens.merge([(start, end, {"DOC": value}) for start, end, value in reader.read()])


class DocumentReader:
    """Reads the documents of one text."""

    def __init__(self, tokens: Tokens, language: Language) -> None:
        self.tokens, self.language = tokens, language
        self.context = DocumentContext(tokens, language)
        self.sentences = DocumentSentences(self.context)
        self.titles = TitleReader(tokens, language, self.context)
        self.lists = DocumentLists(tokens, self.context)

    def read(self) -> list[tuple[int, int, DocValue]]:
        """Token ranges and values, in order of the text."""
        rules = self.language.rules["document_ids"]
        found = self.lists.inherited(best(built for match in rules.matches(self.tokens.codes) for built in self._built(match)))
        self.context.documents = [match.span[0] for match, _ in found]
        return self.lists.shared([(match, self._completed(match, value)) for match, value in found])

    def _built(self, match: Match) -> Iterator[tuple[Match, DocValue]]:
        reads = match.rule.gives.get("reads", "number")
        build = {"number": self._numbered, "title": self._titled, "quotation": self._quoted}[reads]
        if built := build(match):
            yield built

    def _numbered(self, match: Match) -> tuple[Match, DocValue] | None:
        """A document with a number."""
        symbol = self._number(*match.groups["number"], spaced="spaced" in match.rule.gives)
        if not symbol or not self._about(match, symbol):
            return None
        doc_type = self._type(match, symbol)
        if not doc_type or not self._fits(match, symbol, doc_type):
            return None
        gives = match.rule.gives
        placed = self._narrowed(match) if "alone" in gives or "listed" in gives else self._widened(match)
        return placed, DocValue(match.rule.name, doc_type, symbol.number, issued_on=self._own_date(match))

    def _fits(self, match: Match, symbol: Symbol, doc_type: str) -> bool:
        """True where the number may stand without a type word, or without a word for number, if it does."""
        if "alone" in match.rule.gives and not self._stands_alone(match, symbol):
            return False
        return "bare" not in match.rule.gives or self._bare(match, doc_type)

    def _own_date(self, match: Match) -> str | None:
        """The date that a rule itself names."""
        return self.tokens.senses(match.groups["date"][0])["DATE"][1].edtf if "date" in match.groups else None

    def _number(self, start: int, end: int, spaced: bool = False) -> Symbol | None:
        """The number in tokens [start, end), which no space may part, but in a rule that says so (`505 - 504`)."""
        known = self.tokens.value(start, "SYMBOL")
        if end - start == 1 and isinstance(known, Symbol):
            return known
        if not spaced and not all(self.tokens.touches(k) for k in range(start, end - 1)):
            return None
        written = " ".join(self.tokens.word(k) for k in range(start, end))
        dated = any("DATE" in self.tokens.senses(k) for k in range(start, end))
        if not re.search(r"\d", written) or (dated and not re.fullmatch(r"[\d/ -]+", written)):
            return None
        table = symbol_table()
        number = table.canonical(written)
        return Symbol(number, table.type_of(number), False, "number")

    def _about(self, match: Match, symbol: Symbol) -> bool:
        """The words between type and number are a name: no verb but of the type that the symbol says, too; no other document."""
        first, last = match.groups.get("about", (0, 0))
        sure = symbol.doc_type is not None and self._type(match, symbol) == symbol.doc_type
        return not any(self._breaks(k) and not (sure and self._acts(k)) for k in range(first, last))

    def _acts(self, k: int) -> bool:
        """`Quyết định xử phạt … số 45/QĐ-XPHC`: a verb that says what the document does."""
        return "VERB" in self.tokens.senses(k) and "DOCTYPE" not in self.tokens.senses(k)

    def _breaks(self, k: int) -> bool:
        if "DOCTYPE" in self.tokens.senses(k) or self.context.listed(k, "finite"):
            return True
        return self.context.listed(k, "stop") and not self.context.listed(k - 1, "governing")

    def _type(self, match: Match, symbol: Symbol) -> str | None:
        if "type" not in match.groups:
            return "other" if match.rule.gives.get("listed") else symbol.doc_type
        at = match.groups["type"][0]
        if symbol.doc_type == "standard":
            return "standard" if self.tokens.value(at, "DOCTYPE") == "standard" else None
        said = self.tokens.value(at, "DOCTYPE") or ("law" if "PUBLICLAW" in self.tokens.senses(at) else None)
        return symbol.doc_type if said == "other" and symbol.doc_type else said

    def _stands_alone(self, match: Match, symbol: Symbol) -> bool:
        if "type" in match.groups or symbol.alone:
            return True
        before = self.tokens.senses(match.start - 1)
        return "NO" in before or ("COLON" in before and "NO" in self.tokens.senses(match.start - 2))

    def _bare(self, match: Match, doc_type: str) -> bool:
        """A number right behind the type word, without a word for number: only behind some types, and not a year or an amount."""
        at, (first, last) = match.groups["type"][0], match.groups["number"]
        senses, written = self.tokens.senses(at), "".join(self.tokens.word(k) for k in range(first, last))
        if not is_cited(doc_type, "numbered"):
            if is_cited(doc_type, "yearly") and self._has_case() and "CAP" in senses and _OF_YEAR.fullmatch(written):
                return True
            serial = _SERIAL.fullmatch(written) or (_SHORT.fullmatch(written) and self.context.behind(last).get("issuer"))
            return bool(serial) and is_cited(doc_type, "serial") and self._cased(at)
        if "DOCSURE" not in senses and not (self._has_case() and "CAP" in senses):
            return False
        if "RATIO" not in self.tokens.senses(first) and not re.fullmatch(r"\d[\d/-]*", written):
            return False
        return not _YEAR.fullmatch(written) or bool(self.context.behind(last).get("issuer") or self._issuer_before(match.start))

    def _has_case(self) -> bool:
        return bool(self.context.around.settings.get("upper_types"))

    def _cased(self, at: int) -> bool:
        return not self._has_case() or "CAP" in self.tokens.senses(at)

    @staticmethod
    def _narrowed(match: Match) -> Match:
        """The number alone is the fact."""
        return replace(match, groups={**match.groups, "span": match.groups["number"]})

    def _widened(self, match: Match) -> Match:
        """The title before the type word belongs to the fact."""
        start = self.titles.begun_before(match.start)
        return replace(match, groups={**match.groups, "span": (start, match.end)}) if start < match.start else match

    def _titled(self, match: Match) -> tuple[Match, DocValue] | None:
        """A document that is named by its title."""
        named = self.titles.read(match.start)
        if not named or (named.doc_type == "regulation" and not self.context.locator(named.start)):
            return None
        if self.context.listed(match.start, "bills") and any(self.context.listed(named.end + k, "local") for k in range(_NEAR)):
            return None  # the bill of a town
        at = self._number_behind(named.end)
        placed = replace(match, groups={"span": (named.start, at + 1 if at else named.end)})
        return placed, DocValue(match.rule.name, named.doc_type, self.tokens.value(at, "SYMBOL").number if at else None)

    def _number_behind(self, end: int) -> int | None:
        """The token of a symbol that follows a title: `Luật Đất đai (số 31/2024/QH15)`."""
        at = end
        while at < end + 3 and {"NO", "LPAR", "COLON"} & self.context.senses(at).keys():
            at += 1
        return at if isinstance(self.context.senses(at).get("SYMBOL"), Symbol) else None

    def _quoted(self, match: Match) -> tuple[Match, DocValue] | None:
        """A document that is named by its title in quotes."""
        doc_type = self.tokens.value(match.start, "DOCTYPE")
        quoted = self.context.quotation(match.end - 1)
        if doc_type not in self.context.around.settings["quotable"] or not quoted or not self._names(match.start, match.end - 1):
            return None
        if self.context.listed(match.start - 1, "not_before") or len(quoted[0].split()) < 2:
            return None
        end, symbol = self._number_of_title(quoted[1])
        placed = replace(match, groups={"span": (match.start, end)})
        return placed, DocValue(match.rule.name, doc_type, symbol.number if symbol else None, title=quoted[0])

    def _number_of_title(self, end: int) -> tuple[int, Symbol | None]:
        """(token behind, number) where a quoted title has one behind it: `بخشنامه «…» به شماره ۱۲/۳۴`."""
        if "NO" not in self.tokens.senses(end):
            return end, None
        at = end + 2 if "COLON" in self.tokens.senses(end + 1) else end + 1
        stop = at + 1
        while self.tokens.touches(stop - 1) and not _PARTS.isdisjoint(self.tokens.senses(stop)):
            stop += 1
        symbol = self._number(at, stop)
        return (stop, symbol) if symbol else (end, None)

    def _names(self, at: int, opening: int) -> bool:
        """A type word that a quoted title may follow: with a capital, or one that is a document's and nothing else before a capital."""
        senses = self.tokens.senses(at)
        if self._has_case():
            return "CAP" in senses or ("DOCSURE" in senses and "CAP" in self.tokens.senses(opening + 1))
        return bool({"DOCSURE", "DOCHEAD"} & senses.keys())

    def _completed(self, match: Match, value: DocValue) -> DocValue:
        """The value with what stands around the document."""
        start, end = match.span
        around: dict[str, Any] = {"issued_on": value.issued_on, "issuer": None, "locator": self.context.locator(start)}
        around |= {name: said for name, said in self.context.behind(end).items() if name != "title" or value.title is None}
        around["issuer"] = self._issuer(value, around["issuer"], start, end)
        if value.doc_number and not around["issuer"] and (agent := self.sentences.agent(end)):
            around["issuer"], day = agent
            around["issued_on"] = around["issued_on"] or day
        day = around["issued_on"] or self.context.day_before(start) or self.sentences.adopted_on(start, end)
        around["issued_on"] = self._of_its_year(value, day)
        around = {**head_of(self.tokens, start, end), **{name: said for name, said in around.items() if said}}
        return replace(value, **around)

    @staticmethod
    def _of_its_year(value: DocValue, day: str | None) -> str | None:
        """The day, where it is in the year that the number says: another year's is that of another document."""
        said = _NUMBERED_YEAR.search(value.doc_number or "")
        return day if not said or said[1] in (day or "") else None

    def _issuer(self, value: DocValue, behind: str | None, start: int, end: int) -> str | None:
        """Who issued a numbered document, by what follows or precedes it; a named law is of a country, or of who passed it."""
        if value.doc_number is None:
            return behind if value.title and not self._has_case() else self.sentences.subject(start, end)
        return behind or self._issuer_before(start) or self.sentences.subject(start, end)

    def _issuer_before(self, start: int) -> str | None:
        """A body's name in capitals right before the type word: `General Assembly resolution 57/277`."""
        if not self.context.around.settings.get("capitals"):
            return None
        first = self.titles.capitals_start(start)
        while first < start and (self.context.listed(first, "not_title") or self.context.listed(first, "joiners")):
            first += 1  # `According to`
        written = self.tokens.text(first, start) if first < start else ""
        owner = self.context.without_genitive(written)
        names_body = any("DOCBODY" in self.tokens.senses(k) for k in range(first, start))
        return owner if names_body or owner != written else None
