"""Every rule of what stands around a number (the ``look`` lists of the data files) is met by a spec or by the example of a rule.

A rule that nothing meets is dead, or says something that nobody has shown to be right. One of a language's own file has to be met in
that language, a shared one in any.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest

from extractors.extraction import drafts
from extractors.language import available, load, read_data
from extractors.tracing import watched_looks
from tests.test_rules import PUBLISHED, sentences
from tests.test_specs import specs

Look = tuple[str, Mapping[str, Any]]  # the list, the rule


def texts(lang: str) -> Iterator[tuple[str, datetime.date | None]]:
    """The texts of a language in specs and beside rules, with the days that they lean on."""
    yield from ((spec.text, spec.published_on) for spec in (param.values[0] for param in specs()) if spec.lang == lang)
    yield from ((said.text, PUBLISHED) for said in (param.values[0] for param in sentences()) if said.lang == lang)


def unmet(lang: str) -> list[Look]:
    """The rules of a language, shared ones included, that no text meets."""
    language = load(lang)
    met: set[int] = set()
    watched = replace(language, around=watched_looks(language, lambda *told: met.add(id(told[1]))))
    for text, published_on in texts(lang):
        drafts(text, watched, published_on)
    return [(look, rule) for look, rules in language.around.items() for rule, _ in rules if id(rule) not in met]


def is_shared(look: str, rule: Mapping[str, Any]) -> bool:
    return any(rule["match"] == other["match"] for other in read_data("shared")["look"].get(look, ()))


@pytest.fixture(scope="module")
def unmet_looks() -> dict[str, list[Look]]:
    return {lang: unmet(lang) for lang in available()}


@pytest.mark.parametrize("lang", available())
def test_every_look_of_a_language_is_met(lang: str, unmet_looks: dict[str, list[Look]]) -> None:
    assert [f"{look}: {rule['match']}" for look, rule in unmet_looks[lang] if not is_shared(look, rule)] == []


def test_every_shared_look_is_met_in_some_language(unmet_looks: dict[str, list[Look]]) -> None:
    left = [{(look, rule["match"]) for look, rule in looks if is_shared(look, rule)} for looks in unmet_looks.values()]
    assert set.intersection(*left) == set()
