"""The compiled loops say what Python says, on any text; and without them everything is read as with them."""

from __future__ import annotations

import json
import runpy
import subprocess
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path
from shutil import which

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors import extract, native, rules
from extractors.codes import FIRST
from extractors.cutting import PlainCutter
from extractors.finding import PlainFinder
from extractors.fitting import PlainFitter
from extractors.language import load
from extractors.matching import PlainAround, PlainPattern
from extractors.nodes import UNBOUNDED, Atom, Choice, Look, Named, Node, Repeat, Sequence
from extractors.rules import Rules
from extractors.spotting import PlainSpotter
from flows.sources import Document, read

from .conftest import EXAMPLES

LANGS = ("fa", "vi", "en")
WORDS = {
    "fa": ["سال ", "۱۴۰۱", "بیست و ", "سه", "می‌کند", "ي", "نُه ماه", "۸۱.۲۸٪", "رتبه", "مصوبه شماره ", "٦١/٢٠١٨", "\u200c", "\u0640"],
    "vi": ["năm ", "hai mươi ", "mốt", "Nghị định ", "số 61/2018/NĐ-CP", "xếp ", "thứ ba", "a\u0301", "tỷ đồng", "23/4/2018", "Ủy ban "],
    "en": ["per ", "cent", "twenty-", "five ", "Act ", "ranked ", "third", "$3.5bn", "2018–2020", "’s", "out of ", "as well as "],
}
BETWEEN = [" ", "  ", "   ", "\n", "\u00a0", "-", ",", ".", "", "\t", "\U0001f600", "\u00ad", "x" * 70]


@pytest.fixture(autouse=True, scope="module")
def _compiled() -> None:
    if not native.COMPILED and not which("cc"):
        pytest.skip("no C compiler here, so that there is nothing but Python to compare")
    assert native.COMPILED, "there is a compiler, but the inner loops were not built: pip install --editable ."


def texts(lang: str) -> st.SearchStrategy[str]:
    """Words of a language and what may part them, or anything."""
    return st.lists(st.sampled_from([*WORDS[lang], *BETWEEN]) | st.text(max_size=4), max_size=40).map("".join)


@cache
def codes_of(lang: str) -> list[str]:
    """Codes in the order of a text, so that phrases of the rules come up, and then all others."""
    found = [item.text for item in read([str(EXAMPLES / lang)]) if isinstance(item, Document)]
    return [*load(lang).cutter.cut(" ".join(found)).codes, *load(lang).codes.of.values()]


@st.composite
def rows_of_codes(draw: st.DrawFn, lang: str) -> str:
    """Pieces of a text's codes, with others strewn in."""
    known = codes_of(lang)
    starts = draw(st.lists(st.integers(0, len(known) - 1), min_size=1, max_size=5))
    return "".join("".join(known[start : start + draw(st.integers(1, 12))]) for start in starts)


@pytest.mark.parametrize("lang", LANGS)
@settings(deadline=None)
@given(data=st.data())
def test_a_text_is_cut_alike(lang: str, data: st.DataObject) -> None:
    memo = load(lang).memo
    text = data.draw(texts(lang))
    for _ in range(2):  # met for the first time, and again
        assert load(lang).cutter.cut(text) == PlainCutter(memo).cut(text)


@pytest.mark.parametrize("lang", LANGS)
def test_many_new_words_are_cut_alike(lang: str) -> None:
    text = " ".join(f"{word}{number}" for number in range(3000) for word in ("x", "năm", "ي"))  # tables grow on the way
    cutter = native.Cutter(load(lang).memo)
    assert cutter.cut(text) == PlainCutter(load(lang).memo).cut(text) == cutter.cut(text)


def test_more_words_than_are_remembered_are_cut_alike() -> None:
    memo = load("en").memo
    cutter = native.Cutter(memo)
    for text in (" ".join(f"ten{number} of" for number in range(70_000)), "ten3 of ten69999 of it"):
        assert cutter.cut(text) == PlainCutter(memo).cut(text)


@pytest.mark.parametrize("lang", LANGS)
@settings(deadline=None)
@given(data=st.data())
def test_rules_match_alike(lang: str, data: st.DataObject) -> None:
    codes = data.draw(rows_of_codes(lang))
    for name in load(lang).rules:
        found, plain = (
            [(match.rule.name, match.start, match.end, match.groups) for match in rules.matches(codes)]
            for rules in (load(lang).rules[name], plain_rules(lang, name))
        )
        assert found == plain


