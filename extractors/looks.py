"""The ``look`` lists of a language: rules about what stands around a number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from extractors.codes import Codes
from extractors.fitting import Look
from extractors.native import Fitter
from extractors.patterns import compile_around

_SEVERAL = frozenset({"SEVERAL"})  # what a number of several tokens that begins with a numeral is to ``of``: a range, a part of a total


class _Concern(NamedTuple):
    """What a rule asks of the classes of a number: one of some, none of others."""

    wanted: frozenset[str] | None
    unwanted: frozenset[str]

    @classmethod
    def of(cls, rule: Mapping[str, Any]) -> _Concern:
        unwanted = rule.get("but", ())
        wanted = frozenset({rule["of"], *rule.get("also", ())}) if rule.get("of") else None
        return cls(wanted, frozenset({unwanted} if isinstance(unwanted, str) else unwanted))

    def holds(self, classes: frozenset[str]) -> bool:
        return self.wanted is None or not (self.wanted.isdisjoint(classes) or self.unwanted & classes)


class Looks:
    """The rules of a list, in their order, each with its compiled pattern.

    ``of`` and ``also`` of a rule name classes of which a token must have one, ``but`` classes that it must not have; without ``of`` a
    rule concerns any number, with ``of: SEVERAL`` those of several tokens.
    """

    def __init__(self, looks: Iterable[Look], codes: Codes) -> None:
        self._all = tuple(looks)
        self._codes = codes
        self._concerned = [_Concern.of(rule) for rule, _ in self._all]
        fitter = Fitter(self._all, self.concerning)
        self.fits = fitter.fits
        """The rules that fit around the number in tokens [start, end), each with where it matched (`fitting`)."""
        self.first = fitter.first
        """The first of them, or None."""
        self.about = fitter.about
        """Whether any rule concerns the number in tokens [start, end), whatever stands around it."""

    def __iter__(self) -> Iterator[Look]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    def concerning(self, code: str, several: bool) -> list[int]:
        """Which rules concern a number, by its first code; one of several tokens that begins with the mark of an ordinal has no class."""
        classes = self._codes.classes(code)
        own = classes if not several else _SEVERAL if "N" in classes else frozenset[str]()
        return [i for i, concern in enumerate(self._concerned) if concern.holds(own)]


def compile_looks(rules: Iterable[Mapping[str, Any]], codes: Codes) -> Looks:
    """A ``look`` list of a data file. Raises LexiconError."""
    return Looks(((rule, compile_around(rule["match"], codes)) for rule in rules), codes)
