"""``raqam schedule``: the flow, served on a cron schedule."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from flows.cli.options import home_option, source_options

if TYPE_CHECKING:
    from extractors.facts import Lang


@click.command("schedule", short_help="Serve the flow on a schedule until it is stopped.")
@source_options
@home_option
@click.option("--cron", required=True, metavar="EXPRESSION", help='When, such as "0 6 * * *" for every day at six.')
@click.option("--timezone", metavar="ZONE", help="Whose clock, such as Asia/Tehran.  [default: UTC]")
@click.option("--workers", type=click.IntRange(1), help="How many processes extract.  [default: RAQAM_WORKERS, else 1]")
def command(
    sources: tuple[str, ...], lang: Lang | None, published_on: date | None, home: Path, cron: str, timezone: str | None, workers: int | None
) -> None:
    """Run SOURCE... into the warehouse whenever the cron expression says so, until Ctrl-C.

    \b
    Examples:
      raqam schedule /srv/press --cron "0 6 * * *" --timezone Asia/Tehran"""
    from flows.job import Job
    from flows.schedule import BadSchedule, serve, when
    from flows.settings import load
    from flows.sources import check_sources

    try:
        schedule = when(cron, timezone)
    except BadSchedule as error:
        raise click.BadParameter(str(error)) from error
    settings = load(workers=workers)
    check_sources(sources, settings.access(home))
    engine, address = settings.engine, settings.dask_address
    job = Job(sources, home.resolve(), lang, published_on, settings.workers, report=True, engine=engine, dask_address=address)
    serve(job, schedule)
