"""What `make bench` loads is sound: its rows pass the warehouse's own checks."""

from __future__ import annotations

from pathlib import Path

import polars as pl

import warehouse
from bench.load import fill

FACTS = 200


def test_the_rows_of_the_bench_are_sound(tmp_path: Path) -> None:
    fill(tmp_path, 0, FACTS)
    assert warehouse.query(tmp_path, "SELECT count(*) AS n FROM facts").item() == FACTS
    broken = warehouse.check(tmp_path).filter((pl.col("severity") == "blocking") & (pl.col("bad_rows") > 0))
    assert broken.is_empty(), broken
