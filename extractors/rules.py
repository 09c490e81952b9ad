"""Named rules of a data file, and the best of their matches."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from extractors.lexer import Tokens
from extractors.lexicon import Codes
from extractors.patterns import groups
from extractors.syntax import Anchor, parse, regex

T = TypeVar("T")
# Classes of the words that stand everywhere: a rule is not looked for around one of them where it needs something rarer.
_COMMON = frozenset({"FUNCTION", "VERB", "COMMA", "BREAK", "PUNCT", "AND"})
_PLAIN = frozenset({"WORD", "CAP", "SPACE"})


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of a data file: its name, its pattern, its place in the list, and whatever else it says (``gives``)."""

    name: str
    pattern: re.Pattern[str]
    order: int
    anchor: Anchor | None = None
    gives: Mapping[str, Any] = field(default_factory=dict)


class Rules(tuple[Rule, ...]):
    """The rules of a list, with the codes at which it is worth trying them."""

    at: dict[str, list[tuple[int, Rule, int, int]]]
    everywhere: list[Rule]
    triggers: re.Pattern[str]
    parts: dict[tuple[str, bool], Rules]

    def __new__(cls, rules: Iterable[Rule]) -> Rules:
        """Index the rules by the codes of their anchors."""
        made = super().__new__(cls, rules)
        made.at, made.everywhere = {}, [rule for rule in made if not rule.anchor]
        for rule in made:
            for letter in rule.anchor.letters if rule.anchor else ():
                made.at.setdefault(letter, []).append((rule.order, rule, rule.anchor.low, rule.anchor.high))  # type: ignore[union-attr]
        made.triggers = re.compile(f"[{''.join(sorted(made.at))}]" if made.at else "(?!)")
        made.parts = {}
        return made

    def giving(self, key: str, given: bool) -> Rules:
        """The rules that say ``key``, or those that do not; made once."""
        if (key, given) not in self.parts:
            chosen = [rule for rule in self if bool(rule.gives.get(key)) == given]
            self.parts[key, given] = Rules(replace(rule, order=order) for order, rule in enumerate(chosen))
        return self.parts[key, given]


def compile_rules(rules: Iterable[Mapping[str, Any]], codes: Codes) -> Rules:
    """The rules of a list of a data file, in their order. Raises LexiconError."""
    common = frozenset(code for classes, code in codes.of.items() if not _COMMON.isdisjoint(classes))
    plain = frozenset(code for classes, code in codes.of.items() if classes <= _PLAIN)
    return Rules(_compiled(rule, order, codes, common, plain) for order, rule in enumerate(rules))


def _compiled(rule: Mapping[str, Any], order: int, codes: Codes, common: frozenset[str], plain: frozenset[str]) -> Rule:
    tree = parse(rule["match"], codes)
    anchors = [anchor for anchor in tree.anchors() if plain.isdisjoint(anchor.letters)]
    rarest = min(anchors, key=lambda a: (len(a.letters & common), len(a.letters), a.high - a.low), default=None)
    return Rule(rule["name"], regex(tree), order, rarest, rule)


@dataclass(frozen=True, slots=True)
class Match:
    """Where a rule matched: tokens [start, end), its named groups as token ranges; `span` is the part that is the fact."""

    rule: Rule
    start: int
    end: int
    groups: Mapping[str, tuple[int, int]]

    @property
    def span(self) -> tuple[int, int]:
        """Tokens of the fact: the group ``span`` where the rule has one, else all."""
        return self.groups.get("span", (self.start, self.end))


def find(rules: Rules, tokens: Tokens) -> Iterator[Match]:
    """Every match of every rule; a rule's own matches do not overlap, leftmost first."""
    codes = tokens.codes
    for rule in rules.everywhere:
        for m in rule.pattern.finditer(codes):
            yield Match(rule, m.start(), m.end(), groups(m))
    done = [0] * len(rules)
    for trigger in rules.triggers.finditer(codes):
        place = trigger.start()
        for order, rule, low, high in rules.at[trigger[0]]:
            for start in range(max(done[order], place - high), place - low + 1):
                done[order] = start + 1
                if found := rule.pattern.match(codes, start):
                    yield Match(rule, start, found.end(), groups(found))
                    done[order] = max(start + 1, found.end())
                    break


def best(candidates: Iterable[tuple[Match, T]]) -> list[tuple[Match, T]]:
    """Of overlapping candidates the longest, then the first, then the earlier rule; in order of the text."""
    chosen: list[tuple[Match, T]] = []
    taken: set[int] = set()
    for match, value in sorted(candidates, key=_rank):
        place = range(*match.span)
        if taken.isdisjoint(place):
            taken.update(place)
            chosen.append((match, value))
    return sorted(chosen, key=lambda item: item[0].span)


def _rank(candidate: tuple[Match, Any]) -> tuple[int, int, int]:
    match = candidate[0]
    start, end = match.span
    return start - end, match.start, match.rule.order


def read(rules: Rules, tokens: Tokens, build: Callable[[Match], T | None]) -> list[tuple[Match, T]]:
    """The best matches of the rules for which ``build`` gives a value."""
    return best((match, value) for match in find(rules, tokens) if (value := build(match)) is not None)
