"""Where a warehouse lies: one file in a folder, or a lake. Here a home is opened, and here a run on it begins and is published."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from warehouse import database, lake
from warehouse import publish as publishing
from warehouse.errors import LakeUnreachable
from warehouse.lake import Lake, LakeWork
from warehouse.publish import NAME, Work

if TYPE_CHECKING:
    from warehouse.database import Connection

Home: TypeAlias = Path | Lake
AtWork: TypeAlias = Work | LakeWork


def home_of(said: str | Path, data: str | None = None, folder: Path = Path("data")) -> Home:
    """The home that somebody named; ``data`` and ``folder`` are those of a lake (see `warehouse.lake.Lake`).

    >>> home_of("press"), home_of("ducklake:postgres:dbname=press").folder
    (PosixPath('press'), PosixPath('data'))
    """
    return Lake.of(str(said), data, folder) if str(said).startswith(lake.SCHEME) else Path(said)


def reading(home: Home) -> AbstractContextManager[Connection]:
    """The published warehouse, read-only."""
    return lake.reading(home) if isinstance(home, Lake) else database.reading(home / NAME)


def begin(home: Home, run_id: str, wait: float, fresh: bool = False) -> AtWork:
    """A run on a home; on a folder it is alone (see `warehouse.publish.begin`), on a lake there may be others."""
    return lake.begin(home, run_id) if isinstance(home, Lake) else publishing.begin(home, run_id, wait, fresh)


def told(work: AtWork) -> AbstractContextManager[None]:
    """What the operating system refuses beside a working copy, as an error of ours (see `warehouse.publish.told`)."""
    return publishing.told(work.home.folder if isinstance(work, LakeWork) else work.home)


def publish(work: AtWork) -> None:
    """Let readers see what was kept."""
    if isinstance(work, LakeWork):
        work.done()
    else:
        publishing.publish(work)


def abandon(work: AtWork) -> None:
    """Forget a run; the published warehouse is as it was."""
    if isinstance(work, LakeWork):
        work.done()
    else:
        publishing.abandon(work)


def folder_of(home: Home, advice: str) -> Path:
    """The home where it is a folder; LakeUnreachable with an advice where it is a lake."""
    if isinstance(home, Lake):
        raise LakeUnreachable(str(home), "only a warehouse in a folder can do that", advice)
    return home


def require_ours(home: Home) -> Path:
    """The folder of a warehouse that can be rebuilt; raises as `warehouse.database.require_ours`, and LakeUnreachable for a lake."""
    folder = folder_of(home, "A lake is filled anew, with the present rules, by: raqam run")
    database.require_ours(folder / NAME)
    return folder
