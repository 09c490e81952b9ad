"""The end of a run, for a person: what is new, where it lies, what to look at next."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flows.pipeline import RunSummary

MOST_CHANGES = 20


def report(summary: RunSummary, home: Path) -> str:
    """The run's figures, one a line, what a rebuild changed, and the next steps."""
    figures = {name.replace("_", " "): value for name, value in dataclasses.asdict(summary).items() if isinstance(value, int | str)}
    figures["seconds"] = ", ".join(f"{stage} {seconds:.1f}" for stage, seconds in summary.seconds.items())
    width = max(map(len, figures))
    lines = [f"  {name:<{width}}  {value}" for name, value in figures.items()]
    return "\n".join([*lines, *_changes(summary), *_places(home), "", *_next_steps(home, summary)])


def _changes(summary: RunSummary) -> list[str]:
    """What a rebuild changed, and by which rules: the commonest kinds of change."""
    told = [f"  {one.facts:>7}  {one.kind} {one.change} by {one.rule}{one.fields and ': ' + one.fields}" for one in summary.changes]
    more = len(told) - MOST_CHANGES
    if more > 0:
        told[MOST_CHANGES:] = [f"           and {more} more kinds of change"]
    return ["", "Facts changed:", *told] if told else []


def _places(home: Path) -> list[str]:
    known = {"Warehouse": home / "raqam.duckdb", "Export": home / "export", "Report": home / "report.html"}
    return ["", *(f"{name}: {path}" for name, path in known.items() if path.exists())]


def _next_steps(home: Path, summary: RunSummary) -> list[str]:
    at = "" if str(home) == "data" else f" --home {home}"
    steps = [f'raqam query "from facts limit 20"{at}', f"raqam tables{at}"]
    if summary.rejected:
        steps.insert(0, f'raqam query "select source, field, reason from rejects"{at}')
    return [f"Next: {steps[0]}", *(f"      {step}" for step in steps[1:])]
