"""What pages say is there for every task, metric, policy and category."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest

from dragon_prep import find_tasks
from dragon_prep.core.phi import PhiCategory
from dragon_prep.core.targets import TargetType, value_fault
from dragon_prep.services.pages.blocks import PageTable
from dragon_prep.services.pages.category_words import CATEGORIES
from dragon_prep.services.pages.drawing import bar_chart, counted
from dragon_prep.services.pages.method_words import HIPAA
from dragon_prep.services.pages.render import rendered
from dragon_prep.services.pages.report_privacy import POLICIES, missed_section, privacy_section
from dragon_prep.services.pages.words import KINDS, METRICS, definition, example_of
from dragon_prep.surrogate.policy import PolicyName

TASKS = find_tasks(["all"])


def test_every_metric_policy_category_and_type_has_its_words():
    assert {task.target.metric for task in TASKS} <= METRICS.keys()
    assert POLICIES.keys() == set(PolicyName)
    assert CATEGORIES.keys() == set(PhiCategory)
    assert KINDS.keys() == set(TargetType)
    assert {category for one in HIPAA for category in one.categories} == set(PhiCategory)
    assert [one.letter for one in HIPAA] == list("ABCDEFGHIJKLMNOPQR")


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.full_name)
def test_every_task_has_a_definition_and_a_fitting_example(task):
    assert definition(task).endswith(".")
    assert not re.match(r"T[0-9]+:", definition(task))
    content, label = example_of(task)
    assert value_fault(task.target.type, label, len(content)) is None


FIGURE = {"value": 0.0123, "low": 0.004, "high": 0.03}
REVIEW = {
    "confidence": 0.95,
    "reports": 5000,
    "reviewed": 200,
    "phi_words_missed": FIGURE,
    "reports_with_miss": {"value": None, "low": None, "high": None},
}


def facts(**more):
    manifest = {"review": REVIEW} | more.pop("manifest", {})
    return SimpleNamespace(manifest=manifest, private_cohorts={"a"}, **more)


def cells(section):
    tables = [block for block in section.blocks if isinstance(block, PageTable)]
    return [[cell.text for cell in row] for table in tables for row in table.rows]


def test_an_estimate_is_told_with_its_interval():
    rows = cells(missed_section(facts()))
    assert ["words of PHI that were missed", "1.23 %", "0.40 %", "3.00 %"] in rows
    assert ["reports with something missed", "unknown", "unknown", "unknown"] in rows


def test_what_nobody_had_marked_is_told_by_what_became_of_it():
    found = SimpleNamespace(
        phi={"a": {"rumc": {"DATUM": 12, "URL": 3}, "avl": {"DATUM": 4}}},
        annotated={"a": {"rumc": (30, 4)}, "b": {"x": (10, 0)}},
        second_look={"a": {"rumc": {"replaced": {"DATUM": 11}, "in_label": {"TIJD": 2}}}},
        audit={"a": {"rumc": {"held_back_for": {"left": {"BSN": 1}}, "coincidences": {}}}},
    )
    surrogates = {
        "policies": {"PLAATS": {"policy": "markov", "p": 0.5}, "all others": "consistent"},
        "shift_years": [1, 4],
        "age_cap": 90,
    }
    options = {"surrogates": surrogates, "second_look": "replace"}
    rows = cells(privacy_section(facts(found=found, options=options)))
    assert ["a, rumc", "replaced", "11"] in rows
    assert ["a, rumc", "in label", "<10"] in rows
    assert ["a, rumc", "30", "<10"] in rows
    assert ["a, rumc", "<10", "none"] in rows
    assert ["PLAATS", "markov", POLICIES["markov"]] in rows
    assert not [row for row in rows if row[0].startswith("b,")]


def test_a_drawing_is_no_more_exact_than_its_figures():
    bars = [counted("a", (23, 4), ("about 20", "<10")), counted("<b>", (100, 50), ("100", "50"))]
    svg = bar_chart("n", "t & u", bars, ("x", "y"))
    widths = [float(width) for width in re.findall(r'width="([0-9.]+)" height="16"', svg)]
    by_hundred = 100 / max(widths)
    assert [round(width * by_hundred) for width in widths[2:]] == [20, 10, 100, 50]
    assert "&lt;b&gt;" in svg
    assert "t &amp; u" in svg
    assert "<b>" not in svg


def test_words_in_a_card_cannot_break_its_tables():
    card = rendered(
        "release_card.md.j2",
        title="a | b\n# c",
        synthetic=True,
        description="*x* <img src=x> [y](z)",
        tasks=[("T1", "t|u", "10", "20", "<10")],
        split_words="s",
        deidentified="d",
        limits=["l\nm"],
        ethics=[("rumc", "a | b")],
        terms=[("Licence", "`c`")],
    )
    assert card.startswith("# a \\| b \\# c\n")
    assert "\\*x\\* &lt;img src=x&gt; \\[y\\](z)" in card
    assert "| rumc | a \\| b |" in card
    assert "- l m\n" in card
    assert "Synthetic" in card
