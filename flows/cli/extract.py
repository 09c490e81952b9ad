"""``raqam extract``: facts and sections as JSON Lines; no warehouse, no Prefect."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

import click

from flows.cli.options import REJECTED, source_options

if TYPE_CHECKING:
    from pydantic import BaseModel

    from flows.sources import Access, Document, Rejected


@click.command("extract", short_help="Print facts and sections as JSON Lines; nothing is stored.")
@source_options
def command(sources: tuple[str, ...], lang: str | None, published_on: date | None) -> int:
    """Print the facts and sections of SOURCE... as JSON Lines, in the order of the text; nothing is stored.

    SOURCE is a file, a folder, a glob in quotes, a URL, or - for standard input. What is rejected is told on standard error.

    \b
    Examples:
      raqam extract examples/vi/quyet-dinh.txt
      echo 'more than 1,200 officials' | raqam extract - --lang en
      raqam extract examples/fa --lang fa --published-on 2024-03-05
    """
    from flows.sources import Rejected, read

    rejected = 0
    for item in read(sources, lang, published_on, _access(sources)):
        for line in [item] if isinstance(item, Rejected) else _lines(item):
            if isinstance(line, Rejected):
                rejected += 1
                click.echo(describe(line), err=True)
            else:
                sys.stdout.write(line)
        sys.stdout.flush()
    return REJECTED if rejected else 0


def _access(sources: tuple[str, ...]) -> Access | None:
    """The settings of remote sources, which cost something to read and are of no use to files."""
    if not any("://" in source for source in sources):
        return None
    from flows.settings import load

    return load().access()


def describe(reject: Rejected) -> str:
    """One line for a person: where, what, why."""
    field = f" [{reject.field}]" if reject.field else ""
    shown = f" — {reject.payload!r}" if reject.payload else ""
    return f"rejected {reject.source}{field}: {reject.reason}{shown}"


def _lines(document: Document) -> Iterator[str | Rejected]:
    from extractors import extract
    from extractors.errors import told
    from flows.sources import Rejected

    try:
        found = extract(document.text, document.lang, document.published_on)
    except Exception as error:  # one bad document must not end the rest
        yield Rejected(document.source, None, None, told(error))
        return
    sound = [fact for fact in found.facts if not isinstance(fact, dict)]
    spans = sorted([*found.sections, *sound], key=lambda span: (span.char_start, hasattr(span, "kind")))
    yield from _encoded(document.source, spans)
    for fact in found.facts:
        if isinstance(fact, dict):
            yield Rejected(document.source, fact["text"], fact["kind"], "a fact that its own model refuses; please report it")


def _encoded(source: str, spans: list[BaseModel]) -> Iterator[str]:
    from pydantic_core import to_json

    name = to_json(source).decode()
    for span in spans:
        kind = getattr(span, "kind", "section")
        yield f'{{"source":{name},"kind":"{kind}",{span.model_dump_json(exclude={"kind"})[1:]}\n'
