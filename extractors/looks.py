"""The ``look`` lists of a language: rules about what stands around a number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from extractors.codes import Codes
from extractors.fitting import Look
from extractors.native import Fitter
from extractors.patterns import compile_around

_SEVERAL = frozenset({"SEVERAL"})  # what a number of several tokens that begins with a numeral is to ``of``: a range, a part of a total


class Looks:
    """The rules of a list, in their order, each with its compiled pattern.

    ``of`` and ``also`` of a rule name classes of which a token must have one, ``but`` classes that it must not have; without ``of`` a
    rule concerns any number, with ``of: SEVERAL`` those of several tokens.
    """

    def __init__(self, looks: Iterable[Look], codes: Codes) -> None:
        self._all = tuple(looks)
        self._codes = codes
        fitter = Fitter(self._all, self.concerning)
        self.fits = fitter.fits
        """The rules that fit around the number in tokens [start, end), each with where it matched (`fitting`)."""
        self.first = fitter.first
        """The first of them, or None."""

    def __iter__(self) -> Iterator[Look]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    def about(self, codes: str, start: int, end: int) -> bool:
        """Whether any rule concerns the number in tokens [start, end), whatever stands around it."""
        return bool(self.concerning(codes[start], end > start + 1))

    def concerning(self, code: str, several: bool) -> list[int]:
        """Which rules concern a number, by its first code; one of several tokens that begins with the mark of an ordinal has no class."""
        classes = self._codes.classes(code)
        own = classes if not several else _SEVERAL if "N" in classes else frozenset[str]()
        return [i for i, (rule, _) in enumerate(self._all) if _concerns(rule, own)]


def compile_looks(rules: Iterable[Mapping[str, Any]], codes: Codes) -> Looks:
    """A ``look`` list of a data file. Raises LexiconError."""
    return Looks(((rule, compile_around(rule["match"], codes)) for rule in rules), codes)


def _concerns(rule: Mapping[str, Any], classes: frozenset[str]) -> bool:
    wanted, unwanted = rule.get("of"), rule.get("but", ())
    avoided = {unwanted} if isinstance(unwanted, str) else set(unwanted)
    return wanted is None or (not classes.isdisjoint({wanted, *rule.get("also", ())}) and classes.isdisjoint(avoided))
