"""T18: Kellgren-Lawrence grade or prosthesis of each hip in X-ray reports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dragon_prep.core.targets import Target, TargetType
from dragon_prep.task_definitions.cohorts.hip_xray import GRADES, MANUAL, cohort, grade
from dragon_prep.tasks.task import Task

if TYPE_CHECKING:
    import pandas as pd

task = Task(
    number=18,
    name="osteoarthritis_clf",
    title="Hip Kellgren-Lawrence scoring",
    cohort=cohort,
    target=Target(
        TargetType.MULTI_LABEL_MULTI_CLASS,
        metric="unweighted_cohen_kappa",
        labels=("left", "right"),
        known_classes=(GRADES, GRADES),
    ),
)


@task.test_set
def graded_by_hand(rows: pd.DataFrame) -> pd.Series[bool]:
    """Reports that a person graded; a model graded the others."""
    return rows["provenance"].eq(MANUAL)


@task.value("left, right")
def grades(row: Any) -> list[str]:
    """Grades of the left and the right hip, in this order."""
    return [grade(row.left, "left"), grade(row.right, "right")]
