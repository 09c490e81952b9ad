"""``raqam check``: the data checks on a warehouse."""

from __future__ import annotations

from pathlib import Path

import click

from flows.cli.options import format_option, home_option


@click.command("check", short_help="Run the data checks on the warehouse.")
@home_option
@format_option("table", "csv", "json")
def command(home: Path, shape: str) -> int:
    """Run the data checks and show what each came to; one that blocks ends with status 1.

    \b
    Examples:
      raqam check
      raqam check --format csv"""
    import warehouse
    from flows.cli.present import write

    results = warehouse.check(home)
    write(results, shape)
    blocked = results.filter((results["severity"] == "blocking") & (results["bad_rows"] > 0))
    return int(blocked.height > 0)
