"""``raqam query``: read-only SQL on the warehouse."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from flows.cli.options import home_option

FORMATS = ("table", "csv", "json", "parquet")


@click.command("query", short_help="Ask the warehouse in SQL, read-only.")
@click.argument("sql")
@home_option
@click.option("--format", "shape", type=click.Choice(FORMATS), help="[default: by the suffix of FILE, else table]")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Write to FILE instead of standard output.")
def command(sql: str, home: Path, shape: str | None, output: Path | None) -> None:
    """Run one read-only SQL query, such as "select kind, count(*) from facts group by all".

    `raqam tables` lists the tables and views, `raqam dictionary` their columns.

    \b
    Examples:
      raqam query "from facts limit 20"
      raqam query "select lang, kind, count(*) as facts from facts group by all order by all" --format csv
      raqam query "from mart_document_registry" --output registry.parquet
    """
    import warehouse
    from flows.cli.present import write

    shape = shape or _shape_of(output)
    if shape == "parquet" and output is None and sys.stdout.isatty():
        raise click.UsageError("Parquet is not for a terminal: add --output FILE.parquet")
    write(warehouse.query(home, sql), shape, output)


def _shape_of(output: Path | None) -> str:
    suffix = output.suffix.lstrip(".").lower() if output else ""
    return suffix if suffix in FORMATS else "table"
