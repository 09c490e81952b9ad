"""Texts to facts: numbers, dates, document IDs and ranks of Persian, Vietnamese and English, each with its offsets.

Pure: no I/O but the data files of this folder.

>>> found = extract("Under Decree No. 61/2018/ND-CP, 25 offices were opened.", lang="en")
>>> [(fact.kind, fact.text) for fact in found.facts]
[('document_id', 'Decree No. 61/2018/ND-CP'), ('number', '25')]
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from hashlib import blake2b
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from extractors.errors import LexiconError, RaqamError, UnknownLanguage

if TYPE_CHECKING:
    from extractors.facts import Ambiguity, Lang, Section

__all__ = ["Extraction", "LexiconError", "RaqamError", "UnknownLanguage", "extract", "lexicon_hash", "rules_version"]


@dataclass(frozen=True, slots=True)
class Extraction:
    """What a text says: its language, its facts in order (spans disjoint), its sections, and what may be read in two ways.

    ``facts`` are `Number`, `Date`, `DocumentId` and `Rank` of `extractors.facts`, told apart by ``kind``; one that is not sound stands
    among them as a dict of its fields. ``ambiguities`` are spans that are no facts, because they may be two.
    """

    lang: Lang
    facts: list[Any]
    sections: list[Section]
    ambiguities: list[Ambiguity] = field(default_factory=list)


def extract(text: str, lang: str | None = None, published_on: datetime.date | None = None) -> Extraction:
    """The facts and sections of a text. Time is linear in its length; nothing is kept between calls but what words mean.

    Offsets are code points of ``text`` as given, ``char_end`` is exclusive. ``lang`` (``fa``, ``vi``, ``en``) is found where it is not
    given, passage by passage. ``published_on`` is the day from which relative dates (`last year`) count; without it they are no facts.
    A fact that breaks the contract of its model is left a dict, for the caller to reject.
    Raises UnknownLanguage for a language without a data file.

    >>> text = "نرخ دونگ در سال گذشته ۷.۹ درصد رشد کرد."
    >>> date, number = extract(text, "fa", published_on=datetime.date(2024, 3, 5)).facts
    >>> date.edtf, text[date.char_start : date.char_end], str(number.value), number.unit, number.period
    ('2023', 'سال گذشته', '7.9', '%', '2023')
    >>> [fact.text for fact in extract(text, "fa").facts]
    ['۷.۹ درصد']
    >>> number.model_dump(mode="json", include={"kind", "value", "bound", "rule"})
    {'rule': 'numeral', 'kind': 'number', 'value': '7.9', 'bound': 'exact'}
    >>> extract(text, "xx")
    Traceback (most recent call last):
    extractors.errors.UnknownLanguage: no data file for language 'xx'; there are en, fa, vi
    """
    from extractors.reading import read  # loads what reads; who asks a warehouse does without

    return read(text, lang, published_on)


@cache
def rules_version() -> str:
    """A hash (16 hex digits) over every data file and module that decides about facts: another one means that texts may read otherwise."""
    return _hash_of(".py", ".pyx", ".pxd", ".pxi", ".yml", ".tsv")


@cache
def lexicon_hash() -> str:
    """A hash over the data files alone: words, patterns, places."""
    return _hash_of(".yml", ".tsv")


def _hash_of(*suffixes: str) -> str:
    digest = blake2b(digest_size=8)
    for entry in sorted(_files(files("extractors"), suffixes), key=str):
        digest.update(entry.read_bytes())
    return digest.hexdigest()


def _files(folder: Any, suffixes: tuple[str, ...]) -> Iterator[Any]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _files(entry, suffixes)
        elif entry.name.endswith(suffixes):
            yield entry
