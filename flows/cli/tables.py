"""``raqam tables``: what the warehouse holds."""

from __future__ import annotations

from pathlib import Path

import click

from flows.cli.options import format_option, home_option


@click.command("tables", short_help="List the tables and views with their rows.")
@home_option
@format_option("table", "csv", "json")
def command(home: Path, shape: str) -> None:
    """List the tables and views of the warehouse: name, rows, what one row is.

    \b
    Examples:
      raqam tables
      raqam tables --format json"""
    import warehouse
    from flows.cli.present import write

    write(warehouse.tables(home), shape)
