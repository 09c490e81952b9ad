"""The report: one HTML file that shows a warehouse, every fact highlighted in its text; it opens from disk without a network.

Heavy libraries are imported inside the functions, so that importing this room costs nothing.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from report.page import Written
    from warehouse.homes import Home

__all__ = ["MOST_DOCUMENTS", "NAME", "write"]

NAME = "report.html"
MOST_DOCUMENTS = 2000


def write(home: Home, target: Path, limit: int = MOST_DOCUMENTS) -> Written:
    """Write the report of a warehouse, whole or not at all; the ``limit`` documents that were published last are in it.

    Raises WarehouseError where there is nothing to show, ReportError where the file cannot be written.
    """
    from report import page

    return page.write(home, target, limit)
