"""The fields that a task looks at are found in its code; a centre may leave out the others."""

from __future__ import annotations

import pytest

from dragon_prep.core.targets import Target, TargetType
from dragon_prep.intake.cohort import Cohort
from dragon_prep.tasks.fields import fields_used
from dragon_prep.tasks.registry import builtin_tasks
from dragon_prep.tasks.task import Task

FIELDS = ("psa", "volume", "remark", "pirads", "size1", "size2")


@pytest.mark.parametrize(
    ("number", "used"),
    [
        (2, {"contains_nodules", "in_test_set"}),
        (6, {"cancer_origin"}),
        (9, {"diagnosis", "group"}),
        (16, {"size1", "size2", "size3", "size4", "size5"}),
        (17, {"attenuation", "diagnosis", "location"}),
        (19, {"prostate_volume", "remark", "volume_not_in_report"}),
    ],
)
def test_fields_of_tasks(number, used):
    assert fields_used(builtin_tasks()[number]) == used


def test_every_task_uses_the_field_its_label_comes_from():
    for task in builtin_tasks().values():
        if task.derived_from in dict(task.cohort.fields):
            assert task.derived_from in fields_used(task)


def _sizes(row):
    return [getattr(row, name) for name in ("size1", "size2")]


def test_helpers_closures_and_defaults_are_looked_into():
    cohort = Cohort("c", "", (), tuple((name, "") for name in FIELDS))
    task = Task(901, "t", "", cohort, Target(TargetType.SINGLE_LABEL_REGRESSION, metric="rsmapes"))
    wanted = "volume"

    @task.exclude("in doubt")
    def in_doubt(rows, column="remark"):
        return rows[column].isna() | rows[wanted].isna()

    @task.value("psa")
    def value(row):
        return sum(_sizes(row))

    assert fields_used(task) == {*FIELDS} - {"pirads"}
