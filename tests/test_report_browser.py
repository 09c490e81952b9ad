"""The report in a real browser (headless Chromium): what a reader sees and does.

Where no Chromium is installed these tests are skipped, and say so; ``RAQAM_CHROMIUM`` names another one than that on the PATH.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from flows import pipeline
from warehouse import query

from .conftest import EXAMPLES

CHROMIUM = os.environ.get("RAQAM_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed: apt-get install chromium")

SEEDS = EXAMPLES.parent.parent / "shared" / "seeds"
FACTS_BY_DOCUMENT = "SELECT doc_id, list(fact_id ORDER BY char_start), list(text ORDER BY char_start) FROM facts GROUP BY doc_id"
HOSTILE = (
    "<script>window.hacked = 1</script><img src=x onerror='window.hacked = 2'> 12 km & </script><!-- 13 km -->\n"
    "\"'><svg onload=window.hacked=3> </textarea> {{ 7 * 7 }} ${7*7} 14 km"
)
SIDES = [
    {"source": "</script><script>window.hacked = 4</script>", "title": "<b onclick=alert(1)>Bold</b> & 5", "lang": "en", "text": HOSTILE},
    {
        "source": "rtl",
        "lang": "fa",
        "text": "به استناد فرمان شماره 61/2018/ND-CP در تاریخ 2023-11-30 کد AB-12/7 ثبت شد.\n"
        "در دوره ۲۰۱۵-۲۰۲۰ مبلغ ۱۲ میلیارد پرداخت شد.\nSource: Office 7 km",
    },
    *(
        {"source": f"s{year}", "lang": "en", "published_on": "2024-02-01", "text": f"In {year}, the province ranked {place}th in the PCI."}
        for year, place in ((2021, 9), (2022, 7), (2022, 8), (2023, 5))
    ),
    *({"source": f"many-{number:03}", "lang": "en", "text": f"Report {number}: {number} km of road."} for number in range(2, 130)),
]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse of the examples, hostile and mixed documents, a reject, and a report."""
    folder = tmp_path_factory.mktemp("browser")
    rows = folder / "sides.jsonl"
    rows.write_text(
        "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in [*SIDES, {"text": "", "source": "<i>empty</i>"}]), "utf-8"
    )
    pipeline.run(pipeline.Job((str(EXAMPLES), str(rows)), folder / "home", export=False, report=True))
    return folder / "home"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"])
        yield browser
        browser.close()


