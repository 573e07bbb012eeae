"""The pages of a release: what they say, and what they never hold."""

from __future__ import annotations

import json
import re
from collections import Counter

import pytest
from html_reader import Page
from worlds import KEY, tree

from dragon_prep import build, find_tasks
from dragon_prep.archive.verify.release import verify
from dragon_prep.core.phi import PhiCategory
from dragon_prep.core.steps import Step
from dragon_prep.phi.rules import RULES
from dragon_prep.services.pages.attrition import flows
from dragon_prep.services.pages.spread import Spread

PAGES = ("report.html", "method.html")
TEXTS = (*PAGES, "README.md", "croissant.json")
CENTRES = {"rumc", "umcg", "avl", "rijnstate"}


@pytest.fixture(scope="session", params=PAGES)
def page(paged, request):
    return Page(paged.text(request.param))


def test_verify_accepts_the_pages_and_the_manifest_has_their_checksums(paged):
    listed = json.loads(paged.text("manifest.json"))["files"]
    own = {name for name in tree(paged.release) if not name.startswith(("algorithm", "test-"))}
    assert own - {"manifest.json"} == {
        *TEXTS,
        *(
            f"cards/{task.name}/{name}"
            for task in paged.result.tasks
            for name in ("README.md", "croissant.json", "labels.json")
        ),
    }
    assert own - {"manifest.json"} <= listed.keys()
    assert verify(paged.release) == []


def test_a_page_is_well_formed_and_its_links_lead_somewhere(page):
    assert page.faults == []
    ids = page.attributes("id")
    assert [name for name, count in Counter(ids).items() if count > 1] == []
    targets = page.attributes("href")
    assert targets
    assert {link.removeprefix("#") for link in targets} <= set(ids)
    assert all(link.startswith("#") for link in targets)
    named = " ".join(page.attributes("aria-labelledby")).split()
    assert set(named) <= set(ids)


def test_a_page_loads_nothing_and_runs_nothing(page):
    assert page.attributes("src") == []
    assert not {"script", "img", "iframe", "object", "form"} & {tag for tag, _ in page.elements}
    policy = next(a["content"] for t, a in page.elements if a.get("http-equiv"))
    assert policy.startswith("default-src 'none'")
    assert not [name for _, a in page.elements for name in a if name.startswith("on")]


def test_every_table_says_what_it_is_and_every_chart_has_its_table(page):
    tags = Counter(tag for tag, _ in page.elements)
    assert tags["table"] == tags["caption"] > 0
    assert tags["figcaption"] == tags["figure"] == tags["svg"] <= tags["table"]
    assert {a.get("scope") for tag, a in page.elements if tag == "th"} == {"col", "row"}


def test_no_count_below_ten_is_told(paged):
    page = Page(paged.text("report.html"))
    cells = [w for w, around in page.words if around[-1][0] == "td" and around[-1][1] == "count"]
    drawn = [w for w, around in page.words if around[-1][0] == "text"]
    assert "<10" in cells
    assert "<10" in drawn
    told = re.compile(r"<10|none|(about )?[1-9][0-9]+|(about )?[1-9][0-9,]+[0-9]{3}")
    assert [cell for cell in cells if not told.fullmatch(cell)] == []
    small = re.compile(r"(?<![\w.,:<-])[1-9](?![\w.,:-])")
    assert [words for words in drawn if small.search(words)] == []
    assert [w for w, around in page.words if re.fullmatch("[1-9]", w)] == []
    for name in (f"cards/{task.name}/README.md" for task in paged.result.tasks):
        assert re.findall(r"(?<!epsilon\)) \| [1-9] \|", paged.text(name)) == []


def test_no_identifier_and_no_real_id_is_in_what_people_look_at(paged):
    planted = {
        answer.text[span.start : span.end] for answer in paged.answers for span in answer.phi
    }
    told = {words for words in planted if len(re.sub(r"\W", "", words)) > 4}
    told = {words for words in told if words.casefold() not in CENTRES}
    ids = {answer.uid for answer in paged.answers} | {a.patient_id for a in paged.answers}
    ids = {name for name in ids if len(name) > 4}
    assert len(told) > 500
    assert len(ids) > 200
    files = [n for n in tree(paged.release) if n.startswith("cards/")]
    for name in (*TEXTS, *files):
        text = Page(paged.text(name)).text if name.endswith("html") else paged.text(name)
        text = re.sub(r'[0-9a-f]{64}|"[0-9]+ B"', "", text)  # checksums and sizes of files
        near = [words for words in told | ids if words in text]
        found = [w for w in near if re.search(rf"(?<!\w){re.escape(w)}(?!\w)", text)]
        assert found == [], name


def test_no_text_of_a_report_is_in_a_page(paged):
    cases = [
        case["text"]
        for path in (paged.release / "test-set").glob("*.json")
        for case in json.loads(path.read_bytes())
    ]
    runs = {" ".join(text.split()[at : at + 4]) for text in cases for at in range(0, 40, 4)}
    for name in PAGES:
        text = " ".join(paged.text(name).split())
        assert [run for run in runs if len(run) > 15 and run in text] == []


def test_the_bytes_do_not_depend_on_workers_and_tell_no_day(paged, tmp_path):
    again = build(
        *(find_tasks(["T1", "T6", "T19"]), paged.root / "raw", tmp_path / "release"),
        key=KEY,
        site_file=paged.root / "site.toml",
        workers=2,
    )
    assert tree(again.release) == tree(paged.release)


def test_what_the_site_says_is_escaped(paged):
    assert "Voorbeeld &lt;b&gt;release&lt;/b&gt;" in paged.text("report.html")
    assert "<b>" not in paged.text("README.md")
    assert "Jansen et al. &amp; others" in paged.text("README.md")
    assert json.loads(paged.text("manifest.json"))["site"]["licence"] == "CC-BY-NC-SA-4.0"


def test_the_method_page_has_each_category_with_its_rules_and_policy(paged):
    text = Page(paged.text("method.html")).text
    assert all(re.search(rf"\b{category}\b", text) for category in PhiCategory)
    of_labels = [rule for rule in RULES.values() if rule.labels]
    assert [rule.id for rule in of_labels if rule.id not in text] == []
    assert [f"({letter})" for letter in "ABCDEFGHIJKLMNOPQR" if f"({letter})" not in text] == []


def steps(*rows):
    return [Step("rumc", name, left, of, of) for name, left, of in rows]


@pytest.mark.parametrize(
    ("rows", "read"),
    [
        ([("read", 0, 100), ("a", 20, 80)], "100"),
        ([("read", 0, 100), ("a", 3, 97)], "about 100"),
        ([("read", 0, 100), ("a", 2, 98), ("b", 3, 95)], "about 100"),
        ([("read", 0, 118), ("a", 9, 109), ("b", 9, 100)], "about 120"),
        ([("read", 0, 112), ("a", 4, 108), ("b", 3, 105), ("c", 5, 100)], "112"),
        ([("read", 0, 104), ("a", 100, 4)], "about 100"),
    ],
)
def test_what_was_read_is_rounded_where_it_would_tell_a_small_count(rows, read):
    assert [flow.read for flow in flows(steps(*rows))] == [read]


def test_how_many_cases_lack_a_label_cannot_be_computed_either():
    spread = Spread("", (("a", 95, 30), ("b", 50, 40), ("c", 4, 20)), (100, 50), parted=False)
    assert spread.told() == [["about 100", "about 30"], ["50", "40"], ["<10", "about 20"]]
