"""What a run has looked at: a document that lay there and did not come any more has vanished, its old rejects are settled."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path

from flows.sources.places import STDIN

_SEGMENT = r"[^/.][^/]*"
_BELOW = rf"(?:/{_SEGMENT})*"
_GLOB_SEGMENT = re.compile(r"[^/]+/?|/")
_WILDCARD = re.compile(r"\*+|\?|\[!?[^\]]+\]|[^*?\[]+|\[")


def covering(sources: Iterable[str]) -> str | None:
    """A regular expression (as RE2 knows it) over the files and URLs that lie in the sources; None where nothing can be said of them.

    Files that the reader passes over in a folder (hidden ones) are not in it.

    >>> pattern = covering(["in", "x.jsonl", "*.csv", "**/*.md"]) or ""
    >>> [bool(re.fullmatch(pattern, place)) for place in ("in/b/a.txt", "x.jsonl", "b.csv", "a.md", "b/a/a.md")]
    [True, True, True, True, True]
    >>> [bool(re.fullmatch(pattern, place)) for place in ("in/.a.txt", "x.jsonl.gz", "b/c.csv", "b/.a/a.md")]
    [False, False, False, False]
    >>> covering(["-"])
    """
    return "|".join(pattern for source in sources for pattern in _patterns(os.fsencode(source).decode("utf-8", "replace"))) or None


def _patterns(source: str) -> list[str]:
    if source == STDIN:
        return []
    if source.startswith(("http://", "https://")):
        return [re.escape(source)]
    if any(wildcard in source for wildcard in "*?[") and not os.path.lexists(source):
        return ["".join(map(_from_glob, _GLOB_SEGMENT.findall(source)))]
    if "://" in source:
        return [re.escape(source.rstrip("/")) + _BELOW]
    folder = str(Path(source))
    return [re.escape(source), _SEGMENT + _BELOW if folder == "." else re.escape(folder.rstrip("/")) + _BELOW]


def _from_glob(segment: str) -> str:
    """One segment of a glob, with the slash after it; wildcards find no name that begins with a dot.

    >>> _from_glob("a*.[!x]?") == r"a[^/]*\\.[^x][^/]", _from_glob("**/") == f"(?:{_SEGMENT}/)*"
    (True, True)
    """
    if segment in ("**", "**/"):
        return rf"(?:{_SEGMENT}/)*" + ("" if segment.endswith("/") else _SEGMENT)
    pieces = _WILDCARD.findall(segment)
    return "".join(_from_piece(piece, first=at == 0) for at, piece in enumerate(pieces))


def _from_piece(piece: str, first: bool) -> str:
    if piece.startswith("*"):
        return rf"(?:{_SEGMENT})?" if first else "[^/]*"
    if piece == "?":
        return "[^/.]" if first else "[^/]"
    if piece.startswith("[") and len(piece) > 1:
        return "[^" + piece[2:] if piece[1] == "!" else piece
    return re.escape(piece)
