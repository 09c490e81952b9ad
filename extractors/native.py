"""The loops that see every character or every token: compiled where that was built, else as Python says them, which is slower."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import TYPE_CHECKING

from extractors.built import digest

__all__ = ["COMPILED", "Around", "Cutter", "Finder", "Fitter", "Pattern", "Spotter"]

if TYPE_CHECKING:  # the compiled ones have the same signatures
    from extractors.cutting import PlainCutter as Cutter
    from extractors.finding import PlainFinder as Finder
    from extractors.fitting import PlainFitter as Fitter
    from extractors.matching import PlainAround as Around
    from extractors.matching import PlainPattern as Pattern
    from extractors.spotting import PlainSpotter as Spotter
else:
    try:
        from extractors._cutting import BUILT_FROM, Cutter
        from extractors._finding import Finder, Fitter
        from extractors._matching import Around, Pattern, Spotter

        if digest(Path(__file__).parent) != BUILT_FROM:
            warnings.warn("The inner loops were built from other sources and are not used: install raqam anew (`make`).", RuntimeWarning, 2)
            raise ImportError("built from other sources")
    except ImportError:  # there was no compiler
        from extractors.cutting import PlainCutter as Cutter
        from extractors.finding import PlainFinder as Finder
        from extractors.fitting import PlainFitter as Fitter
        from extractors.matching import PlainAround as Around
        from extractors.matching import PlainPattern as Pattern
        from extractors.spotting import PlainSpotter as Spotter

COMPILED = Cutter.__module__ == "extractors._cutting"
