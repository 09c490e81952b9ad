"""The annotated texts that lie beside the repository are read as well as they were: a floor under each kind in each language.

They are not part of the repository; without them these tests say so.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.evaluate import Evaluation, evaluate, read_gold

GOLD = Path(__file__).parents[2] / "shared" / "gold"
pytestmark = pytest.mark.skipif(not GOLD.is_dir(), reason="no annotated texts beside the repository (../shared/gold)")


def read(*names: str) -> Evaluation:
    return evaluate(read_gold(path) for name in names for path in sorted(GOLD.glob(name)))


def test_the_article_that_the_project_began_with_has_no_mistake() -> None:
    assert read("seed.gold").mistakes == []


def test_every_kind_in_each_language_is_read_well() -> None:
    rows = read("dev/*.gold").rows()
    weak = [row for row in rows if row["f1"] < 0.97 or row["all_fields"] < 0.9]
    assert len(rows) > 12 and not weak, weak


def test_untidy_texts_are_read_well() -> None:
    assert read("real/*.gold").rows()[-1]["f1"] >= 0.93
