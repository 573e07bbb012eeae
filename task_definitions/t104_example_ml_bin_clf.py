"""T104: whether an invented record has a first, second, ... fifth lesion above 10 mm."""

from __future__ import annotations

from typing import Any

from dragon_prep.core.targets import Target, TargetType
from dragon_prep.intake.values import truth
from dragon_prep.task_definitions.cohorts.example_reports import COHORTS, five
from dragon_prep.tasks.task import Task

task = Task(
    number=104,
    name="Example_ml_bin_clf",
    title="Example multi-label binary classification",
    cohort=COHORTS[104],
    target=Target(
        TargetType.MULTI_LABEL_BINARY,
        metric="auroc",
        labels=("lesion1", "lesion2", "lesion3", "lesion4", "lesion5"),
    ),
)


@task.value("large_lesions")
def large_lesions(row: Any) -> list[bool]:
    """For each of five, whether there is one."""
    return [truth(value) for value in five(row.large_lesions)]
