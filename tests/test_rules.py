"""Every rule of a data file shows what it finds and what it leaves alone.

``example`` (a text or a list of them; ``examples`` by language in shared.yml) has what the rule finds in ⟦⟧; in ``counter``
(``counters``) the rule finds nothing.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest

from extractors import extract
from extractors.data import available, read_data
from extractors.gold import read_marks

KINDS = {"dates": "date", "document_ids": "document_id", "ranks": "rank", "numbers": "number"}
PUBLISHED = datetime.date(2024, 3, 5)


class Sentence(NamedTuple):
    """A text beside a rule, and whether the rule should find anything in it."""

    kind: str
    rule: str
    lang: str
    text: str
    counter: bool


def rules() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """(file, kind, rule) of every rule of facts."""
    for file in [*available(), "shared"]:
        data = read_data(file)
        for section, kind in KINDS.items():
            yield from ((file, kind, rule) for rule in data.get(section, ()))


def texts(file: str, rule: dict[str, Any], name: str) -> dict[str, list[str]]:
    """Language → the texts of a rule under ``name``."""
    found = dict(rule.get(f"{name}s", {})) if file == "shared" else {file: rule.get(name, [])}
    return {lang: [said] if isinstance(said, str) else said for lang, said in found.items() if said}


def sentences() -> Iterator[Any]:
    for file, kind, rule in rules():
        for counter in (False, True):
            for lang, said in texts(file, rule, "counter" if counter else "example").items():
                for number, text in enumerate(said, 1):
                    label = f"{file} {kind} {rule['name']} {'counter' if counter else 'example'} {lang} {number}"
                    yield pytest.param(Sentence(kind, rule["name"], lang, text, counter), id=label)


@pytest.mark.parametrize("said", list(sentences()))
def test_a_rule_finds_its_example_and_leaves_its_counter(said: Sentence) -> None:
    text, marks = read_marks(said.text)
    facts = extract(text, said.lang, PUBLISHED).facts
    broken = [fact for fact in facts if isinstance(fact, dict)]
    mine = [(fact.char_start, fact.char_end) for fact in facts if fact.kind == said.kind and fact.rule == said.rule]
    told = f"{said.text}\nfound: {[(fact.kind, fact.rule, fact.text) for fact in facts]}"
    assert not broken, broken
    assert bool(marks) != said.counter, f"an example has ⟦⟧, a counter has none: {said.text}"
    assert mine == [(mark.char_start, mark.char_end) for mark in marks], told


def test_every_rule_has_an_example_and_a_counter() -> None:
    bare = []
    for file, kind, rule in rules():
        examples, counters = texts(file, rule, "example"), texts(file, rule, "counter")
        if not examples or not examples.keys() <= counters.keys():
            bare.append(f"{file}.yml {kind} {rule['name']}: examples in {list(examples)}, counters in {list(counters)}")
    assert not bare, "\n".join(bare)


def test_names_are_one_rule_each() -> None:
    seen: dict[tuple[str, str, str], str] = {}
    for file, kind, rule in rules():
        for lang in available() if file == "shared" else [file]:
            assert seen.setdefault((lang, kind, rule["name"]), file) == file, (
                f"{rule['name']} is in {file}.yml and in {seen[lang, kind, rule['name']]}.yml"
            )
