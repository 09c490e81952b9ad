"""The well-known titles of a language's documents: compared without spaces, as texts lose and double them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from extractors.data import marks
from extractors.fold import fold_word
from extractors.language import load

_LETTERS = re.compile(rf"[^\w{marks('COMMA')}]+")  # a comma stays: no title goes on over one that it does not have


@dataclass(frozen=True, slots=True)
class Titles:
    """The well-known titles of a language, without spaces, with their types; ``heads`` are all their beginnings."""

    types: Mapping[str, str]
    heads: frozenset[str]
    tails: tuple[str, ...]


@lru_cache(maxsize=8)
def known_titles(code: str) -> Titles:
    """The titles of a language's data file."""
    data = load(code).data["document_context"]
    types = {form: doc_type for doc_type, titles in data["titles"].items() for title in titles for form in _forms(title)}
    return Titles(types, _beginnings(types), tuple(compact(tail) for tail in data["words"]["tails"]))


@lru_cache(maxsize=65536)
def compact(title: str) -> str:
    """A title folded, without its spaces and marks."""
    return _LETTERS.sub("", fold_word(title))


def _forms(title: str) -> Iterable[str]:
    """A title with its commas and without, as texts drop them."""
    return {compact(title), compact(title.replace(",", ""))}


def _beginnings(titles: Iterable[str]) -> frozenset[str]:
    return frozenset(title[:n] for title in titles for n in range(1, len(title) + 1))
