"""What tests of several rooms share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

EXAMPLES = Path(__file__).parent.parent / "examples"


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


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of a warehouse of the examples, for tests that only read it."""
    from flows import pipeline

    home = tmp_path_factory.mktemp("published")
    pipeline.run(pipeline.Job((str(EXAMPLES),), home))
    return home


@pytest.fixture(scope="session")
def prefect_server() -> Iterator[None]:
    """A Prefect server of the tests' own; it takes some seconds, so there is one for all."""
    import flows.flow  # noqa: F401, I001 - before Prefect: it sets the environment that Prefect reads
    from prefect.testing.utilities import prefect_test_harness

    with prefect_test_harness(server_startup_timeout=120):
        yield
