"""What is read becomes batches of what must be extracted: documents that are as stored are left out, of twins the last one stays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from flows.batches import Batch, Incoming, storable
from flows.sources import Document, Rejected
from warehouse import keys

BATCH_ITEMS, BATCH_CHARACTERS = 200, 1_000_000


@dataclass(slots=True)
class Intake:
    """``known`` is doc_id to content hash of what need not be extracted, ``seen`` doc_id to the file or URL of all that was read.

    Documents that were published before the day ``since`` are passed over; after ``limit`` documents reading ends.
    """

    known: dict[str, str]
    limit: int | None = None
    since: date | None = None
    seen: dict[str, str | None] = field(default_factory=dict)
    _loaded: set[str] = field(default_factory=set)
    _incoming: dict[str, Incoming] = field(default_factory=dict)
    _rejected: list[Rejected] = field(default_factory=list)
    _withdrawn: list[str] = field(default_factory=list)
    _characters: int = 0

    def batches(self, items: Iterable[Document | Rejected]) -> Iterator[Batch]:
        """Batches in the order of the items, until ``limit`` documents were read."""
        for item in items:
            if isinstance(item, Rejected):
                self._rejected.append(item)
            elif not self._is_old(item):
                self._take(item)
            if self._is_full():
                yield self._batch()
            if self.limit is not None and len(self.seen) >= self.limit:
                break
        if self._incoming or self._rejected or self._withdrawn:
            yield self._batch()

    def _take(self, document: Document) -> None:
        try:
            doc_id = keys.document_id(document.source)
            content = keys.content_hash(document.text, document.lang, document.title, document.published_on, document.publisher)
        except UnicodeEncodeError as error:
            reason = f"not valid Unicode: {error.reason} at character {error.start}"
            self._rejected.append(Rejected(storable(document.source) or "", None, "text", reason, document.read_from))
            return
        self.seen[doc_id] = storable(document.read_from)
        self._forget_twin(doc_id)
        if self.known.get(doc_id) != content:
            self._incoming[doc_id] = Incoming(document, doc_id, content)
            self._characters += len(document.text)

    def _forget_twin(self, doc_id: str) -> None:
        if not self._incoming.pop(doc_id, None) and doc_id in self._loaded:
            self._loaded.remove(doc_id)
            self._withdrawn.append(doc_id)

    def _is_old(self, document: Document) -> bool:
        return bool(self.since and document.published_on and document.published_on < self.since)

    def _is_full(self) -> bool:
        return len(self._incoming) + len(self._rejected) >= BATCH_ITEMS or self._characters >= BATCH_CHARACTERS

    def _batch(self) -> Batch:
        batch = Batch(tuple(self._incoming.values()), tuple(self._rejected), tuple(self._withdrawn))
        self._loaded.update(self._incoming)
        self._incoming, self._rejected, self._withdrawn, self._characters = {}, [], [], 0
        return batch
