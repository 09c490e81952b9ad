"""What a language's data must keep to beyond what loading it checks: one meaning a surface, no rule about nothing, no idle class.

``meanings`` of shared.yml groups the classes that are one meaning (a month word and the unit of a month); a class in no group is a mere
role. A surface in two groups must be declared under ``homographs`` of its language.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from extractors.data import available, read_data
from extractors.errors import LexiconError
from extractors.fold import fold_word
from extractors.language import LOOKS, RULE_LISTS, context_patterns, load
from extractors.lexicon import is_arabic, surfaces
from extractors.syntax import classes

_NAME = re.compile(r"\b[A-Z][A-Z0-9]+\b")
_QUOTED = re.compile(r'"([A-Z][A-Z0-9]+)"')
_Senses = dict[str, dict[str, str]]  # surface without spaces → class → surface as the data file has it


def check(code: str) -> None:
    """Raise LexiconError with everything that is wrong with a language's words and rules; `raqam` itself does not need it to run."""
    shared, own = read_data("shared"), read_data(code)
    problems = [*homographs(shared, own), *unknown_classes(code), *idle_classes(code), *idle_units(own), *idle_units(shared)]
    problems += [*repeated(own), *repeated(shared)]
    if problems:
        raise LexiconError(f"{code}.yml with shared.yml:\n" + "\n".join(problems))


def homographs(shared: Mapping[str, Any], own: Mapping[str, Any]) -> Iterator[str]:
    """Surfaces of two meanings that are not declared, and declared ones that have one.

    >>> shared = {"meanings": {"month": ["MONTH"], "measure": ["UNIT"]}}
    >>> list(homographs(shared, {"words": {"MONTH": {7: ["مهر ماه"]}, "UNIT": {"m": ["مهرماه"]}}}))
    ["'مهر ماه' is MONTH and 'مهرماه' is UNIT: one surface, two meanings. Drop one, or declare it under homographs."]
    """
    groups = {name: group for group, names in shared.get("meanings", {}).items() for name in names}
    declared = {_key(str(surface)): str(surface) for surface in own.get("homographs", ())}
    for key, senses in _senses(shared, own).items():
        meant = {groups[name]: name for name in senses if name in groups}
        if len(meant) > 1 and declared.pop(key, None) is None:
            told = " and ".join(f"{senses[name]!r} is {name}" for name in meant.values())
            yield f"{told}: one surface, two meanings. Drop one, or declare it under homographs."
    yield from (f"the homograph {surface!r} has one meaning: drop it from homographs" for surface in declared.values())


def repeated(data: Mapping[str, Any]) -> Iterator[str]:
    """Surfaces that a class lists twice.

    >>> list(repeated({"words": {"MOVE": ["rose", "fell", "rose"]}}))
    ["the class MOVE lists 'rose' twice"]
    """
    for name, values in data.get("words", {}).items():
        counted = Counter(surface for _, surface in surfaces(name, values))
        yield from (f"the class {name} lists {surface!r} twice" for surface, times in counted.items() if times > 1)


def _senses(shared: Mapping[str, Any], own: Mapping[str, Any]) -> _Senses:
    found: _Senses = defaultdict(dict)
    for data in (shared, own):
        for name, values in data.get("words", {}).items():
            for _, surface in surfaces(name, values):
                found[_key(surface)][name] = surface
    return found


def _key(surface: str) -> str:
    """A surface folded; where a script may lose its spaces, without them."""
    return fold_word(surface).replace(" ", "") if is_arabic(surface) else fold_word(surface)


def unknown_classes(code: str) -> Iterator[str]:
    """Classes that a language's own pattern names and no word has; for shared patterns, no word of any language."""
    known = frozenset().union(*load(code).codes.of)
    anywhere = known.union(*(names for other in available() for names in load(other).codes.of))
    for data, there in ((read_data(code), known), (read_data("shared"), anywhere)):
        for place, pattern in _patterns(data):
            yield from (f"{place}: no word is {name}, in {pattern!r}" for name in sorted(set(classes(pattern)) - there))


def idle_units(data: Mapping[str, Any]) -> Iterator[str]:
    """Rules for units that neither name a unit nor find one.

    >>> list(idle_units({"look": {"units": [{"match": "@ UNIT"}, {"match": "@ unit:UNIT"}]}}))
    ["look units: '@ UNIT' says no unit: capture it as unit:, name it, or say measures: false"]
    """
    for rule in data.get("look", {}).get("units", ()):
        if "unit" not in rule and rule.get("measures", True) and "unit:" not in rule["match"]:
            yield f"look units: {rule['match']!r} says no unit: capture it as unit:, name it, or say measures: false"


def _patterns(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(where it is, pattern) of every pattern of a data file."""
    for name in RULE_LISTS:
        yield from ((f"{name} {rule['name']}", rule["match"]) for rule in data.get(name, ()))
    for name in LOOKS:
        yield from ((f"look {name}", rule["match"]) for rule in data.get("look", {}).get(name, ()))
    yield from context_patterns(data)
    yield from ((f"fragments {name}", pattern) for name, pattern in data.get("fragments", {}).items())


def idle_classes(code: str) -> Iterator[str]:
    """Classes of words that neither a pattern or setting nor the extractors name; those of shared.yml may serve any language."""
    own, shared = read_data(code), read_data("shared")
    named = {*_named_in_code(), *_named_in_settings(own), *_named_in_settings(shared)}
    anywhere = named.union(*(_named_in_settings(read_data(other)) for other in available()))
    for data, there in ((own, named), (shared, anywhere)):
        yield from (f"no rule uses the class {name}" for name in data.get("words", {}) if name not in there)


def _named_in_settings(data: Mapping[str, Any]) -> set[str]:
    return set(_named([value for name, value in data.items() if name != "words"]))


def _named(value: Any) -> Iterator[str]:
    """Every name in capitals in a setting."""
    if isinstance(value, str):
        yield from _NAME.findall(value)
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _named(item)
    elif isinstance(value, list):
        for item in value:
            yield from _named(item)


@cache
def _named_in_code() -> frozenset[str]:
    sources = (entry.read_text(encoding="utf-8") for entry in files("extractors").iterdir() if entry.name.endswith(".py"))
    return frozenset(name for source in sources for name in _QUOTED.findall(source))