class Reader:
    """A page of the report, with all that the browser complained of."""

    def __init__(self, page: Page, home: Path) -> None:
        self.page, self.home = page, home
        self.complaints: list[str] = []
        page.on("console", lambda message: self.complaints.append(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on(
            "request", lambda request: None if request.url.startswith(("file:", "data:", "blob:")) else self.complaints.append(request.url)
        )

    def open(self, place: str = "") -> Page:
        self.page.goto("about:blank")
        self.page.goto(f"{(self.home / 'report.html').as_uri()}{place}")
        self.page.wait_for_selector("body[data-ready]")
        return self.page

    def ids(self, where: str) -> list[str]:
        return [row[0] for row in query(self.home, f"SELECT fact_id FROM facts WHERE {where} ORDER BY char_start").iter_rows()]


@pytest.fixture
def reader(browser: Browser, home: Path) -> Iterator[Reader]:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    reader = Reader(page, home)
    yield reader
    page.close()
    assert reader.complaints == []


def test_highlights_are_the_facts_of_the_warehouse(reader: Reader) -> None:
    page = reader.open()
    facts = query(reader.home, "SELECT doc_id, list((fact_id, text) ORDER BY char_start) FROM facts GROUP BY doc_id LIMIT 40").rows()
    for doc_id, wanted in facts:
        page.goto(f"{page.url.partition('#')[0]}#doc-{doc_id}")
        expect(page.locator(f'#text[data-document="{doc_id}"]')).to_be_visible()
        marks = page.eval_on_selector_all("#text .fact", "marks => marks.map(mark => [mark.id.slice(5), mark.textContent])")
        assert marks == [list(item.values()) if isinstance(item, dict) else list(item) for item in wanted]


@pytest.mark.parametrize("kind", ["number", "date", "document_id", "rank"])
def test_a_click_shows_the_value_the_rule_and_the_run(reader: Reader, kind: str) -> None:
    fact = next(query(reader.home, f"SELECT * FROM {kind}s ORDER BY fact_id LIMIT 1").iter_rows(named=True), None)
    if fact is None:
        assert kind == "rank"  # the only kind that a young set of rules may not find in the examples
        return
    page = reader.open(f"#doc-{fact['doc_id']}")
    page.click(f'[id="fact-{fact["fact_id"]}"]')
    page.wait_for_selector(f'#fact dd:has-text("{fact["fact_id"]}")')
    shown = dict(page.eval_on_selector_all("#fact dd", "all => all.map(one => [one.dataset.field, one.textContent])"))
    field = {"number": "value", "date": "edtf", "document_id": "doc_type", "rank": "rank"}[kind]
    assert shown["rule"] == fact["rule"]
    assert shown["run_id"] == fact["run_id"]
    assert float(shown[field]) == float(fact[field]) if kind in ("number", "rank") else shown[field] == fact[field]
    assert page.locator("#fact h2").inner_text().strip() == fact["text"]
    assert page.url.endswith(f"#fact-{fact['fact_id']}")


def test_an_address_leads_to_the_fact(reader: Reader) -> None:
    link = query(reader.home, "SELECT link FROM facts ORDER BY char_start DESC LIMIT 1").item()
    page = reader.open("#" + link.partition("#")[2])
    current = page.locator("[aria-current=true]")
    assert current.get_attribute("href") == "#" + link.partition("#")[2]
    box = current.bounding_box()
    assert box and 0 <= box["y"] <= 900


def test_an_address_that_is_not_there_says_so(reader: Reader) -> None:
    assert "Not in this report" in reader.open("#fact-0000.number.1-2").inner_text("main")
    known = reader.ids("true")[0].partition(".")[0]
    assert "is not in this report" in reader.open(f"#fact-{known}.number.9999-10000").inner_text("#fact")


def test_filters_narrow_documents_and_highlights(reader: Reader) -> None:
    page = reader.open()
    page.uncheck('input[value="number"]')
    wanted = query(reader.home, "SELECT count(DISTINCT doc_id), count(*) FROM facts WHERE kind <> 'number'").row(0)
    expect(page.locator("#found")).to_have_text(f"{wanted[0]} documents with {wanted[1]} facts")
    doc_id = query(reader.home, "SELECT doc_id FROM numbers JOIN dates USING (doc_id) LIMIT 1").item()
    page.evaluate("id => { location.hash = `doc-${id}` }", doc_id)
    page.wait_for_selector("#text .fact")
    assert page.locator("#text .fact.number:not(.off)").count() == 0
    assert page.locator("#text .fact.date:not(.off)").count() > 0
    page.click("#filters button[type=reset]")
    expect(page.locator("#text .fact.off")).to_have_count(0)


@pytest.mark.parametrize(("name", "column"), [("speaker", "speaker"), ("year", "left(period, 4)")])
def test_filters_by_speaker_and_year(reader: Reader, name: str, column: str) -> None:
    page = reader.open()
    everything = page.inner_text("#found")
    value = page.eval_on_selector(f"select[name={name}]", "select => select.options[1].value")
    page.select_option(f"select[name={name}]", value)
    expect(page.locator("#found")).not_to_have_text(everything)
    counts = query(reader.home, f"SELECT count(*) FROM facts WHERE {column} = '{value}'").item()
    found = int(page.inner_text("#found").split(" with ")[1].split()[0])
    assert found == counts if name == "speaker" else found >= counts  # a period of years includes the year too


def test_search_finds_texts_however_they_are_typed(reader: Reader) -> None:
    page = reader.open()
    page.fill("#search", "كميته")  # Arabic letters; the example has Persian ones
    expect(page.locator("#found")).to_have_text(re.compile("^1 document with"))
    expect(page.locator("#results a")).to_have_text(re.compile(r"fa/statements\.txt$"))
    page.fill("#search", "no such words")
    expect(page.locator("#found")).to_have_text("0 documents with 0 facts")


def test_more_documents_are_a_click_away(reader: Reader) -> None:
    page = reader.open()
    assert page.locator("#results li").count() == 100
    page.click("#more")
    assert page.locator("#results li").count() == query(reader.home, "SELECT count(*) FROM documents").item()
    assert page.locator("#more").is_hidden()


def test_hostile_texts_stay_text(reader: Reader) -> None:
    page = reader.open()
    doc_id = query(reader.home, "SELECT doc_id FROM documents WHERE starts_with(source, '</script>')").item()
    for place in (f"#doc-{doc_id}", "#rejects", "#charts", "#documents"):
        page = reader.open(place)
        assert page.evaluate("window.hacked") is None
        assert page.locator("main script, main img, main svg[onload], main b, main i").count() == 0
    page = reader.open(f"#doc-{doc_id}")
    assert "<script>window.hacked = 1</script><img src=x" in page.inner_text("#text")
    assert page.inner_text("h1") == "<b onclick=alert(1)>Bold</b> & 5"
    assert "<i>empty</i>" in reader.open("#rejects").inner_text("main")


ORDER = """([needle]) => {
  const walker = document.createTreeWalker(document.getElementById("text"), NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const at = node.data.indexOf(needle);
    if (at < 0) continue;
    return [...needle].map((_, i) => {
      const range = document.createRange();
      range.setStart(node, at + i); range.setEnd(node, at + i + 1);
      return range.getBoundingClientRect().left;
    });
  }
}"""


def test_right_to_left_text_is_set_right(reader: Reader) -> None:
    doc_id = query(reader.home, "SELECT doc_id FROM documents WHERE source = 'rtl'").item()
    page = reader.open(f"#doc-{doc_id}")
    style = "all => all.map(one => [one.dir, one.lang, getComputedStyle(one).textAlign, getComputedStyle(one).direction])"
    assert page.eval_on_selector_all("#text section p", style) == [
        ["rtl", "fa", "start", "rtl"],
        ["rtl", "fa", "start", "rtl"],
        ["ltr", "", "start", "ltr"],
    ]
    first = page.locator("#text section p").first
    edge = first.bounding_box()
    start: list[float] = page.evaluate(ORDER, ["به استناد"])
    assert edge and start[0] > edge["x"] + edge["width"] - 40  # the first letter stands at the right margin
    for code in ("61/2018/ND-CP", "2023-11-30", "AB-12/7"):
        places: list[float] = page.evaluate(ORDER, [code])
        assert places == sorted(places), code
    years: list[float] = page.evaluate(ORDER, ["۲۰۱۵-۲۰۲۰"])
    assert years[0] > years[5]  # read from the right, 2015 comes first, as it does in the plain text


def test_keys_go_from_fact_to_fact(reader: Reader) -> None:
    doc_id = query(reader.home, "SELECT doc_id FROM documents WHERE source = 'rtl'").item()
    ids = reader.ids(f"doc_id = '{doc_id}'")
    page = reader.open(f"#doc-{doc_id}")
    page.locator("#text .fact").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#fact dl")
    for key, at in (("n", 1), ("n", 2), ("p", 1)):
        page.keyboard.press(key)
        expect(page.locator(":focus")).to_have_id(f"fact-{ids[at]}")
    page.click("text=Previous fact")
    expect(page.locator(":focus")).to_have_id(f"fact-{ids[0]}")


DRAWN = {
    "charts": ["rank_history", "figures_by_period", "timeline", "cited_documents"],
    "conflicts": ["conflicts_by_kind"],
    "rejects": ["rejects_by_reason"],
    "runs": ["run_health", "runs"],
}


@pytest.mark.parametrize("view", DRAWN)
def test_every_chart_is_drawn_with_titles_on_its_axes(reader: Reader, view: str) -> None:
    page = reader.open(f"#{view}")
    for name in DRAWN[view]:
        page.wait_for_selector(f"#panel-{name} .chart[data-drawn] svg")
        assert page.locator(f"#panel-{name} svg .role-axis-title text").count() >= 2
        assert page.locator(f"#panel-{name} svg .role-mark path, #panel-{name} svg .role-mark line").count() > 0
        page.click(f"#panel-{name} summary")
        page.wait_for_selector(f"#panel-{name} tbody tr")  # made when the table is opened


def test_a_bar_leads_to_a_fact(reader: Reader) -> None:
    page = reader.open("#charts")
    page.wait_for_selector("#panel-cited_documents .chart[data-drawn] svg")
    bars = page.locator("#panel-cited_documents svg [aria-roledescription=bar]")
    assert bars.count() == query(reader.home, "SELECT least(25, count(*)) FROM mart_document_registry").item()
    bars.first.click()
    page.wait_for_selector("#fact dl")
    assert page.locator("[aria-current=true].document_id").count() == 1


@pytest.mark.parametrize("view", DRAWN)
def test_a_warehouse_without_facts_says_so(browser: Browser, tmp_path: Path, view: str) -> None:
    (tmp_path / "a.txt").write_text("Nothing to count here.", encoding="utf-8")
    pipeline.run(pipeline.Job((str(tmp_path / "a.txt"),), tmp_path, export=False, report=True))
    reader = Reader(browser.new_page(), tmp_path)
    page = reader.open(f"#{view}")
    if view == "runs":
        page.wait_for_selector("#panel-run_health .chart[data-drawn] svg")
    else:
        assert page.locator(".chart").count() == 0
        assert "None in this warehouse." in page.inner_text("main")
    page.close()
    assert reader.complaints == []


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the seed texts lie beside the repository, and here they do not")
def test_texts_of_others_are_shown_whole(browser: Browser, tmp_path: Path) -> None:
    pipeline.run(pipeline.Job((str(SEEDS),), tmp_path, export=False, report=True))
    reader = Reader(browser.new_page(), tmp_path)
    for doc_id, ids, texts in query(tmp_path, FACTS_BY_DOCUMENT).iter_rows():
        page = reader.open(f"#doc-{doc_id}")
        marks = page.eval_on_selector_all("#text .fact", "marks => marks.map(mark => [mark.id.slice(5), mark.textContent])")
        assert marks == [list(pair) for pair in zip(ids, texts, strict=True)]
        wrong = "all => all.filter(one => one.dir === 'rtl' && getComputedStyle(one).direction !== 'rtl').length"
        assert page.eval_on_selector_all("#text section p", wrong) == 0
    for view in DRAWN:
        page = reader.open(f"#{view}")
        page.wait_for_function("[...document.querySelectorAll('.chart')].every(chart => chart.dataset.drawn)")
    reader.page.close()
    assert reader.complaints == []


def test_rank_one_is_on_top(reader: Reader) -> None:
    page = reader.open("#charts")
    if not query(reader.home, "SELECT count(*) FROM mart_rank_history WHERE period_start IS NOT NULL").item():
        assert "None in this warehouse" in page.inner_text("#panel-rank_history")
        return
    page.wait_for_selector("#panel-rank_history .chart[data-drawn] svg")
    ticks: list[list[Any]] = page.eval_on_selector_all(
        "#panel-rank_history svg .role-axis-label text",
        "all => all.map(one => [one.textContent, one.getBoundingClientRect().top]).filter(([text]) => /^[0-9]{1,2}$/.test(text))",
    )
    ordered = sorted(ticks, key=lambda tick: int(tick[0]))
    assert len(ordered) > 1
    assert [tick[1] for tick in ordered] == sorted(tick[1] for tick in ordered)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 380])
def test_axe_finds_no_serious_fault(browser: Browser, home: Path, scheme: Any, width: int) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True)
    reader = Reader(page, home)
    fact = query(home, "SELECT fact_id FROM facts WHERE kind = 'document_id' AND lang = 'fa' LIMIT 1").item()
    for place in ("#documents", f"#fact-{fact}", "#charts", "#conflicts", "#rejects", "#runs"):
        reader.open(place)
        if place in ("#charts", "#runs"):
            page.wait_for_selector(".chart[data-drawn] svg")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        faults = [fault for fault in Axe().run(page).response["violations"] if fault["impact"] in ("serious", "critical")]
        assert [(place, fault["id"], fault["nodes"][0]["html"][:200]) for fault in faults] == []
    page.close()


def test_the_theme_can_be_chosen(reader: Reader) -> None:
    page = reader.open()
    back = "getComputedStyle(document.documentElement).backgroundColor"
    before = page.evaluate(back)
    page.click("#theme")
    assert page.evaluate(back) != before
