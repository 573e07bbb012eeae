"""T102: how many lesions of an invented record have their size in cm."""

from __future__ import annotations

from typing import Any

from dragon_prep.core.targets import Target, TargetType
from dragon_prep.task_definitions.cohorts.example_reports import COHORTS, one_of
from dragon_prep.tasks.task import Task

task = Task(
    number=102,
    name="Example_sl_mc_clf",
    title="Example single-label multi-class classification",
    cohort=COHORTS[102],
    target=Target(
        TargetType.SINGLE_LABEL_MULTI_CLASS,
        metric="linear_weighted_cohen_kappa",
        labels=("0", "1", "2", "3", "4"),
    ),
)


@task.value("lesions_in_cm")
def lesions_in_cm(row: Any) -> str:
    """How many there are; 4 stands for more, too."""
    return one_of(row.lesions_in_cm, *task.target.labels or ())
