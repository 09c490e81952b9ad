"""Other systems on the same texts, in the same process: `pip install 'raqam[peers]'`. What does not load is said, not hidden."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator

from bench.corpus import originals
from bench.extraction import Row, beside, reader, seconds, size

Reader = Callable[[str], object]
_NOON = 1_709_600_000  # what is now, to those who ask


def dateparser(lang: str) -> Reader:
    """Dates only."""
    from dateparser.search import search_dates

    return lambda text: search_dates(text, languages=[lang])


def parstdex(_lang: str) -> Reader:
    """Spans of Persian dates and times."""
    from parstdex import Parstdex

    marked = Parstdex().extract_marker
    return lambda text: marked(text)


def duckling(lang: str) -> Reader:
    """Numbers only (compiled Haskell)."""
    import duckling as haskell

    zones = haskell.load_time_zones("/usr/share/zoneinfo")
    locale = haskell.parse_locale(f"{lang.upper()}_XX", haskell.default_locale_lang(haskell.parse_lang(lang.upper())))
    context = haskell.Context(haskell.parse_ref_time(zones, "UTC", _NOON), locale)
    kinds = haskell.parse_dimensions(["number"])
    return lambda text: haskell.parse(text, context, kinds, False)


def recognizers_numbers(_lang: str) -> Reader:
    """Numbers only."""
    from recognizers_number import Culture, recognize_number

    return lambda text: recognize_number(text, Culture.English)


def recognizers_dates(_lang: str) -> Reader:
    """Dates and times only."""
    from recognizers_date_time import Culture, recognize_datetime

    return lambda text: recognize_datetime(text, Culture.English)


# peer, language, characters that it is given (the slow ones get few), how many times as fast raqam aims to be
PEERS: tuple[tuple[Callable[[str], Reader], str, int, int], ...] = (
    (dateparser, "fa", 20_000, 40),
    (dateparser, "en", 10_000, 40),
    (parstdex, "fa", 10_000, 300),
    (duckling, "fa", 60_000, 10),
    (duckling, "en", 60_000, 10),
    (duckling, "vi", 60_000, 10),
    (recognizers_numbers, "en", 10_000, 1_000),
    (recognizers_dates, "en", 3_000, 1_000),
)


def against_peers() -> Iterator[Row]:
    """A row a peer: its speed, and how many times as fast raqam reads all four kinds of facts of the same text."""
    warnings.simplefilter("ignore")
    for peer, lang, characters, goal in PEERS:
        given = _some(lang, characters)
        name = f"{peer.__name__}, {lang}"
        try:
            theirs = seconds(peer(lang), given, rounds=1)
        except Exception as error:  # a peer that does not run here is a row, too
            yield name, f"does not run here: {type(error).__name__}: {str(error)[:80]}"
            continue
        ours = seconds(reader(lang), given)
        speeds = f"{size(given) / theirs * 1000:.0f} KB/s; raqam {size(given) / ours * 1000:.0f} KB/s, {theirs / ours:.0f} times"
        yield name, speeds + beside(f"{goal:,} times", theirs / ours >= goal)


def _some(lang: str, characters: int) -> list[str]:
    given: list[str] = []
    for text in originals(lang):
        if characters <= 0:
            break
        given.append(text[:characters])
        characters -= len(text)
    return given
