"""The deployments of prefect.yaml on a real server: schedules, a queue of runs, sources that fail, what a publish sets off."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import yaml

import warehouse

from .prefect_stand_in import ROOT, Server, until
from .web_stand_in import Answer, Web

FILE = ROOT / "prefect.yaml"


def adapted(tmp_path: Path, sources: list[str]) -> Path:
    """The file that everybody gets, with sources and home of the test."""
    told = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    morning, weekly, _export = told["deployments"]
    morning["parameters"]["job"] |= {"sources": sources, "home": str(tmp_path / "home")}
    weekly["parameters"]["home"] = str(tmp_path / "home")
    path = tmp_path / "prefect.yaml"
    path.write_text(yaml.safe_dump(told), encoding="utf-8")
    return path


def fire_twice(server: Server, told: Callable[[], str]) -> None:
    """Give the deployment, beside its mornings, a schedule of two moments that lie near and close together.

    A moment that has passed before the scheduler comes by makes no run: then it is tried again with more time.
    """
    [morning] = server.ask("deployments", deployments={"name": {"any_": ["morning"]}})
    [every_morning] = morning["schedules"]
    assert (every_morning["schedule"]["cron"], every_morning["schedule"]["timezone"]) == ("0 6 * * *", "Asia/Tehran")
    schedules = f"deployments/{morning['id']}/schedules"
    for lead in (15, 60, 240):
        soon = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=lead)
        last = soon + timedelta(seconds=1)
        rule = f"DTSTART:{soon:%Y%m%dT%H%M%SZ}\nRRULE:FREQ=SECONDLY;INTERVAL=1;COUNT=2"
        [schedule] = server.add(schedules, [{"schedule": {"rrule": rule, "timezone": "UTC"}, "active": True}])
        until(partial(come_or_missed, server, last), told)
        if due(server, last) == 2:
            return
        server.remove(f"{schedules}/{schedule['id']}")
    pytest.fail(f"the scheduler missed two moments three times: {server.log('server')}")


def due(server: Server, by: datetime) -> int:
    """How many runs of the morning are to start, or have started, by a moment."""
    moment = {"before_": by.isoformat()}
    found = server.ask("flow_runs", deployments={"name": {"any_": ["morning"]}}, flow_runs={"expected_start_time": moment})
    return len(found)


def come_or_missed(server: Server, last: datetime) -> bool:
    """Whether two runs of the morning are due by a moment, or it has passed."""
    return due(server, last) >= 2 or datetime.now(UTC) > last


def runs(server: Server, deployment: str) -> list[dict[str, Any]]:
    """The runs of a deployment that have begun or wait for their turn, in the order in which they were due."""
    found = server.ask("flow_runs", deployments={"name": {"any_": [deployment]}}, sort="EXPECTED_START_TIME_ASC", limit=20)
    return [run for run in found if run["state_type"] != "SCHEDULED" or run["state_name"] == "AwaitingConcurrencySlot"]


def states(server: Server, deployment: str) -> list[str]:
    return [run["state_name"] for run in runs(server, deployment)]


def test_a_schedule_fires_a_queue_waits_and_a_failing_source_stops_nobody(
    prefect_server: Server, tmp_path: Path, web: Web, request: pytest.FixtureRequest
) -> None:
    server, folder, home = prefect_server, tmp_path / "in", tmp_path / "home"
    folder.mkdir()
    (folder / "a.txt").write_text("It is 12 km long.", encoding="utf-8")
    gate = threading.Event()
    request.addfinalizer(gate.set)
    web.pages |= {"/robots.txt": Answer(status=404), "/page": Answer("<p>It is 30 km long.</p>", gate=gate)}
    server.prefect("work-pool", "create", "raqam", "--type", "process")
    settings = {"RAQAM_WEB_ALLOW": '["127.0.0.1/32"]', "RAQAM_WEB_DELAY": "0", "RAQAM_WEB_PAUSE": "0", "RAQAM_WEB_TIMEOUT": "200"}

    def told() -> str:
        return server.log("worker")

    with server.running("worker", sys.executable, "-m", "prefect", "worker", "start", "--pool", "raqam", **settings):
        path = adapted(tmp_path, [str(folder), web("/gone"), web("/page")])
        server.prefect("--no-prompt", "deploy", "--all", "--prefect-file", str(path))
        fire_twice(server, told)
        until(lambda: "/page" in web.asked, told)
        # The first run has read the folder and waits for the page. Another is due; a document arrives.
        until(lambda: "AwaitingConcurrencySlot" in states(server, "morning"), told)
        assert states(server, "morning").count("Running") == 1, told()
        (folder / "b.txt").write_text("It took 3 years.", encoding="utf-8")
        gate.set()
        until(lambda: states(server, "morning").count("Completed") >= 2, told)
        until(lambda: "Completed" in states(server, "export"), told)
    assert len(runs(server, "morning")) == 2
    first, second = sorted(runs(server, "morning"), key=lambda run: str(run["start_time"]))  # of two moments so close either may begin
    assert [first["state_name"], second["state_name"]] == ["Completed", "Completed"], told()
    assert first["auto_scheduled"] and second["auto_scheduled"]
    assert second["start_time"] >= first["end_time"]
    found = warehouse.query(home, "SELECT source, first_seen_at FROM documents ORDER BY first_seen_at, source")
    assert found["source"].to_list() == [str(folder / "a.txt"), web("/page"), str(folder / "b.txt")]
    assert "answered with 404" in warehouse.query(home, "SELECT reason FROM rejects WHERE stage = 'read'").item()
    assert pl.read_parquet(home / "export" / "documents.parquet").height >= 2
    assert (home / "report.html").exists()
