"""Many processes come to the same tables as one, with the real extractors."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import warehouse
from flows import pipeline, shards
from flows.pipeline import Job
from warehouse import schema

TEXTS = [f"In {2000 + i} the town had {i * 37} km of roads, {i + 5}% more than under Decree No. {i}/2018/ND-CP." for i in range(450)]


def test_two_workers_fill_the_same_tables_as_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards, "SHARD_BYTES", 10_000)
    path = tmp_path / "in.jsonl"
    path.write_text("\n".join(json.dumps({"id": str(i), "lang": "en", "text": text}) for i, text in enumerate(TEXTS)), encoding="utf-8")
    for workers in (1, 2):
        pipeline.run(Job((str(path),), tmp_path / str(workers), workers=workers, export=False))
    for name in schema.OF_DOCUMENTS:
        hidden = "run_id" if name != "documents" else "run_id, first_seen_at, loaded_at"
        one, two = (warehouse.query(tmp_path / home, f'SELECT * EXCLUDE ({hidden}) FROM "{name}"') for home in ("1", "2"))
        assert one.equals(two)
    assert warehouse.query(tmp_path / "2", "FROM numbers").height > len(TEXTS)
