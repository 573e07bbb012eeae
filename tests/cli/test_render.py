"""Tables on wide and on narrow consoles: no number is ever cut off."""

from __future__ import annotations

import io
import re

import pytest
from rich.console import Console

from dragon_prep.cli import lines, tables
from dragon_prep.core.errors import ErrorCode, Place, Problem
from dragon_prep.core.steps import Step
from dragon_prep.tasks.summary import TaskSummary

TASKS = [
    TaskSummary(
        name=f"Task{number:03}_prostate_volume_reg",
        title="Prostate volume measurement",
        steps=(
            Step("rumc", "read", 0, 123456, 98765),
            Step("rumc", "a value lies outside its plausible range", 17, 123439, 98764),
        ),
        cases={"rumc": 123439},
        patients=98764,
        test=37031,
        folds=tuple((69126 + k, 17282 - k) for k in range(5)),
        labels={"min": 13.0, "median": 46.25, "max": 234.5},
        spans={},
        numbers={"stand": 123400, "nowhere": 39} if number == 19 else {"stand": 123439},
    )
    for number in (19, 20)
]


def shown(sheet, width):
    out = io.StringIO()
    tables.show(Console(file=out, width=width, highlight=False), sheet)
    return out.getvalue()


@pytest.mark.parametrize("width", [20, 40, 60, 80, 110])
def test_no_number_and_no_name_is_cut_off(width):
    sizes = shown(tables.split_sizes(TASKS), width)
    assert "…" not in sizes
    for number in ("T19", "T20", "123439", "98764", "37031", "69126/17282", "69130/17278"):
        assert number in re.split(r"[\s]+", sizes)
    attrition = shown(tables.attrition(TASKS[0]), width)
    assert "…" not in attrition
    for number in ("17", "123456", "98765", "123439", "98764"):
        assert number in attrition.split()
    phi = {f"centre{n}": {"PERSOON": 10**6 + n} for n in range(6)}
    counts = shown(tables.phi_replaced("prostate_mri", phi), width)
    assert all(str(10**6 + n) in counts.split() for n in range(6))
    assert "46.25" in shown(tables.labels(TASKS), width)


def test_numbers_that_no_text_states_are_told():
    assert lines.numbers(TASKS).splitlines()[1:] == ["  T19: 39 of 123439"]
    assert lines.numbers(TASKS[1:]) == ""


def test_narrow_console_has_one_line_per_fold():
    lines = shown(tables.split_sizes(TASKS), 60).splitlines()
    assert lines.count("T19") == 1
    assert lines.count("  fold 0: 69126/17282") == 2


def test_a_row_with_two_problems_is_one_row():
    kind = ErrorCode("R999", "of no use", "Nothing.")
    twice = [Problem(kind, Place("sheet", 4, column)) for column in ("a", "b")]
    assert "R999 of no use (1 row held back)" in lines.problems(twice)


def test_what_no_grammar_reads_is_told_in_one_line():
    found = {"a": {"umcg": {"DATUM": 2}, "avl": {"DATUM": 1, "PERSOON": 1}}, "b": {"umcg": {}}}
    assert lines.unread(found) == (
        "Replaced, but in no notation that can be read: DATUM 3, PERSOON 1"
    )
    assert lines.unread({"b": {"umcg": {}}}) == ""
