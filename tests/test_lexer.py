"""What the lexer sees, the rules see: no set of word classes turns up in a text that no pattern was compiled with."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extractors import extract
from extractors.data import available
from extractors.language import load
from flows.sources import Document, read

from .conftest import EXAMPLES

CORPORA = Path(__file__).parents[2] / "shared" / "corpora"


def texts(lang: str) -> list[str]:
    """The examples, and the running text beside the repository where it is there."""
    found = [item.text for item in read([str(EXAMPLES)]) if isinstance(item, Document)]
    corpus = CORPORA / f"{lang}.jsonl"
    lines = corpus.read_text(encoding="utf-8").splitlines() if corpus.is_file() else []
    return [*found, *(json.loads(line)["text"] for line in lines)]


@pytest.mark.parametrize("lang", available())
def test_every_set_of_classes_was_foreseen(lang: str) -> None:
    for text in texts(lang):
        extract(text, lang)
    assert [sorted(classes) for classes in load(lang).codes.unforeseen] == []
