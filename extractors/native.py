"""The loops that see every character or every token: compiled where that was built, else as Python says them, which is slower."""

from __future__ import annotations

__all__ = ["COMPILED", "Cutter", "Finder", "Nearby", "Spotter", "merged"]

try:
    from extractors._cutting import Cutter
    from extractors._tokens import Finder, Nearby, Spotter, merged
except ImportError:  # installed where there was no compiler
    from extractors.cutting import PlainCutter as Cutter  # type: ignore[assignment]
    from extractors.finding import PlainFinder as Finder  # type: ignore[assignment]
    from extractors.merging import PlainSpotter as Spotter  # type: ignore[assignment]
    from extractors.merging import merged
    from extractors.nearby import PlainNearby as Nearby  # type: ignore[assignment]

COMPILED = Cutter.__module__ == "extractors._cutting"
