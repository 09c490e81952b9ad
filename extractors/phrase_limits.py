"""Where a language's noun phrases end, as its data file says."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from typing import Any, Literal

from extractors.fold import fold_word
from extractors.language import load

_NEVER = re.compile("(?!)")
_NEVER_CASED = re.compile("(?!)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Limits:
    """Where a language's noun phrases end: ``noun_phrase`` of its data file."""

    longest: int = 4
    longest_before: int = 1
    plural_ends: tuple[str, ...] = ()
    not_plural: tuple[str, ...] = ()
    plurals: frozenset[str] = frozenset()
    modifiers: frozenset[str] = frozenset()
    closing: tuple[str, ...] = ()
    alone: frozenset[str] = frozenset()
    owners: frozenset[str] = frozenset()
    loose_ends: frozenset[str] = frozenset()
    not_inside: frozenset[str] = frozenset()
    before_names: frozenset[str] = frozenset()
    light_second: frozenset[str] = frozenset()
    adjective_ends: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    never: frozenset[str] = frozenset()
    listed: Literal["", "names", "any"] = ""
    verb_last: bool = False
    verb_shapes: re.Pattern[str] = _NEVER
    group_shapes: re.Pattern[str] = re.compile(".*")
    joined_shapes: re.Pattern[str] = _NEVER
    not_alone: re.Pattern[str] = _NEVER_CASED
    not_many: re.Pattern[str] = _NEVER_CASED


@lru_cache(maxsize=8)
def limits(code: str) -> Limits:
    """The limits of a language; of the types that they have by default."""
    said = load(code).data.get("noun_phrase", {})
    known = Limits(**{field.name: _as(field.default, said[field.name]) for field in fields(Limits) if field.name in said})
    return replace(known, adjectives=tuple(map(fold_word, known.adjectives)))


def _as(default: Any, said: Any) -> Any:
    return re.compile(said, default.flags) if isinstance(default, re.Pattern) else type(default)(said)
