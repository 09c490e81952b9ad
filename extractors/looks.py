"""The ``look`` lists of a language: rules about what stands around a number, tried only where the neighbouring tokens allow it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from extractors.lexicon import Codes
from extractors.patterns import Around, Sides, compile_around

_WIDE = "+"  # in a key: several tokens are looked at, not one
_SEVERAL = "SEVERAL"  # what a number of several tokens that begins with a numeral is to ``of``: a range, a part of a total
Look = tuple[Mapping[str, Any], Around]


class Looks:
    """The rules of a list, in their order, each with its compiled pattern.

    ``of`` and ``also`` of a rule name classes of which a token must have one, ``but`` classes that it must not have; without ``of`` a
    rule concerns any number, with ``of: SEVERAL`` those of several tokens. ``near`` is asked for every number, so what may fit
    between three codes is found out once.
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
        own = self._own(codes, start, end)
        if own not in self._about:
            classes = frozenset({own}) if own == _SEVERAL else self._classes.get(own, frozenset())
            self._about[own] = tuple(look for look in self._all if _concerns(look[0], classes))
        return self._about[own]

    def _own(self, codes: str, start: int, end: int) -> str:
        """The code of a number's one token; of several, which begin with a numeral and not with an ordinal's mark, ``SEVERAL``."""
        if end == start + 1:
            return codes[start]
        return _SEVERAL if "N" in self._classes.get(codes[start], ()) else ""

    def near(self, codes: str, start: int, end: int) -> tuple[Look, ...]:
        """Those of them that its neighbours allow; whether they fit is for their patterns to say."""
        single = end == start + 1
        key = (
            codes[start - 1 : end + 1] if single else codes[start - 1 : start] + codes[end : end + 1] + self._own(codes, start, end) + _WIDE
        )
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
