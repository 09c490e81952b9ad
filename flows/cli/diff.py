"""``raqam diff``: what two readings of the same documents differ in."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click


@click.command("diff", short_help="Show facts gained, lost and changed between two readings.")
@click.argument("old", type=click.Path(exists=True, path_type=Path))
@click.argument("new", type=click.Path(exists=True, path_type=Path))
@click.argument("sources", metavar="[SOURCE...]", nargs=-1)
@click.option("--limit", type=click.IntRange(min=0), default=100, show_default=True, metavar="N", help="Show the first N differences.")
@click.option(
    "--format", "shape", type=click.Choice(("table", "json")), default="table", show_default=True, help="For people, or JSON Lines."
)
def command(old: Path, new: Path, sources: tuple[str, ...], limit: int, shape: str) -> None:
    """Facts that NEW has gained, lost or changed against OLD, by kind, with text and sentence.

    OLD and NEW are homes of two warehouses, or two outputs of `raqam extract`. With SOURCE they are folders of two versions of raqam,
    which both read it: so the effect of a change to a word list shows before it is made.

    \b
    Examples:
      raqam diff old new
      raqam diff old.jsonl new.jsonl --format json
    """
    from flows.differences import compare, reading

    found = compare(reading(old, sources), reading(new, sources))
    if shape == "json":
        for item in found.differences:
            click.echo(json.dumps(asdict(item), ensure_ascii=False))
        return
    import polars

    from flows.cli.present import write

    write(polars.DataFrame(found.summary()), "table")
    if shown := found.differences[:limit]:
        write(polars.DataFrame([asdict(item) for item in shown]), "table")
    if len(found.differences) > len(shown):
        click.echo(f"… {len(found.differences) - len(shown)} more: --limit shows them, --format json all.", err=True)
    if found.apart:
        click.echo(f"not compared, because their texts differ: {len(found.apart)} documents, such as {found.apart[0]}", err=True)
