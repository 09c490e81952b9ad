"""A language as it is written where a whole text has lost its diacritics: the words of its data file without them.

What the file says under ``plain`` holds there alone: ``drop`` takes surfaces out of classes, as without their marks they are
other words too, ``words`` adds some, ``look`` adds rules.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

PLAIN = "-plain"
_MARKED = re.compile("[\u00c0-\u024f\u0300-\u036f\u1e00-\u1eff]")
_MARK = re.compile("[\u0300-\u036f]")
_CROSSED = str.maketrans("đĐ", "dD")


def bare(text: str) -> str:
    """A text without diacritics.

    >>> bare("Đà Nẵng")
    'Da Nang'
    """
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", _MARK.sub("", unicodedata.normalize("NFD", text.translate(_CROSSED))))


def is_bare(text: str) -> bool:
    """True for a text that has no letter with a diacritic."""
    return text.isascii() or _MARKED.search(text) is None


def plain(data: Mapping[str, Any]) -> dict[str, Any]:
    """The data of a language without diacritics.

    >>> found = plain({"words": {"NUMBER": {3: ["ba"], 6: ["sáu"]}}, "plain": {"drop": {"NUMBER": ["sau"]}, "words": {"OR": ["hay"]}}})
    >>> found["words"]
    {'NUMBER': {3: ['ba'], 6: []}, 'OR': ['hay']}
    """
    found: dict[str, Any] = _bare_all(data)
    own = found.pop("plain")
    dropped = own.get("drop", {})
    context = found.get("document_context", {})
    if "stop" in dropped:
        stop = [word for word in context["words"]["stop"] if word not in dropped["stop"]]
        found["document_context"] = {**context, "words": {**context["words"], "stop": stop}}
    words = {name: _without(values, frozenset(dropped.get(name, ()))) for name, values in found["words"].items()}
    look = dict(found.get("look", {}))
    for name, rules in own.get("look", {}).items():
        look[name] = [*rules, *look.get(name, ())]
    for name, surfaces in own.get("words", {}).items():
        words[name] = [*words.get(name, ()), *surfaces]
    return {**found, "words": words, "look": look}


def _bare_all(value: Any) -> Any:
    if isinstance(value, str):
        return bare(value)
    if isinstance(value, Mapping):
        return {_bare_all(key): _bare_all(item) for key, item in value.items()}
    return [_bare_all(item) for item in value] if isinstance(value, list) else value


def _without(values: Any, dropped: frozenset[str]) -> Any:
    """The surfaces of a class but those that are dropped, each once: the first value has it."""
    if isinstance(values, list):
        return [surface for surface in values if surface not in dropped]
    seen, kept = set(dropped), {}
    for value, surfaces in values.items():
        kept[value] = [surface for surface in surfaces if str(surface).lower() not in seen]
        seen |= {str(surface).lower() for surface in surfaces}
    return kept
