"""What comes from what, as Prefect assets: the sources, the warehouse, and the files that are made of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from prefect.assets import Asset, AssetProperties

from flows.sources.masking import masked
from warehouse.catalogue import catalogue
from warehouse.publish import NAME

_NOT_IN_KEYS = re.compile(r"[^\w./:=~+-]")
_LONGEST = 512  # characters of a key that Prefect takes


def source_assets(sources: Iterable[str]) -> list[Asset]:
    """What a run reads."""
    return [Asset(key=key(masked(source)), properties=AssetProperties(name=masked(source))) for source in dict.fromkeys(sources)]


def warehouse_asset(home: Path) -> Asset:
    """The published warehouse."""
    told = "Documents, facts and marts; any DuckDB client opens it."
    return Asset(key=key(str(home / NAME)), properties=AssetProperties(name=f"warehouse {home}", description=told))


def mart_assets(folder: Path) -> list[Asset]:
    """The marts as files of the export, each with the question that it answers."""
    marts = catalogue("marts").values()
    return [
        Asset(key=key(str(folder / f"{mart.name}.parquet")), properties=AssetProperties(name=mart.name, description=mart.comment))
        for mart in marts
    ]


def page_asset(page: Path) -> Asset:
    """The report."""
    return Asset(key=key(str(page)), properties=AssetProperties(name="report", url=page.resolve().as_uri()))


def key(place: str) -> str:
    """A file or address as the key of an asset.

    >>> key("https://example.org/feed?page=2"), key("/srv/فارسی/a b.jsonl")
    ('https://example.org/feed_page=2', 'file:///srv/فارسی/a_b.jsonl')
    """
    address = place if "://" in place else f"file://{Path(place).absolute()}"
    return _NOT_IN_KEYS.sub("_", address)[:_LONGEST]
