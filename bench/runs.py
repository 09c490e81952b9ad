"""Whole runs in processes of their own: text to published warehouse, two workers, memory, a run that finds nothing new, start."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.corpus import ROOT, write
from bench.extraction import Row, beside, digits, seconds


def raqam(*words: str) -> tuple[float, float, float]:
    """Wall seconds, processor seconds, and peak memory in MB of one ``raqam`` command. Raises CalledProcessError."""
    command = (sys.executable, "-m", "bench.child", sys.executable, "-m", "flows.cli", *words)
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    wall, processor, memory = map(float, told.split())
    return wall, processor, memory


def whole_runs(megabytes: float) -> Iterator[Row]:
    """From a JSON Lines file of Persian texts."""
    with tempfile.TemporaryDirectory() as folder:
        source, home = Path(folder, "texts.jsonl"), Path(folder, "home")
        write(source, "fa", megabytes)
        words = ("run", str(source), "--no-prefect", "--no-export", "--no-report")
        scan = seconds(digits, source.read_text(encoding="utf-8").splitlines())
        wall, processor, memory = raqam(*words, "--home", str(home))
        told = f"{megabytes / processor:.2f} MB/s; 1/{processor / scan:.0f} of the scan; {memory:.0f} MB of memory"
        yield f"run, {megabytes:.0f} MB", told + beside("1/18", processor <= 18 * scan)
        _, again, _ = raqam(*words, "--home", str(home))
        yield "the same run again", f"{again / processor:.2f} of the first" + beside("0.10", again <= processor / 10)
        two, _, _ = raqam(*words, "--home", f"{home}2", "--workers", "2")
        yield "two workers", f"{wall / two:.2f} times one" + beside("1.7", wall / two >= 1.7)


def memory(megabytes: float) -> Iterator[Row]:
    """Peak memory at one size and at four times that."""
    with tempfile.TemporaryDirectory() as folder:
        for times in (1, 4):
            source = Path(folder, f"{times}.jsonl")
            write(source, "fa", megabytes * times)
            _, _, peak = raqam(
                "run", str(source), "--no-prefect", "--no-export", "--no-report", "--home", str(Path(folder, f"home{times}"))
            )
            yield f"memory, {megabytes * times:.0f} MB of documents", f"{peak:.0f} MB" + beside("under 700 MB", peak < 700)


def start() -> Iterator[Row]:
    """What a user waits for."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
        file.write("12 percent\n")
        file.flush()
        for name, most, words in (("raqam --help", 0.3, ("--help",)), ("raqam extract, one line", 1.0, ("extract", file.name))):
            taken = min(raqam(*words)[0] for _ in range(3))
            yield name, f"{taken:.2f} s" + beside(f"under {most} s", taken < most)
