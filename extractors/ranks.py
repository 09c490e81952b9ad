"""Positions in rankings (built next)."""

from __future__ import annotations

import datetime

from extractors.language import Language
from extractors.lexer import Tokens


def read_ranks(tokens: Tokens, language: Language, published_on: datetime.date | None) -> None:
    """Make one token of each rank, with the sense RANK."""
