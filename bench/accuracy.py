"""How well the texts are read whose facts a person has marked: what is made faster must not read otherwise."""

from __future__ import annotations

from collections.abc import Iterator

from bench.corpus import CORPORA
from bench.extraction import Row
from extractors.evaluate import evaluate, read_gold

GOLD = CORPORA.parent / "gold" / "seed.gold"


def accuracy() -> Iterator[Row]:
    """One row, where marked texts are at hand."""
    if not GOLD.is_file():
        yield "accuracy", "no marked texts beside the repository"
        return
    every = [row for row in evaluate([read_gold(GOLD)]).rows() if row["kind"] == "all"]
    yield "accuracy on marked texts", "; ".join(f"F1 {row['f1']:.3f}, every field {row['all_fields']:.3f}" for row in every)
