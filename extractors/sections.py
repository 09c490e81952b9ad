"""The sections of a document: who speaks, as what, under which heading, and who wrote it down; page furniture is in none.

A statement opens with a line ``name - role:`` or ``role - name:``, its heading stands below, a by-line closes it; or it goes on behind
the colon, where an honorific opens several lines of a text so (``Mr Lee, director: we …``). The words
(honorifics, offices, what by-lines and page furniture say) are the ``sections`` of a language's data file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from extractors.data import marks, read_data
from extractors.facts import Recorded, Section
from extractors.fold import fold, fold_word

_DASH = re.compile(r"\s+[-–—]\s+")
_BULLET = re.compile(r"^[*•+–-]\s*")
_COMMA = f"[{marks('COMMA')}]"
_GOES_ON = tuple(marks("DOT", "COLON", "SEMI", "COMMA"))  # the end of a line that is no heading
_IN_BRACKETS = re.compile(rf"(?P<name>(?:(?!{_COMMA})[^()])+?)\s*\((?P<role>[^()]+)\)")
_FIGURE = r"\d[\d.,\u066c]*"
_COUNTER = re.compile(rf"^[\s(]*(?:{_FIGURE})?[\s:]*(?P<word>[^\d:()|]{{2,40}}+)[\s:]*(?:\(\s*{_FIGURE}\s*\)|{_FIGURE})?[\s)]*$")
_DIGIT = re.compile(r"\d")
_NAME = re.compile(r"(?:[^\W\d_]\.\s?)?(?:[^\W\d_][\w'’-]*\.?\s?){1,5}")
# Characters of a line that may be one; what is longer is running text.
_LONGEST_OPENING = 240
_LONGEST_HEADING = 200
_LONGEST_NAME = 60
_FEWEST_WORDS = 3  # of a name of two and what its bearer did
_LONGEST_FURNITURE = 160
_LONGEST_COUNTER = 60  # one counter alone
_OPENING = ":："  # the end of a line that opens a statement
_INLINE = re.compile(r"([^:：]{5,160}+[:：])\s+\S")  # who speaks, where the statement stands in the same line
_SPARE = 8  # marks and spaces that a word of furniture may hold besides those of the data file

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Words:
    """What a language says around statements: ``roles`` are words of offices; by-lines and furniture are folded, without spaces.

    ``initials`` are the first two letters of sources, ``openings`` of honorifics.
    """

    honorifics: re.Pattern[str]
    roles: re.Pattern[str]
    bylines: Mapping[str, Recorded]
    sources: frozenset[str]
    counters: frozenset[str]
    initials: frozenset[str]
    openings: frozenset[str]
    longest: int


@lru_cache(maxsize=8)
def words(lang: str) -> Words:
    """The words of a language's data file."""
    data: Mapping[str, Any] = read_data(lang)["sections"]
    bylines: dict[str, Recorded] = {_key(word): kind for kind, listed in data["bylines"].items() for word in listed}
    sources, counters = frozenset(map(_key, data["sources"])), frozenset(map(_key, data["counters"]))
    return Words(
        _any_of(data["honorifics"], r"^(?:", r")\s+"),
        _any_of(data["roles"], r"(?<!\w)(?:", r")(?!\w)"),
        bylines,
        sources,
        counters,
        frozenset(word[:2] for word in sources),
        frozenset(fold_word(word)[:2] for word in data["honorifics"]),
        _SPARE + max(map(len, [*data["sources"], *data["counters"]]), default=0),
    )


def _any_of(surfaces: Iterable[str], before: str, behind: str) -> re.Pattern[str]:
    listed = "|".join(re.escape(fold(surface).text) for surface in sorted(surfaces, key=len, reverse=True))
    return re.compile(before + listed + behind, re.IGNORECASE)


@lru_cache(maxsize=10_000)  # what stands around articles returns in each of them
def _key(text: str) -> str:
    return re.sub(r"\s+", "", fold_word(text))


@dataclass(slots=True)
class _Open:
    """A section that is being read: offsets, and the fields that are known."""

    start: int
    end: int
    fields: dict[str, Any] = field(default_factory=dict)
    lines: int = 0
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """The sections of a text, and what states nothing: page furniture with counters (``نظر (0)``), names of speakers and reporters."""

    sections: list[Section]
    silent: list[Place]


