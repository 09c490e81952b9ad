"""The figures of a run, as a row of the table ``runs`` and as a summary for people."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import extractors
from flows.job import Command, Ingested, Job, RunSummary
from flows.sources.masking import masked, masked_in
from warehouse import keys
from warehouse.records import RunRow
from warehouse.schema import FACT_TABLES, version

STAGES = ("copy", "read", "extract", "load", "check")


def run_row(ingested: Ingested) -> RunRow:
    """The row of a run that is about to be published."""
    rows, job = ingested.rows, ingested.job
    kinds: dict[str, Any] = {name: rows[name] for name in FACT_TABLES.values()}
    seconds: dict[str, Any] = {f"seconds_{stage}": ingested.seconds.get(stage, 0.0) for stage in STAGES}
    return RunRow(
        run_id=ingested.run_id,
        rules_version=ingested.rules_version,
        documents_read=rows["read"],
        documents_new=rows["new"],
        documents_changed=rows["changed"],
        documents_unchanged=_unchanged(ingested),
        documents_returned=rows["returned"],
        documents_vanished=rows["vanished"],
        rejects=rows["rejects"],
        sections=rows["sections"],
        ambiguities=rows["ambiguities"],
        facts_gained=rows.get("gained"),
        facts_lost=rows.get("lost"),
        facts_changed=rows.get("differing"),
        **_about(job, ingested.command, ingested.started_at),
        **kinds,
        **seconds,
    )


def failed_row(job: Job, command: Command, started_at: datetime, reason: str) -> RunRow:
    """The row of a run that published nothing."""
    counts: dict[str, Any] = {
        name: 0 for name, field in RunRow.model_fields.items() if field.is_required() and field.annotation in (int, float)
    }
    return RunRow(
        run_id=keys.run_id(started_at),
        rules_version=extractors.rules_version(),
        failure=masked_in(reason),
        **_about(job, command, started_at),
        **counts,
    )


def _about(job: Job, command: Command, started_at: datetime) -> dict[str, Any]:
    """What is told of every run, whatever became of it."""
    return {
        "command": command,
        "raqam_version": version(),
        "lexicon_hash": extractors.lexicon_hash(),
        "sources": [*map(masked, job.sources)],
        "arguments": job.arguments,
        "started_at": started_at,
        "ended_at": datetime.now(UTC),
    }


def summary(ingested: Ingested) -> RunSummary:
    """The same for people, with the seconds of publishing."""
    rows = ingested.rows
    kinds = {name: rows[name] for name in FACT_TABLES.values()}
    return RunSummary(
        run_id=ingested.run_id,
        documents=rows["read"],
        new=rows["new"],
        changed=rows["changed"],
        unchanged=_unchanged(ingested),
        returned=rows["returned"],
        vanished=rows["vanished"],
        rejected=rows["rejects"],
        facts=sum(kinds.values()),
        **kinds,
        sections=rows["sections"],
        facts_gained=rows.get("gained"),
        facts_lost=rows.get("lost"),
        facts_changed=rows.get("differing"),
        changes=ingested.changes,
        seconds=ingested.seconds,
        warehouse=ingested.work.published,
    )


def _unchanged(ingested: Ingested) -> int:
    return max(0, ingested.rows["read"] - ingested.rows["new"] - ingested.rows["changed"])
