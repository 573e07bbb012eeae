"""Reports with the text of another are left out."""

from __future__ import annotations

import pytest

from dragon_prep.core.attrition import Funnel
from dragon_prep.core.errors import Place
from dragon_prep.core.report import Report
from dragon_prep.intake.join import first_of_each_text


def report(uid, text, **fields):
    return Report("x", f"p{uid}", uid, text, None, (), fields, Place("all.jsonl", 1))


def left(reports, **options):
    funnel = Funnel("x", reports)
    first_of_each_text(funnel, **options)
    assert funnel.steps[-1].excluded == len(reports) - len(funnel.items)
    return [r.uid for r in funnel.items]


def test_the_first_stays():
    reports = [report("1", "a"), report("2", "b"), report("3", "a"), report("4", "A")]
    assert left(reports) == ["1", "2", "4"]


@pytest.mark.parametrize(
    ("good", "expected"), [("", "1"), ("1", "1"), ("3", "3"), ("23", "2"), ("123", "1")]
)
def test_the_first_that_is_wanted_stays(good, expected):
    reports = [report(uid, "same", good=uid in good) for uid in "123"]
    assert left(reports, rather=lambda r: r.fields["good"]) == [expected]
