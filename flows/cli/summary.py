"""The end of a run, for a person: what is new, where it lies, what to look at next; and for a program."""

from __future__ import annotations

import dataclasses
import json
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flows.pipeline import RunSummary

MOST_CHANGES = 20
_DOCUMENTS = ("new", "changed", "unchanged", "returned", "vanished", "rejected")
_QUESTIONS = {
    "rejects": "select source, field, reason from rejects",
    "mart_conflicts": "select about, thing, period, readings from mart_conflicts",
    "ranks": "select index, rank, entity_text, period, sentence from ranks",
    "facts": "from facts limit 20",
}


def told(summary: RunSummary, home: Path, shape: str) -> str:
    """The summary as ``text`` or ``json``."""
    return _json(summary) if shape == "json" else report(summary, home)


def report(summary: RunSummary, home: Path) -> str:
    """What was read and found, what a rebuild changed, where it lies, and the next steps."""
    return "\n".join([*_figures(summary), *_changes(summary), *_places(home), "", *_next_steps(home)])


def _json(summary: RunSummary) -> str:
    return json.dumps(dataclasses.asdict(summary), default=str, ensure_ascii=False)


def _figures(summary: RunSummary) -> Iterator[str]:
    """
    >>> from types import SimpleNamespace as S
    >>> few = dict(documents=3, new=2, changed=0, unchanged=1, returned=0, vanished=0, rejected=1, facts=9, numbers=9, dates=0,
    ...     document_ids=0, ranks=0, sections=3, facts_gained=None, run_id="r", seconds={"read": 0.25, "extract": 1.0})
    >>> print(*_figures(S(**few)), sep="\\n")
    Documents: 3 read, 2 new, 1 unchanged, 1 rejected
    Facts:     9 loaded: 9 numbers
    Run:       r, 1.2 s (read 0.2, extract 1.0)
    """
    from warehouse.schema import FACT_TABLES, spoken

    counts = [f"{getattr(summary, name):,} {name}" for name in _DOCUMENTS if getattr(summary, name)]
    yield ", ".join([f"Documents: {summary.documents:,} read", *counts])
    found = {name: getattr(summary, name) for name in FACT_TABLES.values()}
    kinds = [f"{count:,} {spoken(name, count)}" for name, count in found.items() if count]
    yield f"Facts:     {summary.facts:,} loaded{': ' if kinds else ''}{', '.join(kinds)}"
    if summary.facts_gained is not None:
        yield f"Changes:   {summary.facts_gained:,} gained, {summary.facts_lost:,} lost, {summary.facts_changed:,} changed"
    stages = ", ".join(f"{stage} {seconds:.1f}" for stage, seconds in summary.seconds.items())
    yield f"Run:       {summary.run_id}, {sum(summary.seconds.values()):.1f} s ({stages})"


def _changes(summary: RunSummary) -> list[str]:
    """What a rebuild changed, and by which rules: the commonest kinds of change."""
    told = [f"  {one.facts:>7}  {one.kind} {one.change} by {one.rule}{one.fields and ': ' + one.fields}" for one in summary.changes]
    more = len(told) - MOST_CHANGES
    if more > 0:
        told[MOST_CHANGES:] = [f"           and {more} more kinds of change"]
    return ["", "Facts changed:", *told] if told else []


def _places(home: Path) -> list[str]:
    from flows.pipeline import EXPORT, page
    from warehouse.publish import NAME

    known: dict[str, Any] = {"Warehouse": home / NAME, "Export": home / EXPORT, "Report": page(home)}
    there = {name: path for name, path in known.items() if path.exists()}
    if not isinstance(home, Path):  # a lake
        there = {"Warehouse": home, **there}
    return ["", *(f"{name + ':':<10} {path}" for name, path in there.items())]


def _next_steps(home: Path) -> list[str]:
    """Questions that this warehouse has an answer to, what asks for attention first."""
    at = "" if str(home) == "data" else f" --home {shlex.quote(str(home))}"
    steps = [f'raqam query "{_QUESTIONS[name]}"{at}' for name in _worth_a_look(home)] + [f"raqam tables{at}"]
    return [f"Next: {steps[0]}", *(f"      {step}" for step in steps[1:])]


def _worth_a_look(home: Path) -> list[Any]:
    import warehouse

    there = " UNION ALL ".join(f"SELECT '{name}' AS name WHERE EXISTS (FROM {name})" for name in _QUESTIONS)
    found = warehouse.query(home, there)["name"].to_list()
    return [name for name in _QUESTIONS if name in found]
