"""What a source gives: documents, refusals, and the errors of sources that give nothing at all."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import date

from extractors.errors import RaqamError

PAYLOAD_CHARS = 200


@dataclass(frozen=True, slots=True)
class Document:
    """One text with what is known of it.

    ``source`` names it for good: loading the same source again replaces it. ``text`` is as read; offsets count in it.
    ``read_from`` is the file or URL that it lay in, which is how a document that has vanished from there is noticed.
    """

    source: str
    text: str
    lang: str | None = None
    title: str | None = None
    published_on: date | None = None
    publisher: str | None = None
    read_from: str | None = dataclasses.field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Rejected:
    """Something that did not become a document: where it lies, the start of it, the field at fault and the reason."""

    source: str
    payload: str | None
    field: str | None
    reason: str
    read_from: str | None = dataclasses.field(default=None, compare=False)


class SourceError(RaqamError):
    """A source that cannot be used."""

    def __init__(self, source: str, reason: str, advice: str) -> None:
        super().__init__(f"{source}: {reason}. {advice}")
        self.source, self.reason, self.advice = source, reason, advice

    def __reduce__(self) -> tuple[type[SourceError], tuple[str, str, str]]:
        """As itself out of another process."""
        return type(self), (self.source, self.reason, self.advice)


class SourceNotFound(SourceError):
    """Nothing is there."""


class SourceUnreadable(SourceError):
    """Something is there, but it may not or cannot be opened."""


def excerpt(text: str) -> str:
    """The first 200 characters, for a reject's payload.

    >>> excerpt("x" * 300) == "x" * 200 + "…"
    True
    """
    return text if len(text) <= PAYLOAD_CHARS else text[:PAYLOAD_CHARS] + "…"


def why(error: BaseException) -> str:
    """An error's message without its errno and path.

    >>> why(FileNotFoundError(2, "No such file or directory", "/x")), why(ValueError("odd"))
    ('No such file or directory', 'odd')
    """
    return (error.strerror if isinstance(error, OSError) and error.strerror else str(error)) or type(error).__name__
