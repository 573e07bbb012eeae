"""The kidney CT cohort from a simulated export to a release, against the answer key."""

from __future__ import annotations

import csv
import json
from collections import defaultdict

import pytest
from samples import published_label, sample_cases, sample_text
from truths import leaks_at_their_place, numbers_that_stand_anywhere, records
from worlds import KEY, World, world_of

from dragon_prep import Options, build, find_tasks, simulate, verify
from dragon_prep.synthetic.kit.knobs import Knobs

SHEET = "rumc/kidney/kidney_classifications_full.csv"
NAME = "Task003_kidney_clf"
LABEL = "single_label_binary_classification_target"
STRESS = Knobs(stress=True)  # all kinds of identifiers


@pytest.fixture(scope="module")
def kidney(tmp_path_factory) -> World:
    """An export of 617 reports, and a release of T3 in source order."""
    root = tmp_path_factory.mktemp("kidney")
    tasks = find_tasks(["T3"])
    simulated = simulate(tasks, root / "raw", reports=617, seed=7, knobs=STRESS)
    result = build(tasks, root / "raw", root / "release", key=KEY, options=Options(order="source"))
    return world_of(root / "raw", simulated.answers, result)


@pytest.fixture(scope="module")
def kept(kidney):
    return [answer for answer in kidney.answers if answer.targets]


def test_the_release_keeps_its_contract(kidney):
    assert not tuple(verify(kidney.release))


def test_every_kept_case_has_its_label_and_no_other_case_is_there(kidney, kept):
    found = records(kidney.release, NAME)
    assert sorted(found) == list(range(len(kept)))
    for number, answer in enumerate(kept):
        assert found[number][LABEL] is answer.targets["T3"], answer


def test_attrition_adds_up_to_the_rows_read(kidney, kept):
    (summary,) = kidney.result.tasks
    read, *steps = summary.steps
    with (kidney.raw / SHEET).open(encoding="utf-8", newline="") as lines:
        rows = len(list(csv.reader(lines))) - 1
    assert (read.name, read.rows) == ("read", rows)
    left = read.rows
    for step in steps:
        left -= step.excluded
        assert step.rows == left
    assert left == len(kept) == summary.cases["rumc"]
    assert steps[-1].patients == len({a.patient_id for a in kept})
    assert {step.name for step in steps if step.excluded} == {
        "one report id, different rows", "row repeated", "no report text", "a value is missing",
        "a value cannot be read",
    }  # fmt: skip


def test_plumbing_no_planted_identifier_stands_where_it_was(kidney, kept):
    (task,) = find_tasks(["T3"])
    found = records(kidney.release, NAME)
    checked, leaks = leaks_at_their_place(task, kidney.raw, found, kept)
    assert checked > 1000
    assert not leaks


def test_plumbing_no_unique_number_stands_anywhere(kidney):
    found = records(kidney.release, NAME)
    checked, left = numbers_that_stand_anywhere(found, kidney.answers)
    assert checked > 150
    assert not left


def test_a_patient_is_in_one_part_of_the_split(kidney, kept):
    held_out = json.loads((kidney.release / "test-set" / f"{NAME}.json").read_bytes())
    numbers = {int(r["uid"].rpartition("case")[2]) for r in held_out}
    parts = defaultdict(set)
    for number, answer in enumerate(kept):
        parts[answer.patient_id].add(number in numbers)
    assert all(len(part) == 1 for part in parts.values())


@pytest.mark.sample_report(3)
def test_sample_report_as_one_more_row_has_the_published_label(shared_data, tmp_path):
    text = sample_text(shared_data, 3)
    raw, tasks = tmp_path / "raw", find_tasks(["T3"])
    simulate(tasks, raw, reports=60, seed=5)
    with (raw / SHEET).open("a", encoding="utf-8", newline="") as out:
        csv.writer(out).writerow(["True", "2.25.1234567", "SAMPLE1", text])
    made = build(tasks, raw, tmp_path / "release", key=KEY)
    assert [case[LABEL] for case in sample_cases(made.release, NAME)] == [
        published_label(shared_data, 3)
    ]
