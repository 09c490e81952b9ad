"""The job as plain functions: read, leave out what is known, extract, validate, load; then check and publish.

Documents go through in batches, so that memory stays flat; readers see nothing of a run before all of it is published.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from sys import intern
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import extractors
from flows import figures, known, settings, sources
from flows.batches import SEEN, Frames
from flows.coverage import covering
from flows.engines import engine_of
from flows.extracting import Terms, extracted
from flows.intake import first_of
from flows.job import Command, Ingested, Job, RunSummary
from flows.logs import tell
from flows.progress import Progress, stage
from flows.shards import shards
from flows.sources import Access, Document, Rejected
from flows.sources.masking import masked
from flows.sources.places import Place
from flows.stopwatch import Stopwatch
from warehouse import checks, homes, keys, load
from warehouse.errors import TooManyRejects
from warehouse.homes import AtWork, Home
from warehouse.publish import NAME
from warehouse.rebuild import Stored
from warehouse.settle import Seen, settle

if TYPE_CHECKING:
    from warehouse.changes import Comparison
    from warehouse.database import Connection

__all__ = ["Ingested", "Job", "RunSummary", "abandon", "export", "ingest", "page", "publish", "rebuild", "record_failure", "report", "run"]

EXPORT = "export"
_MOST_WAITING = 12  # batches, of four million characters each at most, that wait for the working copy


def run(job: Job) -> RunSummary:
    """Ingest and publish, and export and report where the job says so; what was read, found and rejected.

    Raises SourceError where a source cannot be used, BadSettings, and WarehouseError where the home cannot be used, a check fails
    (ChecksFailed) or too much is rejected (TooManyRejects). The home is then as it was.

    >>> from tempfile import TemporaryDirectory
    >>> from warehouse import query
    >>> with TemporaryDirectory() as folder:
    ...     text, home = Path(folder, "a.txt"), Path(folder, "home")
    ...     _ = text.write_text("In 2023 12 km of road were built.", encoding="utf-8")
    ...     summary = run(Job((str(text),), home, export=False))
    ...     summary.documents, summary.facts, query(home, "select text, value, period from facts order by char_start").rows()
    (1, 2, [('2023', '2023', '2023'), ('12', '12 km', '2023')])
    """
    summary = publish(ingest(job))
    if job.export:
        export(job.home)
    if job.report:
        report(job.home, is_news=bool(summary.new or summary.changed or summary.rejected))
    return summary


def ingest(job: Job) -> Ingested:
    """Bring the documents of the sources into a working copy. Errors of sources and of the home leave everything as it was."""
    access, amount = settings.load().access(job.home), sources.measure(job.sources)
    found = sources.find(job.sources, access) if job.limit is None else _first(job, job.limit, access)
    whole = job.limit is None and job.since is None
    with _begun(job, "run") as begun:
        seen = _load(begun, found, Progress(amount, job.limit))
        rows = _settle(begun, seen, covering(map(masked, job.sources)) if whole else None)
    return begun.ingested({**rows, "read": len(seen)})


def rebuild(home: Home, workers: int = 1, wait: float = 600.0) -> RunSummary:
    """Extract the stored documents again with the present rules and schema, into a new file; runs and first sights are kept."""
    folder = homes.require_ours(home)
    with _begun(Job((), folder, workers=workers, wait=wait), "rebuild") as begun:
        stored = Stored(begun.con, folder / NAME)
        progress = Progress(sources.Amount(), stored.count())
        seen = _load(begun, (Document(**row) for row in stored.documents()), progress)
        rows = _settle(begun, seen, None)
        stored.carry_over()
        compared = stored.compared()
    summary = publish(begun.ingested({**rows, "read": len(seen), **_differences(compared)}, compared))
    if (home / EXPORT).exists():
        export(home)
    if page(home).exists():
        report(home)
    return summary


def export(home: Home) -> list[Path]:
    """Bring the Parquet export of a home up to date; the files written, none where nothing was new."""
    import warehouse

    stage("exporting")
    return warehouse.refresh_export(home, home / EXPORT)


def report(home: Home, is_news: bool = True) -> Path:
    """Write the HTML report of a home, where there is news or none was written yet."""
    from report import write

    target = page(home)
    stage("writing the report")
    return write(home, target).target if is_news or not target.exists() else target


def page(home: Home) -> Path:
    """Where the report of a home lies."""
    import report

    return home / report.NAME


def publish(ingested: Ingested) -> RunSummary:
    """Check the working copy and put it in the place of the published file. ChecksFailed and TooManyRejects leave that as it was."""
    watch = Stopwatch(ingested.seconds)
    stage("checking")
    try:
        _require_few_rejects(ingested)
        with ingested.work.checking() as con:
            with watch("check"):
                results = checks.run_checks(con, ingested.run_id)
            checks.require_passed(results, ingested.work.published)
            load.record(con, results, figures.run_row(ingested))
        stage("publishing")
        with watch("publish"):
            homes.publish(ingested.work)
    except BaseException:
        abandon(ingested)
        raise
    return _told(figures.summary(ingested))


def _told(summary: RunSummary) -> RunSummary:
    told = f"published {summary.run_id}: {summary.documents:,} documents, {summary.facts:,} facts loaded, {summary.rejected:,} rejected"
    counts = {name: getattr(summary, name) for name in ("documents", "new", "changed", "vanished", "rejected", "facts")}
    tell("published", told, run_id=summary.run_id, **counts, seconds=summary.seconds)
    return summary


def record_failure(job: Job, command: Command, started_at: datetime, reason: str) -> None:
    """Write a run that failed into the table of runs, and leave all else as it is."""
    row = figures.failed_row(job, command, started_at, reason)
    work = homes.begin(job.home, row.run_id, job.wait)
    try:
        with work.loading() as con:
            load.record(con, [], row)
            work.keep(con)
        homes.publish(work)
    except BaseException:
        homes.abandon(work)
        raise


def abandon(ingested: Ingested) -> None:
    """Forget an ingested run that will not be published, and let the next one begin."""
    homes.abandon(ingested.work)


@dataclass(frozen=True, slots=True)
class _Begun:
    """A run at work."""

    job: Job
    command: Command
    work: AtWork
    loader: Callable[[], load.Loader]
    run_id: str
    rules_version: str
    started_at: datetime
    watch: Stopwatch

    @property
    def con(self) -> Connection:
        """The working copy, in a transaction: opened, and waited for, when it is first asked for."""
        return self.loader().con

    def ingested(self, rows: dict[str, int], compared: Comparison | None = None) -> Ingested:
        """The same once it is loaded."""
        changes = compared.changes if compared else ()
        known = (self.job, self.work, self.command, self.run_id, self.rules_version, self.started_at)
        return Ingested(*known, rows, self.watch.seconds, changes)


@contextmanager
def _begun(job: Job, command: Command) -> Iterator[_Begun]:
    """Begin a run; commit what was loaded, or forget the working copy."""
    started_at = datetime.now(UTC)
    run_id, watch = keys.run_id(started_at), Stopwatch({})
    with watch("copy"):
        work = homes.begin(job.home, run_id, job.wait, fresh=command == "rebuild")
    try:
        with ExitStack() as until_loaded:
            loader = cache(lambda: load.Loader(_opened(work, until_loaded, watch), run_id, started_at))
            yield _Begun(job, command, work, loader, run_id, extractors.rules_version(), started_at, watch)
            with watch("load"):
                work.keep(loader().con)
    except BaseException:
        homes.abandon(work)
        raise


def _opened(work: AtWork, until_loaded: ExitStack, watch: Stopwatch) -> Connection:
    with watch("copy"):
        return until_loaded.enter_context(work.loading())


def _first(job: Job, limit: int, access: Access) -> Iterator[Document | Rejected]:
    """The first documents: which they are can only be said by reading in order."""
    return first_of(sources.read(job.sources, job.lang, job.published_on, access), limit, job.since)


def _load(begun: _Begun, found: Iterable[Place | Document | Rejected], progress: Progress) -> dict[str, str | None]:
    """Bring what was found through; doc_id to the file or URL of what was read."""
    watch, job = begun.watch, begun.job
    seen: dict[str, str | None] = {}
    tell("begun", f"run {begun.run_id} of {', '.join(map(masked, job.sources)) or 'what is stored'} into {job.home}", run_id=begun.run_id)
    with TemporaryDirectory(prefix="parts-", dir=begun.work.path.parent) as folder:
        terms = Terms(Path(folder).absolute(), begun.rules_version, job.lang, job.published_on, job.since)
        with watch("read"), homes.told(begun.work):
            known.write(terms.known, begun.work.known(begun.rules_version))
        frames = extracted(watch.timing("read", shards(found)), terms, engine_of(job), watch, progress.finished)
        for batch in _held_back(watch.timing("extract", frames, apart_from="read"), begun.work.is_ready):
            loader = begun.loader()
            with watch("load"):
                _take(loader, batch, seen)
            progress.loaded(batch)
    begun.loader().done()
    progress.ended()
    return seen


def _held_back(batches: Iterable[Frames], is_ready: Callable[[], bool]) -> Iterator[Frames]:
    """The batches in order, those that come before the working copy is ready kept back: they are extracted while it is copied."""
    waiting: deque[Frames] = deque()
    for batch in batches:
        waiting.append(batch)
        while waiting and (is_ready() or len(waiting) > _MOST_WAITING):
            yield waiting.popleft()
    yield from waiting


def _take(loader: load.Loader, frames: Frames, seen: dict[str, str | None]) -> None:
    """Load a batch; documents that came before in this run are replaced."""
    came = frames[SEEN].select("doc_id", "place").rows()
    loader.withdraw([doc_id for doc_id, _ in came if doc_id in seen])
    loader.append({name: rows for name, rows in frames.items() if name != SEEN})
    seen.update((doc_id, place and intern(place)) for doc_id, place in came)  # one file may hold a million documents


def _settle(begun: _Begun, seen: dict[str, str | None], covered: str | None) -> dict[str, int]:
    stage("settling")
    con = begun.con
    with begun.watch("load"):
        begun.work.settling(con)
        return settle(con, begun.run_id, Seen(seen, begun.started_at, covered))


def _differences(compared: Comparison) -> dict[str, int]:
    """What a rebuild comes to: its documents are not new, and changed are those whose facts differ."""
    counts = {"gained": compared.count("gained"), "lost": compared.count("lost"), "differing": compared.count("changed")}
    return {"new": 0, "changed": compared.documents, **counts}


def _require_few_rejects(ingested: Ingested) -> None:
    refused, read = ingested.rows["refused"], ingested.rows["read"] + ingested.rows["unread"]
    if refused > ingested.job.max_rejected * read:
        reason = f"not published: {refused} of {read} were rejected, wholly or in part, more than {ingested.job.max_rejected:.0%}"
        raise TooManyRejects(ingested.work.published, reason, "Look at the source: raqam extract SOURCE")
