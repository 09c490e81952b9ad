"""``raqam rebuild``: the stored documents again, with the present rules."""

from __future__ import annotations

from pathlib import Path

import click

from flows.cli.options import REJECTED, format_option, home_option, log_option, wait_option
from flows.cli.summary import told


@click.command("rebuild", short_help="Extract all stored documents again with the present rules.")
@home_option
@click.option("--workers", type=click.IntRange(1), help="How many processes extract.  [default: RAQAM_WORKERS, else 1]")
@wait_option
@format_option("text", "json")
@log_option
def command(home: Path, workers: int | None, wait: float, shape: str, log_json: bool | None) -> int:
    """Extract all documents of the warehouse again, and tell which facts changed by which rule and in which fields.

    Their texts come from the warehouse, not from where they were read. A warehouse of an older raqam gets the present tables.

    \b
    Examples:
      raqam rebuild
      raqam rebuild --workers 2
    """
    from flows import pipeline
    from flows.cli.work import at_work
    from flows.settings import load

    settings = load(workers=workers, log_json=log_json)
    with at_work(home, settings.log_json):
        summary = pipeline.rebuild(home, settings.workers, wait)
    click.echo(told(summary, home, shape))
    return REJECTED if summary.rejected else 0
