"""What Prefect's page of a run shows: its figures, what it rejected, and a link to the report."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from prefect.artifacts import create_link_artifact, create_table_artifact

import warehouse
from flows.job import RunSummary
from flows.sources.masking import masked

MOST_REJECTS = 200
_REJECTS = "SELECT source, stage, field, reason, payload FROM rejects WHERE run_id = '{run_id}' ORDER BY ALL LIMIT {most}"


def summary(home: Path, summary: RunSummary, told: str) -> None:
    """The figures, as the table ``raqam-run``."""
    create_table_artifact(key="raqam-run", table=figures(summary), description=f"{told}, into {home}")


def figures(summary: RunSummary) -> list[dict[str, Any]]:
    """The summary as rows of name and value."""
    return [{"figure": name, "value": str(value)} for name, value in dataclasses.asdict(summary).items()]


def rejects(home: Path, summary: RunSummary) -> None:
    """What the run rejected, as the table ``raqam-rejects``; empty where that is nothing."""
    found = warehouse.query(home, _REJECTS.format(run_id=summary.run_id, most=MOST_REJECTS))
    rows = [{name: "" if value is None else str(value) for name, value in row.items()} for row in found.iter_rows(named=True)]
    told = f"{summary.rejected} rejected by run {summary.run_id}" + (f", the first {MOST_REJECTS}" if summary.rejected > len(rows) else "")
    create_table_artifact(key="raqam-rejects", table=rows, description=told)


def link(page: Path) -> None:
    """Where the report lies, as the link ``raqam-report``."""
    create_link_artifact(key="raqam-report", link=page.absolute().as_uri(), link_text=str(page), description="The report as one HTML page")


def listed(sources: Iterable[str]) -> str:
    """The sources without their secrets."""
    return ", ".join(map(masked, sources))
