"""Who stands at a position: a place with an ISO code, or another proper name."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from extractors.places import find_places
from extractors.rank_indices import Index, canonical, contestants, runs
from extractors.rank_places import Text
from extractors.rank_positions import Position

_LISTING = ("WORD", "AND", "RANKAND", "PLACE")  # what may stand between `behind` and the last of those behind it
_LISTED = 5  # tokens
_AT = ("RANKIN", "VERB", "NO", "HASH", "RANKLINK")  # what may stand between a name and its own position
_STANDING = ("RANKSTAND", "RANKWORD", "RANKMARK")  # and where verbs do not stand last
_TABLES = ("INDEXABBR", "INDEXHEAD", "RANKINDEX", "RANKWORD", "PLACE", "FUNCTION")  # `HDI in Iran`
_SAYING = 9  # tokens from a position that may say who competes
_NEXT_CLAUSE = ("AND", "RANKAND", "SEMI", "VERB")  # what begins the clause of somebody else


@dataclass(frozen=True, slots=True)
class Entity:
    """A name in tokens [start, end); ``code`` is None for what is no country or region."""

    code: str | None = None
    text: str | None = None
    start: int = -1
    end: int = -1

    @property
    def level(self) -> str | None:
        """``country``, ``region``, or None where that is not known."""
        return None if self.code is None else "region" if "-" in self.code else "country"


class Entities:
    """Finds the entity of each position: the nearest name before it, behind it where the words say so, or carried."""

    def __init__(self, text: Text) -> None:
        self.text = text
        self._found: dict[int, list[Entity]] = {}

    def of(self, positions: list[Position], indices: list[Index | None]) -> list[Entity]:
        """One entity a position."""
        out: list[Entity] = []
        for i, position in enumerate(positions):
            behind = positions[i + 1] if i + 1 < len(positions) else None
            out.append(self._choose(position, positions[i - 1] if i else None, behind, indices[i], out))
        self._share(positions, out)
        self._spread(positions, out)
        self._share_back(positions, out)
        return out

    def _choose(
        self, position: Position, before: Position | None, behind: Position | None, index: Index | None, found: list[Entity]
    ) -> Entity:
        low, high = self.text.sentence(position.at)
        same = before is not None and before.at >= low
        last = found[-1] if found else Entity()
        level = self._level(position, canonical(index), min(high, behind.at if behind else high))
        start = before.at + 1 if before and same else low
        if named := self._bracketed(position, low) or self._behind(position, low, high):
            return named
        names = [
            e
            for e in self._within(low, high)
            if start <= e.start
            and e.end <= position.at
            and e.start != last.start
            and (self._is_subject(e) or self._has_own(e, position.at))
        ]
        fitting = [e for e in names if self._fits(e, level)]
        if fitting:
            return next((e for e in reversed(fitting) if not self._is_where(e)), fitting[-1])
        if same and last.text and self._fits(last, level):
            return last
        if names and names[0].start == low:
            return names[0]  # the subject of its sentence, which begins another table
        if position.bound == "within" and not names and (position.start <= low + 1 or self._lists(position)):
            return Entity()
        carried = self._carried(position, before, last, level) if self._goes_on(index, low) else None
        if carried is None and self._in_table(index):
            carried = self._main(level, high)
        return carried or (names[-1] if names else self._owner(position, low, high) or Entity())

    def _lists(self, position: Position) -> bool:
        """`The top 10 include …`: of several, nobody before it; nor where the sentence begins with them."""
        codes, lists = self.text.tokens.codes, self.text.patterns.around.get("lists", ())
        return any(around.match(codes, position.at, position.at + 1) for around in lists)

    def _in_table(self, index: Index | None) -> bool:
        return bool(canonical(index) or (index and (index.field or self.text.any_has(index.start, index.end, "INDEXPART"))))

    def _goes_on(self, index: Index | None, low: int) -> bool:
        """True where a sentence may be about who was named before: in a table, or by its first words."""
        codes, patterns = self.text.tokens.codes, self.text.patterns.plain.get("goes_on", ())
        return self._in_table(index) or any(pattern.match(codes, low) for pattern in patterns)

    @staticmethod
    def _fits(entity: Entity, level: str | None) -> bool:
        return level is None or entity.level is None or entity.level == level

    def _is_subject(self, entity: Entity) -> bool:
        """`behind India` is somebody else, unless the sentence goes on about it (`, which`, ` - the one that`); so is who reports it."""
        field = self.text.has(entity.start - 1, "CONTESTANT") and self.text.has(entity.start - 2, "N")  # `among 63 provinces of Vietnam`
        told = self.text.has(entity.start - 2, "RANKSOURCE") and self.text.has(entity.start - 1, "VERB")  # by others
        if field or (not told and self.text.any_has(entity.start - 2, entity.start, "RANKSOURCE")):
            return False
        if self.text.has(entity.start - 1, "DETERMINER") and self.text.has(entity.end, "INDEXHEAD", "RANKWORD"):
            return False  # `the Shanghai ranking`
        if (
            self.text.has(entity.start - 1, "LOCATIVE")
            and self.text.has(entity.start - 2, "CAP")
            and not self.text.has(entity.start - 2, *_TABLES)
        ):
            return False  # `Stroud in England`
        if self.text.has(entity.start - 1, "LPAR") and self.text.has(entity.start - 2, "PLACE") and self.text.has(entity.end, "RPAR"):
            return False  # `Hong Kong (China)`
        at = entity.start - 1
        while at > entity.start - _LISTED and not self.text.has(at, "RANKBEHIND") and self.text.has(at, *_LISTING):
            at -= 1
        if not self.text.has(at, "RANKBEHIND"):
            return True
        apposed = self.text.has(entity.end, "DASH") and self.text.has(entity.end + 1, "CONTESTANT")
        return apposed or self.text.any_has(entity.end, entity.end + 2, "RANKWHICH")

    def _has_own(self, entity: Entity, at: int) -> bool:
        """`…, with Hue third`, `…, ahead of Hue at number 3`: behind a comma it is the one that stands right before its position."""
        led = self.text.has(entity.start - 1, "RANKBEHIND", "RANKWITH") and self.text.has(entity.start - 2, "COMMA", "BREAK")
        verb_last = self.text.language.data.get("noun_phrase", {}).get("verb_last")  # there the verb is of the one who stands behind it
        return led and all(self.text.has(k, *_AT, *(() if verb_last else _STANDING)) for k in range(entity.end, at))

    def _bracketed(self, position: Position, low: int) -> Entity | None:
        """The name right before the bracket that a position stands in: `ین بای (رتبه ۱۵)`."""
        at = position.at - 1
        while at > low and self.text.has(at, "RANKWORD", "RANKFILL", "RANKMARK", "RANKSTAND"):
            at -= 1
        return next((e for e in self._within(low, at) if e.end == at), None) if self.text.has(at, "LPAR") else None

    def _behind(self, position: Position, low: int, high: int) -> Entity | None:
        """A name that the words behind a position give it to: `second is …`, `رتبه نخست به … رسید`."""
        return self._given(position, low, high, "holders")

    def _owner(self, position: Position, low: int, high: int) -> Entity | None:
        """Where nobody else is named, the name right behind a position: in digits (`رتبه ۱۲ ایران`), or as a headline."""
        return self._given(position, low, high, "owners" if self.text.has(position.at, "DIGITS") else "headlines")

    def _given(self, position: Position, low: int, high: int, patterns: str) -> Entity | None:
        for around in self.text.patterns.around.get(patterns, ()):
            found = around.match(self.text.tokens.codes, position.at, position.at + 1)
            if found and found.end > position.at + 1:
                at = found.end - 1
                return next((e for e in self._within(low, high) if e.start <= at < e.end), None)
        return None

    def _level(self, position: Position, index: str | None, stop: int) -> str | None:
        """Whether countries or regions compete: by the words behind the position, else by the index."""
        reach = range(position.at + 1, min(stop, position.at + _SAYING))
        end = next((k for k in reach if self.text.has(k, "SEMI")), reach.stop)
        said = self.text.values(reach.start, end, "CONTESTANT") | self.text.values(reach.start, end, "RANKWORLD")
        said.discard("other")
        if len(said) == 1:
            return str(said.pop())
        return contestants().get(index or "")

    def _carried(self, position: Position, before: Position | None, last: Entity, level: str | None) -> Entity | None:
        """From the paragraph: of its last position, else the last one named."""
        low, _ = self.text.paragraph(position.at)
        if before and before.at >= low and last.text and self._fits(last, level):
            return last
        earlier = [e for e in self._within(low, position.at) if self._fits(e, level) and self._is_subject(e) and not self._is_where(e)]
        return earlier[-1] if earlier else None

    def _is_where(self, entity: Entity) -> bool:
        """True for a place in which something is (`in the US`)."""
        return self.text.has(entity.start - 1, "LOCATIVE")

    def _main(self, level: str | None, stop: int) -> Entity | None:
        """The place that the text names most before token ``stop``, of two the earlier."""
        known = [e for e in self._everywhere if e.end <= stop and self._fits(e, level)]
        counts = Counter(e.code for e in known)
        return max(known, key=lambda e: counts[e.code], default=None)

    @cached_property
    def _everywhere(self) -> list[Entity]:
        return self._places(0, len(self.text.tokens))

    def _share(self, positions: list[Position], found: list[Entity]) -> None:
        """`A, B and C ranked 5th, 8th and 12th`."""
        for run in runs(self.text, positions):
            low, _ = self.text.sentence(positions[run[0]].at)
            low = max(low, positions[run[0] - 1].at + 1) if run[0] else low
            named = self._within(low, positions[run[0]].at)
            in_turn = len(named) > len(run) and self.text.any_has(named[-1].end, positions[run[0]].at, "INTURN")
            if len(named) == len(run) or in_turn or self._listed(named[-len(run) :]):
                for i, entity in zip(run, named[-len(run) :], strict=True):
                    found[i] = entity
            elif receivers := self._receivers(positions[run[-1]], len(run)):
                for i, entity in zip(run, receivers, strict=True):
                    found[i] = entity

    def _spread(self, positions: list[Position], found: list[Entity]) -> None:
        """`A, B and C are first to third`: as many names as places from one to another, of which the ends are told."""
        for i, (first, last) in enumerate(pairwise(positions)):
            if last.at == first.at + 2 and self.text.has(first.at + 1, "RANGE"):
                low, _ = self.text.sentence(first.at)
                named = self._within(max(low, positions[i - 1].at + 1) if i else low, first.at)
                if len(named) == last.rank - first.rank + 1:
                    found[i], found[i + 1] = named[0], named[-1]

    def _receivers(self, last: Position, count: int) -> list[Entity]:
        """As many names in a row as there are positions, right behind them: `second and third went to Hanoi and Hue`."""
        at = last.at + 1
        while self.text.has(at, "RANKEND", "RANKWORD", "INTURN"):
            at += 1
        named = self._within(at, self.text.sentence(last.at)[1])[:count] if self.text.has(at, "RANKTO", "RANKBE") else []
        return named if len(named) == count and named[0].start == at + 1 and self._listed(named) else []

    def _listed(self, named: list[Entity]) -> bool:
        """True for names that only commas and `and` part."""
        return len(named) > 1 and all(
            a.end < b.start and all(self.text.has(k, "COMMA", "AND", "RANKAND") for k in range(a.end, b.start)) for a, b in pairwise(named)
        )

    def _share_back(self, positions: list[Position], found: list[Entity]) -> None:
        """`From 58th, Son La rose to 43rd`: a position without a name is that of the next in its sentence."""
        for i in range(len(positions) - 2, -1, -1):
            same = self.text.sentence(positions[i].at) == self.text.sentence(positions[i + 1].at)
            behind = same and found[i + 1].start > positions[i].at
            if behind and not found[i].text and not self.text.any_has(positions[i].at, found[i + 1].start, *_NEXT_CLAUSE, "RANKBEHIND"):
                found[i] = found[i + 1]

    def _within(self, low: int, high: int) -> list[Entity]:
        start, end = self.text.paragraph(low)
        if start not in self._found:
            self._found[start] = self._names(start, end)
        return [e for e in self._found[start] if low <= e.start and e.end <= high]

    def _names(self, low: int, high: int) -> list[Entity]:
        """Places and other names of tokens [low, high), in order; a longer name that holds a place is no place itself."""
        places = self._places(low, high)
        codes = self.text.tokens.codes
        out = list(self._bodies(low, high))
        for pattern in self.text.patterns.plain.get("names", ()):
            for found in pattern.matches(codes, low, high):
                start, end = next(iter(found.groups.values()), found[:2])
                if not any(e.start < end and start < e.end for e in out):
                    out.append(Entity(None, self.text.tokens.text(start, end), start, end))
        free = [place for place in places if not any(e.start < place.end and place.start < e.end for e in out)]
        return sorted([*out, *free], key=lambda e: e.start)

    def _bodies(self, low: int, high: int) -> Iterator[Entity]:
        """Bodies that are known by a place in their name (`دانشگاه تهران`), which are no place."""
        tokens = self.text.tokens
        for i in self.text.having(low, high, "PLACE"):
            if "ENTITYHEAD" in tokens.lexicon.senses(tokens.word(i).split(" ", 1)[0]) and tokens.value(i, "PLACE").code is None:
                yield Entity(None, tokens.text(i, i + 1), i, i + 1)

    def _places(self, low: int, high: int) -> list[Entity]:
        tokens = self.text.tokens
        if low >= high or low >= len(tokens):
            return []
        shift = tokens.starts[low]
        end = tokens.starts[high] if high < len(tokens) else len(tokens.folded.text)
        piece = self._uncapped(low, high, tokens.folded.text[shift:end])
        out: list[Entity] = []
        for found in find_places(piece, self.text.language.lang):
            first = bisect_left(tokens.starts, found.start + shift + 1) - 1
            last = bisect_left(tokens.starts, found.end + shift)
            written = tokens.original[tokens.folded.origin(found.start + shift) : tokens.folded.origin(found.end + shift)]
            out.append(Entity(found.place.code, written, first, last))
        return out

    def _uncapped(self, low: int, high: int, piece: str) -> str:
        """The text of tokens [low, high) with the small words that begin its sentences in small letters: `Tại Huế` is no longer name."""
        shift = self.text.tokens.starts[low]
        parts: list[str] = []
        done = 0
        for i in self.text.having(low, high, "FUNCTION", "CONTESTANT"):
            if i == low or self.text.has(i - 1, "BREAK"):
                at = self.text.tokens.starts[i] - shift
                parts += piece[done:at], piece[at : at + 1].lower()
                done = at + 1
        return "".join([*parts, piece[done:]])
