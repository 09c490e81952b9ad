"""The documents of a warehouse with their facts, in parts of bounded size, and the index that lists them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from extractors.facts import FACTS, Edtf, fields_of
from report.paragraphs import Paragraph, Span, paragraphs
from warehouse.database import Connection, frame_of
from warehouse.schema import FACT_TABLES, quote
from warehouse.values import plain

PART_CHARACTERS = 250_000  # of texts in one piece of the page, which is inflated when one of its documents is shown
_YEARS = re.compile(r"(\d{4})[^/]*(?:/(\d{4}))?")
_SHOWN = "doc_id, source, title, lang, published_on, publisher, char_count, run_id"
_ABOUT = "speaker, speaker_role, heading, reporter, recorded"

Row = dict[str, Any]


@dataclass(slots=True)
class Library:
    """What the page lists: a line a document, and which combinations of kind, speaker, index and years its facts have, how often."""

    documents: list[Row] = field(default_factory=list)
    facts: int = 0

    def add(self, document: Row, facts: list[Row], part: int) -> None:
        """List a document of a part."""
        groups = Counter(map(_group, facts))
        self.facts += len(facts)
        self.documents.append({**document, "part": part, "facts": [[*group, count] for group, count in groups.items()]})


def parts(con: Connection, limit: int, library: Library) -> Iterator[list[Row]]:
    """Parts of documents, those published last first, each with its paragraphs, sections and facts; they are listed in the library."""
    for number, batch in enumerate(_batches(con, limit)):
        texts, sections, facts = _texts(con, batch), _sections(con, batch), _facts(con, batch)
        part = []
        for document in batch:
            key = document["doc_id"]
            own = _with_speakers(facts[key], sections[key])
            library.add(document, own, number)
            part.append({"doc_id": key, **_body(texts[key], document.get("lang"), sections[key], own)})
        yield part


def _batches(con: Connection, limit: int) -> Iterator[list[Row]]:
    batch: list[Row] = []
    size = 0
    for row in _rows(con, f"SELECT {_SHOWN} FROM documents ORDER BY published_on DESC NULLS LAST, source LIMIT {limit}"):
        batch.append(row)
        size += row["char_count"]
        if size >= PART_CHARACTERS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _rows(con: Connection, sql: str) -> Iterator[Row]:
    """Rows without their nulls."""
    for row in frame_of(con, sql).iter_rows(named=True):
        yield {name: plain(value) for name, value in row.items() if value is not None}


def _of(batch: list[Row]) -> str:
    return f"doc_id IN ({', '.join(quote(document['doc_id']) for document in batch)})"


def _texts(con: Connection, batch: list[Row]) -> dict[str, str]:
    return {row["doc_id"]: row["text"] for row in _rows(con, f"SELECT doc_id, text FROM documents WHERE {_of(batch)}")}


def _sections(con: Connection, batch: list[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    columns = f"doc_id, section, char_start, char_end, {_ABOUT}"
    for row in _rows(con, f"SELECT {columns} FROM sections WHERE {_of(batch)} ORDER BY doc_id, section"):
        found[row.pop("doc_id")].append(row)
    return found


def _facts(con: Connection, batch: list[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for kind, table in FACT_TABLES.items():
        for row in _rows(con, f"SELECT * EXCLUDE (sentence) FROM {table} WHERE {_of(batch)}"):
            found[row.pop("doc_id")].append({"kind": kind, **row})
    for facts in found.values():
        facts.sort(key=lambda fact: fact["char_start"])
    return found


def _with_speakers(facts: list[Row], sections: list[Row]) -> list[Row]:
    speakers = {section["section"]: section["speaker"] for section in sections if "speaker" in section}
    return [{**fact, "speaker": speakers[fact["section"]]} if fact.get("section") in speakers else fact for fact in facts]


def _group(fact: Row) -> tuple[str, str | None, str | None, int | None, int | None]:
    """What the page filters by: kind, speaker, index, first and last year.

    >>> _group({"kind": "date", "edtf": "2015/2020"})
    ('date', None, None, 2015, 2020)
    """
    years = _YEARS.match(fact.get(_period(fact["kind"])) or "")
    first = int(years[1]) if years else None
    return fact["kind"], fact.get("speaker"), fact.get("index"), first, int(years[2]) if years and years[2] else first


@cache
def _period(kind: str) -> str:
    """The field that says when: the one of a kind that holds EDTF.

    >>> _period("number"), _period("date"), _period("document_id")
    ('period', 'edtf', 'issued_on')
    """
    return next(iter(fields_of(FACTS[kind], Edtf)), "")


def _body(text: str, lang: str | None, sections: list[Row], facts: list[Row]) -> Row:
    spans = [Span(fact["char_start"], fact["char_end"]) for fact in facts]
    starts = [section["char_start"] for section in sections]
    body = [_paragraph(paragraph, starts, sections) for paragraph in paragraphs(text, spans, lang)]
    about = {section["section"]: {name: section[name] for name in _ABOUT.split(", ") if name in section} for section in sections}
    return {"paragraphs": body, "sections": about, "facts": [{**fact, "group": _group(fact)} for fact in facts]}


def _paragraph(paragraph: Paragraph, starts: list[int], sections: list[Row]) -> Row:
    at = bisect_right(starts, paragraph.start) - 1
    inside = at >= 0 and paragraph.start < sections[at]["char_end"]
    section = sections[at]["section"] if inside else None
    return {"section": section, "dir": paragraph.direction, "lang": paragraph.lang, "runs": paragraph.runs}
