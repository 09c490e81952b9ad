"""An export reads back with equal rows and types, explains itself, and appears whole."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pandas
import polars as pl
import pytest
from polars.testing import assert_frame_equal

import warehouse
from flows import pipeline
from flows.pipeline import Job
from warehouse import errors

from . import warehouse_stub

MOVED = -1
TEXT = "Mr X: 12 km, 3.5\nOn 2024-01-05 no. 61/2018/NĐ-CP gave #56."
TEXTS = [
    {
        "id": "a",
        "lang": "en",
        "published_on": "2023-02-03",
        "title": 'A "quoted", title',
        "text": TEXT,
    },
    {"id": "b", "lang": "fa", "published_on": "2024-02-03", "text": "شماره 9 و no. 61/2018/NĐ-CP"},
    {"id": "c", "text": "7"},
]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published warehouse of three documents."""
    folder = tmp_path_factory.mktemp("export")
    (folder / "in.jsonl").write_text("\n".join(map(json.dumps, TEXTS)), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("extractors.extract", warehouse_stub.extract, raising=False)
        patch.setattr("extractors.rules_version", lambda: "stub-1", raising=False)
        pipeline.run(Job((str(folder / "in.jsonl"),), folder / "home", export=False))
    return folder / "home"


@pytest.fixture(scope="module")
def exported(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its Parquet export."""
    target = tmp_path_factory.mktemp("target") / "deep" / "export"
    files = warehouse.export(home, target, "parquet")
    assert set(files) == {path for path in target.rglob("*") if path.is_file()}
    return target


def names(home: Path) -> list[str]:
    return [name for name in warehouse.tables(home)["name"] if name not in ("facts", "spans")]


def test_every_table_and_mart_reads_back_with_equal_types(home: Path, exported: Path) -> None:
    for name in names(home):
        expected = warehouse.query(home, f'SELECT * FROM "{name}" ORDER BY ALL')
        path = str(exported / f"{name}.parquet")
        assert_frame_equal(pl.read_parquet(path), expected, check_row_order=False)
        with duckdb.connect() as con:
            con.execute("SET TimeZone = 'UTC'")
            assert_frame_equal(con.sql(f"SELECT * FROM '{path}' ORDER BY ALL").pl(), expected)


def test_facts_are_partitioned_and_read_back(home: Path, exported: Path) -> None:
    expected = warehouse.query(home, "FROM facts ORDER BY fact_id")
    assert {path.name for path in (exported / "facts").iterdir()} == {"kind=number", "kind=date", "kind=document_id", "kind=rank"}
    assert {path.name for path in (exported / "facts" / "kind=number").iterdir()} == {
        "year=2023",
        "year=2024",
        "year=__HIVE_DEFAULT_PARTITION__",
    }
    read = pl.read_parquet(str(exported / "facts/**/*.parquet"), hive_partitioning=False).sort("fact_id")
    assert_frame_equal(read, expected, check_column_order=False)
    with duckdb.connect() as con:
        found = con.sql(f"SELECT * FROM read_parquet('{exported}/facts/**/*.parquet') ORDER BY fact_id").pl()
    assert_frame_equal(found, expected, check_column_order=False)


def test_pandas_reads_equal_types(home: Path, exported: Path) -> None:
    for name in names(home):
        read = pandas.read_parquet(exported / f"{name}.parquet", dtype_backend="pyarrow")
        assert_frame_equal(pl.from_pandas(read), warehouse.query(home, f'FROM "{name}"'), check_row_order=False)
    facts = pandas.read_parquet(exported / "facts", dtype_backend="pyarrow", partitioning=None)
    assert_frame_equal(pl.from_pandas(facts), warehouse.query(home, "FROM facts"), check_row_order=False, check_column_order=False)


def test_a_reader_sees_one_state_or_the_other(home: Path, tmp_path: Path) -> None:
    """Two warehouses are exported to one place in turn, while somebody reads it."""
    (tmp_path / "in.jsonl").write_text("\n".join(map(json.dumps, [TEXTS[0], *TEXTS, {**TEXTS[0], "id": "d"}])), encoding="utf-8")
    homes, target = (home, tmp_path / "home"), tmp_path / "out"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("extractors.extract", warehouse_stub.extract)
        pipeline.run(Job((str(tmp_path / "in.jsonl"),), homes[1], export=False))
    warehouse.export(home, target)
    states = {(warehouse.query(one, "FROM documents").height, warehouse.query(one, "FROM facts").height) for one in homes}
    seen: set[tuple[int, int]] = set()
    with ThreadPoolExecutor(1) as other:
        writing = other.submit(lambda: [warehouse.export(homes[turn % 2], target) for turn in range(1, 11)])
        while not writing.done():
            seen.add(state(target))
    assert writing.result()
    assert {documents for documents, _ in seen} == {documents for documents, _ in states}
    assert {facts for _, facts in seen} <= {facts for _, facts in states} | {MOVED}


def state(target: Path) -> tuple[int, int]:
    """How many documents and facts an export has, each file opened once; an error tells that the files of facts were exchanged."""
    documents = pl.read_parquet((target / "documents.parquet").read_bytes()).height
    try:
        return documents, sum(pl.read_parquet(path.read_bytes()).height for path in list((target / "facts").rglob("*.parquet")))
    except FileNotFoundError:
        return documents, MOVED


def test_the_package_explains_every_column(home: Path, exported: Path) -> None:
    package = json.loads((exported / "datapackage.json").read_text(encoding="utf-8"))
    resources = {resource["name"]: resource for resource in package["resources"]}
    assert set(resources) == {*names(home), "facts"}
    for name, resource in resources.items():
        fields = resource["schema"]["fields"]
        assert [field["name"] for field in fields] == warehouse.query(home, f'FROM "{name}" LIMIT 0').columns
        assert all(field["description"] for field in fields)
        assert all((exported / path).is_file() for path in resource["path"])
    types = {field["name"]: field["type"] for field in resources["numbers"]["schema"]["fields"]}
    assert (types["value"], types["ordinal"], types["char_start"]) == ("number", "boolean", "integer")


def test_csv_keeps_text_as_it_is(home: Path, tmp_path: Path) -> None:
    warehouse.export(home, tmp_path / "csv", "csv")
    read = pl.read_csv(tmp_path / "csv" / "documents.csv").sort("source")
    assert read["text"].to_list() == [row["text"] for row in TEXTS]
    assert read["title"].to_list()[0] == TEXTS[0]["title"]
    assert pl.read_csv(tmp_path / "csv" / "facts.csv").height == 8


def test_an_export_replaces_the_one_before_and_nothing_else(home: Path, tmp_path: Path) -> None:
    target = tmp_path / "out"
    warehouse.export(home, target, "csv")
    warehouse.export(home, target, "parquet")
    assert not list(target.glob("*.csv"))
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("years of work")
    with pytest.raises(errors.ExportError, match="holds files that are no export of raqam"):
        warehouse.export(home, tmp_path / "mine", "csv")
    assert (tmp_path / "mine" / "thesis.txt").exists()


def test_an_export_that_fails_leaves_the_one_before(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "out"
    before = warehouse.export(home, target, "csv")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("warehouse.exports._resource", fail)
    with pytest.raises(errors.ExportError, match="cannot be written: No space left on device"):
        warehouse.export(home, target, "csv")
    assert sorted(path for path in target.rglob("*") if path.is_file()) == before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("target", ["file", "file/below"])
def test_a_target_that_cannot_be_a_folder_is_refused(home: Path, tmp_path: Path, target: str) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(errors.ExportError):
        warehouse.export(home, tmp_path / target)
