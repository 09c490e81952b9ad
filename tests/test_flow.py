"""The Prefect flow does what the plain functions do; its retries are for what may pass."""

from __future__ import annotations

import inspect
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import warehouse
from extractors.errors import RaqamError
from flows import artifacts, flow, lineage, pipeline
from flows.prefect_api import is_configured
from warehouse.errors import WarehouseBusy

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
    monkeypatch.setattr(flow, "ingest", flow.ingest.with_options(retry_delay_seconds=0, retry_jitter_factor=0))


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
    by_flow = flow.raqam(job(documents, tmp_path / "flow"))
    directly = pipeline.run(pipeline.Job((str(documents),), tmp_path / "direct", export=False))
    assert counts(by_flow) == counts(directly)
    assert counts(by_flow)["rejected"] == "1"


@pytest.mark.usefixtures("prefect_server")
def test_the_figures_of_the_run_are_an_artifact(documents: Path, tmp_path: Path) -> None:
    from prefect.artifacts import Artifact

    summary = flow.raqam(job(documents, tmp_path))
    artifact = Artifact.get("raqam-run")
    assert artifact is not None
    assert str(documents) in str(artifact.description)
    assert {"figure": "rejected", "value": str(summary.rejected)} in artifacts.figures(summary)
    assert '"rejected"' in str(artifact.data)


@pytest.mark.usefixtures("prefect_server", "impatient")
def test_what_may_pass_is_tried_again(documents: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = counting(monkeypatch, [OSError("connection reset"), OSError("connection reset")])
    assert flow.raqam(job(documents, tmp_path)).rejected == 1
    assert calls == [3]


@pytest.mark.usefixtures("prefect_server", "impatient")
def test_what_raqam_refuses_is_not_tried_again(documents: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = counting(monkeypatch, [RaqamError("no")])
    with pytest.raises(RaqamError, match="no"):
        flow.raqam(job(documents, tmp_path))
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


def job(documents: Path, home: Path) -> pipeline.Job:
    return pipeline.Job((str(documents),), home, export=False)


def counts(summary: pipeline.RunSummary) -> dict[str, str]:
    """The figures that do not tell one run from another."""
    rows: list[dict[str, Any]] = artifacts.figures(summary)
    return {row["figure"]: row["value"] for row in rows if row["figure"] in ("documents", "facts", "rejected")}


@pytest.mark.usefixtures("prefect_server", "impatient")
def test_a_failed_run_is_in_the_table_of_runs(documents: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flow.raqam(job(documents, tmp_path))
    counting(monkeypatch, [RaqamError("no answer from https://me:hidden@example.org/?token=hidden")])
    with pytest.raises(RaqamError, match="no answer"):
        flow.raqam(job(documents, tmp_path))
    found = warehouse.query(tmp_path, "SELECT failure, sources, arguments, numbers FROM runs ORDER BY run_id").rows()
    assert found == [
        (None, [str(documents)], ["export=False"], 2),
        ("no answer from https://example.org/?token=***", [str(documents)], ["export=False"], 0),
    ]
    assert warehouse.query(tmp_path, "FROM numbers").height == 2
    assert flow.raqam(job(documents, tmp_path)).unchanged == 2


@pytest.mark.usefixtures("prefect_server")
def test_what_is_made_of_a_warehouse_is_made_once(documents: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, made = pipeline.export, []
    monkeypatch.setattr(pipeline, "export", lambda home: made.append(home) or real(home))
    flow.raqam(job(documents, tmp_path))
    for _ in range(3):
        flow.exported(tmp_path)  # the second call sees that the export is there, the third that nothing has changed
    assert len(made) == 2
    documents.write_text('{"id": 1, "lang": "en", "text": "It is 13 km."}', encoding="utf-8")
    flow.raqam(job(documents, tmp_path))
    flow.exported(tmp_path)
    assert len(made) == 3
    shutil.rmtree(tmp_path / "export")
    flow.exported(tmp_path)
    assert (tmp_path / "export" / "numbers.parquet").exists()


@pytest.mark.usefixtures("prefect_server")
def test_the_lineage_leads_from_the_source_to_the_marts(documents: Path, tmp_path: Path) -> None:
    assert lineage.key(str(documents)) == f"file://{documents}"
    assert {asset.key for asset in lineage.mart_assets(tmp_path)} >= {f"file://{tmp_path}/mart_figures.parquet"}


@pytest.mark.usefixtures("prefect_server")
def test_a_second_writer_waits_until_the_first_is_done(tmp_path: Path) -> None:
    with flow.writing(tmp_path, 5):
        with pytest.raises(WarehouseBusy, match=r"held the limit raqam-writer:.*prefect gcl update"), flow.writing(tmp_path, 1):
            pytest.fail("two writers at once")
        with flow.writing(tmp_path / "other", 1):
            pass
    with flow.writing(tmp_path, 30):
        pass


def test_the_form_of_a_run_explains_every_field() -> None:
    schema = flow.raqam.parameters.model_dump()["definitions"]["Job"]
    assert schema["required"] == ["sources"]
    assert [name for name, field in schema["properties"].items() if not field.get("description")] == []
    parameters = {"job": {"sources": ["a.txt"], "home": "x", "since": "2024-03-05", "workers": 2}}
    given = flow.raqam.validate_parameters(parameters)["job"]
    assert given == pipeline.Job(("a.txt",), Path("x"), workers=2, since=date(2024, 3, 5))


@pytest.mark.parametrize("wrong", [{"workers": 0}, {"lang": "de"}, {"max_rejected": 2}, {"since": "yesterday"}])
def test_a_form_that_is_filled_in_wrongly_is_refused(wrong: dict[str, Any]) -> None:
    from prefect.exceptions import ParameterTypeError

    with pytest.raises(ParameterTypeError, match=next(iter(wrong))):
        flow.raqam.validate_parameters({"job": {"sources": ["a.txt"], **wrong}})
