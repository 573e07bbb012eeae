"""The review page: what it shows, and that it is private."""

from __future__ import annotations

import base64
import hashlib
import html
import re
import shutil
from dataclasses import replace

import pytest
from html_reader import Page
from worlds import KEY, OTHER_KEY

from dragon_prep import build, find_tasks, simulate
from dragon_prep.core.codes.intake import CHANGED
from dragon_prep.core.errors import InputFault
from dragon_prep.core.second_look import SecondLook
from dragon_prep.pipeline import cohort as stage
from dragon_prep.services.pages import review_reports
from dragon_prep.synthetic.kit.knobs import Knobs
from dragon_prep.tasks.prepare import Options


@pytest.fixture(scope="module")
def path(paged):
    return paged.result.workspace / "review.html"


@pytest.fixture(scope="module")
def shown(path):
    return Page(path.read_text(encoding="utf-8"))


def test_it_shows_what_was_replaced_and_by_what(paged, shown):
    planted = {a.text[s.start : s.end] for a in paged.answers for s in a.phi}
    before = [w for w, around in shown.words if around[-1] == ("mark", "replaced")]
    assert len(before) > 100
    assert len(planted & set(before)) > 50
    assert "Before" in shown.text
    assert "After" in shown.text


def test_it_is_bounded_and_says_of_each_report_where_it_stands(paged, shown):
    articles = [a for tag, a in shown.elements if tag == "article"]
    assert len(articles) == 30
    assert {a["data-centre"] for a in articles} <= {"rijnstate", "rumc", "umcg", "avl"}
    names = {task.name for task in paged.result.tasks}
    assert {t for a in articles for t in a["data-task"].split()} <= names
    rules = {rule for a in articles for rule in a["data-rule"].split()}
    assert {"date.numeric", "name.title"} & rules
    assert all(0 <= int(a["data-likely"]) <= 100 for a in articles)


def test_its_script_is_the_one_that_the_page_allows(path):
    markup = path.read_text(encoding="utf-8")
    (script,) = re.findall(r"<script>(.*?)</script>", markup, flags=re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in html.unescape(markup)
    assert "src=" not in markup.replace("-src", "")


def test_it_is_well_formed(shown):
    assert shown.faults == []
    ids = shown.attributes("id")
    assert len(ids) == len(set(ids))


@pytest.fixture
def small(tmp_path):
    tasks = find_tasks(["T19"])
    simulate(tasks, tmp_path / "raw", reports=60, seed=3, knobs=Knobs(stress=True))
    return tasks, tmp_path / "raw"


def made(small, out, key=KEY, reports=10, options=None):
    tasks, raw = small
    build(tasks, raw, out / "release", key=key, options=options, review_reports=reports)
    return (out / "dragon-prep-workspace" / "review.html").read_bytes()


def test_the_key_decides_which_reports_it_shows(small, tmp_path):
    first = made(small, tmp_path / "a")
    assert made(small, tmp_path / "b") == first
    other = made(small, tmp_path / "c", key=OTHER_KEY)
    places = [re.findall(rb"<h3 [^>]*>(.*?)</h3>", page) for page in (first, other)]
    assert len(places[0]) == len(places[1]) == 10
    assert set(places[0]) != set(places[1])


def test_without_being_asked_no_build_writes_it(small, tmp_path):
    tasks, raw = small
    build(tasks, raw, tmp_path / "release", key=KEY)
    assert not (tmp_path / "dragon-prep-workspace" / "review.html").exists()


def leaking(export):
    """An export whose annotated reports have a patient's number once more, unmarked."""
    reports = list(export.reports)
    numbered = [
        (at, span)
        for at, report in enumerate(reports)
        for span in report.phi or ()
        if span.label == "PATIENTNUMMER" and span.end - span.start > 6
    ]
    for at, span in numbered[:3]:
        number = reports[at].text[span.start : span.end]
        more = f"\n\nVolgens {number} <script>alert(1)</script> bekend."
        reports[at] = replace(reports[at], text=reports[at].text + more)
    assert len(numbered) >= 3
    return replace(export, reports=tuple(reports))


def test_what_was_held_back_is_shown_first_with_the_reason_and_escaped(
    small, tmp_path, monkeypatch
):
    whole = stage.read_export
    for module in (stage, review_reports):
        monkeypatch.setattr(module, "read_export", lambda *given: leaking(whole(*given)))
    alone = Options(second_look=SecondLook.OFF)  # what it finds is replaced, and leaks no more
    page = made(small, tmp_path / "a", reports=12, options=alone).decode()
    assert page.count("<script") == 1
    assert "&lt;script&gt;alert(1)" in page
    read = Page(page)
    states = [a["data-state"].split()[0] for tag, a in read.elements if tag == "article"]
    assert len(states) == 12
    assert 2 <= states.count("held") <= 6
    assert states[: states.count("held")] == ["held"] * states.count("held")
    assert "Held back: R341" in read.text


def test_files_that_changed_while_they_were_read_stop_it(small, tmp_path, monkeypatch):
    tasks, raw = small
    whole = review_reports.read_export

    def then_changed(*given):
        export = whole(*given)
        shutil.copy(raw / "rumc/prostate/radiology/all.jsonl", tmp_path / "copy")
        with (raw / "rumc/prostate/radiology/all.jsonl").open("ab") as file:
            file.write(b"\n")
        return export

    monkeypatch.setattr(review_reports, "read_export", then_changed)
    with pytest.raises(InputFault) as fault:
        build(tasks, raw, tmp_path / "release", key=KEY, review_reports=5)
    assert fault.value.kind is CHANGED
    assert not (tmp_path / "release").exists()
