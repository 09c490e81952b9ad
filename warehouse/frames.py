"""Rows to Polars frames, column by column; what depends on the run (ids of it, times) is added when they are loaded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import polars as pl

from extractors.facts import FactBase
from warehouse.schema import FACT_TABLES, frame_schema

OF_THE_RUN = ("run_id", "first_seen_at", "loaded_at", "vanished_at")
_KEYS = ("fact_id", "doc_id", "sentence")


def frame(name: str, rows: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    """A table's frame from rows of all its fields but those of the run."""
    types = {column: type_ for column, type_ in frame_schema(name).items() if column not in OF_THE_RUN}
    return pl.DataFrame({column: [row[column] for row in rows] for column in types}, schema=types)


def fact_frames(found: Iterable[tuple[str, FactBase, str]]) -> dict[str, pl.DataFrame]:
    """A frame a kind that there is from (doc_id, fact, sentence)."""
    kinds: dict[str, list[tuple[str, FactBase, str]]] = {}
    for entry in found:
        kinds.setdefault(entry[1].__dict__["kind"], []).append(entry)
    return {FACT_TABLES[kind]: _fact_frame(kind, entries) for kind, entries in kinds.items()}


def _fact_frame(kind: str, entries: list[tuple[str, FactBase, str]]) -> pl.DataFrame:
    types = {name: type_ for name, type_ in frame_schema(FACT_TABLES[kind]).items() if name not in OF_THE_RUN}
    rows = [fact.__dict__ for _, fact, _ in entries]
    columns = {name: [row[name] for row in rows] for name in types if name not in _KEYS}
    decimals = [name for name, type_ in types.items() if isinstance(type_, pl.Decimal)]
    for name in decimals:  # Polars reads decimals from text ten times as fast as from Python's objects
        columns[name] = [value if value is None else format(value, "f") for value in columns[name]]
    keys = {"doc_id": [doc_id for doc_id, _, _ in entries], "sentence": [sentence for _, _, sentence in entries]}
    written = {name: pl.String if name in decimals else type_ for name, type_ in types.items() if name != "fact_id"}
    made = pl.DataFrame({**keys, **columns}, schema=written)
    span = (pl.col("doc_id"), pl.lit(f".{kind}."), pl.col("char_start"), pl.lit("-"), pl.col("char_end"))
    exact = [pl.col(name).cast(types[name]) for name in decimals]
    return made.with_columns(pl.concat_str(span).alias("fact_id"), *exact).select(list(types))
