"""Specs: texts with all their facts of one kind, in ``specs/<kind>.<lang>.yml``; anyone can add one without Python.

A file is a list of items. ``text`` is a text with its facts marked as in extractors/gold.py (a text without marks has none),
``published_on`` the day that relative dates lean on, ``name`` what the text is about. Only facts of the kind that the file is named
after are compared, unless the item says ``all: true``.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from extractors import extract
from extractors.facts import FACTS
from extractors.gold import Marked, differences, read_marks

SPECS = Path(__file__).parent / "specs"
KEYS = {"text", "published_on", "name", "all"}


class Spec(NamedTuple):
    """One item of a specs file."""

    kinds: tuple[str, ...]
    lang: str
    text: str
    expected: list[Marked]
    published_on: datetime.date | None


def specs() -> Iterator[Any]:
    for path in sorted(SPECS.glob("*.yml")):
        kind, lang, _ = path.name.split(".")
        for number, item in enumerate(yaml.safe_load(path.read_text(encoding="utf-8")) or [], 1):
            yield pytest.param(read_spec(kind, lang, item), id=f"{kind}.{lang}.{number} {item.get('name') or item['text'][:40]}")


def read_spec(kind: str, lang: str, item: dict[str, Any]) -> Spec:
    assert kind in FACTS, f"a specs file is named <kind>.<lang>.yml, kind one of {', '.join(FACTS)}"
    assert KEYS.issuperset(item), f"unknown keys {set(item) - KEYS} beside {item['text']!r}"
    kinds = tuple(FACTS) if item.get("all") else (kind,)
    text, marked = read_marks(item["text"])
    assert all(mark.kind for mark in marked), f"a mark without a kind: {item['text']!r}"
    return Spec(kinds, lang, text, [mark for mark in marked if mark.kind in kinds], item.get("published_on"))


@pytest.mark.parametrize("spec", list(specs()))
def test_text_gives_its_facts(spec: Spec) -> None:
    found = [fact for fact in extract(spec.text, spec.lang, spec.published_on).facts if _kind(fact) in spec.kinds]
    problems = list(_problems(spec.expected, [fact if isinstance(fact, dict) else dict(fact) for fact in found]))
    assert not problems, "\n".join([spec.text, *problems])


def _kind(fact: Any) -> str:
    return str(fact["kind"] if isinstance(fact, dict) else fact.kind)


def _problems(expected: list[Marked], found: list[dict[str, Any]]) -> Iterator[str]:
    left = {(fact["kind"], fact["char_start"], fact["char_end"]): fact for fact in found}
    for mark in expected:
        fact = left.pop((mark.kind, mark.char_start, mark.char_end), None)
        if fact is None:
            yield f"  missed  {mark.kind} ⟦{mark.text}⟧ {dict(mark.fields)}"
        elif wrong := differences(mark, fact):
            told = "; ".join(f"{name}: expected {wanted!r}, found {got!r}" for name, (wanted, got) in wrong.items())
            yield f"  wrong   {mark.kind} ⟦{mark.text}⟧ {told} (rule {fact['rule']})"
    for fact in left.values():
        said = {
            name: value for name, value in fact.items() if value is not None and name not in ("kind", "text", "lang", "section", "rule")
        }
        yield f"  unmarked {fact['kind']} ⟦{fact['text']}⟧ {said} (rule {fact['rule']})"


def test_a_wrong_reading_is_told() -> None:
    spec = read_spec("number", "en", {"text": "⟦n 7|5⟧ bridges, ⟦n 6 unit=km|6⟧ roads, no ⟦n 9|ninth⟧"})
    found = [dict(fact) for fact in extract("5 bridges, 6 roads, 8 ships, no ninth", "en").facts]
    told = "\n".join(_problems(spec.expected, found))
    assert "value: expected '7'" in told and "unit: expected 'km'" in told and "missed" in told and "unmarked" in told
