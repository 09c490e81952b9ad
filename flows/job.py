"""What a run is asked to do, what it is at in between, and what it comes to."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import pydantic.dataclasses
from pydantic import Field, WithJsonSchema

from extractors.facts import Lang
from flows.settings import Engine
from warehouse.homes import Home

if TYPE_CHECKING:
    from warehouse.changes import Change
    from warehouse.homes import AtWork

Command = Literal["run", "rebuild"]
_A_PATH = {"type": "string", "format": "path"}
_NOT_TOLD = ("sources", "home", "dask_address")


@pydantic.dataclasses.dataclass(frozen=True, slots=True)
class Job:
    """What a run is to do. Prefect's form for a run is made of it."""

    sources: Annotated[tuple[str, ...], Field(description="Files, folders, globs and addresses to read.")]
    home: Annotated[Home, WithJsonSchema(_A_PATH), Field(description="Where the warehouse lies.")] = Path("data")
    lang: Annotated[Lang | None, Field(description="Language of documents that do not say; detected where it is not given.")] = None
    published_on: Annotated[date | None, Field(description="Day of documents that have none.")] = None
    workers: Annotated[int, Field(ge=1, description="How many processes extract.")] = 1
    limit: Annotated[int | None, Field(ge=1, description="Stop after so many documents.")] = None
    export: Annotated[bool, Field(description="Write the Parquet export as well.")] = True
    report: Annotated[bool, Field(description="Write report.html as well.")] = False
    wait: Annotated[float, Field(ge=0, description="Seconds to wait for another run.")] = 600.0
    max_rejected: Annotated[float, Field(ge=0, le=1, description="Publish nothing where a larger share is rejected.")] = 1.0
    since: Annotated[date | None, Field(description="Pass over documents that were published before that day.")] = None
    engine: Annotated[Engine, Field(description="Who extracts: processes of this machine, or a Dask cluster.")] = "local"
    dask_address: Annotated[
        str | None, Field(description="The scheduler of the cluster; without it one of so many workers is started.")
    ] = None

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
    work: AtWork
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
    warehouse: Path | str
