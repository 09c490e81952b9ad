"""The panels of the page: a file of SQL in ``report/panels`` each, with a Vega-Lite chart beside it where it is drawn."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from warehouse.database import Connection, frame_of
from warehouse.values import plain

MOST_ROWS = 1000
_HEADER = re.compile(r"^-- (view|title|question): *(.+)$", re.M)


@dataclass(frozen=True, slots=True)
class Panel:
    """A question with the SQL that answers it, the view of the page that it stands in, and how it is drawn."""

    name: str
    view: str
    title: str
    question: str
    sql: str
    chart: dict[str, Any] | None


@cache
def panels() -> dict[str, Panel]:
    """All panels by name."""
    folder = resources.files("report") / "panels"
    files = {file.name: file.read_text(encoding="utf-8") for file in folder.iterdir() if file.name.endswith((".sql", ".json"))}
    return {name: _panel(name, sql, files.get(f"{name}.json")) for name, sql in sorted(_statements(files))}


def _statements(files: dict[str, str]) -> list[tuple[str, str]]:
    return [(file.removesuffix(".sql"), sql) for file, sql in files.items() if file.endswith(".sql")]


def _panel(name: str, sql: str, chart: str | None) -> Panel:
    header = dict(_HEADER.findall(sql))
    return Panel(name, header["view"], header["title"], header["question"], sql, json.loads(chart) if chart else None)


def filled(con: Connection) -> list[dict[str, Any]]:
    """Every panel with its rows, at most MOST_ROWS of them, and how many there are."""
    return [_filled(con, panel) for panel in panels().values()]


def _filled(con: Connection, panel: Panel) -> dict[str, Any]:
    frame = frame_of(con, panel.sql)
    rows = [list(map(plain, row)) for row in frame.head(MOST_ROWS).iter_rows()]
    described = {"name": panel.name, "view": panel.view, "title": panel.title, "question": panel.question, "chart": panel.chart}
    return {**described, "columns": frame.columns, "rows": rows, "total": frame.height}