def read_layout(text: str, lang: str) -> Layout:
    """Sections in their order and furniture lines, with offsets in the text as read. Linear in the text.

    >>> found = read_layout("Ms Ann Lee - Director:\\nOpen the files\\nWe did.\\nJ. DOE (recorded)\\nComments (2)", "en")
    >>> [(s.speaker, s.speaker_role, s.heading, s.reporter, s.recorded) for s in found.sections]
    [('Ann Lee', 'Director', 'Open the files', 'J. DOE', 'recorded')]
    """
    known = words(lang)
    body, furniture, colons = _sorted_out(text, known)
    opened = (
        _statements(text, body, known, _opened(text, colons, known, _opening))
        or _statements(text, body, known, _several(_opened(text, colons, known, _inline)))
        or _whole(text, body, known)
    )
    silent = sorted([*furniture, *(place for section in opened for place in _names(text, section))])
    return Layout([Section(section=i, char_start=o.start, char_end=o.end, **o.fields) for i, o in enumerate(opened)], silent)


def _sorted_out(text: str, known: Words) -> tuple[list[Place], list[Place], list[Place]]:
    """Lines without the spaces behind them: those that say something, counters, and those of the first with a colon."""
    body: list[Place] = []
    counters: list[Place] = []
    colons: list[Place] = []
    begun, wide = 0, "：" in text
    for line in text.split("\n"):
        start = begun
        begun += len(line) + 1
        if bare := line.rstrip():
            size = len(bare)
            told = ":" in bare or (wide and "：" in bare)
            if size <= _LONGEST_COUNTER or (size <= _LONGEST_FURNITURE and (told or "|" in bare)):
                if _DIGIT.search(bare) and _is_counter(bare, known):
                    counters.append((start, start + size))
                    continue
                if (told or len(bare.lstrip()) <= known.longest) and _is_source(bare, known):
                    continue
            body.append((start, start + size))
            if told:
                colons.append((start, start + size))
    return body, counters, colons


def _names(text: str, section: _Open) -> Iterator[Place]:
    """Where the names of a section's speaker and reporter stand: a syllable of a name may be a numeral elsewhere (``دو``)."""
    speaker, reporter = section.fields.get("speaker"), section.fields.get("reporter")
    if speaker and (at := text.find(speaker, section.start, section.end)) >= 0:
        yield at, at + len(speaker)
    if reporter and (at := text.rfind(reporter, section.start, section.end)) >= 0:
        yield at, at + len(reporter)


def _is_counter(line: str, known: Words) -> bool:
    """`Comments (2)`, `214 views | 6 comments`: of the parts between bars one is a counter."""
    for part in line.split("|"):
        m = _COUNTER.match(part.strip()) if _DIGIT.search(part) else None
        if m and _key(m["word"]) in known.counters:
            return True
    return False


def _is_source(line: str, known: Words) -> bool:
    bare = line.lstrip()
    if not _may_begin(bare, known.initials):
        return False
    said = bare.partition(":")[0].rstrip()
    return len(said) <= known.longest and _key(said) in known.sources


def _may_begin(line: str, initials: frozenset[str]) -> bool:
    """False where the first two letters are of ASCII and none of some; other letters may be written in several ways."""
    begun = line[:2]
    return begun.lower() in initials or not (line[:3].isascii() and begun.isalpha())


def _opened(text: str, lines: Iterable[Place], known: Words, opens: Callable[[str, Words], _Open | None]) -> dict[Place, _Open]:
    """The lines that open a statement."""
    found = ((place, opens(text[slice(*place)], known)) for place in lines)
    return {place: replace(opened, start=place[0], end=place[1]) for place, opened in found if opened}


def _statements(text: str, lines: Iterable[Place], known: Words, openings: Mapping[Place, _Open]) -> list[_Open]:
    """One section a speaker; what stands before the first is in none."""
    found: list[_Open] = []
    for place in lines if openings else ():
        if opened := openings.get(place):
            found.append(opened)
        elif found and not found[-1].closed:
            _go_on(found[-1], text[slice(*place)], place[1], known)
    return found


def _opening(line: str, known: Words) -> _Open | None:
    speaker = _speaker(line, known) if line[-1] in _OPENING else None
    return _Open(0, 0, speaker) if speaker else None


def _inline(line: str, known: Words) -> _Open | None:
    """`Mr Lee, director of the port: we …`: a statement without a heading."""
    m = _INLINE.match(line) if _may_begin(line.lstrip(), known.openings) else None
    speaker = _speaker(m[1], known) if m and known.honorifics.match(fold(m[1][:_LONGEST_NAME].strip()).text) else None
    return _Open(0, 0, speaker, lines=1) if speaker else None


