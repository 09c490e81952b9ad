"""``raqam dictionary``: what every column means."""

from __future__ import annotations

import click

from flows.cli.options import format_option


@click.command("dictionary", short_help="Explain every table and column.")
@click.argument("table", required=False)
@format_option("table", "csv", "json")
def command(table: str | None, shape: str) -> None:
    """Explain the tables, views and columns, all or those of TABLE; needs no warehouse.

    \b
    Examples:
      raqam dictionary
      raqam dictionary ranks
      raqam dictionary --format csv
    """
    import warehouse
    from flows.cli.present import write

    found = warehouse.dictionary()
    names = found["table_name"].unique(maintain_order=True)
    if table is not None and table not in names:
        raise click.BadParameter(f"no table {table!r}. There are: {', '.join(names)}", param_hint="TABLE")
    write(found if table is None else found.filter(found["table_name"] == table), shape)
