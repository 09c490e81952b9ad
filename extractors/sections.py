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

from extractors.data import read_data
from extractors.facts import Recorded, Section
from extractors.fold import fold, fold_word

_DASH = re.compile(r"\s+[-–—]\s+")
_BULLET = re.compile(r"^[*•+–-]\s*")
_IN_BRACKETS = re.compile(r"(?P<name>[^(),،]+?)\s*\((?P<role>[^()]+)\)")
_COUNTER = re.compile(r"^[\s(]*(?:\d[\d.,٬]*)?[\s:]*(?P<word>[^\d:()|]{2,40}?)[\s:]*(?:\(\s*\d[\d.,٬]*\s*\)|\d[\d.,٬]*)?[\s)]*$")
_DIGIT = re.compile(r"\d")
_NAME = re.compile(r"(?:[^\W\d_]\.\s?)?(?:[^\W\d_][\w'’-]*\.?\s?){1,5}")
# Characters of a line that may be one; what is longer is running text.
_LONGEST_OPENING = 240
_LONGEST_HEADING = 200
_LONGEST_NAME = 60
_LONGEST_FURNITURE = 160
_LONGEST_COUNTER = 60  # one counter alone
_AROUND_WORD = " \t\u00a0()|:.,٬0123456789۰۱۲۳۴۵۶۷۸۹"  # what stands around the word of a counter
_OPENING = ":："  # the end of a line that opens a statement
_INLINE = re.compile(r"([^:：]{5,160}+[:：])\s+\S")  # who speaks, where the statement stands in the same line
_SPARE = 8  # marks and spaces that a word of furniture may hold besides those of the data file

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Words:
    """What a language says around statements: ``roles`` are words of offices; by-lines and furniture are folded, without spaces.

    A line that begins with two letters of ASCII, and not with any two of ``initials``, names no source.
    """

    honorifics: re.Pattern[str]
    roles: re.Pattern[str]
    bylines: Mapping[str, Recorded]
    sources: frozenset[str]
    counters: frozenset[str]
    initials: frozenset[str]
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
        _SPARE + max(map(len, [*data["sources"], *data["counters"]]), default=0),
    )


def _any_of(surfaces: Iterable[str], before: str, behind: str) -> re.Pattern[str]:
    listed = "|".join(re.escape(fold(surface).text) for surface in sorted(surfaces, key=len, reverse=True))
    return re.compile(before + listed + behind, re.IGNORECASE)


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
        or _statements(text, body, known, _several(_opened(text, colons if len(colons) > 1 else (), known, _inline)))
        or _whole(text, body, known)
    )
    silent = sorted([*furniture, *(place for section in opened for place in _names(text, section))])
    return Layout([Section(section=i, char_start=o.start, char_end=o.end, **o.fields) for i, o in enumerate(opened)], silent)


def _sorted_out(text: str, known: Words) -> tuple[list[Place], list[Place], list[Place]]:
    """Lines without the spaces behind them: those that say something, counters, and those of the first with a colon."""
    body: list[Place] = []
    counters: list[Place] = []
    colons: list[Place] = []
    start = 0
    for line in text.split("\n"):
        if bare := line.rstrip():
            place = start, start + len(bare)
            told, parted = ":" in bare or "：" in bare, "|" in bare
            short = len(bare) <= (_LONGEST_FURNITURE if told or parted else _LONGEST_COUNTER)
            if short and (parted or len(bare.strip(_AROUND_WORD)) <= known.longest) and _is_counter(bare, known):
                counters.append(place)
            elif not (short and (told or len(bare.lstrip()) <= known.longest) and _is_source(bare, known)):
                body.append(place)
                if told:
                    colons.append(place)
        start += len(line) + 1
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
        if len(part.strip(_AROUND_WORD)) <= known.longest and _DIGIT.search(part):
            m = _COUNTER.match(part.strip())
            if m and _key(m["word"]) in known.counters:
                return True
    return False


def _is_source(line: str, known: Words) -> bool:
    bare = line.lstrip()
    begun = bare[:2]
    if bare[:3].isascii() and begun.isalpha() and begun.lower() not in known.initials:
        return False
    said = bare.partition(":")[0].rstrip()
    return len(said) <= known.longest and _key(said) in known.sources


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
    m = _INLINE.match(line)
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
    if len(lines) > 1 and len(first) <= _LONGEST_HEADING and not first.endswith((".", ":", "؛", ";", "،", ",")):
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
    for count in (1, 2):
        recorded = known.bylines.get(_key("".join(words[-count:])))
        if recorded and (said := _signature(" ".join(words[:-count]))):
            return {**said, "recorded": recorded}
    return None


def _signature(line: str) -> dict[str, Any] | None:
    """A name alone in the last line; only a script with capitals shows one."""
    bare = line.strip()
    named = len(bare) <= _LONGEST_NAME and _NAME.fullmatch(bare) and len(bare.split()) >= 2 and all(w[0].isupper() for w in bare.split())
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
    return [bracketed["name"], bracketed["role"]] if bracketed else re.split(r"\s*[,،]\s+", named, maxsplit=1)


def _is_role(part: str, known: Words) -> bool:
    return known.roles.search(fold(part).text) is not None


def _named(name: str, role: str) -> dict[str, Any] | None:
    name, role = name.strip(), role.strip()
    return {"speaker": name, "speaker_role": role} if name and len(name) <= _LONGEST_NAME and role else None
