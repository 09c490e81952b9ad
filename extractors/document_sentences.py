"""What the sentence of a document says of it: who issues it, on which day it is adopted."""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property

from extractors.document_context import LONGEST_ISSUER, DocumentContext

_VOICE = 4  # tokens from what is said to who says it
_BESIDE = 2  # tokens from a day to the document that it stands right before
_FROM_VERB = 10  # tokens between a verb of adoption and its day
_SENTENCE = 40  # tokens that a sentence's verb may stand away
_CLOSING = ("BREAK", "SEMI")
_BEFORE = frozenset({*_CLOSING, "DATE"})  # what a sentence's body begins behind
_DATING = frozenset({"DOCDATED", "DOCON"})
_NUMBERS = frozenset({"DIGITS", "DOCNUM", "CODE", "SYMBOL"})


class DocumentSentences:
    """Reads the sentences that documents stand in."""

    def __init__(self, context: DocumentContext) -> None:
        self.context, self.tokens = context, context.tokens
        self.senses, self.listed = context.senses, context.listed

    @cached_property
    def closed(self) -> list[int]:
        """The tokens that close sentences."""
        return self.tokens.having(*_CLOSING)

    def subject(self, start: int, end: int) -> str | None:
        """The body that the sentence says issues the document: `Bộ Chính trị ban hành Kết luận …`, `دولت تصویب‌نامه … را صادر کرد`."""
        verb = start - 2 if "DOCTHE" in self.senses(start - 1) else start - 1
        if self.context.around.settings.get("verb_last") and self._issued_behind(end):
            return self._opening_body(verb if "COMMA" in self.senses(verb) else start)
        if self.listed(verb, "within"):
            return self._opening_body(verb) or self._voiced_body(verb)
        if not self.listed(verb, "issuing"):
            return None
        for k in range(max(0, verb - LONGEST_ISSUER) + 1, verb):
            if self._is_body(k) and self._leads_to(self.context.issuer_end(k), verb):
                return self.tokens.text(self._name_start(k), self.context.issuer_end(k))
        return None

    def _name_start(self, k: int) -> int:
        """Where a body's name begins that its noun ends, in a language of capitals: `Hanoi People's Council`."""
        start = k if self.context.around.settings.get("capitals") else 0
        while start and "CAP" in self.senses(start - 1) and "DOCTHE" not in self.senses(start - 1):
            start -= 1
        return start or k

    def _leads_to(self, end: int, verb: int) -> bool:
        """Nothing of weight stands between a body and its verb: one word, its term (`Quốc hội khóa XV`), who speaks for it."""
        named = self.listed(end, "surnames") and all("CAP" in self.senses(k) for k in range(end, verb))
        helped = end < verb and all(self.listed(k, "helpers") for k in range(end, verb))  # `has just issued`
        return end in (verb, verb - 1) or named or helped or (end == verb - 2 and "ROMANHEAD" in self.senses(end))

    def _is_body(self, k: int) -> bool:
        senses = self.senses(k)
        if "PLACE" in senses and senses["PLACE"].code is None:  # a body that is known by its whole name
            return any("DOCBODY" in self.tokens.lexicon.senses(word.lower()) for word in self.tokens.word(k).split())
        return {"DOCBODY", "CAP"} <= senses.keys()

    def agent(self, end: int) -> tuple[str, str | None] | None:
        """(body, day) that the words behind a document's subject name: `Quy định 69-QĐ/TW về … do Bộ Chính trị ban hành ngày …`."""
        _, high = self._sentence(end, end)
        if self.context.around.settings.get("verb_last"):
            return self._agent_of_clause(end, high)
        for k in range(end, high):
            if k in self.context.documents:
                return None
            last = self.context.issuer_end(k + 1) if self.listed(k, "agents") and self._is_body(k + 1) else 0
            if last and self.listed(last, "issuing"):
                return self.tokens.text(k + 1, last), self.context.value(last + 1).edtf if self._is_day(last + 1) else None
        return None

    def _agent_of_clause(self, end: int, high: int) -> tuple[str, str | None] | None:
        """In a language whose verbs come last: `طرح ۲۱ که کمیته در ۵ ژوئیه صادر کرد`."""
        last = self.context.issuer_end(end + 1) if self.listed(end, "agents") and "DOCBODY" in self.senses(end + 1) else high
        verbs = (k for k in range(last, min(high, last + _FROM_VERB)) if self.listed(k, "issuing") and "VERB" in self.senses(k + 1))
        if (verb := next(verbs, None)) is None:
            return None
        day = next((k for k in range(last, verb) if self._is_day(k)), None)
        return self.tokens.text(end + 1, last), None if day is None else self.context.value(day).edtf

    def _issued_behind(self, end: int) -> bool:
        """The document is what the sentence's verb issues: `را … صادر کرد`."""
        last = self._sentence(end, end)[1]
        said = [k for k in range(end, last) if self.listed(k, "issuing") and "VERB" in self.senses(k + 1)]
        return bool(said) and any("RANKEND" in self.senses(k) and "RANKWHICH" not in self.senses(k + 1) for k in range(end, said[0]))

    def _opening_body(self, end: int) -> str | None:
        """The body that the sentence begins with, behind its day, right before a word: `سازمان اداری و استخدامی کشور در بخشنامه …`."""
        start = next((k + 1 for k in range(end - 1, max(-1, end - LONGEST_ISSUER), -1) if self._opens(k)), end)
        named = "DOCBODY" in self.senses(start) and self.context.issuer_end(start) >= end > start
        return self.tokens.text(start, end) if named else None

    def _voiced_body(self, end: int) -> str | None:
        """The body whose word a document holds: `theo đề nghị của Sở Nội vụ tại Tờ trình …`."""
        for k in range(end - 1, max(0, end - LONGEST_ISSUER), -1):
            if self._is_body(k) and self.context.issuer_end(k) == end:
                return self.tokens.text(k, end) if any(self.listed(at, "voices") for at in range(k - _VOICE, k)) else None
        return None

    def adopted_on(self, start: int, end: int) -> str | None:
        """The day on which the same sentence says that the document was adopted."""
        low, high = self._sentence(start, end)
        if (opening := self._opening_day(low, start, end)) is not None:
            return self.context.value(opening).edtf
        verbs = [
            k
            for k in range(max(low, start - _FROM_VERB), min(high, end + _FROM_VERB))
            if "DOCADOPT" in self.senses(k) and not start <= k < end
        ]
        days = [k for k in range(low, high) if self._is_day(k) and not self._is_of_number(k)] if verbs else []
        distance, day, verb = min(((abs(verb - day), day, verb) for verb in verbs for day in days), default=(_SENTENCE, start, start))
        if (
            distance > _FROM_VERB
            or self._parted(day, start)
            or self._of_one_before(low, verb, day, start)
            or self._of_one_behind(day, start)
        ):
            return None
        return self.context.value(day).edtf

    def _of_one_before(self, low: int, verb: int, day: int, start: int) -> bool:
        """`Order 18, signed on 3 May 2010, revokes Order 11`, `Order 18, signed on 3 May 2010 and Order 11`: what is said right behind a
        document is of that one."""
        told = any(low <= k < verb < day for k in self.context.documents)
        return told and (start - day > _BESIDE or "DOCAND" in self.senses(start - 1))

    def _of_one_behind(self, day: int, start: int) -> bool:
        """`under Law 3, the Government adopted on 5 May 2020 Decree 12`: a day right before a document is of that one."""
        return start < day and any(day < k <= day + _BESIDE and "COMMA" not in self.senses(day + 1) for k in self.context.documents)

    def _opening_day(self, low: int, start: int, end: int) -> int | None:
        """The day that a sentence begins with, where its last word is the verb: `در ۴ آوریل، کمیته طرح شماره … را صادر کرد`."""
        if not (self.context.around.settings.get("verb_last") and self._issued_behind(end)):
            return None
        day = next((k for k in range(start - 1, low, -1) if self._is_day(k) and not self._is_of_number(k)), start)
        return None if day == start or self._parted(day, start) else day

    def _is_day(self, k: int) -> bool:
        return "DATE" in self.senses(k) and self.context.value(k).grain == "day" and not self.context.value(k).relative

    def _is_of_number(self, day: int) -> bool:
        """The day of another document, right behind its number: `نامه شماره ۵۵ مورخ …`, `Kế hoạch số 45/KH-UBND ngày …`."""
        at = day - 1 if _DATING.isdisjoint(self.senses(day - 1)) else day - 2
        nth = "ORDINAL" in self.senses(at) or "ORDINALMARK" in self.senses(at - 1)
        return not nth and not _NUMBERS.isdisjoint(self.senses(at))

    def _parted(self, day: int, start: int) -> bool:
        """True where another document stands between a day and the document."""
        first, last = min(day, start), max(day, start)
        return any(
            other != start
            for other in self.context.documents[bisect_left(self.context.documents, first) : bisect_left(self.context.documents, last)]
        )

    def _sentence(self, start: int, end: int) -> tuple[int, int]:
        """What closes the sentence before tokens [start, end), and what closes it behind them."""
        low, high = max(0, start - _SENTENCE), min(len(self.tokens) - 1, end + _SENTENCE)
        first, last = bisect_left(self.closed, start) - 1, bisect_left(self.closed, end)
        return max(low, self.closed[first] if first >= 0 else 0), min(high, self.closed[last] if last < len(self.closed) else high)

    def _opens(self, k: int) -> bool:
        """What closes the sentence before, the day that a sentence begins with, or the comma behind it."""
        return not _BEFORE.isdisjoint(self.senses(k)) or ("COMMA" in self.senses(k) and "DATE" in self.senses(k - 1))
