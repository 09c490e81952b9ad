"""Values of rows as JSON has them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from extractors.facts import plain_decimal


def plain(value: Any) -> Any:
    """Decimals as exact strings, dates as ISO strings, lists and dicts of such.

    >>> plain(Decimal("81.280000000000")), plain(None), plain(3)
    ('81.28', None, 3)
    """
    if isinstance(value, Decimal):
        return plain_decimal(value)
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {name: plain(item) for name, item in value.items()}
    return value if value is None or isinstance(value, str | bool | int | float) else str(value)
