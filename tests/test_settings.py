"""Settings: which origin wins, what is said of a bad one, and that secrets are shown nowhere."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import warehouse
from flows import pipeline
from flows.settings import BadSettings, explain, load

from .conftest import Raqam
from .web_stand_in import Answer, serving


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder without settings."""
    monkeypatch.chdir(tmp_path)
    for name in ("RAQAM_HOME", "RAQAM_WORKERS", "RAQAM_CONFIG"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    ("environment", "toml", "argument", "value", "origin"),
    [
        (None, None, None, 1, "default"),
        ("2", None, None, 2, "environment RAQAM_WORKERS"),
        ("2", 3, None, 3, "raqam.toml"),
        ("2", 3, 4, 4, "argument"),
        (None, 3, None, 3, "raqam.toml"),
        ("2", None, 4, 4, "argument"),
    ],
)
def test_the_environment_is_the_weakest_and_arguments_the_strongest(
    monkeypatch: pytest.MonkeyPatch, environment: str | None, toml: int | None, argument: int | None, value: int, origin: str
) -> None:
    if environment:
        monkeypatch.setenv("RAQAM_WORKERS", environment)
    if toml:
        Path("raqam.toml").write_text(f"workers = {toml}\n", encoding="utf-8")
    assert load(workers=argument).workers == value
    [told] = [setting for setting in explain(workers=argument) if setting.name == "workers"]
    assert (told.value, told.origin) == (str(value), origin)


