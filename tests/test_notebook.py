"""The notebook of docs/, run as a program and as an app; where marimo is not installed (extra ``notebook``), it is not run."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from warehouse import query

pytest.importorskip("marimo", reason="marimo is not installed: pip install 'raqam[notebook]'")

NOTEBOOK = Path(__file__).parent.parent / "docs" / "notebook.py"


def test_it_runs_as_a_program(published: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("RAQAM_HOME", str(published))
    done = subprocess.run([sys.executable, NOTEBOOK], cwd=tmp_path, capture_output=True, text=True, check=True)
    facts = query(published, "SELECT count(*) FROM facts").item()
    first = "SELECT count(*) FROM mart_rank_history WHERE index = (SELECT min(index) FROM mart_rank_history)"
    assert done.stdout == f"{facts} facts; {query(published, first).item()} ranks of the index that is chosen\n"
