"""The chest CT cohort from simulated exports to a release, against the answer key."""

from __future__ import annotations

import json
from collections import Counter

import openpyxl
import pytest
from samples import cases, published_label, sample_text
from truths import leaks_at_their_place, numbers_that_stand_anywhere
from worlds import KEY, World, world_of

from dragon_prep import Options, build, find_tasks, simulate, verify
from dragon_prep.synthetic.kit.knobs import Knobs

FOLDER = "rumc-jbz/chestct-lung-nodules"
TASKS = ("T2", "T7", "T23")
OF_COHORT = {
    "hospital or label cannot be read", "the report is in none of the files of reports",
    "sheet and reports disagree", "one report id, different rows", "row repeated",
    "no report text", "patient of the separate test set",
}  # fmt: skip
OF_TASK = {
    "T2": set(),
    "T7": {"no nodule described", "a value cannot be read"},
    "T23": {
        "no nodule described", "diameter not stated", "a value cannot be read",
        "a value lies outside its plausible range",
    },
}  # fmt: skip
STRESS = Knobs(stress=True)  # all kinds of identifiers


@pytest.fixture(scope="module")
def chest(tmp_path_factory) -> World:
    """Exports of 700 reports, and a release of the three tasks in source order."""
    root = tmp_path_factory.mktemp("chest")
    tasks = find_tasks(TASKS)
    simulated = simulate(tasks, root / "raw", reports=700, seed=7, knobs=STRESS)
    result = build(tasks, root / "raw", root / "release", key=KEY, options=Options(order="source"))
    return world_of(root / "raw", simulated.answers, result)


def kept(world, name):
    return [answer for answer in world.answers if name in answer.targets]


def is_test(answer):
    return answer.file.endswith("_test.xlsx")


def records(world, name):
    """A task's records, by position among the answers it keeps; the test set has its own count."""
    (task,) = find_tasks([name])
    of_uid = {record["uid"]: record for record in cases(world.release, task.full_name)}
    count = Counter()
    found = {}
    for position, answer in enumerate(kept(world, name)):
        part = "_test_case" if is_test(answer) else "_case"
        found[position] = of_uid.pop(f"{task.full_name}{part}{count[part]}")
        count[part] += 1
    assert not of_uid  # no other case is there
    return found


def summary(world, name):
    (task,) = find_tasks([name])
    return next(s for s in world.result.tasks if s.name == task.full_name)


def label_of(record):
    return next(value for member, value in record.items() if member.endswith("_target"))


def test_the_release_keeps_its_contract(chest):
    assert not tuple(verify(chest.release))


@pytest.mark.parametrize("name", TASKS)
def test_every_kept_case_has_its_label_and_no_other_case_is_there(chest, name):
    found = records(chest, name)
    for number, answer in enumerate(kept(chest, name)):
        label = label_of(found[number])
        assert label == answer.targets[name], answer
        assert isinstance(label, bool) == (name != "T23")


@pytest.mark.parametrize("name", TASKS)
def test_the_test_set_is_the_separate_one_and_shares_no_patient(chest, name):
    (task,) = find_tasks([name])
    path = chest.release / "test-set" / f"{task.full_name}.json"
    held_out = {record["uid"] for record in json.loads(path.read_bytes())}
    tested, others = set(), set()
    for answer, record in zip(kept(chest, name), records(chest, name).values(), strict=True):
        assert (record["uid"] in held_out) == is_test(answer)
        (tested if is_test(answer) else others).add(answer.patient_id)
    assert summary(chest, name).test == len(held_out)
    assert not tested & others


@pytest.mark.parametrize("name", TASKS)
def test_attrition_adds_up(chest, name):
    made, expected = summary(chest, name), kept(chest, name)
    for centre in ("rumc", "jbz"):
        read, *steps = [step for step in made.steps if step.centre == centre]
        assert read.name == "read"
        left = read.rows
        for step in steps:
            left -= step.excluded
            assert step.rows == left
        own = [answer for answer in expected if answer.centre == centre]
        assert left == len(own) == made.cases[centre]
        assert steps[-1].patients == len({a.patient_id for a in own})
    names = {step.name for step in made.steps if step.excluded}
    assert names == OF_COHORT | OF_TASK[name]


def test_plumbing_no_planted_identifier_stands_where_it_was(chest):
    (task,) = find_tasks(["T2"])
    found = records(chest, "T2")
    checked, leaks = leaks_at_their_place(task, chest.raw, found, kept(chest, "T2"))
    assert checked > 1000
    assert not leaks


def test_plumbing_no_unique_number_stands_anywhere(chest):
    checked, left = numbers_that_stand_anywhere(records(chest, "T2"), chest.answers)
    assert checked > 150
    assert not left


def test_a_build_of_one_centre_has_that_centres_reports(chest, tmp_path):
    made = build(
        find_tasks(TASKS), chest.raw, tmp_path / "release", key=KEY,
        options=Options(centres=("jbz",)),
    )  # fmt: skip
    for name, task in zip(TASKS, made.tasks, strict=True):
        own = [answer for answer in kept(chest, name) if answer.centre == "jbz"]
        assert task.cases == {"jbz": len(own)}


@pytest.mark.sample_report(2, 7, 23)
def test_sample_reports_as_three_more_rows_have_the_published_labels(shared_data, tmp_path):
    raw, tasks = tmp_path / "raw", find_tasks(TASKS)
    simulate(tasks, raw, reports=100, seed=5)
    path = raw / FOLDER / "annotations_development.xlsx"
    book = openpyxl.load_workbook(path)
    head = [cell.value for cell in book.active[1]]
    with (raw / FOLDER / "sampled_reports_development.json").open("a", encoding="utf-8") as out:
        for number, diameter in ((2, None), (7, "7"), (23, "7")):
            text = sample_text(shared_data, number)
            row = {"PatientID": f"S{number}", "StudyInstanceUID": f"9.{number}", "hospital": "JBZ",
                   "contains nodules": "True", "max_diameter": diameter}  # fmt: skip
            book.active.append([row.get(name) for name in head])
            out.write(json.dumps({**row, "text": text}) + "\n")
    book.save(path)
    made = build(tasks, raw, tmp_path / "release", key=KEY)
    noduli, nodus = "Meerdere aspecifieke longnoduli, vooral", "aan 7 millimeter grote"
    labels = {
        (task.number, said): [
            label_of(case) for case in cases(made.release, task.full_name) if said in case["text"]
        ]
        for task in tasks
        for said in (noduli, nodus)
    }
    nodule, stated, size = (published_label(shared_data, number) for number in (2, 7, 23))
    assert labels == {
        (2, noduli): [nodule], (2, nodus): [True, True], (7, noduli): [False],
        (7, nodus): [stated, stated], (23, noduli): [], (23, nodus): [size, size],
    }  # fmt: skip
