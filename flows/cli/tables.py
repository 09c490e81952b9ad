"""``raqam tables``: what the warehouse holds."""

from __future__ import annotations

from pathlib import Path

import click

from flows.cli.options import home_option


@click.command("tables", short_help="List the tables and views with their rows.")
@home_option
def command(home: Path) -> None:
    """List the tables and views of the warehouse: name, rows, what one row is."""
    import warehouse
    from flows.cli.present import write

    write(warehouse.tables(home), "table")
