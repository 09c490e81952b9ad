"""What others write is read back, and what a reader cannot see changes nothing.

Babel (CLDR) and num2words write numbers and dates; folding variants are one text to a reader; on any Unicode each span is its text.
"""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from babel.dates import format_date, format_skeleton
from babel.numbers import format_compact_decimal, format_currency, format_decimal, format_percent
from hypothesis import example, given, settings
from hypothesis import strategies as st
from num2words import num2words

from extractors import extract
from extractors.facts import FACTS, Slice, fields_of
from extractors.gold import read_marks

settings.register_profile("properties", deadline=None, max_examples=80)
settings.load_profile("properties")

LANGS = ("fa", "vi", "en")
COUNTING = {"fa": "در این شهر {} نفر زندگی می‌کنند.", "vi": "Cả huyện có {} người tham gia.", "en": "The town has {} people in it."}
COSTING = {"fa": "قیمت آن {} بود.", "vi": "Giá của nó là {}.", "en": "It cost {}."}
DATED = {
    "fa": "این سند در تاریخ {} منتشر شد.",
    "vi": "Văn bản được ban hành vào {} tại Hà Nội.",
    "en": "The paper came out on {} in London.",
}
# num2words writes no sound Vietnamese above it, and calls 10¹⁵ in Persian by a word of 10²¹. Of its ordinals those of whole hundreds may
# be fractions (`two hundredth`), and its Persian thirtieth is a wire.
LARGEST = 10**15 - 1
SPECS = Path(__file__).parent / "specs"

of_any_length = st.integers(1, 15).flatmap(lambda length: st.integers(10 ** (length - 1), 10**length - 1)).filter(lambda n: n > 1)
figures = st.builds(lambda whole, places: Decimal(whole).scaleb(-places).normalize(), st.integers(2, 10**9), st.integers(0, 2))
days = st.dates(datetime.date(1900, 1, 1), datetime.date(2099, 12, 31))


def numbers(text: str, lang: str) -> list[Any]:
    """The values of a text's facts; a fact of another kind stands as its kind."""
    return [fact.value if fact.kind == "number" else fact.kind for fact in extract(text, lang).facts]


@pytest.mark.parametrize("lang", LANGS)
@given(n=of_any_length)
def test_a_cardinal_in_words_is_its_number(lang: str, n: int) -> None:
    words = num2words(n, lang=lang).strip()
    (fact,) = extract(COUNTING[lang].format(words), lang).facts
    assert (fact.kind, fact.value, fact.text) == ("number", n, words)


@pytest.mark.parametrize("lang", ("fa", "en"))
@given(n=st.integers(2, 9999).filter(lambda n: n % 100 not in (0, 30)))
def test_an_ordinal_in_words_is_its_number(lang: str, n: int) -> None:
    text = {"fa": "{} جلسه برگزار شد.", "en": "It was the {} meeting."}[lang].format(num2words(n, lang=lang, to="ordinal"))
    (fact,) = extract(text, lang).facts
    assert (fact.kind, fact.value, fact.ordinal) == ("number", n, True)


@pytest.mark.parametrize("lang", LANGS)
@given(value=figures)
def test_a_decimal_as_cldr_writes_it_is_its_number(lang: str, value: Decimal) -> None:
    written = format_decimal(value, locale=lang, decimal_quantization=False, numbering_system="default")
    assert numbers(COUNTING[lang].format(written), lang) == [value], written


@pytest.mark.parametrize("lang", LANGS)
@given(value=figures)
def test_a_percentage_as_cldr_writes_it_is_its_number(lang: str, value: Decimal) -> None:
    written = format_percent(value / 100, locale=lang, decimal_quantization=False, numbering_system="default")
    (fact,) = extract(COSTING[lang].format(written), lang).facts
    assert (fact.value, fact.unit) == (value, "%"), written


@pytest.mark.parametrize("lang", LANGS)
@given(value=st.integers(2, 10**9), currency=st.sampled_from(["USD", "EUR", "VND"]))
def test_an_amount_as_cldr_writes_it_has_its_currency(lang: str, value: int, currency: str) -> None:
    written = format_currency(value, currency, locale=lang, numbering_system="default")
    (fact,) = extract(COSTING[lang].format(written), lang).facts
    assert (fact.value, fact.unit) == (value, currency), written


@pytest.mark.parametrize("lang", LANGS)
@given(value=st.integers(2, 999), places=st.integers(1, 4))
def test_a_rounded_figure_as_cldr_writes_it_is_its_number(lang: str, value: int, places: int) -> None:
    number = value * 1000**places
    written = format_compact_decimal(number, format_type="long", locale=lang, numbering_system="default")
    assert numbers(COUNTING[lang].format(written), lang) == [number], written


def edtf(day: datetime.date, skeleton: str) -> str:
    """The value of a day written in a skeleton of CLDR."""
    forms = {"yMMMM": f"{day:%Y-%m}", "yQQQQ": f"{day.year}-{32 + (day.month + 2) // 3}", "MMMMd": f"XXXX-{day:%m-%d}"}
    return forms.get(skeleton, day.isoformat())


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("form", ("medium", "long", "full", "yMMMM", "yQQQQ", "yMMMd", "MMMMd"))
@settings(max_examples=40)
@given(day=days)
def test_a_date_as_cldr_writes_it_is_its_day(lang: str, form: str, day: datetime.date) -> None:
    named = form in ("medium", "long", "full")
    written = format_date(day, form, locale=lang) if named else format_skeleton(form, day, locale=lang)
    found = [(fact.kind, getattr(fact, "edtf", None)) for fact in extract(DATED[lang].format(written), lang).facts]
    assert found == [("date", edtf(day, form))], written


