"""Takes the pictures of the report in docs/images. ``make screenshots``; needs Chromium, looked at by whoever takes them."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import Literal

from playwright.sync_api import Page, ViewportSize, sync_playwright

ROOT = Path(__file__).parent.parent
IMAGES = ROOT / "docs" / "images"
CHROMIUM = os.environ.get("RAQAM_CHROMIUM") or shutil.which("chromium")
WIDE: ViewportSize = {"width": 1280, "height": 800}
NARROW: ViewportSize = {"width": 390, "height": 800}
SHOWN: dict[str, tuple[str, Literal["light", "dark"], ViewportSize]] = {
    "report-light": ("fact", "light", WIDE),
    "report-dark": ("fact", "dark", WIDE),
    "report-narrow": ("fact", "light", NARROW),
    "report-charts": ("charts", "light", {"width": 1280, "height": 1500}),
}
FACT = "SELECT fact_id FROM numbers JOIN documents USING (doc_id) WHERE source LIKE '%statements.txt' ORDER BY char_start LIMIT 1 OFFSET 1"


def take(page: Page, address: str, target: Path) -> None:
    """One picture, when all is drawn."""
    page.goto(address)
    page.wait_for_selector("body[data-ready]")
    if address.endswith("#charts"):
        page.wait_for_function("[...document.querySelectorAll('.chart')].every(chart => chart.dataset.drawn)")
    page.screenshot(path=target)


def main() -> None:
    """All pictures, over a warehouse of the examples."""
    from flows import pipeline
    from warehouse import query

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        home = Path(folder)
        pipeline.run(pipeline.Job(("examples",), home, export=False, report=True))
        fact = f"fact-{query(home, FACT).item()}"
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        for name, (place, scheme, size) in SHOWN.items():
            page = browser.new_page(viewport=size, color_scheme=scheme)
            take(page, f"{(home / 'report.html').as_uri()}#{fact if place == 'fact' else place}", IMAGES / f"{name}.png")
            page.close()
        browser.close()


if __name__ == "__main__":
    os.chdir(ROOT)
    main()
