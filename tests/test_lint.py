"""Data files that contradict themselves are refused."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from extractors.data import available, read_data
from extractors.errors import LexiconError
from extractors.facts import DocType, RankIndex
from extractors.language import context_patterns, load
from extractors.lexicon import Lexicon
from extractors.lint import check, homographs
from extractors.syntax import literal_class, literals

MEANINGS = {"meanings": {"month": ["MONTH"], "measure": ["UNIT", "MONTHW"]}}


@pytest.mark.parametrize("lang", available())
def test_the_data_of_a_language_is_sound(lang: str) -> None:
    check(lang)


@pytest.mark.parametrize(
    ("words", "declared", "problems"),
    [
        pytest.param({"MONTH": {5: ["تیر"]}, "UNIT": {"m": ["متر"]}}, [], 0, id="two words"),
        pytest.param({"MONTH": {5: ["تیر"]}, "UNIT": {"m": ["تیر"]}}, [], 1, id="one word, two meanings"),
        pytest.param({"MONTH": {5: ["تیر"]}, "UNIT": {"m": ["تیر"]}}, ["تیر"], 0, id="declared"),
        pytest.param({"MONTH": {5: ["تیر"]}}, ["تیر"], 1, id="declared for nothing"),
        pytest.param({"UNIT": {"mo": ["ماه"]}, "MONTHW": ["ماه"]}, [], 0, id="two roles of one meaning"),
        pytest.param({"MONTH": {5: ["تیر ماه"]}, "UNIT": {"m": ["تیر\u200cماه"]}}, [], 1, id="space and half-space"),
        pytest.param({"MONTH": {5: ["تیر ماه"]}, "UNIT": {"m": ["تیرماه"]}}, [], 1, id="space and joined"),
        pytest.param({"MONTH": {5: ["مي"]}, "UNIT": {"m": ["می"]}}, [], 1, id="Arabic and Persian letters"),
        pytest.param({"MONTH": {5: ["May"]}, "UNIT": {"m": ["may"]}}, [], 1, id="case"),
        pytest.param({"MONTH": {5: ["ma y"]}, "UNIT": {"m": ["may"]}}, [], 0, id="Latin words keep their spaces"),
    ],
)
def test_one_surface_has_one_meaning(words: dict[str, Any], declared: list[str], problems: int) -> None:
    assert len(list(homographs(MEANINGS, {"words": words, "homographs": declared}))) == problems


@pytest.mark.parametrize("lang", available())
def test_a_word_that_only_a_context_names_is_known(lang: str) -> None:
    named = {word for _, pattern in context_patterns(read_data(lang)) for word in literals(pattern)}
    assert [word for word in named if not load(lang).codes.having([literal_class(word)])] == []


def test_what_the_data_say_of_kinds_and_indices_is_of_those_that_there_are() -> None:
    shared = read_data("shared")
    assert {index for indices in shared["contestants"].values() for index in indices} <= set(get_args(RankIndex))
    assert {doc_type for types in shared["document_types"].values() for doc_type in types} <= set(get_args(DocType))


@pytest.mark.parametrize("words", [[True], {"country": ["world", False]}])
def test_a_word_that_yaml_reads_as_true_or_false_is_told(words: Any) -> None:
    with pytest.raises(LexiconError, match=r"class RANKIN: YAML reads a word as (True|False)"):
        Lexicon({"RANKIN": words})


@pytest.mark.parametrize("other", ["سی‌ام", "سی ام", "سیام", "سي ام"])
def test_one_surface_has_one_value_in_a_class(other: str) -> None:
    with pytest.raises(LexiconError, match="one surface, one meaning"):
        Lexicon({"ORDINALWORD": {30: ["سی‌ام"], 31: [other]}})
