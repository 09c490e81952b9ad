"""``raqam evaluate``: how well texts are read whose facts a person has marked."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from extractors.evaluate import Evaluation


@click.command("evaluate", short_help="Measure precision and recall on marked texts.")
@click.argument("gold", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--errors", type=click.IntRange(min=0), default=0, metavar="N", help="Also show the first N mistakes.")
@click.option("--format", "shape", type=click.Choice(("table", "json")), default="table", show_default=True, help="For people, or JSON.")
def command(gold: tuple[Path, ...], errors: int, shape: str) -> None:
    """Precision, recall and F1 by language and kind on GOLD..., files (*.gold) or folders of them.

    A fact is found where kind and value agree and the spans overlap; all_fields is the share of the marked facts with every field right.

    \b
    Examples:
      raqam evaluate marked
      raqam evaluate marked/decree.en.gold --errors 20
    """
    from extractors.evaluate import evaluate, read_gold

    found = evaluate(read_gold(path) for path in _files(gold))
    if shape == "json":
        told = {"kinds": found.rows(), "sections": _sections(found), "mistakes": [asdict(mistake) for mistake in found.mistakes[:errors]]}
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    import polars

    from flows.cli.present import write

    if found.mistakes[:errors]:
        write(polars.DataFrame([asdict(mistake) for mistake in found.mistakes[:errors]], schema=_columns()), "table")
    write(polars.DataFrame(found.rows()), "table")
    if found.sections.gold:
        click.echo(f"section fields: {_sections(found)}")


def _columns() -> list[str]:
    from extractors.evaluate import Mistake

    return list(Mistake.__dataclass_fields__)


def _sections(found: Evaluation) -> str:
    return f"{found.sections.hit}/{found.sections.gold}"


def _files(gold: tuple[Path, ...]) -> list[Path]:
    from extractors.gold import GoldError

    found: list[Path] = []
    for place in gold:
        inside = sorted(place.rglob("*.gold")) if place.is_dir() else [place]
        if not inside or not inside[0].exists():
            raise GoldError(f"{place}: no gold file there. Name a *.gold file, or a folder that holds some.")
        found += inside
    return found
