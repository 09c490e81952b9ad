"""A document to its facts: passages by language, layout and tables, the drafts of each passage, facts validated."""

from __future__ import annotations

import datetime
from bisect import bisect_right
from collections.abc import Iterable
from typing import Any

from pydantic import ValidationError

from extractors import Extraction
from extractors.cells import by_columns
from extractors.detect import Passage, passages
from extractors.extraction import Draft, drafts
from extractors.facts import FACTS, Ambiguity, FactBase, Lang
from extractors.language import written
from extractors.sections import Layout, read_layout
from extractors.table_rows import Table
from extractors.tables import apart, read_tables


def read(text: str, lang: str | None, published_on: datetime.date | None) -> Extraction:
    """What `extractors.extract` gives."""
    main, parts = passages(text, lang)
    layout, tables = read_layout(text, written(main, text).code), read_tables(text)
    shown = apart(text, tables)
    found = [(draft, part.lang) for part in parts for draft in _drafts(text, shown, part, published_on, tables)]
    told = [(draft, lang) for draft, lang in found if not _within(layout.silent, draft.start)]
    facts = [_fact(draft, lang, text, layout) for draft, lang in told if draft.kind in FACTS]
    return Extraction(main, facts, layout.sections, [_ambiguity(draft, text) for draft, _ in told if draft.kind not in FACTS])


def _drafts(text: str, shown: str, part: Passage, published_on: datetime.date | None, tables: list[Table]) -> Iterable[Draft]:
    """The drafts of a passage, with offsets in the whole text; ``shown`` is the text with the cells of its tables apart."""
    piece = shown if part.end - part.start == len(text) else shown[part.start : part.end]
    language = written(part.lang, piece)
    found = [draft.moved(part.start) for draft in drafts(piece, language, published_on)]
    within = [table for table in tables if part.start <= table.start < part.end]
    return by_columns(found, within, text, language, published_on) if within else found


def _within(places: list[tuple[int, int]], offset: int) -> bool:
    at = bisect_right(places, (offset, len(places) and places[-1][1])) - 1
    return at >= 0 and places[at][0] <= offset < places[at][1]


def _fact(draft: Draft, lang: Lang, text: str, layout: Layout) -> FactBase | dict[str, Any]:
    start, end, fields = draft.start, draft.end, draft.fields
    fields |= {
        "char_start": start,
        "char_end": end,
        "text": text[start:end],
        "section": _section(layout, start),
        "lang": lang,
        "rule": draft.rule,
    }
    try:
        return FACTS[draft.kind].model_validate(fields)
    except ValidationError:
        return {"kind": draft.kind, **fields}


def _ambiguity(draft: Draft, text: str) -> Ambiguity:
    return Ambiguity(char_start=draft.start, char_end=draft.end, text=text[draft.start : draft.end], readings=draft.rule)


def _section(layout: Layout, offset: int) -> int | None:
    at = bisect_right(layout.sections, offset, key=lambda section: section.char_start) - 1
    return at if at >= 0 and offset < layout.sections[at].char_end else None
