"""The hip X-ray cohort from a simulated export to a release, against the answer key."""

from __future__ import annotations

import csv
import json
from collections import defaultdict

import pytest
from samples import cases, published_label, sample_cases, sample_text
from truths import leaks_at_their_place, numbers_that_stand_anywhere
from worlds import KEY, World, world_of

from dragon_prep import Options, build, find_tasks, simulate, verify
from dragon_prep.synthetic.kit.knobs import Knobs

FOLDER = "rumc/hip"
SHEETS = ("annotations.csv", "openai_final_all.csv", "openai_test_all.csv")
NAME = "Task018_osteoarthritis_clf"
LABEL = "multi_label_multi_class_classification_target"
STRESS = Knobs(stress=True)  # all kinds of identifiers


@pytest.fixture(scope="module")
def hip(tmp_path_factory) -> World:
    """An export of 800 reports, and a release of T18 in source order."""
    root = tmp_path_factory.mktemp("hip")
    tasks = find_tasks(["T18"])
    simulated = simulate(tasks, root / "raw", reports=800, seed=7, knobs=STRESS)
    result = build(tasks, root / "raw", root / "release", key=KEY, options=Options(order="source"))
    return world_of(root / "raw", simulated.answers, result)


@pytest.fixture(scope="module")
def kept(hip):
    return [answer for answer in hip.answers if answer.targets]


@pytest.fixture(scope="module")
def found(hip, kept):
    """The record of each kept answer; the test set has numbers of its own."""
    by_uid = {record["uid"]: record for record in cases(hip.release, NAME)}
    tested = [number for number, answer in enumerate(kept) if of_test_set(answer)]
    others = [number for number, answer in enumerate(kept) if not of_test_set(answer)]
    uids = {number: f"{NAME}_test_case{n}" for n, number in enumerate(tested)}
    uids |= {number: f"{NAME}_case{n}" for n, number in enumerate(others)}
    assert set(by_uid) == set(uids.values())
    return {number: by_uid[uid] for number, uid in uids.items()}


def of_test_set(answer):
    return answer.file == f"{FOLDER}/annotations.csv"


def test_the_release_keeps_its_contract(hip):
    assert not tuple(verify(hip.release))


def test_every_kept_case_has_its_label_and_no_other_case_is_there(found, kept):
    for number, answer in enumerate(kept):
        assert found[number][LABEL] == answer.targets["T18"], answer


def test_the_test_set_is_what_was_graded_by_hand(hip, kept, found):
    held_out = json.loads((hip.release / "test-set" / f"{NAME}.json").read_bytes())
    expected = [found[number] for number, answer in enumerate(kept) if of_test_set(answer)]
    assert held_out == expected


def test_attrition_adds_up_to_the_rows_read(hip, kept):
    (summary,) = hip.result.tasks
    read, *steps = summary.steps
    rows = 0
    for name in SHEETS:
        with (hip.raw / FOLDER / name).open(encoding="utf-8", newline="") as lines:
            rows += len(list(csv.reader(lines))) - 1
    assert (read.name, read.rows) == ("read", rows)
    left = read.rows
    for step in steps:
        left -= step.excluded
        assert step.rows == left
    assert left == len(kept) == summary.cases["rumc"]
    assert steps[-1].patients == len({a.patient_id for a in kept})
    assert {step.name for step in steps if step.excluded} == {
        "study without a report", "study of the test set", "study repeated", "a hip was not graded",
        "text repeated", "a value is missing", "a value cannot be read",
        "patient of the separate test set",
    }  # fmt: skip


def test_plumbing_no_planted_identifier_stands_where_it_was(hip, kept, found):
    (task,) = find_tasks(["T18"])
    checked, leaks = leaks_at_their_place(task, hip.raw, found, kept)
    assert checked > 1000
    assert not leaks


def test_plumbing_no_unique_number_stands_anywhere(hip, found):
    checked, left = numbers_that_stand_anywhere(found, hip.answers)
    assert checked > 150
    assert not left


def test_a_patient_is_in_one_part_of_each_fold(hip, kept, found):
    patients = {found[number]["uid"]: answer.patient_id for number, answer in enumerate(kept)}
    for fold in range(5):
        parts = defaultdict(set)
        job = hip.release / "algorithm-input" / f"{NAME}-fold{fold}"
        for part in ("training", "validation", "test"):
            for record in json.loads((job / f"nlp-{part}-dataset.json").read_bytes()):
                parts[patients[record["uid"]]].add(part)
        assert all(len(part) == 1 for part in parts.values())


@pytest.mark.sample_report(18)
@pytest.mark.parametrize("by_hand", [True, False])
def test_sample_report_as_one_more_row_has_the_published_label(shared_data, tmp_path, by_hand):
    raw, tasks = tmp_path / "raw", find_tasks(["T18"])
    simulate(tasks, raw, reports=100, seed=5)
    row = ["1.2.840.1", "4", "p"] if by_hand else ["99999999-1.2.840.1", "4", "p"]
    sheet = SHEETS[0] if by_hand else SHEETS[1]
    with (raw / FOLDER / sheet).open("a", encoding="utf-8", newline="") as out:
        csv.writer(out).writerow(row)
    record = {
        "text": sample_text(shared_data, 18),
        "metadata": {"StudyInstanceUID": "1.2.840.1", "PatientID": "99999999"},
    }
    with (raw / FOLDER / "MarNavarro.jsonl").open("a", encoding="utf-8", newline="\n") as out:
        out.write(json.dumps(record) + "\n")
    made = build(tasks, raw, tmp_path / "release", key=KEY)
    assert [case[LABEL] for case in sample_cases(made.release, NAME)] == [
        published_label(shared_data, 18)
    ]
