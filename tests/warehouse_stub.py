"""A stand-in for the extractors: digits are numbers, `yyyy-mm-dd` dates, `no. X` documents, `#n` ranks; `bad` breaks, `maybe` is both."""

from __future__ import annotations

import re
import sys
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from extractors.facts import Ambiguity, Date, DocumentId, Number, Rank, Section

_FACT = re.compile(r"(?P<date>\d{4}-\d\d-\d\d)|no\. (?P<id>[\w/-]+)|#(?P<rank>\d+)|bad(?P<bad>\d+)|(?P<number>\d+(?:\.\d+)?)")


class Extraction(NamedTuple):
    """What `extractors.extract` gives."""

    lang: str
    facts: list[Any]
    sections: list[Section]
    ambiguities: list[Ambiguity]


def extract(text: str, lang: str | None = None, published_on: date | None = None) -> Extraction:  # noqa: ARG001 - as `extractors.extract` has it
    """Facts of a text without any language."""
    if "explode" in text:
        raise ValueError("no such text")
    facts = [_fact(found, lang or "en") for found in _FACT.finditer(text)]
    speaker = text.partition(":")[0] if ":" in text else None
    section = Section(section=0, char_start=0, char_end=len(text), speaker=speaker)
    unclear = [Ambiguity(char_start=m.start(), char_end=m.end(), text=m[0], readings="this or that") for m in re.finditer("maybe", text)]
    return Extraction(lang or "en", facts, [section], unclear)


def _fact(found: re.Match[str], lang: str) -> Any:
    kind = str(found.lastgroup)
    common: dict[str, Any] = {
        "char_start": found.start(),
        "char_end": found.end(),
        "text": found[0],
        "lang": lang,
        "section": 0,
        "rule": kind,
    }
    if kind == "number":
        return Number(**common, value=found[0], counted="thing", period="2023")
    if kind == "date":
        day = date.fromisoformat(found[0])
        return Date(**common, edtf=found[0], date_start=day, date_end=day, grain="day")
    if kind == "id":
        return DocumentId(**common, doc_type="decree", doc_number=found[kind].upper())
    if kind == "rank":
        return Rank(**common, rank=found[kind], index="PAPI", entity="VN-27", period="2023")
    return {**common, "kind": "number", "value": "many"}


def install(rules: str = "stub-1") -> None:
    """Let the pipeline of this process use the stand-in."""
    import extractors

    extractors.extract, extractors.rules_version = extract, lambda: rules  # type: ignore[assignment]  # that is what a stand-in is


def run(path: str, home: Path) -> None:
    """A run of this stand-in over one file."""
    from flows import pipeline

    install()
    pipeline.run(pipeline.Job((path,), home, export=False))


if __name__ == "__main__":
    run(sys.argv[1], Path(sys.argv[2]))
