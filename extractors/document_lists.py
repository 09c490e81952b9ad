"""Documents in lists: a part of a list has the type of the first, and what stands behind the list is said of each."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from extractors.document_context import DocumentContext, is_cited
from extractors.finding import Match
from extractors.lexer import Tokens

_LISTING = frozenset({"COMMA", "SEMI", "DOCAND", "NO", "RANGE"})
_APART = 6  # tokens between two numbers of a list
_LONG = 9  # digits of a number that is no count


@dataclass(frozen=True, slots=True)
class DocValue:
    """The value of a document ID; text fields are slices of the text as read, ``issued_on`` is EDTF."""

    rule: str
    doc_type: str
    doc_number: str | None = None
    issued_on: str | None = None
    issuer: str | None = None
    title: str | None = None
    locator: str | None = None


def _alike(first: DocValue, second: DocValue) -> bool:
    """Two numbers that are too long for a count, and of one length: both are of documents."""
    one, two = str(first.doc_number), str(second.doc_number)
    return len(one) == len(two) >= _LONG and one.isdigit() and two.isdigit()


def _same_kind(first: DocValue, second: DocValue) -> bool:
    """Two symbols of which the first has its type's word: of types that have one symbol, or with the same letters (`43/2022/QH15`)."""
    kinds, numbers = (first.doc_type, second.doc_type), (first.doc_number, second.doc_number)
    one, two = (re.sub(r"\d", "", str(number)) for number in numbers)
    return one == two or all(is_cited(kind, "alike") for kind in kinds)


class DocumentLists:
    """Says what documents that stand in one list have in common."""

    def __init__(self, tokens: Tokens, context: DocumentContext) -> None:
        self.tokens, self.context = tokens, context

    def shared(self, found: list[tuple[Match, DocValue]]) -> list[tuple[int, int, DocValue]]:
        """What stands behind a list (`رأی شماره‌های ۵ و ۶ دیوان`) is said of each of its documents."""
        for at in range(len(found) - 1, 0, -1):
            (match, value), (before, former) = found[at], found[at - 1]
            if match.rule.gives.get("listed") and former.issuer is None:
                found[at - 1] = before, replace(former, issuer=value.issuer, issued_on=former.issued_on or value.issued_on)
        return [(*match.span, value) for match, value in found]

    def inherited(self, found: list[tuple[Match, DocValue]]) -> list[tuple[Match, DocValue]]:
        """Give the parts of a list the type of its first; drop bare numbers that belong to no list."""
        out: list[tuple[Match, DocValue]] = []
        for match, value in found:
            before = out[-1] if out and self._joined(out[-1][0].span[1], match.span[0]) else None
            if match.rule.gives.get("listed"):
                if not before or not before[1].doc_number or not self._listed(match, value, before):
                    continue
                value = replace(value, doc_type=before[1].doc_type)
            elif before and match.rule.gives.get("alone") and _same_kind(before[1], value):
                value = replace(value, doc_type=before[1].doc_type)
            out.append((match, value))
        return out

    def _listed(self, match: Match, value: DocValue, before: tuple[Match, DocValue]) -> bool:
        """True where a bare number behind another goes on its list."""
        numbered = any("NO" in self.context.senses(k) for k in range(match.start, match.span[0]))  # `No. 15 of 7 July, No. 16`
        return numbered or self._many(before[0]) or _alike(before[1], value) or self._ends_list(match)

    def _joined(self, end: int, start: int) -> bool:
        """True where only commas, `and`, `number` and `(EU)` stand between, behind a year in brackets (`1325 (2000), 1820 (2008)`)."""
        senses = self.tokens.senses
        if end + 2 < start and "LPAR" in senses(end) and "DATE" in senses(end + 1) and "RPAR" in senses(end + 2):
            end += 3
        if {"DOCDATED", "DASH"} & senses(end).keys() and end + 2 < start and "DATE" in senses(end + 1):
            end += 2  # `No. 15 of 7 July 2016, No. 16`
        return 0 < start - end <= _APART and all(_LISTING & senses(k).keys() or self._of_union(k) for k in range(end, start))

    def _of_union(self, k: int) -> bool:
        """The letters and brackets of `(EU)` before a number."""
        return any("EULETTERS" in self.tokens.senses(at) for at in (k - 1, k, k + 1))

    def _many(self, match: Match) -> bool:
        """True where a type word says that several numbers follow."""
        if match.rule.gives.get("listed"):
            return True
        ends = tuple(self.context.around.settings.get("plural_ends", ()))
        said = [match.start, *(k for k in range(match.start + 1, match.end) if "NO" in self.context.senses(k))]  # `numbers 5 and 6`
        plural = bool(ends) and any(self.context.word(k).endswith(ends) for k in said)
        return plural or "DOCMANY" in self.tokens.senses(match.start) or "DOCMANY" in self.tokens.senses(match.start - 1)

    def _ends_list(self, match: Match) -> bool:
        """`Nghị định số 178, 177 và 67 của Chính phủ`: a bare number behind numbered ones, with an owner and no noun behind the list."""
        k = match.end
        while {"COMMA", "DOCAND"} & self.context.senses(k).keys() or self.tokens.senses(k).keys() >= {"DIGITS", "INT"}:
            k += 1
        return "DOCOF" in self.context.senses(k)
