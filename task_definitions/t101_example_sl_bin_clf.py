"""T101: whether an invented record gives the size of a lesion in cm."""

from __future__ import annotations

from typing import Any

from dragon_prep.core.targets import Target, TargetType
from dragon_prep.intake.values import truth
from dragon_prep.task_definitions.cohorts.example_reports import COHORTS
from dragon_prep.tasks.task import Task

task = Task(
    number=101,
    name="Example_sl_bin_clf",
    title="Example single-label binary classification",
    cohort=COHORTS[101],
    target=Target(TargetType.SINGLE_LABEL_BINARY, metric="auroc"),
)


@task.value("lesion_in_cm")
def lesion_in_cm(row: Any) -> bool:
    """Whether there is one."""
    return truth(row.lesion_in_cm)
