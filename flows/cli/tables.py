"""``raqam tables``: what the warehouse holds."""

from __future__ import annotations

import re
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

    found = warehouse.tables(home)
    if shape == "table":
        found = found.with_columns(found["comment"].map_elements(_brief, return_dtype=found["comment"].dtype))
    write(found, shape)


def _brief(comment: str) -> str:
    """What a line has room for; the whole stands in the dictionary.

    >>> _brief("Who said what? (one row a fact in a section that has a speaker)"), _brief("One row a source: the text as read. [x]")
    ('Who said what?', 'One row a source')
    >>> _brief("Which figures are there: how many of what? (one row a number)")
    'Which figures are there?'
    """
    brief = re.split(r"[:;(\[]", comment, maxsplit=1)[0].strip()
    asks = comment.partition(" (")[0].endswith("?") and "?" not in brief
    return f"{brief}?" if asks else brief