@cache
def plain_rules(lang: str, name: str) -> Rules:
    """The rules of a list, found by Python."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rules, "Finder", PlainFinder)
        return Rules(replace(rule, pattern=PlainPattern(rule.pattern.tree)) for rule in load(lang).rules[name])


@pytest.mark.parametrize("lang", LANGS)
@settings(deadline=None)
@given(data=st.data())
def test_the_same_fits_around_a_number(lang: str, data: st.DataObject) -> None:
    codes = data.draw(rows_of_codes(lang))
    start = data.draw(st.integers(0, len(codes) - 1))
    end = data.draw(st.integers(start + 1, min(len(codes), start + 3)))
    unit_end = data.draw(st.integers(0, len(codes)))
    for name, looks in load(lang).around.items():
        plain = plain_fitter(lang, name)
        assert looks.fits(codes, start, end, unit_end) == plain.fits(codes, start, end, unit_end)
        assert looks.first(codes, start, end, unit_end) == plain.first(codes, start, end, unit_end)


@cache
def plain_fitter(lang: str, name: str) -> PlainFitter:
    """The rules of a ``look`` list, fitted by Python."""
    looks = load(lang).around[name]
    plain = [(rule, PlainAround(_plain(around.before), _plain(around.after), around.reach)) for rule, around in looks]
    return PlainFitter(plain, looks.concerning)


def _plain(pattern: PlainPattern | None) -> PlainPattern | None:
    return PlainPattern(pattern.tree) if pattern else None


ATOMS = st.builds(Atom, st.integers(0, 15), st.booleans())
ONE_WIDE = st.lists(ATOMS, min_size=1, max_size=3).map(lambda atoms: Choice(tuple(atoms)))
LOOKS = st.one_of(
    st.builds(Look, st.sampled_from(["(?<=", "(?<!"]), ONE_WIDE),
    st.builds(Look, st.sampled_from(["(?=", "(?!"]), st.lists(ATOMS, min_size=1, max_size=3).map(lambda atoms: Sequence(tuple(atoms)))),
)


def _grown(parts: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    rows = st.lists(parts, min_size=1, max_size=3).map(tuple)
    repeats = st.builds(lambda part, low, more: Repeat(part, low, low + more), parts, st.integers(0, 2), st.integers(0, 2))
    endless = st.builds(Repeat, parts.filter(lambda part: part.width()[0] > 0), st.integers(0, 1), st.just(UNBOUNDED))
    return st.one_of(rows.map(Sequence), rows.map(Choice), repeats, endless, st.builds(Named, st.sampled_from("abc"), parts))


TREES = st.recursive(ATOMS | LOOKS, _grown, max_leaves=8)
ROWS = st.text([chr(FIRST + n) for n in range(-1, 5)], max_size=8)


@settings(deadline=None, max_examples=500)
@given(TREES, ROWS, st.data())
def test_a_pattern_matches_alike(tree: Node, codes: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(codes)))
    end = data.draw(st.integers(start, len(codes)))
    compiled, plain = native.Pattern(tree), PlainPattern(tree)
    assert compiled.match(codes, start) == plain.match(codes, start)
    assert not tree.width()[0] or compiled.matches(codes, start, end) == plain.matches(codes, start, end)
    assert compiled.ending(codes, start, end) == plain.ending(codes, start, end)


@settings(deadline=None)
@given(TREES, TREES, ROWS, st.data())
def test_a_pattern_fits_around_alike(before: Node, after: Node, codes: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(codes)))
    end = data.draw(st.integers(start, len(codes)))
    reach = data.draw(st.integers(0, 5))
    compiled, plain = native.Around(native.Pattern(before), None, reach), PlainAround(PlainPattern(before), None, reach)
    assert compiled.match(codes, start, end) == plain.match(codes, start, end)
    compiled, plain = native.Around(None, native.Pattern(after), reach), PlainAround(None, PlainPattern(after), reach)
    assert compiled.match(codes, start, end) == plain.match(codes, start, end)


@given(ROWS, st.integers(0, 31))
def test_tokens_are_spotted_alike(codes: str, wanted: int) -> None:
    assert native.Spotter(wanted).places(codes) == PlainSpotter(wanted).places(codes)


WITHOUT = """
import json, sys
sys.modules.update({"extractors._cutting": None, "extractors._finding": None, "extractors._matching": None})
from pathlib import Path
from extractors import extract, native
from flows.sources import Document, read
found = [extract(item.text, item.lang).facts for item in read([sys.argv[1]]) if isinstance(item, Document)]
print(json.dumps([native.COMPILED, [[fact.model_dump(mode="json") for fact in facts] for facts in found]]))
"""


def test_without_a_compiler_the_facts_are_the_same() -> None:
    told = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", WITHOUT, str(EXAMPLES)], capture_output=True, check=True, cwd=Path(__file__).parents[1]
    )
    compiled, found = json.loads(told.stdout)
    documents = [item for item in read([str(EXAMPLES)]) if isinstance(item, Document)]
    assert not compiled
    assert found == [[fact.model_dump(mode="json") for fact in extract(item.text, item.lang).facts] for item in documents]


def test_a_build_of_other_sources_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractors._cutting.BUILT_FROM", "another")
    with pytest.warns(RuntimeWarning, match="install raqam anew"):
        again = runpy.run_path(str(Path(native.__file__)))
    assert not again["COMPILED"] and again["Cutter"] is PlainCutter
