"""Over all tasks of a cohort, no report has one number twice, whatever is built with what."""

from __future__ import annotations

import shutil
from collections import defaultdict

import pytest
from worlds import KEY, archives

from dragon_prep import Options, build, find_tasks, simulate
from dragon_prep.archive.contract import job_path, truth_path
from dragon_prep.core.documents import Document
from dragon_prep.intake.export import read_export
from dragon_prep.tasks.numbering import number_of
from dragon_prep.tasks.prepare import CohortDocuments, chosen_centres
from dragon_prep.tasks.sequence import prepare_in_turn

GROUPS = {
    "prostate_mri": ("T10", "T19", "T20", "T21"),
    "pancreas_ct": ("T8", "T9", "T17", "T22"),
    "recist_ct": ("T5", "T16", "T24"),
    "lung_pathology": ("T6", "T12", "T13"),
    "chest_ct_nodules": ("T2", "T7", "T23"),
    "skin_pathology": ("T4", "T28"),
}


def in_turn(tasks, raw, options=None):
    """The tasks, prepared from reports as they are before de-identification."""
    read = {}
    for cohort, centres in chosen_centres(tasks, ()):
        export = read_export(cohort, raw, centres)
        documents = [Document.before(report, KEY, cohort.name) for report in export.reports]
        read[cohort.name] = CohortDocuments(documents, export.steps)
    return prepare_in_turn(tasks, read, key=KEY, options=options or Options())


def numbers(prepared):
    """By report, its number in each task."""
    found = defaultdict(dict)
    for ready in prepared:
        for case, document in zip(ready.cases, ready.documents, strict=True):
            found[document.case][ready.task.number] = number_of(case.uid)
    return found


@pytest.fixture(scope="module")
def raws(tmp_path_factory):
    """An export of each cohort that several tasks share."""
    root = tmp_path_factory.mktemp("in_turn")
    for cohort, names in GROUPS.items():
        simulate(find_tasks(names), root / cohort, reports=150, seed=2)
    return root


def test_all_cohorts_that_tasks_share_are_looked_at():
    shared = defaultdict(list)
    for task in find_tasks("all"):
        shared[task.cohort.name].append(f"T{task.number}")
    assert {name: tuple(tasks) for name, tasks in shared.items() if len(tasks) > 1} == GROUPS


@pytest.mark.parametrize("cohort", GROUPS)
def test_no_report_has_one_number_twice(raws, cohort):
    tasks = find_tasks(GROUPS[cohort])
    found = numbers(in_turn(tasks, raws / cohort))
    assert sum(len(given) > 1 for given in found.values()) > 30
    for given in found.values():
        assert len(set(given.values())) == len(given)


@pytest.mark.parametrize("cohort", GROUPS)
def test_a_task_alone_is_as_among_the_others(raws, cohort):
    tasks = find_tasks(GROUPS[cohort])
    together = in_turn(list(reversed(tasks)), raws / cohort)
    assert [ready.task for ready in together] == tasks
    for task, among in zip(tasks, together, strict=True):
        (alone,) = in_turn([task], raws / cohort)
        assert alone.cases == among.cases
        assert alone.split == among.split


def test_a_task_that_draws_on_other_cohorts_gives_way_to_theirs(tmp_path):
    names = ("T4", "T6", "T10", "T11", "T25", "T27", "T28")
    simulate(find_tasks(names), tmp_path, reports=120, seed=2, overwrite=True)
    together = in_turn(find_tasks(names), tmp_path)
    (alone,) = in_turn(find_tasks(["T25"]), tmp_path)
    (among,) = (ready for ready in together if ready.task.number == 25)
    assert alone.cases == among.cases
    shared = [given for given in numbers(together).values() if 25 in given and len(given) > 1]
    assert len(shared) > 30
    for given in shared:
        assert list(given.values()).count(given[25]) == 1
    without = in_turn(find_tasks(["T4", "T28"]), tmp_path)
    by_number = {ready.task.number: ready for ready in together}
    assert all(ready.cases == by_number[ready.task.number].cases for ready in without)


def test_a_task_of_ones_own_changes_no_number_of_the_package(raws, tmp_path):
    from dragon_prep.core.targets import TargetType
    from dragon_prep.tasks.scaffold import new_task

    (of_package,) = find_tasks(["T22"])
    new_task(
        201, TargetType.SINGLE_LABEL_REGRESSION, folder=tmp_path, cohort=of_package.cohort,
        name="own_reg",
    )  # fmt: skip
    tasks = find_tasks(["T22", "T201"], folders=[tmp_path])
    (before,) = in_turn([of_package], raws / "pancreas_ct")
    together = in_turn(tasks, raws / "pancreas_ct")
    assert together[0].cases == before.cases
    for given in numbers(together).values():
        assert len(set(given.values())) == len(given)


def test_source_order_knows_no_other_task(raws):
    (alone,) = in_turn(find_tasks(["T24"]), raws / "recist_ct", Options(order="source"))
    assert [number_of(case.uid) for case in alone.cases] == list(range(len(alone.cases)))
    places = [document.place.row for document in alone.documents]
    centres = [document.centre for document in alone.documents]
    assert centres == sorted(centres, key=alone.task.cohort.centres.index)
    for centre in set(centres):
        rows = [row for row, of in zip(places, centres, strict=True) if of == centre]
        assert rows == sorted(rows)


def test_a_release_of_one_task_has_the_bytes_it_has_among_others(raws, tmp_path):
    def files(name, *tasks):
        made = build(
            find_tasks(tasks), raws / "recist_ct", tmp_path / name, key=KEY,
            workspace=tmp_path / "workspace",
        )  # fmt: skip
        return archives(made.release)

    among = files("among", *GROUPS["recist_ct"])
    for task in find_tasks(GROUPS["recist_ct"]):
        alone = files(f"alone-{task.number}", f"T{task.number}")
        own = (truth_path(task.full_name), *(job_path(task.full_name, fold) for fold in range(5)))
        theirs = {path: data for path, data in among.items() if path.startswith(own)}
        assert len(theirs) == 21
        assert alone == theirs
        shutil.rmtree(tmp_path / f"alone-{task.number}")