@pytest.mark.parametrize("lang", ("fa", "vi"))
@given(day=days)
def test_a_numeric_date_as_cldr_writes_it_is_its_day(lang: str, day: datetime.date) -> None:
    written = format_skeleton("yMd", day, locale=lang)
    assert [fact.edtf for fact in extract(DATED[lang].format(written), lang).facts] == [day.isoformat()], written


@given(day=days.filter(lambda day: day.day <= 12 and day.day != day.month))
def test_an_english_date_in_digits_that_is_two_days_is_counted_and_is_none(day: datetime.date) -> None:
    found = extract(DATED["en"].format(f"{day.month}/{day.day}/{day.year}"), "en")
    assert not found.facts
    assert len(found.ambiguities) == 1


# Pieces that rules lean on, among any characters at all.
WORDS = """سال ۲۰۲۳ رتبه شماره قانون ماده بیست و سه هزار درصد تا از ۱٬۲۳۴ ۲/۵ مورخ năm 2023 ngày tháng Nghị quyết số 16-NQ/TU hạng nghìn tỷ
    đồng phần trăm Article ranked th of 1,234 $ % bn May Q3 2015-2020 ( ) - – / , . : ؛ ،"""
pieces = st.sampled_from([*WORDS.split(), "\u200c", "\u200f", "\u0301", "\n"])
anything = st.lists(pieces | st.text(max_size=4), max_size=30).flatmap(
    lambda parts: st.sampled_from(["", " "]).map(lambda gap: gap.join(parts))
)


@settings(max_examples=400)
@given(text=anything, lang=st.sampled_from([*LANGS, None]))
@example(text="۲۰۲۳ \u200c  \u200c  ۲۰۲۳", lang="fa")  # what is not seen was counted
def test_on_any_text_every_span_is_its_text_and_none_overlaps(text: str, lang: str | None) -> None:
    check_spans(text, lang)


@pytest.mark.parametrize("lang", LANGS)
def test_in_specs_every_span_is_its_text_and_none_overlaps(lang: str) -> None:
    for text, _ in texts(lang):
        check_spans(text, lang)


def check_spans(text: str, lang: str | None) -> None:
    found = extract(text, lang)
    end = 0
    for fact in found.facts:
        assert fact.text == text[fact.char_start : fact.char_end] != ""
        assert fact.char_start >= end
        end = fact.char_end
        slices = {name: getattr(fact, name) for name in fields_of(type(fact), Slice)}
        assert all(said is None or (said and said in text) for said in slices.values()), slices
    assert all(0 <= section.char_start <= section.char_end <= len(text) for section in found.sections)


def digits(zero: str) -> dict[int, str]:
    """Any decimal digit to one of the ten from ``zero`` on."""
    return {ord(own) + k: chr(ord(zero) + k) for own in "0۰٠" for k in range(10)}


VARIANTS: dict[str, dict[str, Callable[[str], str]]] = {
    "fa": {
        "ASCII digits": lambda text: text.translate(digits("0")),
        "Arabic digits": lambda text: text.translate(digits("٠")),
        "Arabic letters": lambda text: text.replace("ی", "ي").replace("ک", "ك"),
        "lost half-spaces": lambda text: text.replace("\u200c", ""),
        "tatweel": lambda text: text.replace("سال", "ســال").replace("شماره", "شمــاره"),
        "vowel signs": lambda text: text.replace("سال ", "سالِ ").replace("رتبه ", "رتبهٔ "),
        "no-break spaces": lambda text: text.replace(" ", "\u00a0"),
        "direction marks": lambda text: text.replace("(", "\u200f("),
    },
    "vi": {
        "decomposed letters": lambda text: unicodedata.normalize("NFD", text),
        "no-break spaces": lambda text: text.replace(" ", "\u00a0"),
    },
    "en": {
        "curly apostrophes": lambda text: text.replace("'", "\u2019"),
        "no-break spaces": lambda text: text.replace(" ", "\u00a0"),
    },
}
SLICES = {"text", "char_start", "char_end", "doc_number", *(name for model in FACTS.values() for name in fields_of(model, Slice))}


def texts(lang: str) -> list[tuple[str, Any]]:
    """The texts of a language's specs, with their day of publication."""
    items = (item for path in sorted(SPECS.glob(f"*.{lang}.yml")) for item in yaml.safe_load(path.read_text(encoding="utf-8")))
    return [(read_marks(item["text"])[0], item.get("published_on")) for item in items]


def values(text: str, lang: str, published_on: Any) -> list[dict[str, Any]]:
    return [{name: value for name, value in fact if name not in SLICES} for fact in extract(text, lang, published_on).facts]


@pytest.mark.parametrize(("lang", "name"), [(lang, name) for lang, variants in VARIANTS.items() for name in variants])
def test_a_variant_that_reads_the_same_has_the_same_values(lang: str, name: str) -> None:
    changed = [(text, VARIANTS[lang][name](text), day) for text, day in texts(lang)]
    changed = [(text, variant, day) for text, variant, day in changed if variant != text]
    assert changed, "no text of the specs has such a variant"
    other = [variant for text, variant, day in changed if values(text, lang, day) != values(variant, lang, day)]
    assert not other, "\n".join(other)
