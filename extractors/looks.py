"""The ``look`` lists of a language: rules about what stands around a number, tried only where the neighbouring tokens allow it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from extractors.lexicon import Codes
from extractors.patterns import Around, Sides, compile_around

_WIDE = "+"  # in a key: several tokens are looked at, not one
Look = tuple[Mapping[str, Any], Around]


class Looks:
    """The rules of a list, in their order, each with its compiled pattern.

    ``of`` and ``also`` of a rule name classes of which a token must have one, ``but`` classes that it must not have; without ``of`` a
    rule concerns any number. ``near`` is asked for every number, so what may fit between three codes is found out once.
    """

    def __init__(self, looks: Iterable[Look], codes: Codes) -> None:
        self._all = tuple(looks)
        self._classes = {code: classes for classes, code in codes.of.items()}
        self._near: dict[str, tuple[Look, ...]] = {}
        self._about: dict[str, tuple[Look, ...]] = {}

    def __iter__(self) -> Iterator[Look]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    def about(self, codes: str, start: int, end: int) -> tuple[Look, ...]:
        """The rules that concern the number in tokens [start, end), whatever stands around it."""
        own = codes[start] if end == start + 1 else ""
        if own not in self._about:
            classes = self._classes.get(own, frozenset())
            self._about[own] = tuple(look for look in self._all if _concerns(look[0], classes))
        return self._about[own]

    def near(self, codes: str, start: int, end: int) -> tuple[Look, ...]:
        """Those of them that its neighbours allow; whether they fit is for their patterns to say."""
        key = codes[start - 1 : end + 1] if end == start + 1 else codes[start - 1 : start] + codes[end : end + 1] + _WIDE
        found = self._near.get(key)
        if found is None:
            left, right = codes[start - 1 : start], codes[end : end + 1]
            found = self._near[key] = tuple(look for look in self.about(codes, start, end) if _allows(look, left, right))
        return found

    def first(self, codes: str, start: int, end: int) -> tuple[Mapping[str, Any], Sides] | None:
        """The first rule that fits around tokens [start, end), and its matches to the left and to the right."""
        for rule, around in self.near(codes, start, end):
            if sides := around.match(codes, start, end):
                return rule, sides
        return None


def compile_looks(rules: Iterable[Mapping[str, Any]], codes: Codes) -> Looks:
    """A ``look`` list of a data file. Raises LexiconError."""
    return Looks(((rule, compile_around(rule["match"], codes)) for rule in rules), codes)


def _concerns(rule: Mapping[str, Any], classes: frozenset[str]) -> bool:
    wanted, unwanted = rule.get("of"), rule.get("but", ())
    avoided = {unwanted} if isinstance(unwanted, str) else set(unwanted)
    return wanted is None or (not classes.isdisjoint({wanted, *rule.get("also", ())}) and classes.isdisjoint(avoided))


def _allows(look: Look, left: str, right: str) -> bool:
    """A rule that looks behind the unit of a number cannot be told by the token behind the number."""
    rule, around = look
    fits = around.right is None or right in around.right or bool(rule.get("behind_unit"))
    return fits and (around.left is None or left in around.left)
