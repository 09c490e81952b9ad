"""The letterhead of an official document: above its own number stands who issued it, beside or below it the day.

ỦY BAN NHÂN DÂN TỈNH ĐỒNG THÁP
Số: 412/QĐ-UBND
Đồng Tháp, ngày 14 tháng 5 năm 2024
"""

from __future__ import annotations

from extractors.date_value import DateValue
from extractors.lexer import Tokens

_LINES_ABOVE = 6  # the state's name and motto, a rule of dashes
_LINES_BELOW = 5
_NEAR_LINES = 2
_LONGEST_LINE = 24  # tokens
_LONGEST_HEAD = 60  # tokens from a number to its day
_LEAD = 3  # tokens before a number in its line, the word for number and a colon


def head_of(tokens: Tokens, start: int, end: int) -> dict[str, str]:
    """``issued_on`` (EDTF) and ``issuer`` of the document whose number is tokens [start, end) of a line `No.: …`; {} for any other."""
    line, first = _line_start(tokens, start), tokens.senses(start - 1)
    led = "NO" in first or ("COLON" in first and "NO" in tokens.senses(start - 2))
    alone = start == line and "NL" in tokens.senses(end)  # type and number in a line of their own
    if not alone and (not led or start - line > _LEAD):
        return {}
    said = {"issued_on": _day_below(tokens, end, alone), "issuer": _body_above(tokens, line)}
    return {name: value for name, value in said.items() if value}


def _line_start(tokens: Tokens, at: int) -> int:
    return next((k + 1 for k in range(at - 1, max(-1, at - _LONGEST_LINE), -1) if "NL" in tokens.senses(k)), 0)


def _day_below(tokens: Tokens, end: int, placed: bool) -> str | None:
    """The day closing the number's own line or one of the next; behind other dates or far below it has its place (`Hà Nội, ngày …`)."""
    breaks = 0
    for k in range(end, min(len(tokens) - 1, end + _LONGEST_HEAD)):
        breaks += "NL" in tokens.senses(k)
        if breaks > _LINES_BELOW:
            return None
        value: DateValue | None = tokens.senses(k).get("DATE", (None, None))[1]
        if value is None:
            continue
        placed |= breaks > _NEAR_LINES
        if value.grain == "day" and _closes(tokens, k + 1) and ("COMMA" in tokens.senses(k - 1) or not placed):
            return value.edtf
        placed = True
    return None


def _closes(tokens: Tokens, k: int) -> bool:
    """True for the end of a line or of a table's cell."""
    return "NL" in tokens.senses(k) or tokens.word(k) == "|"


def _begins_body(tokens: Tokens, k: int) -> bool:
    """True for a body, or a name that begins with the word for one and ends with a place (`TỔNG LIÊN ĐOÀN LAO ĐỘNG VIỆT NAM`)."""
    words = tuple(tokens.word(k).lower().split()) if "PLACE" in tokens.senses(k) else ()
    found = tokens.lexicon.phrases_from(words[0]) if words else ()
    return "DOCBODY" in tokens.senses(k) or any("DOCBODY" in senses and words[: len(pieces)] == pieces for pieces, senses in found)


def _body_above(tokens: Tokens, line: int) -> str | None:
    """The nearest line above, or its first cell, in capitals that begins with a body's name."""
    end = line - 1
    for _ in range(_LINES_ABOVE):
        start = _line_start(tokens, end)
        if end <= start:
            return None
        cell = next((k for k in range(start, end) if tokens.word(k) == "|"), end)
        if _begins_body(tokens, start) and all("UPPER" in tokens.senses(k) for k in range(start, cell)):
            return tokens.text(start, cell)
        end = start - 1
    return None
