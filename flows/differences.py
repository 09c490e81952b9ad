"""What two readings of the same documents differ in: facts gained, lost and changed.

A reading is a published warehouse (its home, or the file in it), the JSON Lines of ``raqam extract``, or what another checkout of
raqam extracts from some sources.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from extractors.errors import RaqamError
from extractors.facts import FACTS, own_fields
from warehouse.schema import FACT_TABLES

Fact = Mapping[str, Any]
_FIELDS = {kind: own_fields(kind) for kind in FACTS}


class ReadingError(RaqamError):
    """Something that is no reading of documents."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Facts by document, and a mark of each document's text where it is known."""

    facts: Mapping[str, list[Fact]]
    texts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Difference:
    """``gained``, ``lost`` or ``changed``; ``was`` and ``now`` are the values that differ."""

    what: str
    kind: str
    source: str
    char_start: int
    text: str
    was: str
    now: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """The differences, how many facts of each kind are the same, and the documents that could not be compared."""

    differences: list[Difference]
    same: Counter[str]
    apart: list[str]

    def summary(self) -> list[dict[str, Any]]:
        """One row a kind: same, gained, lost, changed."""
        counted = Counter((item.kind, item.what) for item in self.differences)
        return [
            {"kind": kind, "same": self.same[kind], **{what: counted[kind, what] for what in ("gained", "lost", "changed")}}
            for kind in FACTS
        ]


def reading(place: Path, sources: Sequence[str] = ()) -> Reading:
    """The reading at a place: with ``sources`` what the checkout there extracts from them. Raises ReadingError, WarehouseError, OSError."""
    if sources:
        return _of_lines(_extracted(place, sources), str(place))
    if place.is_dir() or place.suffix == ".duckdb":
        return _of_warehouse(place if place.is_dir() else place.parent)
    with place.open(encoding="utf-8") as lines:
        return _of_lines(lines, str(place))


def _extracted(checkout: Path, sources: Sequence[str]) -> list[str]:
    """What the extractors of another checkout print about some sources."""
    if not (checkout / "extractors").is_dir():
        raise ReadingError(f"{checkout}: no extractors/ there. With SOURCE, OLD and NEW are folders of two versions of raqam.")
    command = [sys.executable, "-P", "-m", "flows.cli", "extract", *sources]
    done = subprocess.run(
        command, env={**os.environ, "PYTHONPATH": str(checkout.resolve())}, stdout=subprocess.PIPE, text=True, check=False
    )
    if done.returncode not in (0, 3):
        raise ReadingError(f"{checkout}: raqam extract ended there with {done.returncode}; what it said stands above.")
    return done.stdout.splitlines()


def _of_lines(lines: Iterable[str], name: str) -> Reading:
    facts: dict[str, list[Fact]] = defaultdict(list)
    for number, line in enumerate(lines, 1):
        try:
            row = json.loads(line)
            if row["kind"] in FACTS:
                facts[row["source"]].append(row)
        except (ValueError, KeyError, TypeError):
            raise ReadingError(f"{name}:{number}: not a line of `raqam extract`. Compare two outputs of it, or two warehouses.") from None
    return Reading(facts)


def _of_warehouse(home: Path) -> Reading:
    import warehouse
    from warehouse.values import plain

    texts = dict(warehouse.query(home, "select source, content_hash from documents").iter_rows())
    facts: dict[str, list[Fact]] = {source: [] for source in texts}
    for kind, table in FACT_TABLES.items():
        fields = ", ".join(f'f."{name}"' for name in ("char_start", "char_end", "text", *_FIELDS[kind]))
        sql = f"select d.source, f.sentence, {fields} from {table} f join documents d using (doc_id) order by d.source, f.char_start"
        for row in warehouse.query(home, sql).iter_rows(named=True):
            facts[row["source"]].append({"kind": kind, **{name: plain(value) for name, value in row.items()}})
    return Reading(facts, texts)


def compare(old: Reading, new: Reading) -> Comparison:
    """What the newer reading gained, lost and changed; documents whose texts differ are not compared.

    >>> old = Reading({"a": [{"kind": "number", "char_start": 0, "char_end": 2, "text": "12", "value": "12"}]})
    >>> new = Reading({"a": [{"kind": "number", "char_start": 0, "char_end": 5, "text": "12 km", "value": "12", "unit": "km"}]})
    >>> [(item.what, item.was, item.now) for item in compare(old, new).differences]
    [('changed', "unit –; '12'", "unit km; '12 km'")]
    """
    found: list[Difference] = []
    same: Counter[str] = Counter()
    apart = _apart(old, new)
    for source in sorted({*old.facts, *new.facts} - set(apart)):
        found += _of_document(source, old.facts.get(source, []), new.facts.get(source, []), same)
    return Comparison(found, same, apart)


def _apart(old: Reading, new: Reading) -> list[str]:
    """Documents of which the two readings have not the same text."""
    if not (old.texts and new.texts):
        return []
    return sorted(source for source in {*old.texts, *new.texts} if old.texts.get(source) != new.texts.get(source))


def _of_document(source: str, old: list[Fact], new: list[Fact], same: Counter[str]) -> Iterator[Difference]:
    before = {_key(fact): fact for fact in old}
    after = {_key(fact): fact for fact in new}
    for key in before.keys() & after.keys():
        if not _wrong(before[key], after[key]):
            same[key[0]] += 1
            del before[key], after[key]
    pairs = list(_paired(sorted(before), sorted(after)))
    told = [_difference("changed", source, before.pop(a), after.pop(b)) for a, b in pairs]
    told += [_difference("lost", source, fact, None) for fact in before.values()]
    told += [_difference("gained", source, None, fact) for fact in after.values()]
    yield from sorted(told, key=lambda item: (item.char_start, item.what))


def _key(fact: Fact) -> tuple[str, int, int]:
    return str(fact["kind"]), int(fact["char_start"]), int(fact["char_end"])


def _paired(
    old: list[tuple[str, int, int]], new: list[tuple[str, int, int]]
) -> Iterator[tuple[tuple[str, int, int], tuple[str, int, int]]]:
    """Facts of one kind whose spans overlap, each at most once; both lists in order."""
    at = 0
    for was in old:
        while at < len(new) and (new[at][0], new[at][2]) <= (was[0], was[1]):
            at += 1
        if at < len(new) and new[at][0] == was[0] and new[at][1] < was[2]:
            yield was, new[at]
            at += 1


def _wrong(old: Fact, new: Fact) -> list[str]:
    return [name for name in _FIELDS[str(old["kind"])] if old.get(name) != new.get(name)]


def _difference(what: str, source: str, old: Fact | None, new: Fact | None) -> Difference:
    shown = new or old or {}
    names = _wrong(old, new) if old and new else list(_FIELDS[str(shown["kind"])])
    moved = bool(old and new and _key(old) != _key(new))
    was, now = (_said(fact, names, moved, bool(old and new)) if fact else "" for fact in (old, new))
    sentence = str(shown.get("sentence") or "")
    return Difference(what, str(shown["kind"]), source, int(shown["char_start"]), str(shown["text"]), was, now, sentence)


def _said(fact: Fact, names: list[str], moved: bool, empty: bool) -> str:
    """Fields as text; with ``empty`` also those that have no value, and the text where it ``moved``."""
    said = [f"{name} {_dash(fact.get(name))}" for name in names if empty or fact.get(name) not in (None, False)]
    return "; ".join([*said, repr(fact["text"])] if moved else said)


def _dash(value: Any) -> str:
    return "–" if value is None else str(value)
