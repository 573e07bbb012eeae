"""The pages of the documents in a browser: nothing is fetched, and axe finds no barrier.

Skipped where there is no Chromium or axe-core, see ``tests/browsers.py``.
"""

from __future__ import annotations

import pytest
from browsers import axe, chromium

from dragon_prep.services.documents.html import write_pages

PAGES = ("README.html", "docs/check.html", "docs/labels.html")  # text, picture, tables


@pytest.fixture(scope="module")
def browser():
    with chromium() as opened:
        yield opened


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_pages_can_be_read(browser, tmp_path, scheme, width):
    script = axe()
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
        page.evaluate(script.read_text(encoding="utf-8"))
        assert page.evaluate("axe.run()")["violations"] == []
    assert all(url.startswith("file:") for url in asked)
    context.close()
