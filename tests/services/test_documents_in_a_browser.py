"""The pages of the documents in a browser: nothing is fetched, and axe finds no barrier.

Skipped where there is no Chromium or axe-core, see ``tests/services/pages/test_in_a_browser.py``.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from checkout import CHECKOUT

from dragon_prep.services.documents.html import write_pages

_AXE = CHECKOUT / ".ci" / "browser" / "node_modules/axe-core/axe.min.js"
PAGES = ("README.html", "docs/check.html", "docs/labels.html")  # text, picture, tables


@pytest.fixture(scope="module")
def browser():
    playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright")
    program = os.environ.get("DRAGON_PREP_CHROMIUM") or shutil.which("chromium")
    if not program:
        pytest.skip("needs Chromium")
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_pages_can_be_read(browser, tmp_path, scheme, width):
    axe = Path(os.environ.get("DRAGON_PREP_AXE") or _AXE)
    if not axe.is_file():
        pytest.skip("needs axe-core")
    root = write_pages(tmp_path / "pages").parent
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    asked, said = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    for name in PAGES:
        page.goto((root / name).as_uri())
        wider = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        assert not page.evaluate(wider), name
        assert said == []  # what the page's own policy forbids would be told
        page.evaluate(axe.read_text(encoding="utf-8"))
        assert page.evaluate("axe.run()")["violations"] == []
    assert all(url.startswith("file:") for url in asked)
    context.close()
