"""The sum that a numeral's words and digits build: what was added, what is being built, and what may still follow."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from extractors.numeral import Numeral


@dataclass(slots=True)
class Sum:
    """The sum so far, the group under a thousand that is being built, and what may still be added.

    ``floor`` is what the next addend must be below, ``lowest`` what the last part counts (a half more is half of it), ``last_scale``
    the last scale word of the sum.

    >>> sum = Sum()
    >>> sum.begin(Decimal(3))
    >>> sum.times(Decimal(1000)), sum.add(Decimal(500)), sum.value
    (True, True, Decimal('3500'))
    """

    total: Decimal = Decimal(0)
    group: Decimal | None = None
    floor: Decimal = Decimal("Infinity")
    unit: Decimal = Decimal(0)
    scale: Decimal = Decimal(1)
    lowest: Decimal = Decimal(1)
    last_scale: Decimal = Decimal(1)
    words: bool = False
    currency: str | None = None

    @property
    def value(self) -> Decimal:
        """What the numeral is worth so far."""
        return self.total + (self.group or 0)

    def begin(self, value: Decimal, digits: bool = False, ten: bool = False) -> None:
        """The first word or digit chunk; ``ten`` is a word that digits may follow."""
        self.group, self.unit = value, value
        self.floor = Decimal(1) if digits else Decimal(10) if ten else magnitude(value)
        self.words |= not digits

    def begin_hundreds(self) -> None:
        """The empty hundreds that a word for them says (`không trăm`)."""
        self.group, self.unit, self.floor = Decimal(0), Decimal(0), Decimal(100)

    def add(self, value: Decimal, digits: bool = False, ten: bool = False) -> bool:
        """One more addend, smaller than what was there; False where it is not."""
        if not 0 < value < self.floor or (digits and self.group is not None):
            return False
        self.group = (self.group or Decimal(0)) + value
        self.unit, self.scale = value, Decimal(1)
        self.lowest = Decimal(1)
        self.floor = Decimal(10) if ten else Decimal(1) if digits else min(self.floor, magnitude(value))
        self.words |= not digits
        return True

    def add_group(self, group: Numeral) -> bool:
        """A whole group behind a scale word, smaller than that (`two million, five hundred thousand`)."""
        if self.group is not None or not group.value < self.last_scale:
            return False
        if group.scale == 1:
            return self.add(group.value)
        self.total += group.value
        self.scale = self.lowest = self.last_scale = self.floor = group.scale
        return True

    def tens(self) -> bool:
        """Tens of the digit before (`hai mươi`)."""
        if not self.group or not 0 < self.unit < 10:
            return False
        self.group += self.unit * 9
        self.floor, self.unit = Decimal(10), self.unit * 10
        return True

    def hundreds(self) -> bool:
        """Hundreds of what stands before (`five hundred`, `nineteen hundred`)."""
        if not self.group or self.unit != self.group or self.group >= 100:
            return False
        self.group, self.floor, self.unit = self.group * 100, Decimal(100), Decimal(0)
        return True

    def times(self, scale: Decimal, all_of_it: bool = False) -> bool:
        """A scale word: of the group before it, or of the whole where it is larger than the last one (`سی هزار میلیارد`).

        ``all_of_it`` where it is as large and a larger one follows (`۱۱ هزار و ۲۰۰ هزار میلیارد`).
        """
        if self.group is None and scale <= self.lowest:
            return False
        whole = self.total and (all_of_it or scale > self.last_scale)
        self.total = (self.value * scale) if whole or not self.total else self.total + (self.group or 0) * scale
        self.scale = self.scale * scale
        self.lowest = self.last_scale = self.floor = scale
        if scale % 100:
            self.floor = Decimal(1)  # nothing is added to two dozen
        self.group, self.unit = None, Decimal(0)
        return True

    def numeral(self) -> Numeral:
        """The cardinal."""
        return Numeral(self.value, scale=self.scale, words=self.words, currency=self.currency)


def magnitude(value: Decimal) -> Decimal:
    """What can still be added to a numeral word: under 10 to twenty, under 100 to two hundred, nothing to five."""
    for step in (100, 10):
        if value >= step and value % step == 0 and value != 10:
            return Decimal(step)
    return Decimal(1)
