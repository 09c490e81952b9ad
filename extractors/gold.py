"""Texts with their facts marked in place, and when a fact that was found is the one that was marked.

A mark is ``⟦KIND key=value key="two words"|span⟧``, KIND one of n (number), d (date), doc (document_id), r (rank); a first word
without ``=`` is the main value. What a mark does not say has the default of its kind, or is not compared.
"""

from __future__ import annotations

import re
import shlex
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel

from extractors.calendars import edtf_days
from extractors.errors import RaqamError
from extractors.facts import FACTS, Edtf, Figure, Section, Slice, fields_of, own_fields

_MARK = re.compile(r"⟦(?P<kind>n|doc|d|r)\b\s*(?P<says>[^|⟦⟧]*)\|(?P<span>[^⟦⟧]*)⟧|⟦(?P<bare>[^|⟦⟧]*)⟧")
_KINDS = {"n": "number", "d": "date", "doc": "document_id", "r": "rank"}
_MAIN = {"number": "value", "date": "edtf", "document_id": "doc_number", "rank": "rank"}
_ASSUMED = {
    "number": ("value_max", "out_of", "bound", "ordinal", "unit"),
    "date": ("calendar", "relative"),
    "document_id": ("doc_number", "issued_on"),
    "rank": ("rank_bound", "rank_of", "index"),
}  # the fields that a mark means by their defaults where it does not name them; other fields are then not compared
_DEFAULTS = {kind: {name: FACTS[kind].model_fields[name].default for name in names} for kind, names in _ASSUMED.items()}
CORE: Mapping[str, tuple[str, ...]] = {
    "number": ("value", "value_max", "out_of"),
    "date": ("edtf",),
    "document_id": ("doc_type", "doc_number"),
    "rank": ("rank", "rank_bound", "index"),
}
"""The fields by which a fact of a kind is found at all; the others are its attributes."""

_MODELS: tuple[type[BaseModel], ...] = (*FACTS.values(), Section)
_PHRASES, _DATES, _FIGURES = (frozenset(name for model in _MODELS for name in fields_of(model, told)) for told in (Slice, Edtf, Figure))
_WORDS = {"null": None, "true": True, "false": False}
_NEAR = Decimal("1e-9")
_LOOSE = re.compile(r"[\s\"'\u00ab\u00bb\u201c\u201d:\u061b\u060c,.()\-\u2013\u200c\u0640]+")  # marks, and what joins letters


class GoldError(RaqamError):
    """A marked text that cannot be read."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A marked fact: its kind (empty for a bare ``⟦span⟧``), its place in the text without marks, the fields to compare."""

    kind: str
    char_start: int
    char_end: int
    text: str
    fields: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))


def read_marks(marked: str) -> tuple[str, list[Marked]]:
    """The text without its marks, and what they say. Raises GoldError.

    >>> text, facts = read_marks("more than ⟦n 5 unit=km bound=more_than|5⟧ km")
    >>> text, facts[0].kind, facts[0].char_start, facts[0].fields["value"], facts[0].fields["unit"], facts[0].fields["ordinal"]
    ('more than 5 km', 'number', 10, '5', 'km', False)
    """
    parts: list[str] = []
    facts: list[Marked] = []
    done = length = 0
    for m in _MARK.finditer(marked):
        parts.append(marked[done : m.start()])
        length += m.start() - done
        span = m["span"] if m["kind"] else m["bare"]
        kind = _KINDS[m["kind"]] if m["kind"] else ""
        facts.append(Marked(kind, length, length + len(span), span, _fields(kind, m["says"] or "", m[0])))
        parts.append(span)
        length += len(span)
        done = m.end()
    text = "".join([*parts, marked[done:]])
    if at := re.search("[⟦⟧]", text):
        raise GoldError(f"a broken mark near {text[max(0, at.start() - 30) : at.start() + 30]!r}: write ⟦KIND key=value|span⟧")
    return text, facts


def _fields(kind: str, says: str, mark: str) -> Mapping[str, Any]:
    if not kind:
        return MappingProxyType({})
    fields = dict(_DEFAULTS[kind])
    try:
        words = shlex.split(says)
    except ValueError as error:
        raise GoldError(f"the mark {mark!r} cannot be read ({error}): quote values of several words") from None
    for word in words:
        name, equals, value = word.partition("=")
        name, value = (name, value) if equals else (_MAIN[kind], word)
        if name not in own_fields(kind):
            raise GoldError(f"the mark {mark!r} names {name}, which no {kind} has; there are {', '.join(own_fields(kind))}")
        fields[name] = _WORDS.get(value, value)
    return MappingProxyType(fields)


def same(name: str, expected: Any, found: Any) -> bool:
    """True where a field's value is the expected one: figures by value, dates by their days, phrases without their edges.

    >>> same("edtf", "2024-40", "2024-01/2024-06"), same("value", "2.50", Decimal("2.5")), same("counted", "các tổ chức", "tổ chức")
    (True, True, True)
    """
    if expected is None or found is None:
        return expected is None and found is None
    if name in _DATES:
        return edtf_days(str(expected)) == edtf_days(str(found))
    if name == "doc_number":
        return _key(expected) == _key(found)
    if name in _PHRASES:
        return _same_phrase(_key(expected), _key(found))
    return _same_figure(expected, found) if name in _FIGURES else str(expected) == str(found)


def _same_phrase(expected: str, found: str) -> bool:
    """Equal, or one a part of the other and at least half as long."""
    if expected == found:
        return True
    shorter, longer = sorted((expected, found), key=len)
    return bool(shorter) and shorter in longer and len(shorter) * 2 >= len(longer)


def _same_figure(expected: Any, found: Any) -> bool:
    try:
        wanted, got = Decimal(str(expected)), Decimal(str(found))
    except InvalidOperation:
        return False
    return abs(wanted - got) <= _NEAR * max(Decimal(1), abs(wanted))


def _key(value: Any) -> str:
    written = unicodedata.normalize("NFC", str(value)).replace("ي", "ی").replace("ك", "ک")
    return _LOOSE.sub("", written).casefold()


def differences(expected: Marked, found: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """The fields that differ from a marked fact, each with the expected and the found value.

    >>> _, facts = read_marks("⟦n 5 unit=km|5⟧ km")
    >>> differences(facts[0], {"value": "5", "unit": "m", "bound": "exact", "ordinal": False})
    {'unit': ('km', 'm')}
    """
    return {name: (value, found.get(name)) for name, value in expected.fields.items() if not same(name, value, found.get(name))}
