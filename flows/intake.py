"""What is read becomes batches of what must be extracted: documents that are as stored are left out, of twins the last one stays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from flows.batches import Batch, Incoming, storable
from flows.known import Known
from flows.sources import Document, Rejected
from warehouse import keys

BATCH_ITEMS, BATCH_CHARACTERS = 1000, 4_000_000


@dataclass(slots=True)
class Intake:
    """``known`` need not be extracted; documents that were published before the day ``since`` are passed over."""

    known: Known
    since: date | None = None
    _seen: dict[str, tuple[str | None, int]] = field(default_factory=dict)
    _incoming: dict[str, Incoming] = field(default_factory=dict)
    _rejected: list[Rejected] = field(default_factory=list)
    _characters: int = 0

    def batches(self, items: Iterable[Document | Rejected]) -> Iterator[Batch]:
        """Batches in the order of the items."""
        for item in items:
            if isinstance(item, Rejected):
                self._rejected.append(item)
            elif not is_old(item, self.since):
                self._take(identified(item))
            if self._is_full():
                yield self._batch()
        if self._seen or self._rejected:
            yield self._batch()

    def _take(self, incoming: Incoming | Rejected) -> None:
        if isinstance(incoming, Rejected):
            self._rejected.append(incoming)
            return
        doc_id, document = incoming.doc_id, incoming.document
        self._seen[doc_id] = storable(document.read_from), incoming.bytes
        self._incoming.pop(doc_id, None)
        if self.known.content(doc_id) != incoming.content_hash:
            self._incoming[doc_id] = incoming
            self._characters += len(document.text)

    def _is_full(self) -> bool:
        return len(self._seen) + len(self._rejected) >= BATCH_ITEMS or self._characters >= BATCH_CHARACTERS

    def _batch(self) -> Batch:
        batch = Batch(tuple(self._incoming.values()), tuple(self._rejected), self._seen)
        self._seen, self._incoming, self._rejected, self._characters = {}, {}, [], 0
        return batch


def first_of(items: Iterable[Document | Rejected], limit: int, since: date | None) -> Iterator[Document | Rejected]:
    """The items up to so many documents, those published before the day ``since`` not counted."""
    seen: set[str] = set()
    for item in items:
        yield item
        if isinstance(item, Document) and not is_old(item, since) and isinstance(taken := identified(item), Incoming):
            seen.add(taken.doc_id)
        if len(seen) >= limit:
            return


def identified(document: Document) -> Incoming | Rejected:
    """A document with its ids, rejected where it is no valid Unicode."""
    try:
        doc_id = keys.document_id(document.source)
        text = document.text.encode()
        content = keys.content_hash(text, document.lang, document.title, document.published_on, document.publisher)
    except UnicodeEncodeError as error:
        reason = f"not valid Unicode: {error.reason} at character {error.start}"
        return Rejected(storable(document.source) or "", None, "text", reason, document.read_from)
    return Incoming(document, doc_id, content, len(text))


def is_old(document: Document, since: date | None) -> bool:
    """Whether it was published before that day."""
    return bool(since and document.published_on and document.published_on < since)
