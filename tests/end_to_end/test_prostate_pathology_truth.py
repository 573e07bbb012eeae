"""Prostate pathology reports from simulated exports to a release of T11."""

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
from dragon_prep.synthetic.prostate_pathology.export import (
    AVL_ANNOTATED,
    RUMC_ANNOTATED,
    RUMC_REPORTS,
    UMCG_SHEET,
)

NAME = "Task011_prostate_pathology_clf"
LABEL = "single_label_multi_class_classification_target"
STRESS = Knobs(stress=True)  # all kinds of identifiers


@pytest.fixture(scope="module")
def pathology(tmp_path_factory) -> World:
    """Exports of 500 reports, and a release of T11 in source order."""
    root = tmp_path_factory.mktemp("pathology")
    tasks = find_tasks(["T11"])
    simulated = simulate(tasks, root / "raw", reports=500, seed=7, knobs=STRESS)
    result = build(tasks, root / "raw", root / "release", key=KEY, options=Options(order="source"))
    return world_of(root / "raw", simulated.answers, result)


@pytest.fixture(scope="module")
def kept(pathology):
    return [answer for answer in pathology.answers if answer.targets]


def test_the_release_keeps_its_contract(pathology):
    assert not tuple(verify(pathology.release))


def test_every_kept_case_has_its_label_and_no_other_case_is_there(pathology, kept):
    found = records(pathology.release, NAME)
    assert sorted(found) == list(range(len(kept)))
    labels = [found[number][LABEL] for number in range(len(kept))]
    assert labels == [answer.targets["T11"] for answer in kept]
    assert set(labels) == set("0123")  # text, never 1.0


def test_attrition_adds_up_to_the_rows_read(pathology, kept):
    (summary,) = pathology.result.tasks
    lines = {
        centre: len((pathology.raw / path).read_text(encoding="utf-8").split("\n")) - 1
        for centre, path in (("rumc", RUMC_REPORTS), ("avl", AVL_ANNOTATED))
    }
    with (pathology.raw / UMCG_SHEET).open(encoding="utf-8-sig", newline="") as sheet:
        lines["umcg"] = len(list(csv.reader(sheet))) - 1
    steps = defaultdict(list)
    for step in summary.steps:
        steps[step.centre].append(step)
    assert [*steps] == ["rumc", "umcg", "avl"]
    for centre, (read, *rest) in steps.items():
        assert (read.name, read.rows) == ("read", lines[centre])
        left = read.rows
        for step in rest:
            left -= step.excluded
            assert step.rows == left
        of = [answer for answer in kept if answer.centre == centre]
        assert left == len(of) == summary.cases[centre]
        assert rest[-1].patients == len({answer.patient_id for answer in of})
    happened = {c: {s.name for s in found if s.excluded} for c, found in steps.items()}
    unreadable, several = "a value cannot be read", "more than 3 significant lesions"
    assert happened == {
        "rumc": {"record of another centre", "no pathology report", "record repeated",
                 "same text as another report", several, unreadable},
        "umcg": {"further place of the same report", several, unreadable, "a value is missing"},
        "avl": {"same text as another report", "excluded by the annotator", several, unreadable},
    }  # fmt: skip


def test_plumbing_no_planted_identifier_stands_where_it_was(pathology, kept):
    (task,) = find_tasks(["T11"])
    found = records(pathology.release, NAME)
    checked, leaks = leaks_at_their_place(task, pathology.raw, found, kept)
    assert checked > 700
    assert not leaks


def test_plumbing_no_unique_number_stands_anywhere(pathology):
    found = records(pathology.release, NAME)
    checked, left = numbers_that_stand_anywhere(found, pathology.answers)
    assert checked > 100
    assert not left


def test_a_patient_is_in_one_part_of_the_split(pathology, kept):
    held_out = json.loads((pathology.release / "test-set" / f"{NAME}.json").read_bytes())
    numbers = {int(r["uid"].rpartition("case")[2]) for r in held_out}
    parts = defaultdict(set)
    for number, answer in enumerate(kept):
        parts[answer.centre, answer.patient_id].add(number in numbers)
    assert all(len(part) == 1 for part in parts.values())


def rumc_sample(raw, text):
    """The sample as rumc brings it: two lesions of grade group 2."""
    record = {"patient_id": 99999, "study_id": 9999999, "pathology_study_id": "9999998",
              "center": "RUMC", "lesion_ISUP": "2,2", "pathology_report": text}  # fmt: skip
    marked = {"text": text, "label": [phi(text)], "meta": {"uid": "9999998"}}
    append(raw / RUMC_REPORTS, record)
    append(raw / RUMC_ANNOTATED, marked)


def avl_sample(raw, text):
    """The sample as avl brings it: phrases marked, the third of the same lesion as the first."""
    first, second = text.index("3 +4 is 7"), text.index("3 +4 = 7")
    none = text.index("geen maligniteit")
    label = [[first, first + 9, "lesion 1"], phi(text), [second, second + 8, "lesion 2"],
             [none, none + 16, "lesion 3"]]  # fmt: skip
    meta = {"PATIENTNR": "9999999", "uid": "PA999999"}
    append(raw / AVL_ANNOTATED, {"text": text, "label": label, "meta": meta})


def phi(text):
    at = text.index("Linda Koe")
    return [at, at + len("Linda Koe"), "<PERSOON>"]


def append(path, record):
    with path.open("a", encoding="utf-8") as out:
        out.write(json.dumps(record) + "\n")


@pytest.mark.sample_report(11)
@pytest.mark.parametrize("add", [rumc_sample, avl_sample])
def test_the_sample_report_as_one_more_row_has_the_published_label(shared_data, tmp_path, add):
    raw, tasks = tmp_path / "raw", find_tasks(["T11"])
    simulate(tasks, raw, reports=300, seed=5)
    add(raw, sample_text(shared_data, 11))
    made = build(tasks, raw, tmp_path / "release", key=KEY)
    (case,) = sample_cases(made.release, NAME)
    assert case[LABEL] == published_label(shared_data, 11)
    assert "Linda Koe" not in case["text"]