def test_nested_settings_of_both_origins_come_together(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("RAQAM_WEB_PAGE_MB", "3")
    monkeypatch.setenv("RAQAM_WEB_DELAY", "9")
    monkeypatch.setenv("RAQAM_CONFIG", str(tmp_path / "other.toml"))
    (tmp_path / "other.toml").write_text('[web]\ndelay = 2.5\nallow = ["10.0.0.0/8"]\n[storage.s3]\nkey = "k"\n', encoding="utf-8")
    settings = load()
    assert (settings.web.page_mb, settings.web.delay, str(settings.web.allow[0])) == (3, 2.5, "10.0.0.0/8")
    origins = {setting.name: setting.origin for setting in explain()}
    assert origins["web.page_mb"] == "environment RAQAM_WEB_PAGE_MB"
    assert origins["web.delay"] == origins["storage.s3.key"] == str(tmp_path / "other.toml")
    assert origins["web.agent"] == "default"


@pytest.mark.parametrize(
    ("name", "value", "toml", "said"),
    [
        ("RAQAM_WORKERS", "many", "", r"setting workers: .*valid integer.*\(from environment RAQAM_WORKERS\)"),
        ("RAQAM_WEB_DELAY", "-1", "", r"setting web\.delay: .*\(from environment RAQAM_WEB_DELAY\)"),
        ("RAQAM_WORKERS", "1", "workers = 0", r"setting workers: .*\(from raqam\.toml\)"),
        ("RAQAM_WORKERS", "1", "wrokers = 2", r"setting wrokers: there is none of that name\. Did you mean workers\? \(from raqam\.toml\)"),
        ("RAQAM_WORKERS", "1", "quiet = true", r"setting quiet: there is none of that name\. There are: home, .*web\.delay"),
        ("RAQAM_WORKERS", "1", "workers = [", "raqam.toml: not readable as settings"),
        ("RAQAM_WEB_ALLOW", "10.0.0.0/8", "", r"in the environment .*RAQAM_WEB_ALLOW='\[\"10\.0\.0\.0/8\"\]'"),
        ("RAQAM_CONFIG", "none.toml", "", r"none\.toml: no such file, and RAQAM_CONFIG names it"),
    ],
)
def test_a_bad_setting_is_named_with_its_origin(monkeypatch: pytest.MonkeyPatch, name: str, value: str, toml: str, said: str) -> None:
    monkeypatch.setenv(name, value)
    Path("raqam.toml").write_text(toml, encoding="utf-8")
    with pytest.raises(BadSettings, match=said):
        load()


def test_config_shows_every_setting_but_no_secret(raqam: Raqam, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAQAM_DASK_ADDRESS", "tls://me:hidden@cluster:8786")
    Path("raqam.toml").write_text('workers = 2\n[storage.s3]\nsecret = "hidden"\n', encoding="utf-8")
    status, out, err = raqam("config", "--format", "json", "--home", "there")
    assert (status, err) == (0, "")
    shown = {row["name"]: (row["value"], row["origin"]) for row in json.loads(out)}
    assert shown["home"] == ("there", "argument")
    assert shown["workers"] == ("2", "raqam.toml")
    assert shown["dask_address"] == ("tls://cluster:8786", "environment RAQAM_DASK_ADDRESS")
    assert shown["storage.s3.secret"] == ("***", "raqam.toml")
    assert "hidden" not in out + raqam("config").out + repr(load())


def test_a_run_uses_the_settings_and_keeps_secrets_out_of_the_warehouse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAQAM_WEB_ALLOW", '["127.0.0.1/32"]')
    monkeypatch.setenv("RAQAM_WEB_DELAY", "0")
    with serving() as web:
        web.pages["/a?token=hidden"] = Answer("<p>It is 12 km long.</p>", etag="1")
        source = web("/a?token=hidden").replace("//", "//me:hidden@")
        for _ in range(2):
            summary = pipeline.run(pipeline.Job((source,), tmp_path / "home", export=False))
        assert web.not_modified == {"/a?token=hidden": 1}
    assert (summary.documents, summary.unchanged) == (1, 1)
    held = [warehouse.query(tmp_path / "home", f"from {name}").write_json() for name in ("runs", "documents", "rejects")]
    assert "hidden" not in "".join(held)
    assert "token=***" in held[0]


@pytest.mark.parametrize("log", ["--log-json", "--no-prefect"], ids=["json", "plain"])
def test_a_secret_is_in_nothing_that_a_run_writes(raqam: Raqam, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, log: str) -> None:
    for name, value in {"ALLOW": '["127.0.0.1/32"]', "DELAY": "0", "PAUSE": "0", "ATTEMPTS": "2"}.items():
        monkeypatch.setenv(f"RAQAM_WEB_{name}", value)
    Path("raqam.toml").write_text('[storage.s3]\nkey = "k"\nsecret = "q7z9x3v1"\n', encoding="utf-8")
    monkeypatch.setattr("flows.logs._QUIET_SECONDS", 0.0)
    with serving() as web:
        web.pages["/a?token=q7z9x3v1"] = Answer("<p>It is 12 km long.</p>", etag="1")
        sources = [web(f"/{page}?token=q7z9x3v1").replace("//", "//me:q7z9x3v1@") for page in ("a", "gone")]
        down = "http://me:q7z9x3v1@127.0.0.1:9/?password=q7z9x3v1"
        status, out, err = raqam("run", *sources, down, "--home", tmp_path / "home", log)
    assert (status, "token=***" in err) == (3, True)
    written = [path for path in (tmp_path / "home").rglob("*") if path.is_file()]
    assert {"raqam.log", "raqam.duckdb", "web.sqlite", "report.html"} <= {path.name for path in written}
    assert [path for path in written if b"q7z9x3v1" in path.read_bytes()] == []
    assert "q7z9x3v1" not in out + err


@pytest.mark.parametrize("debug", [[], ["--debug"]])
def test_an_error_tells_no_secret(raqam: Raqam, debug: list[str]) -> None:
    status, out, err = raqam(*debug, "run", "http://me:q7z9x3v1@127.0.0.1:9/?token=q7z9x3v1", "--no-prefect")
    assert (status, out) == (1, "")
    assert "127.0.0.1:9/?token=***" in err
    assert "q7z9x3v1" not in err
