"""Time grows with the length of a text, on hostile ones too.

Each text is read in a process with a limit of CPU time that a linear reading stays far below and that a quadratic one would exceed many
times over: what doubles the time at twice the length takes minutes at these lengths.
"""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

CPU_SECONDS = 30
LONG, LONGEST = 80_000, 1_000_000  # characters; the longest for texts that hold few tokens
CHILD = f"""
import json, resource, sys
resource.setrlimit(resource.RLIMIT_CPU, ({CPU_SECONDS}, {CPU_SECONDS}))
from extractors import extract
head, unit, tail, length, lang = json.loads(sys.argv[1])
text = head + unit * (length // len(unit)) + tail
facts = extract(text, lang).facts
assert all(text[fact.char_start : fact.char_end] == fact.text for fact in facts if not isinstance(fact, dict))
print(len(facts))
"""


@pytest.mark.parametrize(
    ("head", "unit", "tail", "length", "lang"),
    [
        pytest.param("", "1", "", LONGEST, "en", id="a million digits"),
        pytest.param("", "هزار و ", "", LONG, "fa", id="thousand and thousand"),
        pytest.param("", "بیستوسه", "", LONGEST, "fa", id="numerals without spaces"),
        pytest.param("", "کتابخانه", "", LONGEST, "fa", id="a megabyte without spaces"),
        pytest.param("", "(5 [", "", LONG, "en", id="nested brackets"),
        pytest.param("", "\n", "", LONGEST, "vi", id="line ends"),
        pytest.param("", "/", "", LONG, "vi", id="slashes"),
        pytest.param("", "1.", "", LONGEST, "fa", id="dotted digits"),
        pytest.param("", "1-", "", LONG, "en", id="dashed digits"),
        pytest.param("", "5, ", "", LONG, "fa", id="a row of numbers"),
        pytest.param("", "a.b-", "", LONGEST, "en", id="parts of addresses"),
        pytest.param("", "A/1", "", LONGEST, "en", id="parts of symbols"),
        pytest.param("61/2018/", "NĐ-", "", LONGEST, "vi", id="a symbol without end"),
        pytest.param("", "5/م/", "", LONGEST, "fa", id="letters between slashes"),
        pytest.param("", "ISO ", "", LONGEST, "en", id="names of standards"),
        pytest.param("", "in 2023 5 km ", "", LONG, "en", id="a sentence without end"),
        pytest.param("", "5 km ", "in 2023", LONG, "en", id="a date far behind"),
        pytest.param("", "رتبه ۵ ", "", LONG, "fa", id="ranks"),
        pytest.param("شهر تهران رتبه ۵ را دارد. ", "در. ", "در تهران رتبه ۶ است.", LONGEST, "fa", id="ranks far apart"),
        pytest.param("", "Nghị định số 61/2018/NĐ-CP và ", "", LONG, "vi", id="a list of documents"),
        pytest.param("", "قانون «", "", LONG, "fa", id="quotes that do not close"),
        pytest.param("", "3/4/2024 ", "", LONG, "en", id="ambiguous dates"),
        pytest.param("", "a | b (%)\n5 | 6\nc\n", "", LONG, "en", id="many tables"),
        pytest.param("", "a     b (%)\n15    6\n27    8\nc\n", "", LONG, "en", id="many tables of spaces"),
        pytest.param("", "a |  | c |  |\n | b |  | d |\n", "1 | 2 | 3 | 4 |\n", LONG, "en", id="headings over headings"),
        pytest.param("a | b\n", "5 | 6\n", "", LONG, "en", id="a table without end"),
        pytest.param("1) sites.\nThe town ", "of the place 2) staff ", "", 4 * LONG, "en", id="items far apart"),
        pytest.param("", "1 Hue 5\n2 Hoi An 6\n3 Vinh 7\n", "", LONG, "vi", id="many tables of numbered lines"),
        pytest.param("", "1 Hue 5\n", "", LONG, "vi", id="lines of one number"),
        pytest.param("", "4.1\nHue\n", "", LONG, "vi", id="numbers of sections"),
        pytest.param("", "3, 4 and ", "7 towns", LONG, "en", id="figures that share a noun"),
        pytest.param("a", "\u0301", "", LONGEST, "vi", id="combining marks"),
        pytest.param("", "\u200f", "", LONGEST, "fa", id="direction marks"),
    ],
)
def test_a_long_text_is_read_in_time(head: str, unit: str, tail: str, length: int, lang: str) -> None:
    words = json.dumps([head, unit, tail, length, lang])
    done = subprocess.run([sys.executable, "-c", CHILD, words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr or f"ended by signal {-done.returncode}: more than {CPU_SECONDS} s of CPU time"
