"""``python -m bench [MB]``: the table of speeds; ``python -m bench --load``: loading, which takes 6 GB of disk and some minutes.

All figures are of this run on this machine; compare the ratios, not the seconds."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from itertools import chain

from bench.accuracy import accuracy
from bench.extraction import Row, against_the_scan, growth
from bench.load import load_stage, loading
from bench.peers import against_peers
from bench.runs import memory, start, whole_runs
from extractors.native import COMPILED

PACKAGES = ("raqam", "polars", "duckdb", "pydantic", "dateparser", "parstdex", "pyduckling-native-phihos", "recognizers-text-suite")


def head() -> Iterator[Row]:
    """The machine and the versions."""
    yield "machine", f"{platform.machine()}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
    yield "inner loops", "compiled" if COMPILED else "in Python: there was no C compiler"
    yield "versions", ", ".join(f"{name} {_version(name)}" for name in PACKAGES)


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def main() -> None:
    """A line a measurement, as it is made."""
    measured = loading() if sys.argv[1:] == ["--load"] else _speeds(float(sys.argv[1]) if len(sys.argv) > 1 else 10.0)
    print("| what | measured |\n|---|---|")
    for name, told in chain(head(), measured):
        print(f"| {name} | {told} |", flush=True)


def _speeds(megabytes: float) -> Iterator[Row]:
    yield from accuracy()
    yield from start()
    yield from against_the_scan(megabytes)
    yield from growth(megabytes / 10)
    yield from against_peers()
    yield from whole_runs(megabytes)
    yield from memory(megabytes)
    yield from load_stage()


if __name__ == "__main__":
    main()
