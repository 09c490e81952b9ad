"""``raqam export``: the tables and marts as files."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

from flows.cli.options import home_option


@click.command("export", short_help="Write tables and marts as Parquet or CSV files.")
@click.argument("target", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@home_option
@click.option("--format", "shape", type=click.Choice(("parquet", "csv")), default="parquet", show_default=True, help="What to write.")
def command(target: Path, home: Path, shape: Literal["parquet", "csv"]) -> None:
    """Write the tables and marts to DIR, with a datapackage.json that describes them.

    \b
    Examples:
      raqam export out
      raqam export csv --format csv"""
    import warehouse

    files = warehouse.export(home, target, shape)
    click.echo(f"{len(files)} files in {target}")
