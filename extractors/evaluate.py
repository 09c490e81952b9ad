"""How well the extractors read texts whose facts a person has marked: precision, recall, F1, by kind and language.

A gold file is UTF-8: header lines ``# key: value`` (``lang``, ``published_on``, ``sections`` as JSON), an empty line, then a text that is
marked as in `gold`.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

from extractors import Extraction, extract
from extractors.facts import Lang, Section, Span
from extractors.gold import CORE, GoldError, Marked, differences, read_marks, same

SECTION_FIELDS = tuple(name for name in Section.model_fields if name not in {*Span.model_fields, "section"})


@dataclass(frozen=True, slots=True)
class GoldText:
    """A text whose facts are marked; ``sections`` is None where the file does not give them."""

    name: str
    text: str
    lang: str | None
    published_on: datetime.date | None
    marks: list[Marked]
    sections: list[Mapping[str, Any]] | None = None


@dataclass(slots=True)
class Tally:
    """Counts of one kind in one language."""

    gold: int = 0
    found: int = 0
    hit: int = 0
    full: int = 0
    exact: int = 0

    def add(self, other: Tally) -> None:
        """Count another's, too."""
        self.gold, self.found, self.hit = self.gold + other.gold, self.found + other.found, self.hit + other.hit
        self.full, self.exact = self.full + other.full, self.exact + other.exact

    def row(self) -> dict[str, float | int]:
        """The counts with precision, recall, F1, the share of gold facts with all fields right, and of hits with the exact span.

        >>> Tally(gold=4, found=5, hit=4, full=3, exact=4).row()["precision"]
        0.8
        """
        precision, recall = _share(self.hit, self.found), _share(self.hit, self.gold)
        f1 = _share(2 * precision * recall, precision + recall)
        shares = {"precision": precision, "recall": recall, "f1": f1, "all_fields": _share(self.full, self.gold)}
        counts = {"gold": self.gold, "found": self.found, "hit": self.hit}
        return {**counts, **{name: round(value, 4) for name, value in {**shares, "exact_span": _share(self.exact, self.hit)}.items()}}


@dataclass(frozen=True, slots=True)
class Mistake:
    """Where reading and gold part: ``missed``, ``spurious``, or ``wrong`` in the fields that ``told`` names."""

    name: str
    what: str
    kind: str
    char_start: int
    text: str
    told: str


@dataclass(slots=True)
class Evaluation:
    """Tallies by (language, kind), section fields that are right and all of them, and every mistake."""

    tallies: dict[tuple[str, str], Tally] = field(default_factory=dict)
    sections: Tally = field(default_factory=Tally)
    mistakes: list[Mistake] = field(default_factory=list)

    def rows(self) -> list[dict[str, Any]]:
        """One row a language and kind, one a language, one for all."""
        found = [{"lang": lang, "kind": kind, **tally.row()} for (lang, kind), tally in sorted(self.tallies.items())]
        langs = sorted({lang for lang, _ in self.tallies})
        for lang in [*langs, *(["all"] if len(langs) > 1 else [])]:
            total = Tally()
            for (spoken, _), tally in self.tallies.items():
                if lang in (spoken, "all"):
                    total.add(tally)
            found.append({"lang": lang, "kind": "all", **total.row()})
        return found


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def read_gold(path: Path) -> GoldText:
    """A gold file. Raises GoldError where it is none, OSError where it cannot be read."""
    try:
        head, text = _headed(path.read_text(encoding="utf-8"))
        plain, marks = read_marks(text)
    except UnicodeDecodeError:
        raise GoldError(f"{path}: not UTF-8; a gold file is a text with marks") from None
    except GoldError as error:
        raise GoldError(f"{path}: {error}") from None
    lang = _said(path, head, "lang", _language)
    day, sections = _said(path, head, "published_on", datetime.date.fromisoformat), _said(path, head, "sections", json.loads)
    if any(not mark.kind for mark in marks):
        raise GoldError(f"{path}: a mark without a kind; write ⟦n …|span⟧, ⟦d …|span⟧, ⟦doc …|span⟧ or ⟦r …|span⟧")
    return GoldText(path.name, plain, lang, day, marks, sections)


