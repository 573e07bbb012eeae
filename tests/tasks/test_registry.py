"""Which tasks there are, and their names."""

from __future__ import annotations

import pytest

from dragon_prep import find_tasks
from dragon_prep.core.errors import UsageFault
from dragon_prep.tasks.registry import GROUPS, builtin_tasks, tasks

DRAGON, EXAMPLES = [*range(1, 29)], [*range(101, 110)]


def numbers(*names):
    return [task.number for task in find_tasks(names)]


def test_all_are_the_benchmark_and_the_examples():
    assert numbers("all") == DRAGON + EXAMPLES
    assert numbers("dragon") == DRAGON
    assert numbers("Examples") == EXAMPLES
    assert numbers("examples", " DRAGON ", "t3", "3") == DRAGON + EXAMPLES
    assert {n for group in GROUPS.values() for n in group} == builtin_tasks().keys()


def test_ranges_commas_and_cohorts():
    assert numbers("T19-T21") == numbers("19-21") == numbers("t19 - task21") == [19, 20, 21]
    assert numbers("T27-T102") == [27, 28, 101, 102]
    assert numbers("T5-T5") == [5]
    assert numbers("T19,T20 , 3", "T1,") == [1, 3, 19, 20]
    assert numbers("recist_ct") == numbers("RECIST_CT,T5") == [5, 16, 24]
    assert numbers("prostate_mri", "T1") == [1, 10, 19, 20, 21, 25]
    # T25 draws on several cohorts, and is one of each.
    assert numbers("lung_pathology") == [6, 12, 13, 25]


def test_a_range_that_runs_backwards_or_ends_nowhere_is_refused():
    with pytest.raises(UsageFault, match=r"E101 .*from T21 on, T19 does not come any more"):
        find_tasks(["T21-T19"])
    with pytest.raises(UsageFault, match=r"E101 .*no task 'T99'"):
        find_tasks(["T19-T99"])


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("dragons", "dragon"),
        ("prostate_mry", "prostate_mri"),
        ("exampels", "examples"),
        ("al", "all"),
        ("Task024_recist_lesion_size_regr", "Task024_recist_lesion_size_reg"),
        ("prostate_volum_reg", "Task019_prostate_volume_reg"),
    ],
)
def test_near_misses_are_answered_with_what_was_meant(name, meant):
    with pytest.raises(UsageFault, match=rf"E101 .*did you mean {meant}\?"):
        find_tasks([name])


def test_what_is_like_nothing_is_answered_with_what_there_is():
    with pytest.raises(UsageFault, match=r"E101 .*which has T1 to T28, T101 to T109") as raised:
        find_tasks(["heart"])
    assert "did you mean" not in str(raised.value)


@pytest.mark.parametrize("name", ["T901", "Task901_own_reg"])
def test_who_forgets_the_folder_of_own_tasks_is_told(name):
    with pytest.raises(UsageFault, match=r"E101 .* Give the folder .* --tasks"):
        find_tasks([name])


def test_names_and_cohorts_are_each_of_one_thing():
    everything = tasks().values()
    assert len({task.full_name.lower() for task in everything}) == len(everything)
    assert len({task.name.lower() for task in everything}) == len(everything)
    cohorts = [cohort for task in everything for cohort, _ in task.cohorts.values()]
    assert len({c.name for c in cohorts}) == len({id(c) for c in cohorts})
    for cohort in cohorts:
        paths = [raw.path for raw in cohort.files]
        assert len(paths) == len(set(paths))
        assert {c for raw in cohort.files for c in raw.centres} <= {*cohort.centres}
