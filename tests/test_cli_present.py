"""A frame as a table, CSV, JSON and Parquet."""

from __future__ import annotations

import csv
import datetime
import io
import json
import os
import re
import shutil
import sys
from decimal import Decimal
from pathlib import Path

import polars
import pytest

from flows.cli.present import MOST_ROWS, OutputError, write

SENTENCE = "شاخص PAR INDEX رتبه ۵۶ را کسب کرد؛ " * 3
FRAME = polars.DataFrame(
    {
        "text": ["۵۶", 'a, "b"'],
        "value": [Decimal("81.280000000000"), Decimal("3200000000000.000000000000")],
        "sentence": [SENTENCE, None],
        "day": [datetime.date(2024, 3, 5), None],
    }
)


class Terminal(io.StringIO):
    """Standard output that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def shown_on_a_terminal(frame: polars.DataFrame, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The lines of a table on a terminal of 60 columns, without its escape codes."""
    stream = Terminal()
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(shutil, "get_terminal_size", lambda: os.terminal_size((60, 20)))
    monkeypatch.setattr(sys, "stdout", stream)
    write(frame, "table")
    return re.sub(r"\x1b\[[0-9;]*m", "", stream.getvalue()).splitlines()


def test_csv_has_exact_values(capsys: pytest.CaptureFixture[str]) -> None:
    write(FRAME, "csv")
    assert list(csv.reader(io.StringIO(capsys.readouterr().out))) == [
        ["text", "value", "sentence", "day"],
        ["۵۶", "81.28", SENTENCE, "2024-03-05"],
        ['a, "b"', "3200000000000", "", ""],
    ]


def test_json_is_an_array_of_objects(tmp_path: Path) -> None:
    write(FRAME, "json", tmp_path / "a.json")
    first, second = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert first == {"text": "۵۶", "value": "81.28", "sentence": SENTENCE, "day": "2024-03-05"}
    assert second["sentence"] is None


def test_no_rows_are_still_csv_and_json(capsys: pytest.CaptureFixture[str]) -> None:
    write(FRAME.head(0), "json")
    assert json.loads(capsys.readouterr().out) == []
    write(FRAME.head(0), "csv")
    assert capsys.readouterr().out == "text,value,sentence,day\n"


@pytest.mark.parametrize("shape", ["csv", "json", "table", "parquet"])
def test_a_file_that_cannot_be_written_is_named(tmp_path: Path, shape: str) -> None:
    with pytest.raises(OutputError, match=r"nowhere/a\.out: cannot be written: No such file or directory\. Name a file"):
        write(FRAME, shape, tmp_path / "nowhere" / "a.out")


def test_parquet_keeps_the_types(tmp_path: Path) -> None:
    write(FRAME, "parquet", tmp_path / "a.parquet")
    assert polars.read_parquet(tmp_path / "a.parquet").equals(FRAME)


def test_a_table_fits_the_terminal_and_isolates_right_to_left_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = shown_on_a_terminal(FRAME, monkeypatch)
    visible = [line.replace("\u2068", "").replace("\u2069", "") for line in lines]
    assert max(map(len, visible)) <= 60
    wrapped = [line for line in lines if "\u2068" in line]
    assert len(wrapped) > 1
    assert all(line.count("\u2068") == line.count("\u2069") == 1 for line in wrapped)
    assert "2024-03-05" in wrapped[0].rpartition("\u2069")[2]


def test_too_many_columns_for_the_terminal_become_a_block_a_row(monkeypatch: pytest.MonkeyPatch) -> None:
    frame = polars.DataFrame({f"column{i}": [i, i] for i in range(9)})
    lines = [line.split() for line in shown_on_a_terminal(frame, monkeypatch)]
    assert lines[:2] == [["row", "1"], ["column0", "0"]]
    assert lines[10:12] == [[], ["row", "2"]]


def test_a_table_in_a_pipe_is_not_cut_to_a_width(capsys: pytest.CaptureFixture[str]) -> None:
    write(FRAME, "table")
    assert SENTENCE.strip() in capsys.readouterr().out


def test_a_long_table_says_that_it_is_cut(capsys: pytest.CaptureFixture[str]) -> None:
    write(polars.DataFrame({"n": range(MOST_ROWS + 7)}), "table")
    out, err = capsys.readouterr()
    assert str(MOST_ROWS) not in out
    assert err.startswith("… 7 more rows")


@pytest.mark.parametrize("markup", ["[red]", "[/]", "[link=x]"])
def test_square_brackets_are_no_markup(capsys: pytest.CaptureFixture[str], markup: str) -> None:
    write(polars.DataFrame({markup: [markup]}), "table")
    assert capsys.readouterr().out.count(markup) == 2
