"""The rows that are not facts: documents, rejects, runs and checks; and the keys that facts get in the warehouse.

Like the models in `extractors.facts`, these are the only definition of their tables.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from extractors.facts import Lang, Offset

Severity = Literal["blocking", "warn"]


class Record(BaseModel):
    """A row."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class OfDocument(Record):
    """What every row that comes from a document begins with."""

    doc_id: str = Field(description="The document: a hash of its source.")


class OfFact(Record):
    """What every fact begins with."""

    fact_id: str = Field(description="The fact: document, kind and span, so that the same fact has the same id in every run.")
    doc_id: str = Field(description="The document: a hash of its source.")


class Evidence(Record):
    """What a fact is shown with."""

    sentence: str = Field(description="The sentence around the fact, at most 300 characters to either side.")


class OfRun(Record):
    """What every row that a run wrote ends with."""

    run_id: str = Field(description="The run that wrote the row.")


class DocumentRow(OfDocument):
    """One row a source: the text as read, and what is known of it."""

    source: str = Field(description="What the document is called by: its own source, else its path.")
    lang: Lang | None = Field(description="Language by which the text was read: fa, vi or en; null where it could not be read.")
    lang_given: str | None = Field(default=None, description="Language that the source or the user gave; null where it was detected.")
    title: str | None = Field(default=None, description="Title that the source gives.")
    published_on: date | None = Field(default=None, description="Day of publication (Gregorian); relative dates are resolved with it.")
    publisher: str | None = Field(default=None, description="Publisher that the source gives.")
    text: str = Field(description="The text exactly as it was read; every offset counts in it.")
    char_count: Offset = Field(description="Length of the text in code points.")
    ambiguities: int = Field(
        ge=0, description="Spans that may be read in two ways and are therefore no facts; `raqam explain` shows their readings."
    )
    content_hash: str = Field(description="Hash of text, language given, title, publication day and publisher.")
    rules_version: str = Field(description="Version of the rules by which the facts were extracted.")
    first_seen_at: datetime = Field(description="When the source was first loaded (UTC).")
    loaded_at: datetime = Field(description="When this content was loaded (UTC).")
    read_from: str | None = Field(default=None, description="File or URL in which it was read last; - for standard input.")
    vanished_at: datetime | None = Field(
        default=None, description="When a run first missed it in the source that it had come from (UTC); null while it is there."
    )


class RejectRow(Record):
    """One row a thing that did not become a document or a fact, and why; only what the last reading of its source rejected."""

    source: str = Field(description="The source, or the place in it, such as file.jsonl#12.")
    stage: Literal["read", "extract", "validate"] = Field(description="Where it failed: read, extract or validate.")
    payload: str | None = Field(default=None, description="The start of what was rejected.")
    field: str | None = Field(default=None, description="The field at fault, where it is known.")
    rule: str | None = Field(default=None, description="The rule that produced a rejected fact.")
    reason: str = Field(description="Why it was rejected.")
    doc_id: str | None = Field(default=None, description="The document, where the source became one.")
    read_from: str | None = Field(default=None, description="File or URL in which it lies; null where a document has it.")


class RunRow(Record):
    """One row a published run, written last, and one a failed run of a Prefect flow, which counts nothing."""

    run_id: str = Field(description="The run: time of its start and a random end; sorts by time.")
    command: Literal["run", "rebuild"] = Field(description="run or rebuild.")
    raqam_version: str = Field(description="Version of raqam.")
    rules_version: str = Field(description="Hash of language data and extractors.")
    lexicon_hash: str = Field(description="Hash of the language data alone.")
    sources: list[str] = Field(description="The sources that were asked for.")
    arguments: list[str] = Field(description="The other arguments that were not left as they are by themselves, such as limit=10.")
    started_at: datetime = Field(description="Start (UTC).")
    ended_at: datetime = Field(description="End of the checks, right before publishing, or of the run that failed (UTC).")
    failure: str | None = Field(
        default=None, description="Why a flow failed; null where it did not. What it had published has a row of its own."
    )
    documents_read: int = Field(ge=0, description="Documents read, without rejects.")
    documents_new: int = Field(ge=0, description="Documents whose source was not known.")
    documents_changed: int = Field(
        ge=0,
        description="Documents replaced because their content or the rules had changed; of a rebuild those whose facts differ.",
    )
    documents_unchanged: int = Field(ge=0, description="Documents that cost nothing.")
    documents_returned: int = Field(ge=0, description="Documents that had vanished and were there again.")
    documents_vanished: int = Field(ge=0, description="Documents that were missed where they had come from; they are kept.")
    rejects: int = Field(ge=0, description="Rows that this run rejected.")
    numbers: int = Field(ge=0, description="Rows loaded into numbers.")
    dates: int = Field(ge=0, description="Rows loaded into dates.")
    document_ids: int = Field(ge=0, description="Rows loaded into document_ids.")
    ranks: int = Field(ge=0, description="Rows loaded into ranks.")
    sections: int = Field(ge=0, description="Rows loaded into sections.")
    ambiguities: int = Field(ge=0, description="Spans of the documents loaded that may be read in two ways and are therefore no facts.")
    facts_gained: int | None = Field(default=None, ge=0, description="Facts that a rebuild found beyond those that were there, else null.")
    facts_lost: int | None = Field(default=None, ge=0, description="Facts that a rebuild did not find again, else null.")
    facts_changed: int | None = Field(default=None, ge=0, description="Facts that a rebuild found with other fields, else null.")
    seconds_copy: float = Field(ge=0, description="Seconds spent waiting for another run and copying the published warehouse.")
    seconds_read: float = Field(ge=0, description="Seconds spent reading sources.")
    seconds_extract: float = Field(ge=0, description="Seconds spent extracting and validating, or waiting for the workers that do.")
    seconds_load: float = Field(ge=0, description="Seconds spent loading.")
    seconds_check: float = Field(ge=0, description="Seconds spent checking.")


class CheckRow(Record):
    """One row a check and run: what the data checks of `sql/checks` came to before publishing."""

    run_id: str = Field(description="The run.")
    name: str = Field(description="The check, a file of sql/checks.")
    severity: Severity = Field(description="blocking: nothing is published where rows are bad; warn.")
    question: str = Field(description="What the check asks.")
    bad_rows: int = Field(ge=0, description="How many rows are bad.")
    examples: list[str] = Field(description="The first of them, as text.")
