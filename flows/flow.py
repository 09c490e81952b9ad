"""The Prefect flows: a few coarse tasks over the functions of `flows.pipeline`, with retries, time-outs, artifacts and assets.

Never a task for each document: a task costs milliseconds to half a second, an extraction less.
"""

# No `from __future__ import annotations` here: a served flow is loaded from its file, where Prefect cannot resolve names in strings.
import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from flows.prefect_api import environment

os.environ.update({**environment(), **os.environ})  # before Prefect is imported, which reads it

from prefect import Flow, flow, get_client, task
from prefect.assets import materialize
from prefect.cache_policies import NO_CACHE
from prefect.concurrency.sync import concurrency
from prefect.events import emit_event
from prefect.tasks import exponential_backoff

import warehouse
from extractors.errors import RaqamError
from flows import artifacts, lineage, pipeline
from flows.job import Command, Ingested, Job, RunSummary
from flows.logs import LOG
from warehouse.errors import WarehouseBusy
from warehouse.homes import folder_of

PUBLISHED = "raqam.published"
_DAY, _HOUR = timedelta(days=1).total_seconds(), timedelta(hours=1).total_seconds()
_LEASE_SECONDS = 60
"""So long a writer that was killed keeps the others waiting; Prefect allows no less."""

if LOG.level == logging.NOTSET:
    LOG.setLevel(logging.INFO)  # what a run tells is to be read on Prefect's pages


def worth_a_retry(_task: Any, _run: Any, state: Any) -> bool:
    """Network and disk may recover; what raqam itself refuses will be refused again."""
    return not isinstance(state.result(raise_on_failure=False), RaqamError)


@task(
    retries=3,
    retry_delay_seconds=exponential_backoff(backoff_factor=10),
    retry_jitter_factor=0.3,
    retry_condition_fn=worth_a_retry,
    timeout_seconds=_DAY,
    cache_policy=NO_CACHE,
)
def ingest(job: Job) -> Ingested:
    """Read, extract, validate and load into a warehouse that nobody sees yet."""
    return pipeline.ingest(job)


@materialize("file:///raqam.duckdb", by="raqam", cache_policy=NO_CACHE, timeout_seconds=_HOUR)
def publish(ingested: Ingested) -> RunSummary:
    """Check it, and put it in the place of the old one."""
    summary = pipeline.publish(ingested)
    lineage.warehouse_asset(folder_of(ingested.job.home, "")).add_metadata(
        {"run_id": summary.run_id, "documents": summary.documents, "facts": summary.facts}
    )
    return summary


def by_content(made: Callable[[Path], Path]) -> Callable[[Any, dict[str, Any]], str | None]:
    """The key of a task that makes something of a warehouse: it changes when that does; none where what is ``made`` is not there."""

    def key(_context: Any, parameters: dict[str, Any]) -> str | None:
        home: Path = parameters["home"]
        if not made(home).exists():
            return None
        content = f"{made(home).absolute()} {warehouse.edition(home)}"
        return sha256(content.encode("utf-8", "surrogateescape")).hexdigest()

    return key


@materialize(
    "file:///export",
    by="raqam",
    retries=2,
    retry_delay_seconds=10,
    timeout_seconds=_HOUR,
    cache_key_fn=by_content(lambda home: home / pipeline.EXPORT),
    persist_result=True,
)
def export(home: Path) -> list[Path]:
    """Bring the Parquet export up to date; where nothing is new, it is not even looked at."""
    return pipeline.export(home)


@materialize(
    "file:///report",
    by="raqam",
    retries=2,
    retry_delay_seconds=10,
    timeout_seconds=_HOUR,
    cache_key_fn=by_content(pipeline.page),
    persist_result=True,
)
def report(home: Path) -> Path:
    """Write the HTML report."""
    return pipeline.report(home)


def record_failure(flow: Flow[..., Any], flow_run: Any, state: Any) -> None:
    """Write a run that failed into the table of runs; where that cannot be done either, the log says so."""
    error = state.result(raise_on_failure=False) if state.is_failed() else state.message
    parameters = flow.validate_parameters(flow_run.parameters)
    job = parameters.get("job") or Job((), parameters["home"])
    command: Command = "rebuild" if flow.name == rebuild.name else "run"
    try:
        pipeline.record_failure(job, command, flow_run.start_time or datetime.now(UTC), str(error))
    except (RaqamError, OSError) as unwritten:
        LOG.warning("the failure is not in the table of runs: %s", unwritten)


