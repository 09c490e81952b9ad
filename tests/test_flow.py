"""The Prefect flow does what the plain functions do; its retries are for what may pass."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Any

import pytest

from extractors.errors import RaqamError
from flows import flow, pipeline
from flows.prefect_api import is_configured

PROFILES = """
active = "here"
[profiles.here]
PREFECT_API_URL = "http://127.0.0.1:4200/api"
[profiles.nowhere]
"""


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    """Two good documents and a bad line."""
    path = tmp_path / "a.jsonl"
    rows = ('{"id": 1, "lang": "en", "text": "It is 12 km."}', "nonsense", '{"id": 2, "lang": "en", "text": "It took 3 years."}')
    path.write_text("\n".join(rows), encoding="utf-8")
    return path


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Retries without the wait."""
    monkeypatch.setattr(flow, "ingest", flow.ingest.with_options(retry_delay_seconds=0))


def counting(monkeypatch: pytest.MonkeyPatch, failures: list[Exception]) -> list[int]:
    """Let the first calls of ingest fail; the list that comes back grows by one a call."""
    real, calls = pipeline.ingest, [0]

    def ingest(job: pipeline.Job) -> pipeline.Ingested:
        calls[0] += 1
        if failures:
            raise failures.pop(0)
        return real(job)

    monkeypatch.setattr(pipeline, "ingest", ingest)
    return calls


@pytest.mark.usefixtures("prefect_server")
def test_the_flow_comes_to_the_same_as_the_functions(documents: Path, tmp_path: Path) -> None:
    by_flow = flow.raqam([str(documents)], tmp_path / "flow", with_export=False)
    directly = pipeline.run(pipeline.Job((str(documents),), tmp_path / "direct", export=False))
    assert counts(by_flow) == counts(directly)
    assert counts(by_flow)["rejected"] == "1"


@pytest.mark.usefixtures("prefect_server")
def test_the_figures_of_the_run_are_an_artifact(documents: Path, tmp_path: Path) -> None:
    from prefect.artifacts import Artifact

    summary = flow.raqam([str(documents)], tmp_path, with_export=False)
    artifact = Artifact.get("raqam-run")
    assert artifact is not None
    assert str(documents) in str(artifact.description)
    assert {"figure": "rejected", "value": str(summary.rejected)} in flow.figures(summary)
    assert '"rejected"' in str(artifact.data)


@pytest.mark.usefixtures("prefect_server", "impatient")
def test_what_may_pass_is_tried_again(documents: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = counting(monkeypatch, [OSError("connection reset"), OSError("connection reset")])
    assert flow.raqam([str(documents)], tmp_path, with_export=False).rejected == 1
    assert calls == [3]


@pytest.mark.usefixtures("prefect_server", "impatient")
def test_what_raqam_refuses_is_not_tried_again(documents: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = counting(monkeypatch, [RaqamError("no")])
    with pytest.raises(RaqamError, match="no"):
        flow.raqam([str(documents)], tmp_path, with_export=False)
    assert calls == [1]


def test_a_served_flow_can_be_sent_to_another_process() -> None:
    parameters = inspect.signature(flow.raqam.fn).parameters.values()
    assert [parameter.name for parameter in parameters if isinstance(parameter.annotation, str)] == []


@pytest.mark.parametrize(
    ("environment", "profiles", "configured"),
    [
        ({}, None, False),
        ({"PREFECT_API_URL": "http://x/api"}, None, True),
        ({"PREFECT_API_URL": ""}, None, False),
        ({}, PROFILES, True),
        ({"PREFECT_PROFILE": "nowhere"}, PROFILES, False),
        ({"PREFECT_PROFILE": "unknown"}, PROFILES, False),
        ({}, "not toml [", False),
    ],
)
def test_a_prefect_api_is_found_without_prefect(
    tmp_path: Path, environment: dict[str, str], profiles: str | None, configured: bool
) -> None:
    if profiles is not None:
        (tmp_path / "profiles.toml").write_text(profiles, encoding="utf-8")
    assert is_configured({"PREFECT_HOME": str(tmp_path), **environment}) is configured


def counts(summary: pipeline.RunSummary) -> dict[str, str]:
    """The figures that do not tell one run from another."""
    rows: list[dict[str, Any]] = flow.figures(summary)
    return {row["figure"]: row["value"] for row in rows if row["figure"] in ("documents", "facts", "rejected")}
