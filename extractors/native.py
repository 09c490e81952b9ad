"""The loops that see every character or every token: compiled where that was built, else as Python says them, which is slower."""

from __future__ import annotations

import warnings
from pathlib import Path

from extractors.built import digest

__all__ = ["COMPILED", "Cutter", "Finder", "Nearby", "Spotter", "merged"]

try:
    from extractors._cutting import BUILT_FROM, Cutter
    from extractors._tokens import Finder, Nearby, Spotter, merged

    if digest(Path(__file__).parent) != BUILT_FROM:
        warnings.warn("The inner loops were built from other sources and are not used: install raqam anew (`make`).", RuntimeWarning, 2)
        raise ImportError("built from other sources")
except ImportError:  # there was no compiler
    from extractors.cutting import PlainCutter as Cutter  # type: ignore[assignment]
    from extractors.finding import PlainFinder as Finder  # type: ignore[assignment]
    from extractors.merging import PlainSpotter as Spotter  # type: ignore[assignment]
    from extractors.merging import merged
    from extractors.nearby import PlainNearby as Nearby  # type: ignore[assignment]

COMPILED = Cutter.__module__ == "extractors._cutting"
