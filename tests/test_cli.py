"""The command line: exit status, what stands on which stream, and what is not imported."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from shutil import which

import pytest

from flows.cli import COMMANDS

from .conftest import Raqam

COMMAND = [sys.executable, "-m", "flows.cli"]
LESS = "-dac_override,-dac_read_search"  # what lets root pass by permissions
HEAVY = {"prefect", "polars", "duckdb", "warehouse", "fsspec", "pyarrow", "rich"}


def test_help_lists_every_command(raqam: Raqam) -> None:
    status, out, err = raqam("--help")
    assert (status, err) == (0, "")
    assert all(f"  {name} " in out for name in COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(raqam: Raqam, name: str) -> None:
    status, out, _ = raqam(name, "--help")
    assert status == 0
    assert out.startswith(f"Usage: raqam {name} ")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_help_has_examples(raqam: Raqam, name: str) -> None:
    examples = raqam(name, "--help").out.partition("Examples:\n")[2].partition("\n\n")[0].splitlines()
    assert examples
    assert all(f"raqam {name} " in f"{example} " for example in examples)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_can_complete_commands(tmp_path: Path, shell: str) -> None:
    asked = {**os.environ, "_RAQAM_COMPLETE": f"{shell}_complete", "COMP_WORDS": "raqam qu", "COMP_CWORD": "1" if shell != "fish" else "qu"}
    done = subprocess.run([*COMMAND], cwd=tmp_path, capture_output=True, text=True, env=asked, check=True)
    assert "query" in done.stdout
    assert "report" not in done.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nonsense"], "No such command 'nonsense'"),
        (["qeury"], "No such command 'qeury'. Did you mean 'query'?"),
        (["--wat"], "No such option"),
        (["extract"], "Missing argument 'SOURCE...'"),
        (["extract", "a.txt", "--lang", "xx"], "'xx' is not known; known are fa, vi, en"),
        (["extract", "a.txt", "--published-on", "5/3/2024"], "Invalid value for '--published-on'"),
        (["extract", "a.txt", "--published-on", "2024-13-05"], "2024-13-05 is no day: month must be in 1..12"),
        (["extract", "a.txt", "--published-on", "1402-12-15"], "1402-12-15 is not a Gregorian date of our time"),
        (["run", "a.txt", "--dask-address", "tcp://10.0.0.5:8786"], "--engine is not dask: add --engine dask"),
        (["run", "a.txt", "--since", "yesterday"], "'yesterday' is not an ISO date such as 2024-03-05"),
        (["extract", "a.txt", "--wat"], "No such option"),
        (["run", "a.txt", "--workers", "0"], "Invalid value for '--workers'"),
        (["query"], "Missing argument 'SQL'"),
        (["query", "select 1", "--format", "xml"], "Invalid value for '--format'"),
        (["schedule", "a.txt"], "Missing option '--cron'"),
        (["schedule", "a.txt", "--cron", "at six"], "no such schedule"),
        (["schedule", "a.txt", "--cron", "0 6 * * *", "--timezone", "Mars/Olympus"], "no such schedule"),
    ],
)
def test_bad_arguments_end_with_2(raqam: Raqam, words: list[str], said: str) -> None:
    status, out, err = raqam(*words)
    assert (status, out) == (2, "")
    assert said in err


@pytest.mark.parametrize(
    "words",
    [
        ["extract", "missing.txt"],
        ["run", "missing.txt"],
        ["run", "missing.txt", "--prefect"],
        ["schedule", "missing.txt", "--cron", "0 6 * * *"],
    ],
)
def test_a_missing_source_ends_with_1(raqam: Raqam, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]) -> None:
    monkeypatch.chdir(tmp_path)
    status, out, err = raqam(*words)
    assert (status, out) == (1, "")
    assert err.startswith("raqam: missing.txt: no such file or folder. Give a file")
    assert err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_schedule_needs_a_server_that_keeps_it(raqam: Raqam, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("12 km", encoding="utf-8")
    status, out, err = raqam("schedule", tmp_path, "--cron", "0 6 * * *")
    assert (status, out) == (1, "")
    assert err.startswith("raqam: no Prefect server is configured")
    assert "prefect server start" in err


@pytest.mark.parametrize("words", [["--debug", "extract", "missing.txt"], ["extract", "missing.txt", "--debug"]])
def test_debug_shows_where(raqam: Raqam, words: list[str]) -> None:
    status, _, err = raqam(*words)
    assert status == 1
    assert "Traceback" in err
    assert "flows.sources.document.SourceNotFound: missing.txt" in err


def test_what_nobody_foresaw_is_a_sentence_too(raqam: Raqam, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def fail(*_: object) -> None:
        raise KeyError("x")

    monkeypatch.setattr("flows.sources.read", fail)
    status, out, err = raqam("extract", tmp_path)
    assert (status, out) == (1, "")
    assert err == "raqam: unexpected KeyError: 'x'. Add --debug to see where, and please report it.\n"


def test_ctrl_c_is_quiet(raqam: Raqam, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("flows.sources.read", interrupt)
    status, out, err = raqam("extract", tmp_path)
    assert (status, out, err.strip()) == (130, "", "")


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["extract", "--help"], ["extract", "a.txt"]])
def test_nothing_heavy_is_imported_before_it_is_needed(tmp_path: Path, words: list[str]) -> None:
    modules = _imported(tmp_path, words)
    assert modules & HEAVY == set()
    assert "pydantic" not in modules or "a.txt" in words


@pytest.mark.parametrize("words", [["run", "a.txt", "--no-prefect"], ["run", "a.txt", "--no-prefect", "--no-export", "--no-report"]])
def test_a_run_and_its_questions_do_without_pyarrow(tmp_path: Path, words: list[str]) -> None:
    assert {"duckdb", "polars", "pyarrow", "numpy"} & _imported(tmp_path, words) == {"duckdb", "polars"}


def _imported(folder: Path, words: list[str]) -> set[str]:
    """The modules of a process that has run a command where ``a.txt`` lies."""
    (folder / "a.txt").write_text("12 km", encoding="utf-8")
    program = f"import sys; from flows.cli import main; status = main({words!r}); print(*sys.modules, file=sys.stderr); sys.exit(status)"
    done = subprocess.run([sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, check=True)
    return set(done.stderr.split())


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "12 km, 13 km, 14 km"}\n' * 2000, encoding="utf-8")
    with subprocess.Popen([*COMMAND, "extract", path, "--lang", "en"], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout and process.stderr
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 0


def test_output_is_utf8_whatever_the_locale_says(tmp_path: Path) -> None:
    (tmp_path / "سند.txt").write_text("۱۲ کیلومتر", encoding="utf-8")
    poor = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii", "PYTHONCOERCECLOCALE": "0"}
    done = subprocess.run([*COMMAND, "extract", tmp_path, "--lang", "fa"], capture_output=True, env=poor, check=True)
    assert "۱۲" in done.stdout.decode("utf-8")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no /dev/full")
def test_output_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("12 km", encoding="utf-8")
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run([*COMMAND, "extract", tmp_path], stdout=full, stderr=subprocess.PIPE, text=True)
    assert (done.returncode, done.stderr) == (
        1,
        "raqam: standard output: No space left on device. Free some space, or write elsewhere\n",
    )


@pytest.mark.skipif(os.geteuid() == 0 and not which("setpriv"), reason="root may read everything, and nothing here takes that from it")
def test_a_source_that_may_not_be_read_could_not_be_done(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("12 km", encoding="utf-8")
    (tmp_path / "a.txt").chmod(0)
    may_less = [] if os.geteuid() else ["setpriv", f"--bounding-set={LESS}", f"--inh-caps={LESS}"]
    command = [*may_less, *COMMAND, "run", tmp_path / "a.txt", "--home", tmp_path / "home", "--no-prefect"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (1, "")
    assert "a.txt: cannot be opened: Permission denied. Check its permissions" in done.stderr
