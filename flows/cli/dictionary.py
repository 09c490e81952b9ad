"""``raqam dictionary``: what every column means."""

from __future__ import annotations

import click


@click.command("dictionary", short_help="Explain every table and column.")
@click.option("--format", "shape", type=click.Choice(("table", "csv", "json")), default="table", show_default=True)
def command(shape: str) -> None:
    """Explain the tables and columns; needs no warehouse."""
    import warehouse
    from flows.cli.present import write

    write(warehouse.dictionary(), shape)
