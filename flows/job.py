"""What a run is asked to do, what it is at in between, and what it comes to."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from warehouse.changes import Change
    from warehouse.publish import Work

Command = Literal["run", "rebuild"]
Engine = Literal["local", "dask"]
_NOT_TOLD = ("sources", "home", "dask_address")


@dataclass(frozen=True, slots=True)
class Job:
    """What to do: sources and where the warehouse lies.

    ``limit`` ends after so many documents, ``since`` passes over those published before that day, ``wait`` is how many seconds to wait
    for another run, and where more than the share ``max_rejected`` of all that was read is refused, nothing is published.
    ``workers`` extract on this machine; with the ``engine`` dask, the cluster at ``dask_address`` or one of so many workers.
    """

    sources: tuple[str, ...]
    home: Path
    lang: str | None = None
    published_on: date | None = None
    workers: int = 1
    limit: int | None = None
    export: bool = True
    report: bool = False
    wait: float = 600.0
    max_rejected: float = 1.0
    since: date | None = None
    engine: Engine = "local"
    dask_address: str | None = None

    @property
    def arguments(self) -> list[str]:
        """What is not as it is by itself, apart from sources and home.

        >>> Job(("a.txt",), Path("data"), limit=10, since=date(2024, 3, 5)).arguments
        ['limit=10', 'since=2024-03-05']
        """
        fields = (field for field in dataclasses.fields(self) if field.name not in _NOT_TOLD)
        return [f"{field.name}={value}" for field in fields if (value := getattr(self, field.name)) != field.default]


@dataclass(frozen=True, slots=True)
class Ingested:
    """A working copy with the run's rows, not yet published; it holds the lock of its home until it is published or abandoned."""

    job: Job
    work: Work
    command: Command
    run_id: str
    rules_version: str
    started_at: datetime
    rows: dict[str, int]
    seconds: dict[str, float]
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class RunSummary:
    """The figures of a run; what facts a rebuild ``gained``, ``lost`` and ``changed`` is None for a run, ``seconds`` is by stage."""

    run_id: str
    documents: int
    new: int
    changed: int
    unchanged: int
    returned: int
    vanished: int
    rejected: int
    facts: int
    numbers: int
    dates: int
    document_ids: int
    ranks: int
    sections: int
    facts_gained: int | None
    facts_lost: int | None
    facts_changed: int | None
    changes: tuple[Change, ...]
    seconds: dict[str, float]
    warehouse: Path
