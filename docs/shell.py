"""Where the commands of the pages are run: a folder with the examples, or a copy of the repository with a diff applied."""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

COPIED = ("extractors", "warehouse", "sql", "flows", "report", "tests", "examples", "pyproject.toml", "README.md", "LICENSE")
_OPERATORS = frozenset("|<>;&()")
# What is another in every run stands in the pages as it stood in one.
_ALWAYS_NEW = (
    (re.compile(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d INFO .*\n", re.M), ""),  # how far a run is; a terminal shows a bar
    (re.compile(r"\b\d{8}T\d{6}\.\d{3}-[0-9a-f]{4}\b"), "20260105T060000.000-7d0c"),
    (re.compile(r"\d+\.\d s \([^)]*\)$", re.M), "1.3 s (copy 0.0, read 0.1, extract 0.9, load 0.2, check 0.1, publish 0.0)"),
    (re.compile(r"\bin \d+\.\d+s\b"), "in 1.00s"),
)


class Shell(Protocol):
    """Runs commands in a folder of its own."""

    def run(self, command: str) -> str:
        """What a command prints."""

    def apply(self, diff: str) -> None:
        """Change files."""


class Workplace:
    """A folder that holds ``examples/`` and whatever earlier commands left there."""

    def __init__(self, root: Path, folder: Path) -> None:
        self.root, self.folder = root, folder
        shutil.copytree(root / "examples", folder / "examples")

    def run(self, command: str) -> str:
        """A plain ``raqam`` command in this process, because starting one costs a second; anything else in a shell."""
        printed = _in_process(command, self.folder) if _is_plain(command) else _in_shell(command, self.folder, self.root)
        return _settled(printed, self.folder)

    def apply(self, diff: str) -> None:
        """No place for that."""
        raise ValueError(f"a diff is tried in docs/adding.md alone:\n{diff}")


class Trial:
    """A copy of the repository, made when it is first needed."""

    def __init__(self, root: Path, folder: Path) -> None:
        self.root, self.folder = root, folder

    def run(self, command: str) -> str:
        """What a command prints where the copy's code is the one that runs."""
        self._copied()
        return _settled(_in_shell(command, self.folder, self.folder), self.folder)

    def apply(self, diff: str) -> None:
        """Apply a diff; ValueError where it no longer fits."""
        self._copied()
        words = ["git", "apply", "--whitespace=nowarn", "-"]
        done = subprocess.run(words, cwd=self.folder, input=diff, text=True, capture_output=True)
        if done.returncode:
            raise ValueError(f"this diff no longer fits: {done.stderr}\n{diff}")

    def _copied(self) -> None:
        if self.folder.exists():
            return
        self.folder.mkdir(parents=True)
        for name in COPIED:
            place = self.root / name
            if place.is_dir():
                shutil.copytree(place, self.folder / name, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(place, self.folder)


def _is_plain(command: str) -> bool:
    """
    >>> _is_plain('raqam query "select 1 > 0"'), _is_plain("echo 5 | raqam extract -"), _is_plain("raqam tables > tables.txt")
    (True, False, False)
    """
    words = shlex.shlex(command, posix=True, punctuation_chars=True)
    words.whitespace_split = True
    first, *rest = words
    return first == "raqam" and not _OPERATORS.intersection(rest)


def _in_shell(command: str, folder: Path, code: Path) -> str:
    """What a command prints; ValueError where it fails, but for the status that tells of rejects."""
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("RAQAM_", "PREFECT_", "PYTEST_"))}
    environment = {**clean, "PATH": path, "PYTHONPATH": str(code), "PYTHONDONTWRITEBYTECODE": "1"}
    words = ["bash", "-o", "pipefail", "-c", command]
    done = subprocess.run(words, cwd=folder, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode not in (0, 3):
        raise ValueError(f"`{command}` ended with {done.returncode}:\n{done.stdout}")
    return done.stdout


def _in_process(command: str, folder: Path) -> str:
    from flows.cli import main

    said = io.BytesIO()
    stream = io.TextIOWrapper(said, encoding="utf-8", write_through=True)
    with contextlib.chdir(folder), alone(), contextlib.redirect_stdout(stream), contextlib.redirect_stderr(stream):
        main(shlex.split(command)[1:])
    return said.getvalue().decode()


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Without the settings of the machine."""
    before = dict(os.environ)
    for name in before:
        if name.startswith(("RAQAM_", "PREFECT_API")):
            del os.environ[name]
    try:
        yield
    finally:
        os.environ.update(before)


def _settled(printed: str, folder: Path) -> str:
    """Without what is another in every run, and without blanks at the ends of lines."""
    printed = printed.replace(str(folder.resolve()), "/home/you").replace(str(folder), "/home/you")
    for pattern, instead in _ALWAYS_NEW:
        printed = pattern.sub(instead, printed)
    lines = [line.rstrip() for line in printed.splitlines()]
    return "".join(f"{line}\n" for line in lines)
