"""A check finds all that would stop a build, and what a build would tell."""

from __future__ import annotations

import json
import shutil

import pytest
from file_lines import said, told
from worlds import KEY, OTHER_KEY, tree

from dragon_prep import find_tasks
from dragon_prep.core.second_look import SecondLook
from dragon_prep.detect.profile import Profile
from dragon_prep.services.check import check
from dragon_prep.tasks.prepare import Options

ANNOTATIONS = "umcg/prostate/radiology/all_checked.jsonl"
SHEET = "umcg/prostate/radiology/radiologie_rapporten_JB_mapped.csv"
EXCLUDED = "rumc/prostate/radiology/excluded_cases_psa.json"


def test_a_check_tells_what_a_build_tells(built):
    before = tree(built.root)
    found = check(built.tasks, built.raw, key=OTHER_KEY)
    assert tree(built.root) == before
    assert (found.problems, found.faults) == ((), ())
    assert found.annotated == built.result.annotated
    assert found.second_look == built.result.second_look
    for ours, theirs in zip(found.tasks, built.result.tasks, strict=True):
        assert (ours.name, ours.cases, ours.test) == (theirs.name, theirs.cases, theirs.test)
        assert (ours.steps, ours.labels) == (theirs.steps, theirs.labels)
    assert [(s.centre, s.name) for s in found.steps["prostate_mri"]][:2] == [
        ("rumc", "read"),
        ("rumc", "row of another centre"),
    ]


def test_centres_that_are_wanted(built):
    found = check(built.tasks[:1], built.raw, key=KEY, options=Options(centres=("avl", "umcg")))
    assert set(found.annotated["prostate_mri"]) == {"umcg", "avl"}
    profile = Options(profiles=(Profile("jbz"),))
    told_it = said(check, built.tasks, built.raw, key=KEY, options=profile)
    assert told_it[1] == 2
    assert "a profile's centre takes no part" in told_it[3]


def test_a_row_held_back_is_told_and_stops_nothing(built, exports):
    path = exports / ANNOTATIONS
    lines = path.read_text(encoding="utf-8").splitlines()
    body = json.loads(lines[0])
    lines[0] = json.dumps(body | {"label": [*body["label"], [5, 5, "DATUM"]]})
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    found = check(built.tasks, exports, key=KEY)
    assert found.faults == ()
    assert [problem[:2] for problem in told(found.problems)] == [("R311", f"{ANNOTATIONS}, row 1")]
    assert len(found.tasks) == 2


def test_every_file_that_cannot_be_used_is_told(built, exports):
    (exports / SHEET).write_bytes(b"")
    (exports / ANNOTATIONS).write_bytes(b"\xff\xfe\x00")
    (exports / EXCLUDED).write_bytes(b"{")
    found = check(built.tasks, exports, key=KEY)
    places = [fault.place.file for fault in found.faults]
    assert places == [EXCLUDED, SHEET, ANNOTATIONS]
    assert {fault.exit_code for fault in found.faults} == {3}
    assert (found.tasks, found.steps, found.annotated, found.second_look) == ((), {}, {}, {})
    # What is not of the centres that are wanted is not looked at.
    alone = check(built.tasks, exports, key=KEY, options=Options(centres=("avl",)))
    assert (alone.faults, len(alone.annotated)) == ((), 1)


def test_files_that_are_missing_are_told(built, exports):
    shutil.rmtree(exports / "umcg")
    found = check(built.tasks, exports, key=KEY)
    assert [fault.place.file for fault in found.faults] == [SHEET, ANNOTATIONS]
    assert found.tasks == ()
    with_nothing = check(built.tasks, exports / "none", key=KEY)
    assert [fault.exit_code for fault in with_nothing.faults] == [3]


def test_other_cohorts_are_checked_all_the_same(built, exports):
    tasks = [*built.tasks, *find_tasks(["T3"])]
    found = check(tasks, exports, key=KEY)
    assert [task.name for task in found.tasks] == [task.full_name for task in built.tasks]
    assert len(found.faults) == 1
    assert list(found.annotated) == ["prostate_mri"]


def test_a_task_that_cannot_be_prepared_is_told_and_others_are(built):
    (binary,) = find_tasks(["T10"])
    options = Options(centres=("umcg",))
    found = check([binary, *built.tasks], built.raw, key=KEY, options=options)
    assert len(found.tasks) + len(found.faults) == 3
    assert all(fault.exit_code == 3 for fault in found.faults)
    assert found.faults


@pytest.mark.parametrize("choice", [SecondLook.REPLACE, SecondLook.HOLD, SecondLook.OFF])
def test_what_the_second_look_would_do(built, exports, choice):
    path = exports / ANNOTATIONS
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    for line in lines:
        line["label"] = line["label"][:1]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    found = check(built.tasks, exports, key=KEY, options=Options(second_look=choice))
    fates = set(found.second_look["prostate_mri"]["umcg"])
    assert (choice is SecondLook.OFF) is (not fates)
    if choice is SecondLook.HOLD:
        assert "held_back" in fates
        assert "replaced" not in fates
    elif choice is SecondLook.REPLACE:
        assert "replaced" in fates
    if fates:
        assert {problem.place.file for problem in found.problems} == {SHEET}
