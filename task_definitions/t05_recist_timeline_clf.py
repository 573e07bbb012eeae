"""T5: whether CT reports with RECIST measurements are of the baseline study or of a follow-up."""

from __future__ import annotations

from typing import Any

from dragon_prep.core.targets import Target, TargetType
from dragon_prep.intake.values import ValueProblem, present
from dragon_prep.task_definitions.cohorts.recist_ct import cohort
from dragon_prep.tasks.task import Task

task = Task(
    number=5,
    name="recist_timeline_clf",
    title="RECIST timeline",
    cohort=cohort,
    target=Target(TargetType.SINGLE_LABEL_BINARY, metric="auroc"),
    truncation_side="right",
)


@task.value("baseline")
def baseline(row: Any) -> bool:
    """Whether it is the baseline study; false for a follow-up."""
    flag = present(row.baseline).lower()
    if flag not in ("t", "f"):
        raise ValueProblem("the cell is neither t nor f")
    return flag == "t"
