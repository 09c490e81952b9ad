"""The tree of a pattern: what each part is as a regular expression over codes, how wide it is, and what tokens it cannot do without."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

UNBOUNDED = 10**6
_FAR = 6  # tokens from the start of a match whose codes are told
_NO_TOKEN = r"[^\x00-\U0010ffff]"  # of width one, as what looks behind must be


@dataclass(frozen=True, slots=True)
class Anchor:
    """Tokens of which every match holds one, between ``low`` and ``high`` tokens behind its start."""

    letters: frozenset[str]
    low: int
    high: int


_NONE = frozenset[str]()
Seen = list[set[str] | None]  # of each token the letters of the atoms that may stand there, None where any may


@dataclass(frozen=True, slots=True)
class Course:
    """Codes that may stand at the first tokens of a match (None: any), and those that must or must not stand right before it."""

    steps: tuple[frozenset[str] | None, ...] = ()
    before: frozenset[str] | None = None
    not_before: frozenset[str] = frozenset()

    def allows(self, letter: str, at: int) -> bool:
        """False where no match has the code so many tokens behind its start, -1 being right before it."""
        wanted = self.allowed(at)
        return (wanted is None or letter in wanted) and letter not in self.refused(at)

    def allowed(self, at: int) -> frozenset[str] | None:
        """The codes that may stand there, None where any may, or any but some."""
        return self.before if at == -1 else self.steps[at] if 0 <= at < len(self.steps) else None

    def refused(self, at: int) -> frozenset[str]:
        """Codes that may not stand there, whatever `allowed` says."""
        return self.not_before if at == -1 else _NONE


class Node(ABC):
    """A part of a pattern."""

    @abstractmethod
    def regex(self, names: Iterator[int], /) -> str:
        """The part as a regular expression; ``names`` numbers the groups, so that a name may stand in several alternatives."""

    def width(self) -> tuple[int, int]:
        """Least and most tokens that the part takes."""
        return 0, 0

    def anchors(self) -> list[Anchor]:
        """What every match must hold, as far as it lies within a bounded distance."""
        return []

    @abstractmethod
    def spread(self, starts: frozenset[int], seen: Seen, /) -> frozenset[int]:
        """Note the codes of the part where it begins so many tokens behind the start of a match; where it may end."""

    @abstractmethod
    def mirrored(self) -> Node:
        """The part with its tokens in the opposite order, without what only looks around."""


@dataclass(frozen=True, slots=True)
class Atom(Node):
    """One token of some codes, or (``negated``) of any others."""

    letters: str
    negated: bool = False

    def regex(self, _: Iterator[int], /) -> str:
        if self.negated:
            return f"[^{_ranges(self.letters)}]"
        if not self.letters:
            return _NO_TOKEN  # a language without such words: the rule stays silent there
        return self.letters if len(self.letters) == 1 else f"[{_ranges(self.letters)}]"

    def width(self) -> tuple[int, int]:
        return 1, 1

    def anchors(self) -> list[Anchor]:
        return [] if self.negated else [Anchor(_letters(self.letters), 0, 0)]

    def spread(self, starts: frozenset[int], seen: Seen, /) -> frozenset[int]:
        for start in starts:
            if self.negated:
                seen[start] = None
            elif (known := seen[start]) is not None:
                known.add(self.letters)
        return frozenset(start + 1 for start in starts if start + 1 < _FAR)

    def mirrored(self) -> Node:
        return self


@lru_cache(maxsize=4096)
def _ranges(letters: str) -> str:
    """Letters as they stand in a character class, neighbours as ranges: a short class compiles fast.

    >>> _ranges("abcx")
    'a-cx'
    """
    points = sorted(map(ord, letters))
    starts = [chr(point) for before, point in zip([-1, *points], points, strict=False) if point != before + 1]
    ends = [chr(point) for point, behind in zip(points, [*points[1:], -1], strict=True) if behind != point + 1]
    return "".join([start if start == end else f"{start}-{end}" for start, end in zip(starts, ends, strict=True)])


@dataclass(frozen=True, slots=True)
class Sequence(Node):
    """Parts in a row."""

    parts: tuple[Node, ...]

    def regex(self, names: Iterator[int], /) -> str:
        return "".join([part.regex(names) for part in self.parts])

    def width(self) -> tuple[int, int]:
        widths = [part.width() for part in self.parts]
        return sum(low for low, _ in widths), min(UNBOUNDED, sum(high for _, high in widths))

    def anchors(self) -> list[Anchor]:
        found: list[Anchor] = []
        low = high = 0
        for part in self.parts:
            found += [Anchor(a.letters, a.low + low, a.high + high) for a in part.anchors()]
            least, most = part.width()
            low, high = low + least, high + most
            if high >= UNBOUNDED:
                break
        return found

    def spread(self, starts: frozenset[int], seen: Seen, /) -> frozenset[int]:
        for part in self.parts:
            starts = part.spread(starts, seen)
        return starts

    def mirrored(self) -> Node:
        return Sequence(tuple(part.mirrored() for part in reversed(self.parts)))


@dataclass(frozen=True, slots=True)
class Choice(Node):
    """One of several parts."""

    options: tuple[Node, ...]

    def regex(self, names: Iterator[int], /) -> str:
        return f"(?:{'|'.join([option.regex(names) for option in self.options])})"

    def width(self) -> tuple[int, int]:
        widths = [option.width() for option in self.options]
        return min(low for low, _ in widths), max(high for _, high in widths)

    def anchors(self) -> list[Anchor]:
        """Of each option the rarest anchor, as one."""
        each = [option.anchors() for option in self.options]
        if not all(each):
            return []
        best = [min(found, key=lambda a: len(a.letters)) for found in each]
        letters = frozenset[str]().union(*(a.letters for a in best))
        return [Anchor(letters, min(a.low for a in best), max(a.high for a in best))]

    def spread(self, starts: frozenset[int], seen: Seen, /) -> frozenset[int]:
        return frozenset[int]().union(*(option.spread(starts, seen) for option in self.options))

    def mirrored(self) -> Node:
        return Choice(tuple(option.mirrored() for option in self.options))


@dataclass(frozen=True, slots=True)
class Repeat(Node):
    """A part so many times; ``mark`` is the quantifier as written."""

    part: Node
    mark: str

    def regex(self, names: Iterator[int], /) -> str:
        return f"(?:{self.part.regex(names)}){self.mark}"

    def _times(self) -> tuple[int, int]:
        if self.mark in "?*+":
            return {"?": (0, 1), "*": (0, UNBOUNDED), "+": (1, UNBOUNDED)}[self.mark]
        low, comma, high = self.mark.strip("{}").partition(",")
        return int(low), int(high) if high else UNBOUNDED if comma else int(low)

    def width(self) -> tuple[int, int]:
        (least, most), (low, high) = self._times(), self.part.width()
        return least * low, min(UNBOUNDED, most * high)

    def anchors(self) -> list[Anchor]:
        return self.part.anchors() if self._times()[0] else []

    def spread(self, starts: frozenset[int], seen: Seen, /) -> frozenset[int]:
        low, high = self._times()
        ends = starts if low == 0 else frozenset[int]()
        for times in range(1, min(high, _FAR) + 1):
            starts = self.part.spread(starts, seen)
            ends |= starts if times >= low else ends
        return ends

    def mirrored(self) -> Node:
        return Repeat(self.part.mirrored(), self.mark)


@dataclass(frozen=True, slots=True)
class Named(Node):
    """A part that is captured under a name."""

    name: str
    part: Node

    def regex(self, names: Iterator[int], /) -> str:
        return f"(?P<{self.name}__{next(names)}>{self.part.regex(names)})"

    def width(self) -> tuple[int, int]:
        return self.part.width()

    def anchors(self) -> list[Anchor]:
        return self.part.anchors()

    def spread(self, starts: frozenset[int], seen: Seen, /) -> frozenset[int]:
        return self.part.spread(starts, seen)

    def mirrored(self) -> Node:
        return self.part.mirrored()


@dataclass(frozen=True, slots=True)
class Look(Node):
    """What must or must not stand before or behind."""

    opening: str
    part: Node

    def regex(self, names: Iterator[int], /) -> str:
        return f"{self.opening}{self.part.regex(names)})"

    def spread(self, starts: frozenset[int], _: Seen, /) -> frozenset[int]:
        return starts

    def mirrored(self) -> Node:
        return Sequence(())


@lru_cache(maxsize=4096)
def course(tree: Node) -> Course:
    """What a pattern says of the first tokens of its matches; found out when it is first asked.

    >>> from extractors.lexicon import Codes
    >>> from extractors.syntax import parse
    >>> codes = Codes(); number, unit = codes.code({"N"}), codes.code({"UNIT"})
    >>> found = course(parse("(?<! UNIT) N UNIT", codes))
    >>> found.allows(number, 0), found.allows(number, 1), found.allows(unit, -1), found.allows(number, 5)
    (True, False, False, True)
    """
    parts = (tree.parts if isinstance(tree, Sequence) else (tree,)) or (tree,)
    first, last = parts[0], parts[-1]
    seen: Seen = [set() for _ in range(_FAR)]
    ends = tree.spread(frozenset([0]), seen)
    if isinstance(last, Look) and last.opening == "(?=":
        ends = last.part.spread(ends, seen)
    for at in range(min(ends, default=_FAR), _FAR):
        seen[at] = None
    behind = course(first.part).steps[0] if isinstance(first, Look) and first.part.width() == (1, 1) else None
    opening = first.opening if isinstance(first, Look) and behind is not None else ""
    before, not_before = behind if opening == "(?<=" else None, behind if opening == "(?<!" else None
    steps = (None if letters is None else _united(frozenset(letters)) for letters in seen)
    return Course(tuple(steps), before, not_before or frozenset())


@lru_cache(maxsize=4096)
def _united(parts: frozenset[str]) -> frozenset[str]:
    return frozenset().union(*map(_letters, parts))


@lru_cache(maxsize=4096)
def _letters(letters: str) -> frozenset[str]:
    """The letters as a set; its members are made once."""
    return frozenset(letters)
