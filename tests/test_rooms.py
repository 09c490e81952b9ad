"""The rooms of the house: who may import whom, as docs/architecture.md has it."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = {
    "extractors": {"extractors"},
    "warehouse": {"warehouse", "extractors"},
    "report": {"report", "warehouse", "extractors"},
    "flows": {"flows", "report", "warehouse", "extractors"},
}
HEAVY = {  # what no other file of these rooms imports
    "duckdb": {"warehouse/database.py"},
    "prefect": {"flows/flow.py", "flows/schedule.py", "flows/artifacts.py", "flows/lineage.py", "flows/dask_cluster.py"},
}
FILES = [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]


def imported(path: Path) -> Iterator[str]:
    """The first part of every module that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.partition(".")[0]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_room_knows_nothing_of_those_above_it(path: Path) -> None:
    name = path.relative_to(ROOT)
    found = set(imported(path))
    assert found & ROOMS.keys() <= ROOMS[name.parts[0]]
    assert {library for library, files in HEAVY.items() if library in found and str(name) not in files} == set()


def test_extractors_need_no_library_but_for_models_data_and_calendars() -> None:
    known = {"extractors", "pydantic", "yaml", "persiantools", "hijridate"}
    files = (ROOT / "extractors").glob("*.py")  # the generator of the gazetteer is no part of the program
    assert {name for path in files for name in imported(path)} - known <= sys.stdlib_module_names
