"""Whatever was run, changed, deleted and rebuilt before: the tables are those of one run over what is there in the end."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

import warehouse
from flows import pipeline
from flows.pipeline import Job
from warehouse import schema

from . import warehouse_stub

NAMES = ("one a", "one b", "one c", "two a", "two b")
TEXTS = (
    "Mr X: 12 km and 3.5. On 2024-01-05 no. 61/2018/NĐ-CP gave #56.",
    "12 km and maybe 7",
    "bad7 lives 8",  # one of its facts is rejected
    "explode",  # the extractors refuse it
    "",  # the reader refuses it
    "no figure",
)
OF_THE_RUN = {"run_id", "loaded_at", "first_seen_at", "vanished_at"}


@dataclass(frozen=True)
class Step:
    """What happens to the sources, and what is then done."""

    changes: dict[str, str | None]
    rebuild: bool
    limit: int | None


STEPS = st.builds(
    Step,
    st.dictionaries(st.sampled_from(NAMES), st.sampled_from((*TEXTS, None)), max_size=3),
    st.sampled_from((False, False, True)),
    st.sampled_from((None, None, 1)),
)


@pytest.fixture(autouse=True, scope="module")
def stub() -> Iterator[None]:
    """Extractors that read digits."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("extractors.extract", warehouse_stub.extract)
        patch.setattr("extractors.rules_version", lambda: "stub-1")
        yield


def write(folder: Path, documents: dict[str, str]) -> None:
    """A file for each first word, with a line for each document; none where no document is left, as an empty file cannot be read."""
    folder.mkdir(exist_ok=True)
    for file in {name.split()[0] for name in NAMES}:
        rows = [{"id": name, "lang": "en", "text": text} for name, text in sorted(documents.items()) if name.startswith(file)]
        path = folder / f"{file}.jsonl"
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8") if rows else path.unlink(missing_ok=True)


def run(folder: Path, home: Path, limit: int | None = None) -> None:
    pipeline.run(Job((str(folder),), home, export=False, limit=limit))


def tables(home: Path) -> dict[str, pl.DataFrame]:
    """All that does not tell of runs, without the documents that have vanished."""
    gone = set(warehouse.query(home, "SELECT doc_id FROM documents WHERE vanished_at IS NOT NULL")["doc_id"])
    frames = {name: warehouse.query(home, f'FROM "{name}"') for name in (*schema.OF_DOCUMENTS, "rejects")}
    there = {name: frame.filter(~pl.col("doc_id").fill_null("").is_in(list(gone))) for name, frame in frames.items()}
    return {name: frame.drop(OF_THE_RUN & set(frame.columns)).sort(pl.all()) for name, frame in there.items()}


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(STEPS, min_size=1, max_size=3))
def test_any_history_ends_in_the_tables_of_one_fresh_run(steps: list[Step]) -> None:
    with tempfile.TemporaryDirectory() as made:
        folder, home, documents = Path(made, "texts"), Path(made, "home"), dict.fromkeys(NAMES, TEXTS[0])
        write(folder, documents)
        run(folder, home)
        for step in steps:
            documents = {name: text for name, text in {**documents, **step.changes}.items() if text is not None}
            write(folder, documents)
            if step.rebuild:
                pipeline.rebuild(home)
            else:
                run(folder, home, step.limit)
        run(folder, home)
        run(folder, Path(made, "fresh"))
        found, fresh = tables(home), tables(Path(made, "fresh"))
        for name in fresh:
            assert_frame_equal(found[name], fresh[name])
        assert warehouse.check(home).filter(pl.col("bad_rows") > 0, pl.col("severity") == "blocking").is_empty()


def test_an_emptied_file_takes_no_document_away(tmp_path: Path) -> None:
    folder, home = tmp_path / "texts", tmp_path / "home"
    write(folder, dict.fromkeys(NAMES, TEXTS[1]))
    run(folder, home)
    (folder / "two.jsonl").write_text("", encoding="utf-8")
    run(folder, home)
    assert warehouse.query(home, "SELECT count(*) AS n FROM documents WHERE vanished_at IS NULL")["n"].item() == len(NAMES)
    assert warehouse.query(home, "FROM rejects")["reason"].str.contains("empty").any()