def _said(path: Path, head: Mapping[str, str], name: str, read: Callable[[str], Any]) -> Any:
    """What a header says, None where it is not there."""
    try:
        return read(head[name]) if head.get(name) else None
    except ValueError as error:
        raise GoldError(f"{path}: the header {name} cannot be read: {error}") from None


def _language(code: str) -> str:
    if code not in get_args(Lang):
        raise ValueError(f"{code!r} is none of {', '.join(get_args(Lang))}")
    return code


def _headed(text: str) -> tuple[dict[str, str], str]:
    head: dict[str, str] = {}
    while text.startswith("# "):
        line, _, text = text.partition("\n")
        key, _, value = line[2:].partition(":")
        head[key.strip()] = value.strip()
    return head, text.removeprefix("\n")


def evaluate(texts: Iterable[GoldText]) -> Evaluation:
    """Read the texts and compare with their marks. Raises UnknownLanguage.

    >>> text, marks = read_marks("⟦n 12 unit=km|۱۲⟧ کیلومتر و ⟦n 5 unit=kg|۵⟧ تن")
    >>> found = evaluate([GoldText("a", text, "fa", None, marks)])
    >>> found.rows()[0]["f1"], found.rows()[0]["all_fields"], found.mistakes[0].told
    (1.0, 0.5, "unit: expected 'kg', found 't'")
    """
    found = Evaluation()
    for gold in texts:
        extraction = extract(gold.text, gold.lang, gold.published_on)
        _compare(gold, extraction, found)
        if gold.sections is not None:
            found.mistakes += _compare_sections(gold, extraction, found.sections)
    return found


def _compare(gold: GoldText, extraction: Extraction, into: Evaluation) -> None:
    left = [fact if isinstance(fact, dict) else dict(fact) for fact in extraction.facts]
    lang = gold.lang or extraction.lang

    def tally(kind: str) -> Tally:
        return into.tallies.setdefault((lang, kind), Tally())

    for fact in left:
        tally(fact["kind"]).found += 1
    for mark in gold.marks:
        count = tally(mark.kind)
        count.gold += 1
        near = [fact for fact in left if _near(mark, fact)]
        hit = next((fact for fact in near if not differences(mark, fact).keys() & set(CORE[mark.kind])), None)
        if hit is None:
            told = "; ".join(f"found {fact['text']!r} {_core(fact)} by {fact['rule']}" for fact in near)
            into.mistakes.append(Mistake(gold.name, "missed", mark.kind, mark.char_start, mark.text, told))
            continue
        left.remove(hit)
        count.hit += 1
        count.exact += (hit["char_start"], hit["char_end"]) == (mark.char_start, mark.char_end)
        wrong = differences(mark, hit)
        count.full += not wrong
        if wrong:
            told = "; ".join(f"{name}: expected {wanted!r}, found {got!r}" for name, (wanted, got) in wrong.items())
            into.mistakes.append(Mistake(gold.name, "wrong", mark.kind, mark.char_start, mark.text, told))
    into.mistakes += [
        Mistake(gold.name, "spurious", fact["kind"], fact["char_start"], fact["text"], f"{_core(fact)} by {fact['rule']}") for fact in left
    ]


def _near(mark: Marked, fact: Mapping[str, Any]) -> bool:
    overlaps = fact["char_start"] < mark.char_end and mark.char_start < fact["char_end"]
    return bool(fact["kind"] == mark.kind and overlaps)


def _core(fact: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} {fact[name]}" for name in CORE[fact["kind"]] if fact[name] is not None)


def _compare_sections(gold: GoldText, extraction: Extraction, tally: Tally) -> Iterator[Mistake]:
    for at, section in enumerate(gold.sections or ()):
        got = extraction.sections[at] if at < len(extraction.sections) else None
        for name in SECTION_FIELDS:
            if name in section:
                tally.gold += 1
                value = getattr(got, name, None)
                right = same(name, section[name], value)
                tally.hit += right
                if not right:
                    start = got.char_start if got else len(gold.text)
                    yield Mistake(gold.name, "wrong", "section", start, str(section[name]), f"{name}: found {value!r}")
