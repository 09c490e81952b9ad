"""Patterns as programs: the steps that the compiled matcher takes (`_matching`), where `nodes` says the same as a regular expression."""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum

from extractors.codes import CodeSet


class Step(IntEnum):
    """What a step does, with its two operands ``a`` and ``b``."""

    TOKEN = 0
    """Take a token of set ``a``, or with ``b`` any other."""
    SPLIT = 1
    """Go on at step ``a``; where that fails, at step ``b``."""
    JUMP = 2
    """Go on at step ``a``."""
    MARK = 3
    """Note the place in slot ``a``."""
    AHEAD = 4
    """What follows up to a DONE must match here without being taken; go on at step ``a``."""
    NOT_AHEAD = 5
    """The same, but it must not match."""
    BEHIND = 6
    """What follows up to a DONE must match ``b`` tokens back; go on at step ``a``."""
    NOT_BEHIND = 7
    """The same, but it must not match."""
    DONE = 8
    """The pattern, or what was looked for, matches."""


Write = Callable[["Program"], None]


class Program:
    """The steps of a pattern, as they are written by its parts.

    ``sets`` are those of the codes that its tokens may have, ``names`` the groups, in the order of the pattern: group k has the slots
    2k and 2k + 1.

    >>> program = Program()
    >>> program.repeat(lambda part: part.token(0b11, False), 1)
    >>> program.steps, program.sets
    ([(<Step.SPLIT: 1>, 1, 2), (<Step.TOKEN: 0>, 0, False)], [3])
    """

    def __init__(self) -> None:
        self.steps: list[tuple[Step, int, int]] = []
        self.sets: list[CodeSet] = []
        self.names: list[str] = []
        self._groups: dict[Write, int] = {}

    def token(self, codes: CodeSet, negated: bool) -> None:
        """One token of some codes, or of any others."""
        self.sets.append(codes)
        self._add(Step.TOKEN, len(self.sets) - 1, negated)

    def choose(self, options: list[Write]) -> None:
        """The first option that lets the rest match."""
        ends: list[int] = []
        for option in options[:-1]:
            split = self._add(Step.SPLIT)
            option(self)
            ends.append(self._add(Step.JUMP))
            self.steps[split] = Step.SPLIT, split + 1, len(self.steps)
        options[-1](self)
        for end in ends:
            self.steps[end] = Step.JUMP, len(self.steps), 0

    def repeat(self, part: Write, times: int | None = None) -> None:
        """A part up to so many times, or however often, as often as it can be."""
        splits: list[int] = []
        for _ in range(1 if times is None else times):
            splits.append(self._add(Step.SPLIT))
            part(self)
        if times is None:
            self._add(Step.JUMP, splits[0])
        for split in splits:
            self.steps[split] = Step.SPLIT, split + 1, len(self.steps)

    def capture(self, name: str, part: Write) -> None:
        """A part whose place is told under a name; a part that is written again, as it is repeated, keeps its slots."""
        if part not in self._groups:
            self._groups[part] = len(self.names)
            self.names.append(name)
        slot = 2 * self._groups[part]
        self._add(Step.MARK, slot)
        part(self)
        self._add(Step.MARK, slot + 1)

    def look(self, step: Step, part: Write, width: int) -> None:
        """What must or must not match behind, or before at so many tokens' distance."""
        at = self._add(step)
        part(self)
        self.done()
        self.steps[at] = step, len(self.steps), width

    def done(self) -> None:
        """Nothing more is asked."""
        self._add(Step.DONE)

    def _add(self, step: Step, a: int = 0, b: int = 0) -> int:
        self.steps.append((step, a, b))
        return len(self.steps) - 1
