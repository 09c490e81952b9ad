"""Documents that are named by their title: where the name of a law begins and ends.

Well-known titles are data and are compared without spaces, as texts lose and double them; for other titles the language's stop words,
capitals and verbs say where they end.
"""

from __future__ import annotations

from dataclasses import dataclass

from extractors.document_context import DocumentContext, is_cited
from extractors.known_titles import compact, known_titles
from extractors.language import Language
from extractors.lexer import Tokens

_LONGEST = 24  # tokens of a well-known title
_WALK = 14  # tokens of another one
_BRACKET = 7  # tokens of a bracket within one
_DATING = frozenset({"DOCOF", "DOCDATED"})
_NOT_IN_TITLE = frozenset({"BREAK", "DATE", "DOC", "SYMBOL", "N"})


@dataclass(frozen=True, slots=True)
class Named:
    """A document named by its title: tokens [start, end) and its type; `sure` where the title is well known."""

    start: int
    end: int
    doc_type: str
    sure: bool


class TitleReader:
    """Reads the names of laws, constitutions and treaties around a head noun."""

    def __init__(self, tokens: Tokens, language: Language, context: DocumentContext) -> None:
        self.tokens, self.context = tokens, context
        self.titles = known_titles(language.code)
        self.settings = language.data["document_context"]

    def read(self, head: int) -> Named | None:
        """The document that the noun at a token names, or None where it is just a noun."""
        if self._general(head) or (self.settings.get("upper_types") and "CAP" not in self.context.senses(head)):
            return None
        named = self._named(head)
        end = self._tail(named.end) if named else 0
        return Named(self._year_before(named.start), end, named.doc_type, True) if named and self._enough(named, end) else None

    def _general(self, head: int) -> bool:
        """`this law`, `the best law`: not a name, but `the new Law on Housing` is one."""
        ends = tuple(self.settings.get("not_before_ends", ())) or "\n"
        general = self.context.listed(head - 1, "not_before") or self.context.word(head - 1).endswith(ends)
        return general and not self._about(head, "law")

    def begun_before(self, head: int) -> int:
        """Where the name of a numbered law begins whose title stands before its noun: `Land Law No. 31/2024/QH15`."""
        if not self.settings.get("titles_before") or "DOCHEAD" not in self.context.senses(head) or "CAP" not in self.context.senses(head):
            return head
        start = self.capitals_start(head)
        return head if self.context.listed(start, "not_whole") else start

    def _named(self, head: int) -> Named | None:
        """In a language that sets the title before its noun, it may still follow: `Law on Cadres`."""
        if not self.settings.get("titles_before"):
            return self._known(head, head) or self._behind(head)
        of_amendments = self.context.listed(head + 1, "about") and self.context.listed(head + 2, "amending")
        if (of_amendments or self.context.listed(head + 1, "amending")) and (inner := self._amended(head)):
            return Named(head, inner.end, self.tokens.value(head, "DOCHEAD"), True)
        return self._before(head) or self._about(head, self.tokens.value(head, "DOCHEAD")) or self._known(head, head)

    def _enough(self, named: Named, end: int) -> bool:
        """A single unknown word is a title only with a year, a date of adoption or an article before it; by-laws of `بند ۸` have none."""
        whole = "LOCHEAD" not in self.context.senses(named.end - 1)
        long = named.sure or end > named.end or named.end - named.start > 2 or "UPPER" in self.context.senses(named.start + 1)
        return whole and (long or bool(self.context.locator(named.start) or self.context.day_before(named.start)) or self._dated(end))

    def _of_date(self, end: int) -> bool:
        """`Tax Law of 13 June 2019`, `Criminal Law of 1997`."""
        return not _DATING.isdisjoint(self.context.senses(end)) and "DATE" in self.context.senses(end + 1)

    def _dated(self, end: int) -> bool:
        return "DOCDATED" in self.context.senses(end) and "DATE" in self.context.senses(end + 1)

    def _known(self, start: int, head: int) -> Named | None:
        """The longest well-known title from a token on that reaches the head noun."""
        joined, found = "", None
        bill = self.context.listed(start, "bills")
        for k in range(start, min(start + _LONGEST, len(self.tokens) - 1)):
            if "NL" in self.context.senses(k):
                break
            letters = compact(self.settings["law_head"] if bill and k == start else self.tokens.word(k))
            joined += letters
            if joined not in self.titles.heads:
                break
            if letters and k >= head and joined in self.titles.types and self._cased(start):
                found = Named(start, k + 1, self.titles.types[joined], True)
        return found

    def _cased(self, start: int) -> bool:
        """In languages that write titles with capitals the word behind the noun must have one."""
        if not self.settings.get("upper_types") or self.settings.get("titles_before"):
            return True
        cased = any("CAP" in self.context.senses(k) for k in (start + 1, start + 2)) or "BREAK" not in self.context.senses(start - 1)
        return cased or compact(self.tokens.word(start)) in self.titles.types

    def _behind(self, head: int) -> Named | None:
        """A title that follows its noun."""
        doc_type = self.tokens.value(head, "DOCHEAD")
        if self.context.listed(head + 1, "amending") and (inner := self._amended(head)):
            return Named(head, inner.end, doc_type, True)
        if doc_type == "regulation" and not self.context.cites(head):
            return None
        if doc_type == "regulation" and (named := self._of_law(head)):
            return named
        end = self._walk(head + 1)
        dated = end > head + 2 and self._dated(end)  # `the forests act passed in 1962`, but `a new act passed in 2022`
        if self.context.listed(head, "known_only") or (self._names_nothing(head + 1) and not dated):
            return None
        if self.settings.get("upper_types") and doc_type != "regulation" and "CAP" not in self.context.senses(head + 1):
            return None
        verbal = end == head + 2 and self.context.listed(end, "finite")  # `the bill is unclear`
        return Named(head, end, doc_type, False) if end > head + 1 and not verbal else None

    def _names_nothing(self, k: int) -> bool:
        """`Iran's law`, `the new law`: a place or an adjective makes no title."""
        return "PLACE" in self.context.senses(k) or self.context.listed(k, "not_title")

    def _of_law(self, head: int) -> Named | None:
        """A regulation that carries out a law is named by the law."""
        if "DOCHEAD" in self.context.senses(head + 1) and (inner := self._known(head + 1, head + 1) or self._behind(head + 1)):
            return Named(head, inner.end, "regulation", True)
        return None

    def _amended(self, head: int) -> Named | None:
        """The law that an amending law amends, whose name ends the name of the amending law."""
        for k in range(head + 2, min(head + 2 + _LONGEST, len(self.tokens) - 1)):
            senses = self.context.senses(k)
            if "NL" in senses or self.context.listed(k, "finite"):
                return None
            if "DOCHEAD" in senses and (inner := self._named(k)):
                return self._next_amended(inner)
        return None

    def _next_amended(self, inner: Named) -> Named:
        """`… of the Law on A and the Law on B`: an amending law may amend several."""
        at = inner.end + (2 if "DOCTHE" in self.context.senses(inner.end + 1) else 1)
        if not self.context.listed(inner.end, "joiners") or "DOCHEAD" not in self.context.senses(at):
            return inner
        return self._known(at, at) or (self._about(at, inner.doc_type) if self.settings.get("titles_before") else None) or inner

    def _walk(self, start: int) -> int:
        """Where a title ends that begins at a token."""
        for k in range(start, min(start + _WALK, len(self.tokens) - 1)):
            if self._governed(k) or ("N" in self.context.senses(k) and "ORDINAL" in self.context.senses(k)):
                continue
            if self.context.ends_name(k) or not {"DOCHEAD", "DOCTYPE"}.isdisjoint(self.context.senses(k)):
                return self._trimmed(start, self.context.without_verb(start, k))
        return self._trimmed(start, min(start + _WALK, len(self.tokens) - 1))

    def _governed(self, k: int) -> bool:
        """A preposition that the noun before it asks for stays inside the title."""
        return self.context.listed(k, "stop") and self.context.listed(k - 1, "governing") and not self.context.listed(k + 1, "stop")

    def _trimmed(self, start: int, end: int) -> int:
        while end > start and (self.context.listed(end - 1, "joiners") or self.context.listed(end - 1, "stop")):
            end -= 1
        return end

    def _about(self, head: int, doc_type: str) -> Named | None:
        """`Law on Cadres and Civil Servants`, `Treaty of Lisbon`: capitals behind a preposition."""
        at = head + (3 if "DOCTHE" in self.context.senses(head + 2) else 2)
        if self.context.listed(head + 1, "about") and (dated := self.context.dated_end(at)):
            return Named(head, dated, doc_type, True)
        proper = {"CAP", "PLACE"} & self.context.senses(at).keys() and not self.context.listed(at, "not_title")
        if not proper or not self.context.listed(head + 1, "about") or self.context.listed(at, "not_about"):
            return None
        end = self._trimmed(at, self._capitals_end(at))
        return Named(head, end, doc_type, True) if end > at and "DOCHEAD" not in self.context.senses(end - 1) else None

    def _capitals_end(self, start: int) -> int:
        limit = min(start + _WALK, len(self.tokens) - 1)
        return next((k for k in range(start, limit) if self.context.ends_name(k)), limit)

    def _before(self, head: int) -> Named | None:
        """A title that ends with its noun: `Public Procurement Act`."""
        if "CAP" in self.context.senses(head + 1) and (self.context.listed(head + 1, "trailing") or self.context.listed(head, "name_like")):
            return None
        start = self.capitals_start(head)
        for first in range(start, head):
            if known := self._known(first, head):
                return known
        if start == head or not is_cited(self.tokens.value(head, "DOCHEAD"), "closing") or self._idiom(start, head):
            return None
        about = self._about(head, self.tokens.value(head, "DOCHEAD"))
        return Named(start, about.end if about else head + 1, self.tokens.value(head, "DOCHEAD"), True)

    def _idiom(self, start: int, head: int) -> bool:
        """`Criminal Law`, `Dress Code`, `Jude Law`: one word that makes a kind, or a name, not a title."""
        kind = self.tokens.value(head, "DOCHEAD")
        if head - start != 1 or self._of_date(head + 1):
            return False
        return (
            kind == "treaty" or self.context.listed(start, "not_whole") or (self.context.listed(head, "name_like") and not self._led(start))
        )

    def _led(self, start: int) -> bool:
        """True where an article, a year, an owner or a cited clause stands before a title."""
        led = {"DOCTHE", "YEAR", "YEARDATE"} & self.context.senses(start - 1).keys()
        return bool(led or self.context.day_before(start)) or self._owner(start - 1) or self.context.locator(start) is not None

    def capitals_start(self, head: int) -> int:
        """The first token of the run of capitals and joiners that ends at a head noun."""
        k = head
        while k > max(1, head - _WALK) and ((inner := self._bracket_left(k)) or self._goes_on_left(k - 1)):
            k = inner or k - 1
        while k < head and (self.context.listed(k, "joiners") or self._leads(k)):
            k += 1
        return k

    def _bracket_left(self, k: int) -> int:
        """The bracket of `Housing (Amendment) Act` that ends before a token: where it opens, behind a capital; 0 where there is none."""
        if "RPAR" not in self.context.senses(k - 1):
            return 0
        opening = next((at for at in range(k - 2, max(0, k - _BRACKET), -1) if "LPAR" in self.context.senses(at)), 0)
        capitals = all("CAP" in self.context.senses(at) or self.context.listed(at, "joiners") for at in range(opening + 1, k - 1))
        return opening if opening and capitals and "CAP" in self.context.senses(opening - 1) else 0

    def _goes_on_left(self, k: int) -> bool:
        """True where token k may belong to the title that the tokens behind it end."""
        senses, behind = self.context.senses(k), self.context.senses(k + 1)
        if self.context.plural_owner(k) or {"ORDINAL", "CAP"} <= senses.keys():
            return True  # `Seventh Development Plan Bill`
        if not _NOT_IN_TITLE.isdisjoint(senses) or ("PUNCT" in senses and not self.context.listed(k, "joiners")):
            return False
        if "DOCAND" in senses and ("DOCTHE" in behind or "DOCHEAD" in self.context.senses(k - 1)):
            return False
        if "CAP" in senses:
            return not self._owner(k)
        titled = "CAP" in self.context.senses(k - 1) and not self._leads(k - 1)
        return self.context.listed(k, "joiners") and (titled or self.context.listed(k - 1, "joiners"))

    def _owner(self, k: int) -> bool:
        """`Vietnam's Land Law`: whose law it is does not belong to its title."""
        word = self.tokens.word(k)
        owned = self.context.without_genitive(word) != word
        return owned and "CAP" in self.context.senses(k + 1) and not self.context.listed(k, "owners_in_titles")

    def _leads(self, k: int) -> bool:
        """A word that has its capital from the beginning of a sentence, or the number of what comes before (`Annex II to`)."""
        return self.context.listed(k, "not_title") or "ROMAN" in self.context.senses(k)

    def _tail(self, end: int) -> int:
        """Behind a title: what belongs to it, and the year in its name."""
        end = self._year(self._worded_tail(end))
        return self._worded_tail(end)

    def _year_before(self, start: int) -> int:
        """`the 2013 Constitution`: a year before a title is in its name, where an article or a sentence's beginning stands before it."""
        year = {"YEAR", "YEARDATE"} & self.context.senses(start - 1).keys()
        led = {"DOCTHE", "BREAK"} & self.context.senses(start - 2).keys()
        return start - 1 if self.settings.get("titles_before") and year and led else start

    def _worded_tail(self, end: int) -> int:
        for tail in self.titles.tails:
            joined = ""
            for k in range(end, min(end + 7, len(self.tokens) - 1)):
                joined += compact(self.tokens.word(k))
                if joined == tail:
                    opened, closed = "LPAR" in self.context.senses(end), "RPAR" in self.context.senses(k + 1)
                    if not opened or closed:
                        return k + 2 if opened else k + 1
        return end

    def _year(self, end: int) -> int:
        """A year right behind a title is in its name."""
        at = end + 1 if self.settings.get("titles_before") and {"DOCOF", "COMMA"} & self.context.senses(end).keys() else end
        senses = self.context.senses(at)
        if "DATE" in senses:
            value = senses["DATE"][1]
            return at + 1 if value.grain == "year" and not value.relative and "-" not in self.tokens.word(at) else end
        at = at + 1 if "YEARW" in senses else at
        return at + 1 if "YEAR" in self.context.senses(at) else end
