"""Lakes, in a process whose DuckDB is the one that their extensions are made for; and what is said where there is none."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from . import lake_server
from .conftest import Raqam


def test_a_lake_is_a_home_for_many() -> None:
    """The tests of tests/lake_suite.py."""
    try:
        packages = lake_server.overlay()
        lake_server.programs()
    except lake_server.NotHere as error:
        pytest.skip(str(error))
    environment = {**os.environ, "PYTHONPATH": f"{packages}{os.pathsep}{lake_server.ROOT}"}
    suite = [sys.executable, "-m", "pytest", "tests/lake_suite.py", "-p", "no:cacheprovider", "--durations=5"]
    done = subprocess.run(suite, cwd=lake_server.ROOT, env=environment, capture_output=True, text=True, check=False)
    print(done.stdout)
    assert done.returncode == 0, done.stdout[-5000:]
    assert "5 passed" in done.stdout


def test_a_password_is_not_in_the_settings_that_are_shown(raqam: Raqam, monkeypatch: pytest.MonkeyPatch) -> None:
    told = raqam("config", "--home", "ducklake:postgres:dbname=a password='ge heim' host=b")
    assert "dbname=a password=*** host=b" in told.out
    assert "heim" not in told.out
    assert "geheim" not in raqam("config", "--home", "ducklake:postgres://me:geheim@host/a").out
    monkeypatch.setenv("RAQAM_HOME", "ducklake:postgres:dbname=a password=geheim")
    assert "password=***" in raqam("config").out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("tables", "--home", "ducklake:postgres:dbname=a host=127.0.0.1 port=1"), "Try: pip install 'raqam[lake]'"),
        (("tables", "--home", "ducklake:lake.sqlite"), "not an address of a lake that raqam knows. Give it as 'ducklake:postgres:"),
        (("tables", "--home", "ducklake:postgres://me:geheim@host/a"), "not an address of a lake that raqam knows"),
        (("rebuild", "--home", "ducklake:postgres:dbname=a"), "only a warehouse in a folder can do that. A lake is filled anew"),
    ],
)
def test_what_cannot_be_done_with_a_lake_says_so(raqam: Raqam, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], told: str) -> None:
    monkeypatch.setitem(sys.modules, "duckdb_extensions", None)
    outcome = raqam(*words)
    assert outcome.status == 1
    assert told in outcome.err
    assert "geheim" not in outcome.err
