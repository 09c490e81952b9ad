"""``raqam show``: one fact, in its sentence, with all that is known of it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from flows.cli.options import format_option, home_option


@click.command("show", short_help="Show one fact in its sentence, with every field.")
@click.argument("fact_id")
@home_option
@format_option("text", "json")
def command(fact_id: str, home: Path, shape: str) -> None:
    """Show the fact FACT_ID: its sentence, every field with its meaning, its document, and where the report shows it.

    FACT_ID is the column fact_id of the view facts and of the tables of facts.

    \b
    Examples:
      raqam show 423c3e0b74053d2f1e5e.document_id.399-421
      raqam show 423c3e0b74053d2f1e5e.document_id.399-421 --format json
    """
    import warehouse
    from warehouse.values import plain

    fact = warehouse.fact(home, fact_id)
    if shape == "json":
        click.echo(json.dumps(plain(fact), ensure_ascii=False))
    else:
        _show(fact, home)


def _show(fact: dict[str, Any], home: Path) -> None:
    from flows.cli.present import console, write
    from report import NAME

    place = console(sys.stdout)
    place.print(_sentence(fact["sentence"], fact["text"]), soft_wrap=True)
    place.print()
    write(_fields(fact), "table")
    page = (home / NAME).resolve()
    if page.exists():
        click.echo(f"\nReport: {page.as_uri()}#fact-{fact['fact_id']}")


def _sentence(sentence: str, text: str) -> Any:
    """The sentence with the fact set off: in colour on a terminal, else in brackets."""
    from rich.text import Text

    from flows.cli.present import isolated

    before, found, after = sentence.partition(text)
    marked = Text.assemble(before, ("⟦", "dim"), (found, "bold reverse"), ("⟧", "dim"), after) if found else Text(sentence)
    first, last = isolated(marked.plain)[:1], isolated(marked.plain)[-1:]
    return Text(first) + marked + Text(last) if isolated(marked.plain) != marked.plain else marked


def _fields(fact: dict[str, Any]) -> Any:
    import polars

    import warehouse
    from warehouse.schema import FACT_TABLES
    from warehouse.values import plain

    tables = [FACT_TABLES[fact["kind"]], "documents", "sections", "facts"]
    described = warehouse.dictionary().filter(polars.col("table_name").is_in(tables))
    meanings = dict(described.select("column_name", "comment").iter_rows())
    rows = [(name, str(plain(value)), meanings.get(name, "")) for name, value in fact.items() if value is not None and name != "sentence"]
    return polars.DataFrame(rows, schema=["field", "value", "meaning"], orient="row")
