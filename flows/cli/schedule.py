"""``raqam schedule``: the flow, served on a cron schedule."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from flows.cli.options import home_option, source_options


@click.command("schedule", short_help="Serve the flow on a schedule until it is stopped.")
@source_options
@home_option
@click.option("--cron", required=True, metavar="EXPRESSION", help='When, such as "0 6 * * *" for every day at six.')
@click.option("--timezone", metavar="ZONE", help="Whose clock, such as Asia/Tehran.  [default: UTC]")
@click.option("--workers", type=click.IntRange(1), default=1, show_default=True, help="How many processes extract.")
def command(
    sources: tuple[str, ...], lang: str | None, published_on: date | None, home: Path, cron: str, timezone: str | None, workers: int
) -> None:
    """Run SOURCE... into the warehouse whenever the cron expression says so, until Ctrl-C.

    \b
    Examples:
      raqam schedule /srv/press --cron "0 6 * * *" --timezone Asia/Tehran"""
    from flows.schedule import BadSchedule, serve, when
    from flows.sources import check_sources

    try:
        schedule = when(cron, timezone)
    except BadSchedule as error:
        raise click.BadParameter(str(error)) from error
    check_sources(sources)
    day = published_on and published_on.isoformat()
    serve(
        {"sources": list(sources), "home": str(home.resolve()), "lang": lang, "published_on": day, "workers": workers},
        schedule,
    )
