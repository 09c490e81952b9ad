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
_HEADER = re.compile(r"^-- (view|place|title|question): *(.+)$", re.M)


@dataclass(frozen=True, slots=True)
class Panel:
    """A question with the SQL that answers it, the view of the page that it stands in, its place there, and how it is drawn."""

    name: str
    view: str
    place: int
    title: str
    question: str
    sql: str
    chart: dict[str, Any] | None


@cache
def panels() -> dict[str, Panel]:
    """All panels by name, in the order in which a view shows them."""
    folder = resources.files("report") / "panels"
    files = {file.name: file.read_text(encoding="utf-8") for file in folder.iterdir() if file.name.endswith((".sql", ".json"))}
    found = [_panel(name, sql, files.get(f"{name}.json")) for name, sql in _statements(files)]
    return {panel.name: panel for panel in sorted(found, key=lambda panel: (panel.view, panel.place))}


def _statements(files: dict[str, str]) -> list[tuple[str, str]]:
    return [(file.removesuffix(".sql"), sql) for file, sql in files.items() if file.endswith(".sql")]


def _panel(name: str, sql: str, chart: str | None) -> Panel:
    header = dict(_HEADER.findall(sql))
    return Panel(name, header["view"], int(header["place"]), header["title"], header["question"], sql, json.loads(chart) if chart else None)


def filled(con: Connection) -> list[dict[str, Any]]:
    """Every panel with its rows and how many there are; of a mere table at most MOST_ROWS, while a chart shows all that its SQL gives."""
    return [_filled(con, panel) for panel in panels().values()]


def _filled(con: Connection, panel: Panel) -> dict[str, Any]:
    frame = frame_of(con, panel.sql)
    shown = frame if panel.chart else frame.head(MOST_ROWS)
    rows = [list(map(plain, row)) for row in shown.iter_rows()]
    described = {"name": panel.name, "view": panel.view, "title": panel.title, "question": panel.question, "chart": panel.chart}
    return {**described, "columns": frame.columns, "rows": rows, "total": frame.height}