def _several(openings: Mapping[Place, _Open]) -> Mapping[Place, _Open]:
    """The statements of several speakers; one in an article is a part of it."""
    return openings if len({one.fields["speaker"] for one in openings.values()}) > 1 else {}


def _go_on(current: _Open, line: str, end: int, known: Words) -> None:
    """Take one more line into a section: its heading, its by-line, or text."""
    current.end = end
    current.lines += 1
    if byline := _byline(line, known):
        if current.lines == 2 and current.fields.get("heading", "").endswith("."):
            del current.fields["heading"]  # all that was said
        current.fields |= byline
        current.closed = True
    elif current.lines == 1 and len(line) <= _LONGEST_HEADING:
        current.fields["heading"] = line.strip()


def _whole(text: str, lines: list[Place], known: Words) -> list[_Open]:
    """A document without speakers is one section."""
    if not lines:
        return []
    found = _Open(lines[0][0], lines[-1][1])
    first, last = text[slice(*lines[0])].strip(), text[slice(*lines[-1])]
    if len(lines) > 1 and len(first) <= _LONGEST_HEADING and not first.endswith(_GOES_ON):
        found.fields["heading"] = first
    if len(lines) > 1 and (byline := _byline(last, known) or _signature(last)):
        found.fields |= byline
    return [found]


def _byline(line: str, known: Words) -> dict[str, Any] | None:
    """`J. DOE (recorded)`."""
    name, opening, kind = line.strip().rpartition("(")
    recorded = known.bylines.get(_key(kind.rstrip(") ."))) if opening and len(name) <= _LONGEST_NAME else None
    return {"reporter": name.strip(), "recorded": recorded} if recorded and name.strip() else _said_behind(line, known)


def _said_behind(line: str, known: Words) -> dict[str, Any] | None:
    """`MINH CHÂU ghi`, `(Minh Châu thực hiện)`: a name in capitals and what it did, without brackets between."""
    bare = line.strip().strip("()").rstrip(".")
    words = bare.split() if len(bare) <= _LONGEST_NAME else []
    if len(words) < _FEWEST_WORDS:
        return None
    for count in (1, 2):
        recorded = known.bylines.get(_key("".join(words[-count:])))
        if recorded and (said := _signature(" ".join(words[:-count]))):
            return {**said, "recorded": recorded}
    return None


def _signature(line: str) -> dict[str, Any] | None:
    """A name alone in the last line; only a script with capitals shows one."""
    bare = line.strip()
    parts = bare.split() if len(bare) <= _LONGEST_NAME else []
    named = len(parts) >= 2 and all(part[0].isupper() for part in parts) and _NAME.fullmatch(bare)
    return {"reporter": bare} if named else None


def _speaker(line: str, known: Words) -> dict[str, Any] | None:
    """Who opens a statement in a line that ends with a colon, or None."""
    bare = line.strip()
    if len(bare) > _LONGEST_OPENING:
        return None
    bare = _BULLET.sub("", bare[:-1].rstrip())
    folded = fold(bare)
    if honorific := known.honorifics.match(folded.text):
        named = bare[folded.origin(honorific.end()) :]
        parts = _parted(named)
        return _named(parts[0], parts[1]) if len(parts) == 2 and _is_role(parts[1], known) else None
    parts = _DASH.split(bare)
    if len(parts) < 2:
        return None
    if _is_role(parts[0], known) and not _is_role(parts[-1], known):
        cut = bare.rindex(parts[-1])
        return _named(parts[-1], _DASH.sub("", bare[:cut][::-1], count=1)[::-1].strip(" -–—"))
    return _named(parts[0], bare[len(parts[0]) :].strip(" -–—")) if _is_role(parts[1], known) else None


def _parted(named: str) -> list[str]:
    """Name and role, parted by a dash, by the brackets of the role or by a comma; the whole where nothing parts them."""
    parts = _DASH.split(named, maxsplit=1)
    if len(parts) == 2:
        return parts
    bracketed = _IN_BRACKETS.fullmatch(named)
    return [bracketed["name"], bracketed["role"]] if bracketed else re.split(rf"\s*{_COMMA}\s+", named, maxsplit=1)


def _is_role(part: str, known: Words) -> bool:
    return known.roles.search(fold(part).text) is not None


def _named(name: str, role: str) -> dict[str, Any] | None:
    name, role = name.strip(), role.strip()
    return {"speaker": name, "speaker_role": role} if name and len(name) <= _LONGEST_NAME and role else None
