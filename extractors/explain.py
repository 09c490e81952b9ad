"""Why each fact is one: the rule that made it and where it is written, the tokens that it matched, what gave each field, what lost.

A text is read a second time for it, watched (`tracing`); `extract` itself keeps no account.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from extractors import extract
from extractors.data import read_data
from extractors.detect import passages
from extractors.facts import FACTS, Ambiguity, Edtf, Slice, fields_of
from extractors.language import LOOKS, RULE_LISTS, written
from extractors.table_rows import Table
from extractors.tables import apart, read_tables
from extractors.tracing import KINDS, Looked, Piece, Seen, trace

_FIELD_OF = {"units": "unit", "bounds": "bound", "signs": "value", "uncounted": "counted", "totals": "out_of"}
_SLICES = {kind: fields_of(model, Slice) for kind, model in FACTS.items()}
_DATED = {kind: fields_of(model, Edtf) for kind, model in FACTS.items() if kind != "date"}


@dataclass(frozen=True, slots=True)
class Source:
    """Where a rule is written: data file, line, pattern."""

    file: str
    line: int
    pattern: str


@dataclass(frozen=True, slots=True)
class Clue:
    """What gave a field its value: a rule, or a place in the text."""

    field: str
    value: Any
    words: str
    written: Source | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A match that became no fact of its own, and why."""

    kind: str
    rule: str
    char_start: int
    char_end: int
    text: str
    verdict: str


@dataclass(frozen=True, slots=True)
class Because:
    """A fact and why it is one; ``pieces`` are the tokens of the match, ``parts`` what its named groups hold."""

    fact: Any
    written: Source | None
    pieces: tuple[Piece, ...]
    parts: Mapping[str, str]
    clues: tuple[Clue, ...]
    lost: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """A text explained: its facts, what is ambiguous, and the matches in which nothing came of it (``nothing``)."""

    lang: str
    facts: tuple[Because, ...]
    ambiguities: tuple[Ambiguity, ...]
    nothing: tuple[Candidate, ...]


def explain(text: str, lang: str | None = None, published_on: datetime.date | None = None, at: int | None = None) -> Explanation:
    """Why a text's facts are facts; with ``at`` only what covers that offset (code points of the text as given).

    Raises UnknownLanguage.

    >>> found = explain("بیش از ۱۲ درصد رشد کرد.", "fa")
    >>> because = found.facts[0]
    >>> because.fact.rule, because.written.file, [(clue.field, clue.words) for clue in because.clues]
    ('numeral', 'shared.yml', [('unit', 'درصد'), ('bound', 'بیش از')])
    """
    found = extract(text, lang, published_on)
    _, parts = passages(text, lang)
    tables = read_tables(text)
    shown = apart(text, tables)
    pieces = [(part, shown[part.start : part.end]) for part in parts]
    traces = [(part, trace(piece, written(part.lang, piece), published_on, part.start)) for part, piece in pieces]
    seen = [match for _, traced in traces for match in traced.seen]
    looked = [match for _, traced in traces for match in traced.looked]
    facts = [fact for fact in found.facts if not isinstance(fact, dict)]
    near = [fact for fact in facts if _covers(fact, at)]
    idle = [match for match in seen if _covers(match, at)] if at is None or not near else []
    nothing = [_nothing(match, facts, looked) for match in idle if at is not None or not any(_overlap(match, fact) for fact in facts)]
    return Explanation(
        found.lang,
        tuple(_because(fact, facts, seen, looked, _columns(fact, tables, text)) for fact in near),
        tuple(item for item in found.ambiguities if _covers(item, at)),
        tuple(_unique(nothing)),
    )


def _covers(item: Any, at: int | None) -> bool:
    return at is None or bool(item.char_start <= at < item.char_end)


def _overlap(a: Any, b: Any) -> bool:
    return bool(a.char_start < b.char_end and b.char_start < a.char_end)


def _because(fact: Any, facts: list[Any], seen: list[Seen], looked: list[Looked], columns: Iterable[Clue]) -> Because:
    around = [match for match in seen if _overlap(match, fact)]
    mine = [match for match in around if match.kind == fact.kind and match.rule == fact.rule]
    made = min(mine, key=lambda match: abs(match.char_start - fact.char_start) + abs(match.char_end - fact.char_end), default=None)
    lost = _unique(_lost(match, _verdict(match, fact)) for match in around if match is not made)
    clues = (*_clues_of_looks(fact, looked), *_clues_of_text(fact, facts), *columns)
    source = _rule_source(fact.lang, fact.kind, fact.rule)
    return Because(fact, source, made.pieces if made else (), made.parts if made else {}, clues, tuple(lost))


