"""Items told in a running line, `1. sites, 2. staff`, `1) sites 2) staff`: their figures are no amounts."""

from __future__ import annotations

from functools import lru_cache

from extractors.codes import Codes
from extractors.lexer import Tokens
from extractors.native import Pattern
from extractors.patterns import compile_pattern

_MARKS = frozenset({"FULLSTOP", "DOT", "DASH", "RPAR"})
_FEWEST = 3  # items without marks, one more than with them
_FARTHEST = 400  # tokens from one item of a line to the next
_BRACKET = 16  # tokens of a bracket that are looked at


def enumerators(tokens: Tokens) -> frozenset[int]:
    """The tokens of figures that count up from one: two of them or more with the same mark right behind each, or three or more that begin
    one line after the other; and `_section_numbers`."""
    chains: list[list[int]] = []
    latest: dict[str, list[int]] = {}
    lone: list[int] = []
    for i, _ in tokens.runs(_figures(tokens.table)):
        if "INT" not in tokens.senses(i):
            lone.append(i)
            continue
        mark = "" if "NL" in tokens.senses(i - 1) and _is_bare(tokens, i) else tokens.word(i + 1)
        if mark and (_is_bare(tokens, i) or not tokens.touches(i) or _closes_bracket(tokens, i + 1)):
            continue
        chain, value = latest.get(mark, []), tokens.value(i, "N").value
        tied = not mark and len(chain) >= _FEWEST and value == tokens.value(chain[-1], "N").value
        if chain and (tied or value == len(chain) + 1) and _follows(tokens, chain[-1], i, mark):
            chain.append(i)
        elif value == 1:
            latest[mark] = [i]
            chains.append(latest[mark])
    return _section_numbers(tokens, lone) | frozenset(
        i for chain in chains if len(chain) >= (_FEWEST if _is_bare(tokens, chain[0]) else _FEWEST - 1) for i in chain
    )


def _section_numbers(tokens: Tokens, lone: list[int]) -> frozenset[int]:
    """Those of the figures alone in their lines, like `4.1` and `4.2`, that count up from the first of their section."""
    chain: list[int] = []
    found: set[int] = set()
    for i in lone:
        section, _, number = tokens.word(i).partition(".")
        if not (chain and number == str(len(chain) + 1) and tokens.word(chain[0]).startswith(f"{section}.")):
            chain = [i] if number == "1" else []
        else:
            chain.append(i)
            found.update(chain)
    return frozenset(found)


def _is_bare(tokens: Tokens, i: int) -> bool:
    """Whether no mark stands behind a figure."""
    return _MARKS.isdisjoint(tokens.senses(i + 1))


def _closes_bracket(tokens: Tokens, at: int) -> bool:
    """Whether the mark closes a bracket with more than the figure in it: `(up 1) … (up 2)`."""
    if "RPAR" not in tokens.senses(at):
        return False
    opened = next((k for k in range(at - 2, max(at - _BRACKET, -1), -1) if {"LPAR", "RPAR", "NL"} & tokens.senses(k).keys()), None)
    return opened is not None and opened < at - 2 and "LPAR" in tokens.senses(opened)


def _follows(tokens: Tokens, last: int, i: int, mark: str) -> bool:
    """Whether the next item stands in the line of the last one, or begins a line; without marks, the next line."""
    if mark and "NL" in tokens.senses(i - 1):
        return True
    return i - last <= _FARTHEST and sum("NL" in tokens.senses(k) for k in range(last + 1, i)) == (0 if mark else 1)


@lru_cache(maxsize=16)
def _figures(table: Codes) -> Pattern:
    """A small figure, a mark and a word; at the beginning of a line also without the mark; a figure with decimals alone in its line,
    before a line of words."""
    behind = "(?! N | DIGITS | CODE | DOCNUM | PUNCT | NL)"
    bare = f"(?<= NL) DAY&DIGITS&INT {behind[:-1]} | UNIT | CLASSIFIER | PERCENT | CURRENCY | SCALE | MONTH | PLURAL | FUNCTION)"
    lone = "(?<= NL) DIGITS!INT (?= NL{1,2} (WORD | CAP | FUNCTION | VERB | DETERMINER))"
    return compile_pattern(f"DAY&DIGITS&INT (?= (FULLSTOP | DOT | DASH | RPAR) {behind}) | {bare} | {lone}", table)
