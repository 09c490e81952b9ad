"""The Prefect flow: three coarse tasks over the functions of `flows.pipeline`, with retries and the run's figures as an artifact.

Never a task for each document: a task costs milliseconds to half a second, an extraction less.
"""

# No `from __future__ import annotations` here: a served flow is loaded from its file, where Prefect cannot resolve names in strings.
import dataclasses
import os
from datetime import date
from pathlib import Path
from typing import Any

# Before Prefect is imported: it tells nobody that it runs, and needs no network.
for _name, _value in {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_LOGGING_TO_API_ENABLED": "false",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "60",
}.items():
    os.environ.setdefault(_name, _value)

from prefect import Flow, flow, task  # noqa: E402
from prefect.artifacts import create_table_artifact  # noqa: E402
from prefect.cache_policies import NO_CACHE  # noqa: E402

from extractors.errors import RaqamError  # noqa: E402
from flows import pipeline  # noqa: E402
from flows.job import Engine  # noqa: E402
from flows.pipeline import Ingested, Job, RunSummary  # noqa: E402
from flows.sources.masking import masked  # noqa: E402


def worth_a_retry(_task: Any, _run: Any, state: Any) -> bool:
    """Network and disk may recover; what raqam itself refuses will be refused again."""
    return not isinstance(state.result(raise_on_failure=False), RaqamError)


@task(retries=2, retry_delay_seconds=[5, 30], retry_condition_fn=worth_a_retry, cache_policy=NO_CACHE)
def ingest(job: Job) -> Ingested:
    """Read, extract, validate and load into a warehouse that nobody sees yet."""
    return pipeline.ingest(job)


@task(cache_policy=NO_CACHE)
def publish(ingested: Ingested) -> RunSummary:
    """Check it, and put it in the place of the old one."""
    return pipeline.publish(ingested)


@task(retries=1, cache_policy=NO_CACHE)
def export(home: Path) -> list[Path]:
    """Bring the Parquet export up to date."""
    return pipeline.export(home)


@task(retries=1, cache_policy=NO_CACHE)
def report(home: Path) -> Path:
    """Write the HTML report."""
    return pipeline.report(home)


@flow(name="raqam", validate_parameters=True)
def raqam(
    sources: list[str],
    home: Path = Path("data"),
    lang: str | None = None,
    published_on: date | None = None,
    workers: int = 1,
    limit: int | None = None,
    with_export: bool = True,
    with_report: bool = True,
    wait: float = 600.0,
    max_rejected: float = 1.0,
    since: date | None = None,
    engine: Engine = "local",
    dask_address: str | None = None,
) -> RunSummary:
    """The whole job over ``sources``; its figures are the artifact ``raqam-run``."""
    given = (lang, published_on, workers, limit, with_export, with_report, wait, max_rejected, since, engine, dask_address)
    job = pipeline.Job(tuple(sources), home, *given)
    summary = publish(ingest(job))
    if with_export:
        export(home)
    if with_report:
        report(home)
    create_table_artifact(key="raqam-run", table=figures(summary), description=f"Run over {', '.join(map(masked, sources))}")
    return summary


def on_engine(engine: Engine, dask_address: str | None, workers: int) -> Flow[..., RunSummary]:
    """The flow with the task runner of an engine."""
    if engine == "local":
        return raqam
    from flows.dask_cluster import task_runner

    return raqam.with_options(task_runner=task_runner(dask_address, workers))


def figures(summary: RunSummary) -> list[dict[str, Any]]:
    """The summary as rows of name and value."""
    return [{"figure": name, "value": str(value)} for name, value in dataclasses.asdict(summary).items()]
