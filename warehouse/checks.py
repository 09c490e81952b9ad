"""The data checks: each file of ``sql/checks`` gives the bad rows; its header says whether they block."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from warehouse.catalogue import SqlObject, catalogue
from warehouse.database import scalar
from warehouse.errors import ChecksFailed
from warehouse.records import CheckRow, Severity

if TYPE_CHECKING:
    from warehouse.database import Connection

EXAMPLES = 5  # bad rows that are shown of a check


def run_checks(con: Connection, run_id: str | None = None) -> list[CheckRow]:
    """What every check comes to, over the rows of one run, or over all where ``run_id`` is None."""
    con.execute("SET VARIABLE run_id = ?", [run_id])
    return [_run(con, check, run_id or "") for check in catalogue("checks").values()]


def _run(con: Connection, check: SqlObject, run_id: str) -> CheckRow:
    con.execute(f"CREATE OR REPLACE TEMP TABLE bad AS {check.sql}")
    bad_rows = scalar(con, "SELECT count(*) FROM bad")
    names = [name for (name, *_) in con.execute("DESCRIBE bad").fetchall()]
    rows = con.execute(f"FROM bad LIMIT {EXAMPLES}").fetchall() if bad_rows else []
    severity: Severity = "blocking" if check.severity == "blocking" else "warn"
    examples = [", ".join(f"{name}: {value}" for name, value in zip(names, row, strict=True)) for row in rows]
    return CheckRow(run_id=run_id, name=check.name, severity=severity, question=check.question, bad_rows=bad_rows, examples=examples)


def require_passed(results: Iterable[CheckRow], path: Path | str) -> None:
    """Raise ChecksFailed where a blocking check found bad rows."""
    failed = [check for check in results if check.severity == "blocking" and check.bad_rows]
    if failed:
        told = "; ".join(f"{check.name}: {check.bad_rows} bad rows ({check.examples[0]})" for check in failed)
        raise ChecksFailed(path, f"not published, blocking checks found bad rows: {told}", "This is a fault of raqam: please report it")
