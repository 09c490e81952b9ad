"""Line ends that are none: in a text that was cut to a width (`ngày 25⏎tháng 01`) a sentence goes on in the next line."""

from __future__ import annotations

import re

from extractors.fold import fold_word
from extractors.lexicon import Lexicon

_MARKS = r"\u0300-\u036f"  # of letters that are typed apart from them
_WORD = rf"(?P<word>(?:[^\W\d_][{_MARKS}]*)+)"
_TAIL = re.compile(rf"(?:{_WORD}(?P<colon>:?)|\d|[,)%])$")
_HEAD = re.compile(rf"[ \t]*(?:{_WORD}(?![\w{_MARKS}]*[:.@/])|\d(?!\d?[.)]\s))")
_SYMBOL = re.compile(r"[ \t]*\d{1,5}/(?:\d{4}/)?[^\W\d_]{2}")  # of a document, which is read with its type (`Nghị định⏎86/2011/NĐ-CP`)
_LEADS = frozenset({"NO", "DAYW", "MONTHW", "YEARW", "QUARTERW", "BOUND", "FROM", "RANGE"})  # a figure follows these
_LINKS = frozenset({"DOCOF", "DOCAND", "RANKLINK"})  # a name follows these
_BODIES = frozenset({"DOCBODY"})  # the name of a body goes on (`of the Ministry⏎of Finance`)
_BEHIND = frozenset({"DAYW", "MONTHW", "YEARW", "SCALE", "PERCENT", "CURRENCY"})  # these follow a figure
_CLOSING = frozenset('.:;!?|…"”»')  # most lines end so
_WIDE = 50  # characters: a line that ends in a figure or bracket goes on only where it is as long
_HEADING = 30  # characters: a shorter line that ends in a small word is a heading, not a sentence
_LONGEST_WORD = 40


def unwrapped(text: str, lexicon: Lexicon) -> str:
    """The text, as long as before, with spaces for the line ends inside its sentences.

    >>> unwrapped("from 5\\nmillion to\\n7 million\\nOslo", Lexicon({"SCALE": {1000000: ["million"]}, "RANGE": ["to"]}))
    'from 5 million to 7 million\\nOslo'
    """
    lines = text.split("\n")
    ends = {i for i, line in enumerate(lines[:-1]) if line and line[-1] not in _CLOSING and _goes_on(line, lines[i + 1], lexicon)}
    return "".join(line + (" " if i in ends else "\n") for i, line in enumerate(lines))[:-1] if ends else text


def _goes_on(before: str, after: str, lexicon: Lexicon) -> bool:
    end = before[-_LONGEST_WORD:].rstrip(" \t\r")
    if not (head := _HEAD.match(after)) or not (tail := _TAIL.search(end, end.rfind(" ") + 1)):
        return False
    if head["word"] is None:
        symbol = _SYMBOL.match(after) is not None
        led = _is(tail["word"], _LEADS, lexicon) and (symbol or not before.isupper())
        return led or (symbol and _ends_in_type(end, lexicon))
    if tail["colon"]:
        return False
    if not head["word"][0].islower():
        sentence = len(before) > _HEADING and not before.isupper()
        linked = _is(tail["word"], _LINKS, lexicon) and tail[0][0].islower()
        return sentence and (linked or _is(tail["word"], _BODIES, lexicon))
    return len(before) > _WIDE or tail["word"] is not None or tail[0][0] == "," or _is(head["word"], _BEHIND, lexicon)


def _ends_in_type(end: str, lexicon: Lexicon) -> bool:
    """True for a line that ends in a document's type, of one word or two."""
    words = tuple(fold_word(word) for word in end.split()[-2:])
    phrases = (senses for phrase, senses in lexicon.phrases_from(words[0]) if phrase == words)
    return "DOCTYPE" in lexicon.own(words[-1]) or any("DOCTYPE" in senses for senses in phrases)


def _is(word: str | None, classes: frozenset[str], lexicon: Lexicon) -> bool:
    return word is not None and not classes.isdisjoint(lexicon.own(fold_word(word)))
