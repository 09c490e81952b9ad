"""Positions in rankings: where one stands, in which index, of whom, of when, out of how many.

Rules find the numerals that are positions (`rank_positions`); the index, the entity and the period come from the words around them
(`rank_indices`, `rank_entities`, `rank_periods`), carried from one position of a paragraph to the next where they are not said again.
"""

from __future__ import annotations

from dataclasses import dataclass

from extractors.language import Language
from extractors.lexer import Tokens
from extractors.lexicon import Senses
from extractors.rank_entities import Entities
from extractors.rank_indices import Indices, canonical
from extractors.rank_periods import RankPeriods
from extractors.rank_places import Text
from extractors.rank_positions import Position, read_positions


@dataclass(frozen=True, slots=True)
class RankValue:
    """The value of a rank fact; text fields are slices of the text as read, ``period`` is EDTF.

    ``length`` is how many characters of its token are the position (the `49` of `49/63`), None where all are.
    """

    rule: str
    rank: int
    rank_bound: str = "exact"
    rank_of: int | None = None
    index: str | None = None
    index_text: str | None = None
    entity: str | None = None
    entity_text: str | None = None
    period: str | None = None
    length: int | None = None


def read_ranks(tokens: Tokens, language: Language) -> None:
    """Make one token of each rank, with the sense RANK = `RankValue`, and hide the totals that ranks are out of."""
    text = Text(tokens, language)
    positions = read_positions(text)
    if not positions:
        return
    values = RankReader(text).read(positions)
    merges: list[tuple[int, int, Senses]] = [(p.at, p.at + 1, {"RANK": value}) for p, value in zip(positions, values, strict=True)]
    merges += [(at, at + 1, {"TAKEN": True}) for at in {p.total_at for p in positions if p.total_at is not None}]
    tokens.merge(sorted(merges, key=lambda merge: merge[0]))


class RankReader:
    """Completes the positions of one text with what stands around them."""

    def __init__(self, text: Text) -> None:
        self.text = text
        self.indices = Indices(text)
        self.entities = Entities(text)
        self.periods = RankPeriods(text)

    def read(self, positions: list[Position]) -> list[RankValue]:
        """The values of positions, in their order."""
        indices = self.indices.of(positions)
        entities = self.entities.of(positions, indices)
        periods = self.periods.of(positions, indices)
        return [
            RankValue(
                p.rule, p.rank, p.bound, p.total, canonical(index), index.text if index else None, who.code, who.text, period, p.length
            )
            for p, index, who, period in zip(positions, indices, entities, periods, strict=True)
        ]
