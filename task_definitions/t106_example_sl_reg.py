"""T106: the size in mm of the largest lesion in an invented record."""

from __future__ import annotations

from typing import Any

from dragon_prep.core.targets import Target, TargetType
from dragon_prep.intake.values import number
from dragon_prep.task_definitions.cohorts.example_reports import COHORTS
from dragon_prep.tasks.task import Task

task = Task(
    number=106,
    name="Example_sl_reg",
    title="Example single-label regression",
    cohort=COHORTS[106],
    target=Target(
        TargetType.SINGLE_LABEL_REGRESSION,
        metric="rsmapes",
        unit="mm",
        epsilon=4,
        plausible=(0, 1000),
    ),
)


@task.value("largest_lesion")
def largest_lesion(row: Any) -> float:
    """Size in mm; 0 where there is no lesion."""
    return number(row.largest_lesion)
