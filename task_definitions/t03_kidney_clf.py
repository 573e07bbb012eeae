"""T3: whether CT reports describe an abnormality of a kidney."""

from __future__ import annotations

from typing import Any

from dragon_prep.core.targets import Target, TargetType
from dragon_prep.intake.values import truth
from dragon_prep.task_definitions.cohorts.kidney_ct import cohort
from dragon_prep.tasks.task import Task

task = Task(
    number=3,
    name="kidney_clf",
    title="Kidney abnormality identification",
    cohort=cohort,
    target=Target(TargetType.SINGLE_LABEL_BINARY, metric="auroc"),
)


@task.value("classification")
def abnormal(row: Any) -> bool:
    """Whether a kidney is abnormal, as classified."""
    return truth(row.classification)