def _columns(fact: Any, tables: Iterable[Table], text: str) -> Iterator[Clue]:
    """The heading of the column that a fact stands in."""
    for table in tables:
        for row in table.rows:
            for at, cell in enumerate(row.cells):
                if cell.start <= fact.char_start and fact.char_end <= cell.end:
                    yield from (Clue("column", None, text[head.start : head.end]) for head in table.headings(at))


def _unique(candidates: Iterable[Candidate]) -> list[Candidate]:
    return list(dict.fromkeys(candidates))


def _lost(match: Seen, verdict: str) -> Candidate:
    return Candidate(match.kind, match.rule, match.char_start, match.char_end, match.text, verdict)


def _verdict(match: Seen, fact: Any) -> str:
    """Why a match lost to a fact: the kinds go first to last, within a kind the longest wins, then the first."""
    order = list(KINDS.values())
    if order.index(match.kind) > order.index(fact.kind):
        return f"what is a {fact.kind} is taken"
    longer = match.char_end - match.char_start > fact.char_end - fact.char_start
    if match.kind != fact.kind or longer:
        return f"has no value as a {match.kind}, or is not allowed here"
    same = (match.char_start, match.char_end) == (fact.char_start, fact.char_end)
    return "says the same; an earlier rule has it" if same else "is shorter"


def _nothing(match: Seen, facts: list[Any], looked: list[Looked]) -> Candidate:
    """A match that made no fact: it lost to one beside it, a rule of the ignore list told against it, or it has no value."""
    if beside := next((fact for fact in facts if _overlap(match, fact)), None):
        return _lost(match, _verdict(match, beside))
    against = next((look.match for look in looked if look.look == "ignore" and look.char_start == match.char_start), None)
    if against:
        return _lost(match, f"is ignored: {against}")
    return _lost(
        match,
        "numbers an item of a list, is in doubt here, or the total of others"
        if match.kind == "number"
        else f"has no value as a {match.kind}",
    )


def _clues_of_looks(fact: Any, looked: list[Looked]) -> Iterator[Clue]:
    """What the language's ``look`` rules gave to a number."""
    given: set[str] = set()
    for look in looked if fact.kind == "number" else ():
        name = _FIELD_OF.get(look.look)
        if name is None or name in given or not fact.char_start <= look.char_start < fact.char_end:
            continue
        value = getattr(fact, name)
        if (look.look == "signs" and value >= 0) or (look.look in ("units", "bounds") and value in (None, "exact")):
            continue
        given.add(name)
        words = " … ".join(text for _, text in look.parts)
        yield Clue(name, value, words, _look_source(fact.lang, look.look, look.match))


def _clues_of_text(fact: Any, facts: list[Any]) -> Iterator[Clue]:
    """Fields that are slices of the text, and the dates that gave periods."""
    for name in _SLICES[fact.kind]:
        if value := getattr(fact, name, None):
            yield Clue(name, value, value)
    for name in _DATED.get(fact.kind, ()):
        if value := getattr(fact, name, None):
            dates = [other for other in facts if other.kind == "date" and other.edtf == value]
            nearest = min(dates, key=lambda other: abs(other.char_start - fact.char_start), default=None)
            yield Clue(name, value, f"{nearest.text} (at {nearest.char_start})" if nearest else "")


@cache
def _rule_source(lang: str, kind: str, rule: str) -> Source | None:
    section = next(name for name in RULE_LISTS if KINDS[name] == kind)
    for file in (lang, "shared"):
        for item in read_data(file).get(section, ()):
            if item["name"] == rule:
                return Source(f"{file}.yml", _line(file, f"- name: {rule}", f"{{name: {rule},"), item["match"])
    return None


@cache
def _look_source(lang: str, look: str, match: str) -> Source | None:
    assert look in LOOKS
    for file in (lang, "shared"):
        if any(item["match"] == match for item in read_data(file).get("look", {}).get(look, ())):
            return Source(f"{file}.yml", _line(file, match), match)
    return None


def _line(file: str, *texts: str) -> int:
    """The line, from 1, on which one of some texts first stands in a data file; 0 where none does."""
    lines = (files("extractors") / "languages" / f"{file}.yml").read_text(encoding="utf-8").splitlines()
    return next((number for number, line in enumerate(lines, 1) for text in texts if text in line), 0)
