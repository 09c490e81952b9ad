"""The page: template, styles, scripts and data in one file.

Data lie in the file as deflated JSON in base64, a piece for the overview and one for each part of the documents; the page inflates
what it shows. A content policy lets no script run but its own, whatever a text holds.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any
from zlib import compress, decompress

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from report import NAME
from report.documents import Library, parts
from report.errors import ReportError
from report.panels import filled
from warehouse.database import Connection, scalar
from warehouse.errors import unwritable
from warehouse.homes import Home, reading
from warehouse.schema import FACT_TABLES, TABLES, spoken, version

SCRIPTS = ("data", "elements", "filters", "documents", "facts", "panels", "views")


@dataclass(frozen=True, slots=True)
class Written:
    """What the report holds: documents of how many in the warehouse, facts, and the size of the file in bytes."""

    target: Path
    documents: int
    all_documents: int
    facts: int
    size: int


def write(home: Home, target: Path, limit: int) -> Written:
    """Read everything in one look at the warehouse, and put the file in its place in one step."""
    with reading(home) as con:
        library = Library()
        pieces = [_packed(part) for part in parts(con, limit, library)]
        overview = _overview(con, library)
    html = _page(overview, pieces)
    _replace(target, html)
    return Written(target, len(library.documents), overview["all_documents"], library.facts, len(html))


def _overview(con: Connection, library: Library) -> dict[str, Any]:
    return {
        "version": version(),
        "made_at": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        "all_documents": scalar(con, "SELECT count(*) FROM documents"),
        "documents": library.documents,
        "facts": library.facts,
        "panels": filled(con),
        "kinds": [[kind, spoken(name), spoken(name, 1)] for kind, name in FACT_TABLES.items()],
        "meanings": {column.name: column.comment for name in FACT_TABLES.values() for column in TABLES[name].columns},
    }


def _page(overview: dict[str, Any], pieces: list[str]) -> bytes:
    """The HTML, in UTF-8."""
    script = "\n".join(_file("page", f"{name}.js") for name in SCRIPTS)
    script = f'(() => {{\n"use strict";\n{script}\nstart();\n}})();'
    charts = _vendored().read_bytes()
    environment = Environment(loader=FunctionLoader(lambda name: _file("page", name)), autoescape=True, undefined=StrictUndefined)
    page = environment.get_template("report.html.j2").render(
        style=Markup(_file("page", "report.css")),  # ours, not a text's
        script=Markup(script),
        allowed=" ".join(map(_hash, (script.encode(), decompress(charts)))),
        pieces=[("overview", _packed(overview)), ("charts", b64encode(charts).decode()), *_numbered(pieces)],
        overview=overview,
    )
    return page.encode()


def _numbered(pieces: list[str]) -> Iterator[tuple[str, str]]:
    return ((f"part-{number}", piece) for number, piece in enumerate(pieces))


def _file(folder: str, name: str) -> str:
    return (resources.files("report") / folder / name).read_text(encoding="utf-8")


def _vendored() -> Traversable:
    return resources.files("report") / "vendor" / "vega.js.zz"


def _packed(data: Any) -> str:
    return b64encode(compress(json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode())).decode()


def _hash(script: bytes) -> str:
    """What a content policy knows an inline script by."""
    return f"'sha256-{b64encode(sha256(script).digest()).decode()}'"


def _replace(target: Path, content: bytes) -> None:
    if not target.name:
        raise ReportError(target, "is no name of a file", f"Give one, such as {NAME}")
    beside = target.with_name(f".{target.name}.new")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(content)
        beside.replace(target)
    except OSError as error:
        with suppress(OSError):
            beside.unlink()
        raise ReportError(target, f"cannot be written: {unwritable(error)}", "Check space and permissions") from error
