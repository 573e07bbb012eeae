"""The pages in a browser: nothing is fetched, nothing complains, and axe finds no barrier.

Skipped where there is no Chromium (``apt-get install chromium``, or ``DRAGON_PREP_CHROMIUM``) or no
axe-core (``npm install --prefix .ci/browser axe-core``, or ``DRAGON_PREP_AXE``).
"""

from __future__ import annotations

import re

import pytest
from browsers import axe, chromium

SIZES = {"wide": (1280, 900), "narrow": (360, 740)}


@pytest.fixture(scope="module")
def browser():
    with chromium() as opened:
        yield opened


@pytest.fixture(params=["report.html", "method.html", "review.html"])
def path(paged, request):
    folder = paged.result.workspace if request.param == "review.html" else paged.release
    return folder / request.param


def opened(browser, path, size, scheme="light", **more):
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=scheme, **more
    )
    page = context.new_page()
    page.asked, page.said = [], []
    page.on("request", lambda request: page.asked.append(request.url))
    page.on("console", lambda message: page.said.append(message.text))
    page.on("pageerror", lambda error: page.said.append(str(error)))
    page.goto(path.as_uri())
    return page


@pytest.mark.parametrize("size", SIZES)
def test_a_page_asks_for_nothing_and_says_nothing(browser, path, size):
    page = opened(browser, path, size)
    assert page.asked == [path.as_uri()]
    assert page.said == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "it scrolls aside"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_no_violation(browser, path, size, scheme):
    page = opened(browser, path, size, scheme, bypass_csp=True)
    page.add_script_tag(path=str(axe()))
    found = page.evaluate("axe.run()")
    assert len(found["passes"]) > 10
    assert [(one["id"], len(one["nodes"])) for one in found["violations"]] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_words_in_charts_have_contrast(browser, paged, scheme):
    page = opened(browser, paged.release / "report.html", "wide", scheme)
    colours = page.evaluate(
        """() => {
          const of = (element, name) => getComputedStyle(element)[name];
          return [...document.querySelectorAll("svg text")].map(words => {
            const beside = words.previousElementSibling;
            const inBox = beside && /^(box|side)$/.test(beside.getAttribute("class"));
            return [of(words, "fill"), inBox ? of(beside, "fill") : of(document.body,
              "backgroundColor")];
          });
        }"""
    )
    assert len(colours) > 50
    assert min(contrast(*pair) for pair in colours) >= 4.5


def contrast(first, second):
    """By the formula of the WCAG."""
    lights = sorted((light(first), light(second)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def light(colour):
    parts = [int(part) / 255 for part in re.findall("[0-9]+", colour)[:3]]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_all_is_reached_by_keyboard(browser, path):
    page = opened(browser, path, "wide")
    page.keyboard.press("Tab")
    first = page.evaluate("document.activeElement.className")
    assert first == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.tagName") in ("MAIN", "SECTION")


def test_the_filters_of_the_review_page_leave_what_fits(browser, paged):
    page = opened(browser, paged.result.workspace / "review.html", "wide")
    whole = page.locator("article:visible").count()
    page.select_option("#f-centre", "rijnstate")
    shown = page.locator("article:visible")
    assert 0 < shown.count() < whole
    assert set(shown.evaluate_all("all => all.map(one => one.dataset.centre)")) == {"rijnstate"}
    assert page.locator("#status").inner_text() == f"{shown.count()} of {whole} reports shown"
    page.select_option("#f-category", "BSN")
    categories = shown.evaluate_all("all => all.map(one => one.dataset.category)")
    assert all("BSN" in names.split() for names in categories)
    page.click("#clear")
    page.select_option("#f-likely", "80")
    likely = shown.evaluate_all("all => all.map(one => Number(one.dataset.likely))")
    assert likely
    assert max(likely) < 80
    page.click("#clear")
    assert page.locator("article:visible").count() == whole


def test_it_prints_all_of_it_on_paper(browser, path, tmp_path):
    page = opened(browser, path, "wide", "dark")
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    cut = """() => [...document.querySelectorAll(".wide")].filter(
        one => getComputedStyle(one).overflowX !== "visible").length"""
    assert page.evaluate(cut) == 0
    page.pdf(path=str(tmp_path / "page.pdf"), format="A4")
    assert (tmp_path / "page.pdf").read_bytes().startswith(b"%PDF")
