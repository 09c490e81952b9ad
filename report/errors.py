"""What can go wrong with a report."""

from __future__ import annotations

from warehouse.errors import WarehouseError


class ReportError(WarehouseError):
    """The report's file cannot be written."""
