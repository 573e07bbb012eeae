"""The RECIST cohort from simulated exports to a release, against the answer key."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from datetime import date

import openpyxl
import pytest
from samples import published_label, sample_cases, sample_text
from truths import leaks_at_their_place, numbers_that_stand_anywhere, records
from worlds import KEY, World, world_of

from dragon_prep import Options, build, find_tasks, simulate, verify
from dragon_prep.core.codes.run import AUDIT_CODES
from dragon_prep.synthetic.kit.knobs import Knobs

FOLDER = "rumc-jbz/recist"
SHEETS = {
    "jbz": f"{FOLDER}/JBZ_RECIST_cases_JB_MG.xlsx",
    "rumc": f"{FOLDER}/RadboudUMC_RECIST_cases_MG.xlsx",
}
NAMES = {
    "T5": "Task005_recist_timeline_clf",
    "T16": "Task016_recist_lesion_size_presence_clf",
    "T24": "Task024_recist_lesion_size_reg",
}
LABELS = {
    "T5": "single_label_binary_classification_target",
    "T16": "multi_label_binary_classification_target",
    "T24": "multi_label_regression_target",
}


@pytest.fixture(scope="module")
def recist(tmp_path_factory) -> World:
    """Exports of 402 reports, and a release of three tasks in source order."""
    root = tmp_path_factory.mktemp("recist")
    tasks = find_tasks(NAMES)
    simulated = simulate(tasks, root / "raw", reports=402, seed=9, knobs=Knobs(stress=True))
    result = build(tasks, root / "raw", root / "release", key=KEY, options=Options(order="source"))
    return world_of(root / "raw", simulated.answers, result)


def kept(world, task):
    return [answer for answer in world.answers if task in answer.targets]


def test_the_release_keeps_its_contract(recist):
    assert not tuple(verify(recist.release))


@pytest.mark.parametrize("task", NAMES)
def test_every_kept_case_has_its_label_and_no_other_case_is_there(recist, task):
    found, answers = records(recist.release, NAMES[task]), kept(recist, task)
    assert sorted(found) == list(range(len(answers)))
    for number, answer in enumerate(answers):
        label = found[number][LABELS[task]]
        assert label == answer.targets[task], answer
        assert type(label) is type(answer.targets[task])


def test_null_and_number_and_truth_are_written_as_such(recist):
    labels = [r[LABELS["T24"]] for r in records(recist.release, NAMES["T24"]).values()]
    assert {len(label) for label in labels} == {5}
    assert {type(size) for label in labels for size in label} == {float, type(None)}
    assert [None] * 5 in labels
    truths = [r[LABELS["T16"]] for r in records(recist.release, NAMES["T16"]).values()]
    assert {type(size) for label in truths for size in label} == {bool}


@pytest.mark.parametrize("task", NAMES)
def test_attrition_adds_up_to_the_rows_read(recist, task):
    (summary,) = [t for t in recist.result.tasks if t.name == NAMES[task]]
    for centre, file in SHEETS.items():
        read, *steps = [step for step in summary.steps if step.centre == centre]
        rows = openpyxl.load_workbook(recist.raw / file).active.max_row - 1
        assert (read.name, read.rows) == ("read", rows)
        left = read.rows
        for step in steps:
            left -= step.excluded
            assert step.rows == left
        answers = [a for a in kept(recist, task) if a.centre == centre]
        assert left == len(answers) == summary.cases[centre]
        assert steps[-1].patients == len({a.patient_id for a in answers})
    audits = {code.title for code in AUDIT_CODES}  # the detector's errors in some of the reports
    out = {step.name for step in summary.steps if step.excluded} - audits
    assert (
        out
        == {"row repeated", "one report id, different rows", "no report text"}
        | {
            "T5": {"a value is missing", "a value cannot be read"},
            "T16": {"a value cannot be read"},
            "T24": {"a value cannot be read", "a value lies outside its plausible range"},
        }[task]
    )


def test_what_is_held_back_is_listed_with_its_column(recist):
    places = {(p.kind.code, p.place.column) for p in recist.result.problems if p.place.column}
    assert {code for code, _ in places} == {"R321", "R322", "R323", "R334"}
    assert places >= {("R323", "sizes of lesions 1 to 5"), ("R334", "L6_size")}
    flags = {column for code, column in places if code in ("R321", "R322")}
    assert flags & {"is_baseline", "baseline_scan"}


def test_plumbing_no_planted_identifier_stands_where_it_was(recist):
    (task,) = find_tasks(["T16"])
    found = records(recist.release, NAMES["T16"])
    checked, leaks = leaks_at_their_place(task, recist.raw, found, kept(recist, "T16"))
    assert checked > 1000
    assert not leaks


def test_plumbing_no_unique_number_stands_anywhere(recist):
    found = records(recist.release, NAMES["T16"])
    checked, left = numbers_that_stand_anywhere(found, recist.answers)
    assert checked > 50
    assert not left


def test_sizes_stay_as_they_were(recist):
    found = records(recist.release, NAMES["T24"])
    for number, answer in enumerate(kept(recist, "T24")):
        sizes = re.compile(r"[\d,]+ ?(?:mm|cm)\b")
        assert sizes.findall(found[number]["text"]) == sizes.findall(answer.text), answer


def test_the_days_between_a_patients_studies_stay(recist):
    found = records(recist.release, NAMES["T16"])
    moved = defaultdict(set)
    for number, answer in enumerate(kept(recist, "T16")):
        before, after = days(answer.text), days(found[number]["text"])
        if len(before) == len(after):  # a date with a time behind it may be read otherwise
            moved[answer.patient_id] |= {(b - a).days for a, b in zip(before, after, strict=True)}
    several = [shifts for shifts in moved.values() if shifts]
    assert len(several) > 80
    assert all(len(shifts) == 1 for shifts in several)
    assert not {shift % 7 for shifts in moved.values() for shift in shifts} - {0}


def days(text):
    """All dates such as 02-10-2017."""
    found = re.findall(r"\b(\d\d)-(\d\d)-(\d{4})\b(?! \d\d\D)", text)
    return [date(int(year), int(month), int(day)) for day, month, year in found]


def test_the_report_reads_the_same_in_all_tasks_and_a_patient_is_in_one_part(recist):
    texts = defaultdict(set)
    for task, name in NAMES.items():
        held_out = json.loads((recist.release / "test-set" / f"{name}.json").read_bytes())
        numbers = {int(r["uid"].rpartition("case")[2]) for r in held_out}
        parts = defaultdict(set)
        found = records(recist.release, name)
        for number, answer in enumerate(kept(recist, task)):
            parts[answer.patient_id].add(number in numbers)
            texts[answer.uid].add(found[number]["text"])
        assert all(len(part) == 1 for part in parts.values())
    assert {len(same) for same in texts.values()} == {1}


@pytest.mark.sample_report(5, 16, 24)
def test_sample_report_as_one_more_row_has_the_published_labels(shared_data, tmp_path):
    raw, tasks = tmp_path / "raw", find_tasks(NAMES)
    simulate(tasks, raw, reports=100, seed=5)
    book = openpyxl.load_workbook(raw / SHEETS["rumc"])
    sizes = ("68 x 40", "58 x 32 mm", "27 x 14", "29x18", "36 x 22", "42 x 24")
    texts = {number: sample_text(shared_data, number) for number in (5, 16, 24)}
    assert len(set(texts.values())) == 1
    book.active.append(["SAMPLE1", "2.25.1234567", texts[5], "f", *sizes])
    book.save(raw / SHEETS["rumc"])
    made = build(tasks, raw, tmp_path / "release", key=KEY)
    for number in texts:
        task = f"T{number}"
        found = sample_cases(made.release, NAMES[task])
        assert [case[LABELS[task]] for case in found] == [published_label(shared_data, number)]
        assert all(size in found[0]["text"] for size in ("68 x 40 mm", "27 x 14 mm (IMA 3-28)"))
