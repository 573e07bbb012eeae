"""T1: whether cine MRI reports of the abdomen describe adhesions."""

from __future__ import annotations

from typing import Any

from dragon_prep.core.targets import Target, TargetType
from dragon_prep.intake.values import truth
from dragon_prep.task_definitions.cohorts.cine_mri import cohort
from dragon_prep.tasks.task import Task

task = Task(
    number=1,
    name="adhesion_clf",
    title="Adhesion presence",
    cohort=cohort,
    target=Target(TargetType.SINGLE_LABEL_BINARY, metric="auroc"),
)


@task.value("adhesions")
def adhesions(row: Any) -> bool:
    """Whether there are adhesions, as labelled."""
    return truth(row.adhesions)