@flow(name="raqam", timeout_seconds=_DAY, on_failure=[record_failure], on_crashed=[record_failure])
def raqam(job: Job) -> RunSummary:
    """Bring documents and their facts into the warehouse, then export and report where the job says so."""
    home = folder_of(job.home, "A lake is filled by raqam run --no-prefect")
    with writing(home, job.wait):
        summary = published(home, ingest(job), job)
    if job.export:
        exported(home)
    if job.report:
        reported(home)
    return summary


def on_engine(job: Job) -> Flow[[Job], RunSummary]:
    """The flow with the task runner of the job's engine."""
    if job.engine == "local":
        return raqam
    from flows.dask_cluster import task_runner

    return raqam.with_options(task_runner=task_runner(job.dask_address, job.workers))


@flow(name="raqam-rebuild", timeout_seconds=_DAY, on_failure=[record_failure], on_crashed=[record_failure])
def rebuild(home: Path = Path("data"), workers: int = 1, wait: float = 600.0) -> RunSummary:
    """Extract all stored documents again with the present rules."""
    with writing(home, wait):
        summary = extract_again(home, workers, wait)
    artifacts.summary(home, summary, "Rebuilt from the stored texts")
    announce(home, summary)
    return summary


@task(timeout_seconds=_DAY, cache_policy=NO_CACHE)
def extract_again(home: Path, workers: int, wait: float) -> RunSummary:
    """The stored documents into a new file, checked and published."""
    return pipeline.rebuild(home, workers, wait)


@flow(name="raqam-export", timeout_seconds=_HOUR)
def export_and_report(home: Path = Path("data")) -> None:
    """Bring the export and the report of a warehouse up to date; a deployment runs it after each publish."""
    exported(home)
    reported(home)


def published(home: Path, ingested: Ingested, job: Job) -> RunSummary:
    """Publish, show the figures and rejects as artifacts, and announce it."""
    task = publish.with_options(assets=[lineage.warehouse_asset(home)], asset_deps=[*lineage.source_assets(job.sources)])
    summary = task(ingested)
    artifacts.summary(home, summary, f"Run over {artifacts.listed(job.sources)}")
    artifacts.rejects(home, summary)
    announce(home, summary)
    return summary


def exported(home: Path) -> None:
    """The export, as an asset of the marts that it holds."""
    export.with_options(assets=lineage.mart_assets(home / pipeline.EXPORT), asset_deps=[lineage.warehouse_asset(home)])(home)


def reported(home: Path) -> None:
    """The report, with a link to it."""
    page = pipeline.page(home)
    report.with_options(assets=[lineage.page_asset(page)], asset_deps=[lineage.warehouse_asset(home)])(home)
    artifacts.link(page)


def announce(home: Path, summary: RunSummary) -> None:
    """Emit an event on which other deployments can wait."""
    where = str(home.absolute())
    resource = {"prefect.resource.id": f"raqam.warehouse.{where}", "prefect.resource.name": where}
    emit_event(PUBLISHED, resource, payload={"home": where, "run_id": summary.run_id, "facts": summary.facts})


@contextmanager
def writing(home: Path, wait: float) -> Iterator[None]:
    """The one place of a writer of a warehouse; a global concurrency limit of Prefect, so that it counts on whatever machine a run is.

    Raises WarehouseBusy after ``wait`` seconds.
    """
    name = limit_of(home)
    with get_client(sync_client=True) as client:
        client.upsert_global_concurrency_limit_by_name(name, 1)
    LOG.info("waiting for the limit %s", name)
    acquired = False
    try:
        with concurrency(name, timeout_seconds=wait, lease_duration=_LEASE_SECONDS, strict=True):
            acquired = True
            yield
    except TimeoutError as error:
        if acquired:
            raise
        advice = f"Wait for it to end and run again; if it was killed: prefect gcl update {name} --active-slots 0"
        raise WarehouseBusy(home, f"another run held the limit {name}, and did after {wait:g} s", advice) from error


def limit_of(home: Path) -> str:
    """The name of the limit on the writers of a warehouse; Prefect allows no slashes in it.

    >>> limit_of(Path("/srv/raqam"))
    'raqam-writer:srv:raqam'
    """
    return "raqam-writer" + "".join(letter if letter.isalnum() or letter in "._-" else ":" for letter in str(home.absolute()))
