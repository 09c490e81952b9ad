"""``raqam rebuild``: the stored documents again, with the present rules."""

from __future__ import annotations

from pathlib import Path

import click

from flows.cli.options import REJECTED, home_option
from flows.cli.summary import report


@click.command("rebuild", short_help="Extract all stored documents again with the present rules.")
@home_option
def command(home: Path) -> int:
    """Extract all documents of the warehouse again; their texts come from the warehouse, not from where they were read."""
    from flows import pipeline

    summary = pipeline.rebuild(home)
    click.echo(report(summary, home))
    return REJECTED if summary.rejected else 0
