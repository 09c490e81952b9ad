"""The job as plain functions: read, leave out what is known, extract, validate, load; then check and publish.

Documents go through in batches, so that memory stays flat; readers see nothing of a run before all of it is published.
"""

from __future__ import annotations

import fnmatch
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import extractors
from flows import settings, sources
from flows.batches import extract_batch
from flows.intake import Intake
from flows.sources import Document, Rejected
from flows.sources.masking import masked
from flows.stopwatch import Stopwatch
from flows.workers import in_order
from warehouse import checks, database, keys, load
from warehouse import publish as publishing
from warehouse.errors import TooManyRejects
from warehouse.publish import Work
from warehouse.rebuild import Stored
from warehouse.records import RunRow
from warehouse.schema import FACT_TABLES, version

if TYPE_CHECKING:
    from warehouse.database import Connection


@dataclass(frozen=True, slots=True)
class Job:
    """What to do: sources and where the warehouse lies.

    ``limit`` ends after so many documents, ``wait`` is how many seconds to wait for another run, and where more than the share
    ``max_rejected`` of all that was read is rejected, nothing is published. ``report`` is for those who write one.
    """

    sources: tuple[str, ...]
    home: Path
    lang: str | None = None
    published_on: date | None = None
    workers: int = 1
    limit: int | None = None
    export: bool = True
    report: bool = False
    wait: float = 600.0
    max_rejected: float = 1.0


@dataclass(frozen=True, slots=True)
class Ingested:
    """A working copy with the run's rows, not yet published; it holds the lock of its home until `publish` or `abandon`."""

    job: Job
    work: Work
    command: Literal["run", "rebuild"]
    run_id: str
    rules_version: str
    started_at: datetime
    rows: dict[str, int]
    seconds: dict[str, float]


@dataclass(frozen=True, slots=True)
class RunSummary:
    """The figures of a run; ``facts_gained`` and ``facts_lost`` are known for a rebuild only, ``seconds`` is by stage."""

    run_id: str
    documents: int
    new: int
    changed: int
    unchanged: int
    rejected: int
    facts: int
    numbers: int
    dates: int
    document_ids: int
    ranks: int
    sections: int
    facts_gained: int | None
    facts_lost: int | None
    seconds: dict[str, float]
    warehouse: Path


def run(job: Job) -> RunSummary:
    """Ingest and publish, and export where the job says so and there is something new."""
    import warehouse

    summary = publish(ingest(job))
    target = job.home / "export"
    if job.export and (summary.new or summary.changed or summary.rejected or not target.exists()):
        warehouse.export(job.home, target, "parquet")
    return summary


def ingest(job: Job) -> Ingested:
    """Bring the documents of the sources into a working copy. Errors of sources and of the home leave everything as it was."""
    items = sources.read(job.sources, job.lang, job.published_on, settings.load().access(job.home))
    with _begun(job, "run") as begun:
        rows = _load(begun, items)
        rows |= load.settle(begun.con, begun.run_id, None if job.limit else partial(_covers, [*map(masked, job.sources)]))
    return begun.ingested(rows)


def rebuild(home: Path, workers: int = 1, wait: float = 600.0) -> RunSummary:
    """Extract the stored documents again with the present rules and schema, into a new file; runs and first sights are kept."""
    database.require_ours(home / publishing.NAME)
    with _begun(Job((), home, workers=workers, wait=wait), "rebuild") as begun:
        stored = Stored(begun.con, begun.work.published)
        rows = _load(begun, (Document(**row) for row in stored.documents()))
        rows |= load.settle(begun.con, begun.run_id, None) | stored.carry_over()
    return publish(begun.ingested(rows))


def publish(ingested: Ingested) -> RunSummary:
    """Check the working copy and put it in the place of the published file. ChecksFailed and TooManyRejects leave that as it was."""
    watch = Stopwatch(ingested.seconds)
    try:
        _require_few_rejects(ingested)
        with database.writing(ingested.work.path) as con, watch("check"):
            con.begin()
            results = checks.run_checks(con, ingested.run_id)
            checks.require_passed(results, ingested.work.published)
            load.record(con, results, _run_row(ingested))
            con.commit()
        with watch("publish"):
            publishing.publish(ingested.work)
    except BaseException:
        abandon(ingested)
        raise
    return _summary(ingested)


def abandon(ingested: Ingested) -> None:
    """Forget an ingested run that will not be published, and let the next one begin."""
    publishing.abandon(ingested.work)


