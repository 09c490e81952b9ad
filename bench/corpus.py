"""Texts to measure on: running text beside the repository where it is there, else the examples, repeated with other figures."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from extractors.facts import Lang
from flows.sources import Document, read

LANGS: tuple[Lang, ...] = get_args(Lang)
ROOT = Path(__file__).parents[1]
CORPORA = ROOT.parent / "shared" / "corpora"
_DIGITS = ("0123456789", "۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩")


def originals(lang: str) -> list[str]:
    """The texts of a language that are at hand."""
    corpus = CORPORA / f"{lang}.jsonl"
    if corpus.is_file():
        return [json.loads(line)["text"] for line in corpus.read_text(encoding="utf-8").splitlines()]
    return [item.text for item in read([str(ROOT / "examples" / lang)]) if isinstance(item, Document)]


def texts(lang: str, megabytes: float, seed: int = 7) -> Iterator[str]:
    """So many megabytes of UTF-8: the originals again and again, each time with other figures."""
    chance, left = random.Random(seed), megabytes * 1e6
    found = originals(lang)
    while left > 0:
        table = _other_digits(chance)
        for text in found:
            changed = text.translate(table)
            left -= len(changed.encode())
            yield changed
            if left <= 0:
                return


def mixed(megabytes: float) -> Iterator[str]:
    """The languages in turn."""
    for trio in zip(*(texts(lang, megabytes / len(LANGS)) for lang in LANGS), strict=False):
        yield from trio


def _other_digits(chance: random.Random) -> dict[int, str]:
    """Another digit for each but 0, 1 and 2, so that years stay years and months months."""
    changed = [0, 1, 2, *chance.sample(range(3, 10), 7)]
    return {ord(script[old]): script[new] for script in _DIGITS for old, new in enumerate(changed)}


def write(path: Path, lang: str, megabytes: float) -> None:
    """A JSON Lines file of such texts."""
    with path.open("w", encoding="utf-8") as file:
        for number, text in enumerate(mixed(megabytes) if lang == "mix" else texts(lang, megabytes)):
            row = {"id": f"{lang}-{number}", "text": text} | ({} if lang == "mix" else {"lang": lang})
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
