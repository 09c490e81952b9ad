"""``raqam explain``: why each fact is one."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from flows.cli.options import REJECTED, source_options

if TYPE_CHECKING:
    from rich.console import RenderableType

    from extractors.explain import Because, Candidate, Explanation, Source
    from flows.sources import Document


@click.command("explain", short_help="Show why each fact is one.")
@source_options
@click.option("--at", type=click.IntRange(min=0), metavar="OFFSET", help="Only what covers this character, counted from 0.")
@click.option(
    "--format", "shape", type=click.Choice(("text", "json")), default="text", help="For people, or JSON Lines.", show_default=True
)
def command(sources: tuple[str, ...], lang: str | None, published_on: date | None, at: int | None, shape: str) -> int:
    """Show for each fact of SOURCE... its rule, where that is written, what it matched, what gave each field and what lost against it.

    With --at, also why something is no fact.

    \b
    Examples:
      raqam explain examples/en/press-release.txt
      raqam explain examples/en/press-release.txt --at 40
      raqam explain examples/en/press-release.txt --format json
    """
    from extractors.explain import explain
    from flows.cli.extract import describe
    from flows.sources import Rejected, read

    rejected = 0
    for item in read(sources, lang, published_on):
        if isinstance(item, Rejected):
            rejected += 1
            click.echo(describe(item), err=True)
            continue
        found = explain(item.text, item.lang, item.published_on, at)
        if shape == "json":
            sys.stdout.writelines(_lines(item, found))
        else:
            _show(item, found, at)
    return REJECTED if rejected else 0


def _lines(document: Document, found: Explanation) -> Iterator[str]:
    """One JSON object a fact, an ambiguity, or a match in which nothing came of it."""
    for because in found.facts:
        yield _line(document, {**asdict(because), "fact": because.fact.model_dump(mode="json")})
    for item in found.ambiguities:
        yield _line(document, {"ambiguity": item.model_dump()})
    for candidate in found.nothing:
        yield _line(document, {"nothing": asdict(candidate)})


def _line(document: Document, told: dict[str, Any]) -> str:
    return json.dumps({"source": document.source, **told}, ensure_ascii=False, default=str) + "\n"


def _show(document: Document, found: Explanation, at: int | None) -> None:
    from rich.console import Console, Group
    from rich.padding import Padding
    from rich.text import Text

    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else 160
    console = Console(file=sys.stdout, width=width, highlight=False)
    blocks: list[RenderableType] = [
        Group(_headline(because), Padding(_reasons(because), (0, 0, 1, 4), expand=False)) for because in found.facts
    ]
    for item in found.ambiguities:
        blocks.append(Text.assemble(("ambiguous ", "bold"), _marked(item), f" may be {item.readings}"))
    if at is not None:
        blocks += [_candidate(candidate) for candidate in found.nothing]
        blocks = blocks or [Text(_nothing(document.text, at))]
    console.print(Text(f"{document.source} ({found.lang})", style="bold underline"), *blocks, sep="\n")


def _nothing(text: str, at: int) -> str:
    """
    >>> _nothing("It is late.", 40), _nothing("It is late.", 3)
    ('Nothing is at 40: the text has 11 characters', "Nothing matches at 3: 'It is late.'")
    """
    if at >= len(text):
        return f"Nothing is at {at}: the text has {len(text)} characters"
    return f"Nothing matches at {at}: {text[max(0, at - 20) : at + 20]!r}"


def _marked(item: Any) -> str:
    from flows.cli.present import isolated, one_line

    return f"{isolated(one_line(item.text))} [{item.char_start}:{item.char_end}]"


def _headline(because: Because) -> RenderableType:
    from rich.text import Text

    fact = because.fact
    return Text.assemble((fact.kind, "bold"), " ", (_marked(fact), "bold cyan"), "  ", _values(fact))


def _values(fact: Any) -> str:
    from extractors.facts import own_fields
    from warehouse.values import plain

    fields = type(fact).model_fields
    said = {name: value for name in own_fields(fact.kind) if (value := getattr(fact, name)) != fields[name].default}
    return "  ".join(f"{name} {plain(value)}" for name, value in said.items())


def _reasons(because: Because) -> RenderableType:
    """A table of two columns: what is explained, and by what."""
    from rich.table import Table
    from rich.text import Text

    from flows.cli.present import isolated

    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_row("rule", Text(f"{because.fact.rule}{_written(because.written)}"))
    if because.pieces:
        matched = "  ".join(f"{isolated(piece.text.strip() or '⏎')} {'&'.join(piece.classes)}" for piece in because.pieces)
        table.add_row("matched", Text(matched))
    for clue in because.clues:
        table.add_row(clue.field, Text(f"{isolated(clue.words)}{_written(clue.written)}"))
    for candidate in because.lost:
        table.add_row("lost", _candidate(candidate))
    return table


def _written(source: Source | None) -> str:
    return f"  ({source.file}:{source.line})  {source.pattern}" if source else ""


def _candidate(candidate: Candidate) -> Any:
    from rich.text import Text

    return Text(f"{candidate.kind} {_marked(candidate)} by {candidate.rule}: {candidate.verdict}")