@dataclass(frozen=True, slots=True)
class _Begun:
    """A run at work: its working copy is open, in a transaction."""

    job: Job
    command: Literal["run", "rebuild"]
    work: Work
    con: Connection
    run_id: str
    rules_version: str
    started_at: datetime
    watch: Stopwatch

    def ingested(self, rows: dict[str, int]) -> Ingested:
        """The same once it is loaded."""
        return Ingested(self.job, self.work, self.command, self.run_id, self.rules_version, self.started_at, rows, self.watch.seconds)


@contextmanager
def _begun(job: Job, command: Literal["run", "rebuild"]) -> Iterator[_Begun]:
    """Begin a run; commit what was loaded, or forget the working copy."""
    started_at = datetime.now(UTC)
    run_id = keys.run_id(started_at)
    work = publishing.begin(job.home, run_id, job.wait, fresh=command == "rebuild")
    try:
        with database.writing(work.path) as con:
            load.prepare(con, work.path)
            yield _Begun(job, command, work, con, run_id, extractors.rules_version(), started_at, Stopwatch({}))
            con.commit()
    except BaseException:
        publishing.abandon(work)
        raise


def _load(begun: _Begun, items: Iterable[Document | Rejected]) -> dict[str, int]:
    """Bring items through; how many documents were read."""
    con, watch = begun.con, begun.watch
    intake = Intake(load.known_documents(con, begun.rules_version), begun.job.limit)
    extract = partial(extract_batch, rules_version=begun.rules_version)
    batches = intake.batches(watch.timing("read", items))
    for batch, frames in watch.timing("extract", in_order(extract, batches, begun.job.workers), apart_from="read"):
        with watch("load"):
            load.withdraw(con, batch.withdrawn, begun.run_id)
            load.append(con, frames, begun.run_id, begun.started_at)
    return {"read": intake.documents}


def _covers(asked: Iterable[str], place: str) -> bool:
    """Whether a place lies in one of the sources that were read to their end.

    >>> [_covers(["in", "x.jsonl", "*.csv"], place) for place in ("in/a.txt", "x.jsonl#3", "x.jsonl.gz", "b.csv#1")]
    [True, True, False, True]
    """
    whole = place.partition("#")[0]
    return any(whole == source or place.startswith(source.rstrip("/") + "/") or fnmatch.fnmatchcase(whole, source) for source in asked)


def _require_few_rejects(ingested: Ingested) -> None:
    rejects, documents = ingested.rows["rejects"], ingested.rows["read"]
    if rejects > ingested.job.max_rejected * (rejects + documents):
        reason = f"not published: {rejects} of {rejects + documents} were rejected, more than {ingested.job.max_rejected:.0%}"
        raise TooManyRejects(ingested.work.published, reason, "Look at the source: raqam extract SOURCE")


def _run_row(ingested: Ingested) -> RunRow:
    rows, seconds = ingested.rows, ingested.seconds
    return RunRow(
        run_id=ingested.run_id,
        command=ingested.command,
        raqam_version=version(),
        rules_version=ingested.rules_version,
        sources=[*map(masked, ingested.job.sources)],
        started_at=ingested.started_at,
        ended_at=datetime.now(UTC),
        documents_read=ingested.rows["read"],
        documents_new=rows["new"],
        documents_changed=rows["changed"],
        documents_unchanged=_unchanged(ingested),
        rejects=rows["rejects"],
        numbers=rows["numbers"],
        dates=rows["dates"],
        document_ids=rows["document_ids"],
        ranks=rows["ranks"],
        sections=rows["sections"],
        seconds_read=seconds.get("read", 0.0),
        seconds_extract=seconds.get("extract", 0.0),
        seconds_load=seconds.get("load", 0.0),
        seconds_check=seconds.get("check", 0.0),
    )


def _summary(ingested: Ingested) -> RunSummary:
    rows = ingested.rows
    return RunSummary(
        run_id=ingested.run_id,
        documents=ingested.rows["read"],
        new=rows["new"],
        changed=rows["changed"],
        unchanged=_unchanged(ingested),
        rejected=rows["rejects"],
        facts=sum(rows[name] for name in FACT_TABLES.values()),
        numbers=rows["numbers"],
        dates=rows["dates"],
        document_ids=rows["document_ids"],
        ranks=rows["ranks"],
        sections=rows["sections"],
        facts_gained=rows.get("gained"),
        facts_lost=rows.get("lost"),
        seconds=ingested.seconds,
        warehouse=ingested.work.published,
    )


def _unchanged(ingested: Ingested) -> int:
    return max(0, ingested.rows["read"] - ingested.rows["new"] - ingested.rows["changed"])
