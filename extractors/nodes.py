"""The tree of a pattern: what each part is as a regular expression over codes and as steps of a program, how wide it is, what it needs."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_

from extractors.codes import CodeSet, members
from extractors.programs import Program, Step

UNBOUNDED = 10**6
_ANY_TOKEN = r"[\x00-\U0010ffff]"
_NO_TOKEN = r"[^\x00-\U0010ffff]"  # of width one, as what looks behind must be


@dataclass(frozen=True, slots=True)
class Anchor:
    """Tokens of which every match holds one, between ``low`` and ``high`` tokens behind its start."""

    codes: CodeSet
    low: int
    high: int


class Node(ABC):
    """A part of a pattern."""

    @abstractmethod
    def regex(self, names: Iterator[int], /) -> str:
        """The part as a regular expression; ``names`` numbers the groups, so that a name may stand in several alternatives."""

    @abstractmethod
    def write(self, program: Program, /) -> None:
        """Add the steps of the part to a program."""

    def width(self) -> tuple[int, int]:
        """Least and most tokens that the part takes."""
        return 0, 0

    def anchors(self) -> list[Anchor]:
        """What every match must hold, as far as it lies within a bounded distance."""
        return []

    @abstractmethod
    def edge(self, last: bool, /) -> tuple[list[Atom], bool]:
        """Of which atoms the first token is, or the last, and whether the part may be without a token."""


@dataclass(frozen=True, slots=True)
class Atom(Node):
    """One token of some codes, or (``negated``) of any others."""

    codes: CodeSet
    negated: bool = False

    def regex(self, _: Iterator[int], /) -> str:
        if not self.codes:
            return _ANY_TOKEN if self.negated else _NO_TOKEN  # a language without such words: the rule stays silent there
        return f"[{'^' if self.negated else ''}{ranges(self.codes)}]"

    def write(self, program: Program, /) -> None:
        program.token(self.codes, self.negated)

    def width(self) -> tuple[int, int]:
        return 1, 1

    def anchors(self) -> list[Anchor]:
        return [] if self.negated else [Anchor(self.codes, 0, 0)]

    def edge(self, _: bool, /) -> tuple[list[Atom], bool]:
        return [self], False


def ranges(codes: CodeSet) -> str:
    """Codes as they stand in a character class, neighbours as ranges: a short class compiles fast.

    >>> from extractors.codes import FIRST
    >>> ranges(0b1111) == f"{chr(FIRST)}-{chr(FIRST + 3)}"
    True
    """
    found: list[list[str]] = []
    for code in members(codes):
        if found and ord(code) == ord(found[-1][-1]) + 1:
            found[-1][1:] = [code]
        else:
            found.append([code])
    return "".join(["-".join(ends) for ends in found])


@dataclass(frozen=True, slots=True)
class Sequence(Node):
    """Parts in a row."""

    parts: tuple[Node, ...]

    def regex(self, names: Iterator[int], /) -> str:
        return "".join([part.regex(names) for part in self.parts])

    def write(self, program: Program, /) -> None:
        for part in self.parts:
            part.write(program)

    def width(self) -> tuple[int, int]:
        widths = [part.width() for part in self.parts]
        return sum(low for low, _ in widths), min(UNBOUNDED, sum(high for _, high in widths))

    def anchors(self) -> list[Anchor]:
        found: list[Anchor] = []
        low = high = 0
        for part in self.parts:
            found += [Anchor(a.codes, a.low + low, a.high + high) for a in part.anchors()]
            least, most = part.width()
            low, high = low + least, high + most
            if high >= UNBOUNDED:
                break
        return found

    def edge(self, last: bool, /) -> tuple[list[Atom], bool]:
        found: list[Atom] = []
        for part in reversed(self.parts) if last else self.parts:
            atoms, without = part.edge(last)
            found += atoms
            if not without:
                return found, False
        return found, True


@dataclass(frozen=True, slots=True)
class Choice(Node):
    """One of several parts."""

    options: tuple[Node, ...]

    def regex(self, names: Iterator[int], /) -> str:
        return f"(?:{'|'.join([option.regex(names) for option in self.options])})"

    def write(self, program: Program, /) -> None:
        program.choose([option.write for option in self.options])

    def width(self) -> tuple[int, int]:
        widths = [option.width() for option in self.options]
        return min(low for low, _ in widths), max(high for _, high in widths)

    def anchors(self) -> list[Anchor]:
        """Of each option the rarest anchor, as one."""
        each = [option.anchors() for option in self.options]
        if not all(each):
            return []
        best = [min(found, key=lambda a: a.codes.bit_count()) for found in each]
        codes = reduce(or_, (a.codes for a in best))
        return [Anchor(codes, min(a.low for a in best), max(a.high for a in best))]

    def edge(self, last: bool, /) -> tuple[list[Atom], bool]:
        each = [option.edge(last) for option in self.options]
        return [atom for atoms, _ in each for atom in atoms], any(without for _, without in each)


@dataclass(frozen=True, slots=True)
class Repeat(Node):
    """A part from ``low`` to ``high`` times (`UNBOUNDED`: however often), as often as it can be."""

    part: Node
    low: int
    high: int

    def regex(self, names: Iterator[int], /) -> str:
        return f"(?:{self.part.regex(names)}){{{self.low},{'' if self.high == UNBOUNDED else self.high}}}"

    def write(self, program: Program, /) -> None:
        for _ in range(self.low):
            self.part.write(program)
        if self.high == UNBOUNDED:
            program.repeat(self.part.write)
        else:
            program.repeat(self.part.write, self.high - self.low)

    def width(self) -> tuple[int, int]:
        low, high = self.part.width()
        return low * self.low, min(UNBOUNDED, high * self.high)

    def anchors(self) -> list[Anchor]:
        return self.part.anchors() if self.low else []

    def edge(self, last: bool, /) -> tuple[list[Atom], bool]:
        atoms, without = self.part.edge(last)
        return atoms, without or not self.low


@dataclass(frozen=True, slots=True)
class Named(Node):
    """A part that is captured under a name."""

    name: str
    part: Node

    def regex(self, names: Iterator[int], /) -> str:
        return f"(?P<{self.name}__{next(names)}>{self.part.regex(names)})"

    def write(self, program: Program, /) -> None:
        program.capture(self.name, self.part.write)

    def width(self) -> tuple[int, int]:
        return self.part.width()

    def anchors(self) -> list[Anchor]:
        return self.part.anchors()

    def edge(self, last: bool, /) -> tuple[list[Atom], bool]:
        return self.part.edge(last)


@dataclass(frozen=True, slots=True)
class Look(Node):
    """What must or must not stand before (a part of one width) or behind."""

    opening: str
    part: Node

    def regex(self, names: Iterator[int], /) -> str:
        return f"{self.opening}{self.part.regex(names)})"

    def write(self, program: Program, /) -> None:
        program.look(_LOOKS[self.opening], self.part.write, self.part.width()[0])

    def edge(self, _: bool, /) -> tuple[list[Atom], bool]:
        return [], True


_LOOKS = {"(?=": Step.AHEAD, "(?!": Step.NOT_AHEAD, "(?<=": Step.BEHIND, "(?<!": Step.NOT_BEHIND}
