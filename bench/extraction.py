"""Extraction alone, on one core, beside the scan that no reader of text in Python can beat, and beside other systems."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator

from bench.corpus import LANGS, mixed, originals, texts
from extractors import extract

ROUNDS = 3
SHARE_OF_THE_SCAN = 12
LINEAR = 5  # times the time for four times the length, at most
Row = tuple[str, str]


def beside(goal: str, reached: bool) -> str:
    """What is aimed at, and whether it is reached, for the end of a row.

    >>> beside("at most 0.3 s", True)
    '; goal at most 0.3 s: reached'
    """
    return f"; goal {goal}: {'reached' if reached else 'not reached'}"


def seconds(work: Callable[[str], object], given: list[str], rounds: int = ROUNDS) -> float:
    """Processor seconds of the fastest round."""
    taken = []
    for _ in range(rounds):
        start = time.process_time()
        for text in given:
            work(text)
        taken.append(time.process_time() - start)
    return min(taken)


def size(given: list[str]) -> float:
    """Megabytes of UTF-8."""
    return sum(len(text.encode()) for text in given) / 1e6


def digits(text: str) -> int:
    """The floor: find the runs of digits, and nothing else."""
    return sum(1 for _ in re.finditer(r"\d+", text))


def reader(lang: str | None) -> Callable[[str], object]:
    """All four kinds of facts, as Pydantic objects, and sections."""
    return lambda text: extract(text, lang)


def against_the_scan(megabytes: float) -> Iterator[Row]:
    """A row a language and one for the mix."""
    for lang in (*LANGS, "mix"):
        work = reader(None if lang == "mix" else lang)
        if lang != "mix":
            yield _at_first(lang, work)
        given = list(mixed(megabytes) if lang == "mix" else texts(lang, megabytes))
        floor, whole = seconds(digits, given), seconds(work, given, rounds=2)
        dense = sum(len(extract(text, None if lang == "mix" else lang).facts) for text in given[:100]) / max(1, len(given[:100]))
        rate, share = size(given), whole / floor
        speed = f"{rate / whole:.2f} MB/s; scan for digits {rate / floor:.0f} MB/s; 1/{share:.0f} of it; {dense:.1f} facts a document"
        yield f"extract, {lang}, {rate:.0f} MB", speed + beside(f"1/{SHARE_OF_THE_SCAN}", share <= SHARE_OF_THE_SCAN)


def _at_first(lang: str, work: Callable[[str], object]) -> Row:
    """Texts that are met for the first time: no word is known yet, no pattern compiled."""
    work("")
    given = originals(lang)
    return f"extract, {lang}, {size(given):.1f} MB that no process has read", f"{size(given) / seconds(work, given, rounds=1):.2f} MB/s"


def growth(megabytes: float) -> Iterator[Row]:
    """The same text once and four times in one document: linear growth is 4.0."""
    for lang in LANGS:
        text = "\n".join(texts(lang, megabytes))
        once, four = (seconds(reader(lang), [given], rounds=2) for given in (text, text * 4))
        yield (
            f"growth, {lang}, one document of {megabytes * 4:.0f} MB",
            f"{four / once:.1f} times the time of a quarter of it" + beside("linear (4)", four / once < LINEAR),
        )
