"""What tests of several rooms share."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

import pytest

from .prefect_stand_in import Server, serving
from .web_stand_in import Web
from .web_stand_in import serving as serving_web

if TYPE_CHECKING:
    from warehouse.database import Connection


def pytest_make_parametrize_id(val: object) -> str | None:
    """Packed bytes hold the time at which they were packed: two processes must give a test one name."""
    return f"{len(val)} bytes" if isinstance(val, bytes) else None


SHARED_MEMORY = Path("/dev/shm")
EXAMPLES = Path(__file__).parent.parent / "examples"

collect_ignore = ["lake_suite.py"]  # test_lake.py runs it where its DuckDB is


class Outcome(NamedTuple):
    """What a command line came to."""

    status: int
    out: str
    err: str


Raqam = Callable[..., Outcome]


@pytest.fixture
def raqam(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Raqam:
    """Run ``raqam`` with some words, in this process, without any Prefect API or home of the machine's."""
    from flows.cli import main

    for name in ("PREFECT_API_URL", "RAQAM_HOME", "RAQAM_WORKERS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PREFECT_HOME", str(tmp_path_factory.mktemp("prefect")))

    def run(*words: object) -> Outcome:
        status = main([str(word) for word in words])
        return Outcome(status, *capsys.readouterr())

    return run


@pytest.fixture
def web() -> Iterator[Web]:
    """A web of a few pages, which the test writes."""
    with serving_web() as server:
        yield server


@pytest.fixture
def empty() -> Iterator[Connection]:
    """An empty warehouse in memory."""
    from warehouse import ask

    with ask.empty() as con:
        yield con


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of a warehouse of the examples, for tests that only read it."""
    from flows import pipeline

    home = tmp_path_factory.mktemp("published")
    pipeline.run(pipeline.Job((str(EXAMPLES),), home))
    return home


@pytest.fixture(scope="session")
def prefect_server() -> Iterator[Server]:
    """A Prefect server of the tests' own, for this process too; it takes some seconds to start, so there is one for all."""
    importlib.import_module("flows.flow")  # it sets the environment that Prefect reads when it is imported
    from prefect.settings import PREFECT_API_URL, PREFECT_HOME, temporary_settings

    # In memory where that can be had: its database writes to disk at every step, which a busy machine is slow at.
    with TemporaryDirectory(prefix="raqam-prefect-", dir=SHARED_MEMORY if SHARED_MEMORY.is_dir() else None) as name:
        folder = Path(name)
        with serving(folder) as server, temporary_settings({PREFECT_API_URL: server.url, PREFECT_HOME: folder}):
            yield server
