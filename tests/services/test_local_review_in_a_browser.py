"""The review page in a browser: 40 actions by keyboard, what is kept, and what is asked for.

Skipped where there is no Chromium (``apt-get install chromium``, or ``DRAGON_PREP_CHROMIUM``);
what axe finds needs axe-core (``DRAGON_PREP_AXE``, or ``.ci/browser`` of the checkout).
"""

from __future__ import annotations

import os

import pytest
from browsers import axe, chromium
from desks import made, served

from dragon_prep.intake.reviewed import read_reviewed
from dragon_prep.services.local_review.journal import JOURNAL


@pytest.fixture(scope="module")
def browser():
    with chromium() as opened:
        yield opened


def opened(browser, server, scheme="light", **more):
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, color_scheme=scheme, **more
    )
    context.set_default_timeout(60_000)
    page = context.new_page()
    page.asked, page.said = [], []
    page.on("request", lambda request: page.asked.append(request.url))
    page.on("console", lambda message: page.said.append(message.text))
    page.on("pageerror", lambda error: page.said.append(str(error)))
    page.goto(server.address)
    shows(page, "status", "reports.")
    return page


def settle(page):
    """Waits until all keys so far were answered."""
    page.evaluate("async () => { for (let i = 0; i < 3; i += 1) await queue; }")


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)
        settle(page)


def label(page, name):
    """Answers the question for a category; the question is asked by the key before."""
    page.wait_for_selector("#labels[open]")
    page.select_option("#label", name)
    page.keyboard.press("Enter")
    settle(page)


def shows(page, name, words):
    page.locator(f"#{name}", has_text=words).wait_for()


def phi(desk, number):
    text = desk.reports[number].report.text
    return [(text[s.start : s.end], s.label) for s in desk.states[number].phi]


def test_forty_actions_by_keyboard(browser, tmp_path):
    with served(tmp_path, 120) as (server, desk):
        page = opened(browser, server)
        press(page, "a", "n", "d", "n", "a", "Enter")  # 6: report 0, on to report 1
        assert phi(desk, 0) == [("Jansen", "PERSOON"), ("Zwolle", "PLAATS")]
        assert desk.states[0].done
        assert ", 1 done;" in page.inner_text("#found")
        page.keyboard.press("r")  # 7, 8
        label(page, "PERSOONAFKORTING")
        press(page, "w", "W", "e", "E")  # 12
        assert phi(desk, 1)[0] == ("de Vries", "PERSOONAFKORTING")
        press(page, "W", "W", "u")  # 15
        assert phi(desk, 1)[0][0] == ". de Vries"
        press(page, "d", "a", "p", "a", "j", "j", "k")  # 22: the town, then report 2
        assert ("Zwolle", "PLAATS") in phi(desk, 1)
        # Behind the heart, which is two units of UTF-16 and one code point.
        press(page, "ArrowRight", "ArrowRight", "ArrowRight", "Shift+ArrowRight")  # 26
        page.keyboard.press("m")  # 27, 28
        label(page, "BEDRIJF")
        assert ("gezien op", "BEDRIJF") in phi(desk, 2), phi(desk, 2)
        page.keyboard.press("m")  # 29: nothing is taken any more
        settle(page)
        assert "Take words first" in page.inner_text("#status")
        press(page, "Enter", "o", "k", "o")  # 33: report 3 was never done, report 2 was
        assert not desk.states[2].done
        press(page, "]", "]", "[")  # 36
        assert "page 2 of 3" in page.inner_text("#found")
        press(page, "/")  # 37
        page.keyboard.type("verslag 77.")
        press(page, "Enter")  # 38
        shows(page, "found", "1 of 120")
        press(page, "d", "x")  # 40
        shows(page, "status", "Exported")
        assert [one.uid for one in read_reviewed("made", tmp_path / "raw")] == sorted(
            ["r0", "r1", "r2", "r77"]
        )
        assert {url.split("/")[2] for url in page.asked} == {server.host}
        assert all(url.startswith(server.address) for url in page.asked)
        assert page.said == []
        before = [state.phi for state in desk.states]
        if shots := os.environ.get("DRAGON_PREP_SHOTS"):
            page.screenshot(path=f"{shots}/after.png")
    assert len((tmp_path / "workspace" / JOURNAL).read_bytes().splitlines()) == 20
    with served(tmp_path, 120) as (server, desk):  # a restart keeps every decision
        assert [state.phi for state in desk.states] == before
        page = opened(browser, server, "dark")
        assert "1 done" in page.inner_text("#found")
        assert page.locator("#before mark.deleted").count() == 1
        if shots:
            page.screenshot(path=f"{shots}/dark.png")


def test_no_script_runs_that_a_report_brings_along(browser, tmp_path):
    with served(tmp_path, 2) as (server, desk):
        text = made(0).report.text
        evil = text + "<img src=x onerror=alert(1)><script>document.title='bad'</script>"
        object.__setattr__(desk.reports[0].report, "text", evil)
        object.__setattr__(desk.reports[0], "after", evil)
        page = opened(browser, server)
        assert "<script>" in page.inner_text("#before")
        assert page.title() == "dragon-prep review"
        assert page.said == []
        assert all(url.startswith(server.address) for url in page.asked)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation(browser, tmp_path, scheme):
    script = axe()
    with served(tmp_path, 60) as (server, _):
        page = opened(browser, server, scheme, bypass_csp=True)
        press(page, "d", "n", "n", "a", "ArrowRight")
        for key in ("", "?"):
            if key:
                press(page, key)
            page.evaluate(script.read_text(encoding="utf-8"))
            found = page.evaluate("axe.run()")
            assert len(found["passes"]) > 10
            assert [(one["id"], len(one["nodes"])) for one in found["violations"]] == []
