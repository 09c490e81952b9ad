"""A batch of documents to frames: the work that is done in this process or in many. Nothing here knows the warehouse's state."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from pydantic import TypeAdapter, ValidationError

import extractors
from extractors.errors import told
from extractors.facts import Fact, FactBase
from flows.sources import Document, Rejected
from flows.sources.document import excerpt
from warehouse.evidence import sentences
from warehouse.frames import fact_frames, frame

if TYPE_CHECKING:
    import polars

Frames: TypeAlias = "dict[str, polars.DataFrame]"
SEEN = "seen"
_FACT: TypeAdapter[FactBase] = TypeAdapter(Fact)


@dataclass(frozen=True, slots=True)
class Incoming:
    """A document that is to be extracted, with its ids and its size as UTF-8."""

    document: Document
    doc_id: str
    content_hash: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Batch:
    """What is loaded together: documents, what was rejected while they were read, and of all that was read doc_id to place and bytes."""

    incoming: tuple[Incoming, ...]
    rejected: tuple[Rejected, ...]
    seen: dict[str, tuple[str | None, int]]


def extract_batch(batch: Batch, rules_version: str) -> Frames:
    """A frame a table that has rows, validated, and one of what was seen; equal for equal batches, in whatever process."""
    made = [_Made.of(incoming, rules_version) for incoming in batch.incoming]
    facts = fact_frames((one.row["doc_id"], fact, sentence) for one in made for fact, sentence in one.facts)
    read = [_unread(reject) for reject in batch.rejected]
    rows = {
        "documents": [one.row for one in made],
        "sections": [section for one in made for section in one.sections],
        "rejects": [*read, *(reject for one in made for reject in one.rejects)],
    }
    return {**{name: frame(name, those) for name, those in rows.items() if those}, **facts, SEEN: _seen(batch.seen)}


def _seen(seen: dict[str, tuple[str | None, int]]) -> polars.DataFrame:
    import polars as pl

    rows = [(doc_id, *known) for doc_id, known in seen.items()]
    return pl.DataFrame(rows, schema={"doc_id": pl.String, "place": pl.String, "bytes": pl.Int64}, orient="row")


@dataclass(frozen=True, slots=True)
class _Made:
    """What became of one document."""

    row: dict[str, Any]
    sections: list[dict[str, Any]]
    facts: list[tuple[FactBase, str]]
    rejects: list[dict[str, Any]]

    @classmethod
    def of(cls, incoming: Incoming, rules_version: str) -> _Made:
        """Extract and validate; a document that the extractors refuse is kept without facts, so that nothing is lost."""
        document, doc_id = incoming.document, incoming.doc_id
        try:
            extraction = extractors.extract(document.text, document.lang, document.published_on)
        except Exception as error:  # one bad document must not end the run
            return cls(_row(incoming, None, 0, rules_version), [], [], [_refused(document.source, doc_id, error)])
        rejects: list[dict[str, Any]] = []
        facts = list(_validated(extraction.facts, incoming, rejects))
        evidence = sentences(document.text, [(fact.char_start, fact.char_end) for fact in facts])
        sections = [{"doc_id": doc_id, **section.__dict__} for section in extraction.sections]
        row = _row(incoming, extraction.lang, len(extraction.ambiguities), rules_version)
        return cls(row, sections, list(zip(facts, evidence, strict=True)), rejects)


def _row(incoming: Incoming, lang: str | None, ambiguities: int, rules_version: str) -> dict[str, Any]:
    document = incoming.document
    return {
        "doc_id": incoming.doc_id,
        "source": document.source,
        "lang": lang,
        "lang_given": document.lang,
        "title": document.title,
        "published_on": document.published_on,
        "publisher": document.publisher,
        "text": document.text,
        "char_count": len(document.text),
        "ambiguities": ambiguities,
        "content_hash": incoming.content_hash,
        "rules_version": rules_version,
        "read_from": storable(document.read_from),
    }


def _validated(facts: Iterable[Any], incoming: Incoming, rejects: list[dict[str, Any]]) -> Iterator[FactBase]:
    """The facts that keep the contract; the others go to ``rejects``."""
    text = incoming.document.text
    for fact in facts:
        try:
            model = fact if isinstance(fact, FactBase) else _FACT.validate_python(fact)
        except ValidationError as error:
            rejects.append(_refused(incoming.document.source, incoming.doc_id, error, fact))
            continue
        if text[model.char_start : model.char_end] == model.text:
            yield model
        else:
            reason = f"span {model.char_start}:{model.char_end} holds other characters than the fact"
            rejects.append(_reject(incoming.document.source, "validate", reason, "text", model.text, model.rule, incoming.doc_id))


def _refused(source: str, doc_id: str, error: Exception, fact: Any = None) -> dict[str, Any]:
    """A reject from an exception; of a ValidationError the first complaint."""
    stage, rule = ("extract", None) if fact is None else ("validate", fact.get("rule"))
    if isinstance(error, ValidationError):
        first = error.errors(include_url=False)[0]
        field = ".".join(map(str, first["loc"][-1:])) or None
        return _reject(source, "validate", first["msg"], field, str(first["input"]), rule, doc_id)
    return _reject(source, stage, told(error), doc_id=doc_id)


def _unread(reject: Rejected) -> dict[str, Any]:
    """What the reader rejected; it alone says in which file, since other rejects have a document that does."""
    row = _reject(reject.source, "read", reject.reason, field=reject.field, payload=reject.payload)
    return {**row, "read_from": storable(reject.read_from)}


def _reject(
    source: str,
    stage: str,
    reason: str,
    field: str | None = None,
    payload: str | None = None,
    rule: str | None = None,
    doc_id: str | None = None,
) -> dict[str, Any]:
    texts = {"source": source, "stage": stage, "payload": payload and excerpt(payload), "field": field, "rule": rule, "reason": reason}
    return {name: storable(text) for name, text in texts.items()} | {"doc_id": doc_id, "read_from": None}


def storable(text: str | None) -> str | None:
    """A text as valid Unicode: half a surrogate pair cannot be stored.

    >>> storable("a\\ud800")
    'a?'
    """
    return text if text is None or text.isascii() else text.encode("utf-8", "replace").decode()
