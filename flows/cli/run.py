"""``raqam run``: the whole job, from documents to a published warehouse."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flows.cli.options import REJECTED, day_option, format_option, home_option, log_option, source_options, wait_option
from flows.cli.summary import told

if TYPE_CHECKING:
    from extractors.facts import Lang
    from flows.pipeline import Job, RunSummary

_FEW = "Publish nothing where more than this share of what was read is rejected, such as 0.1.  [default: 1, publish always]"


@click.command("run", short_help="Read, extract, load, check, publish, export and report.")
@source_options
@home_option
@click.option("--workers", type=click.IntRange(1), help="How many processes extract.  [default: RAQAM_WORKERS, else 1]")
@click.option("--engine", type=click.Choice(("local", "dask")), help="Who extracts.  [default: RAQAM_ENGINE, else local]")
@click.option("--dask-address", metavar="ADDRESS", help="The scheduler of a Dask cluster; without it --workers are started here.")
@click.option("--limit", type=click.IntRange(1), metavar="N", help="Stop after N documents.")
@day_option("--since", "Pass over documents that were published before DATE.")
@click.option("--max-rejected", type=click.FloatRange(0, 1), default=1.0, metavar="SHARE", help=_FEW)
@wait_option
@format_option("text", "json")
@log_option
@click.option("--prefect/--no-prefect", default=None, help="As a Prefect flow.  [default: where a Prefect API is configured]")
@click.option("--export/--no-export", default=True, show_default=True, help="Write the Parquet export as well.")
@click.option("--report/--no-report", "with_report", default=True, show_default=True, help="Write report.html as well.")
def command(
    sources: tuple[str, ...],
    lang: Lang | None,
    published_on: date | None,
    home: Path,
    workers: int | None,
    engine: str | None,
    dask_address: str | None,
    limit: int | None,
    since: date | None,
    max_rejected: float,
    wait: float,
    shape: str,
    log_json: bool | None,
    prefect: bool | None,
    export: bool,
    with_report: bool,
) -> int:
    """Bring the documents of SOURCE... and their facts into the warehouse.

    The same documents twice change nothing; a changed document replaces its facts; one that has vanished from SOURCE is kept and marked.
    Ctrl-C stops it, and nothing half is published: the same command again goes on.

    \b
    Examples:
      raqam run examples
      raqam run 'examples/vi/*.jsonl' --home vi --workers 2
      raqam run corpus --engine dask --dask-address tcp://10.0.0.5:8786
      raqam run examples/en --home en --no-export --no-report --format json
    """
    from flows.cli.work import at_work
    from flows.pipeline import Job
    from flows.prefect_api import is_configured
    from flows.settings import load
    from flows.sources import check_sources

    settings = load(workers=workers, engine=engine, dask_address=dask_address, log_json=log_json)
    if dask_address and settings.engine != "dask":
        raise click.UsageError("--dask-address says where Dask extracts, and --engine is not dask: add --engine dask")
    check_sources(sources, settings.access(home))
    given = (lang, published_on, settings.workers, limit, export, with_report, wait, max_rejected, since)
    job = Job(sources, home, *given, settings.engine, settings.dask_address)
    as_flow = is_configured() if prefect is None else prefect
    with at_work(home, settings.log_json):
        summary = _as_flow(job) if as_flow else _directly(job)
    click.echo(told(summary, home, shape))
    return REJECTED if summary.rejected else 0


def _directly(job: Job) -> RunSummary:
    from flows import pipeline

    return pipeline.run(job)


def _as_flow(job: Job) -> RunSummary:
    from flows.flow import on_engine
    from warehouse.homes import folder_of

    folder_of(job.home, "A lake is filled without Prefect's flow: add --no-prefect")
    return on_engine(job)(job)
