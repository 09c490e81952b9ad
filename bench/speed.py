"""How fast is extraction: MB of UTF-8 a second on one core, beside the scan that it cannot beat, in the same run.

The absolute figures depend on the machine and its mood; the ratio does not.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path

from extractors import extract
from flows.sources import Document, read

EXAMPLES = Path(__file__).parent.parent / "examples"
LEAST_BYTES = 2_000_000
ROUNDS = 3


def documents(lang: str) -> list[Document]:
    """The examples of one language, repeated until they are long enough to time."""
    found = [item for item in read([str(EXAMPLES / lang)]) if isinstance(item, Document)]
    size = sum(len(document.text.encode()) for document in found)
    return found * (LEAST_BYTES // size + 1)


def best_time(work: Callable[[Document], object], texts: list[Document]) -> float:
    """Seconds of the fastest of three rounds."""
    seconds = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        for text in texts:
            work(text)
        seconds.append(time.perf_counter() - start)
    return min(seconds)


def digits(document: Document) -> int:
    """The floor: find the runs of digits, and nothing else."""
    return sum(1 for _ in re.finditer(r"\d+", document.text))


def facts(document: Document) -> int:
    """The whole of extraction."""
    return len(extract(document.text, document.lang, document.published_on).facts)


def main() -> None:
    """One line a language."""
    print(f"{'':4}{'MB':>6}{'digits MB/s':>14}{'extract MB/s':>14}{'ratio':>8}{'facts/s':>10}")
    for lang in ("fa", "vi", "en"):
        texts = documents(lang)
        size = sum(len(text.text.encode()) for text in texts) / 1e6
        floor, whole = best_time(digits, texts), best_time(facts, texts)
        found = sum(map(facts, texts))
        print(f"{lang:4}{size:6.1f}{size / floor:14.1f}{size / whole:14.2f}{whole / floor:8.1f}{found / whole:10.0f}")


if __name__ == "__main__":
    main()
