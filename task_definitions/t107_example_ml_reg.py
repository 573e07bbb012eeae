"""T107: the sizes in mm of the structures I to V of an invented record."""

from __future__ import annotations

from typing import Any

from dragon_prep.core.targets import Target, TargetType
from dragon_prep.intake.values import number
from dragon_prep.task_definitions.cohorts.example_reports import COHORTS, five
from dragon_prep.tasks.task import Task

task = Task(
    number=107,
    name="Example_ml_reg",
    title="Example multi-label regression",
    cohort=COHORTS[107],
    target=Target(
        TargetType.MULTI_LABEL_REGRESSION,
        metric="rsmapes",
        unit="mm",
        epsilon=4,
        plausible=(0, 1000),
        labels=("structure I", "structure II", "structure III", "structure IV", "structure V"),
    ),
)


@task.value("sizes")
def sizes(row: Any) -> list[float | None]:
    """Sizes in mm; null for structures that are not named."""
    return [number(size) if size else None for size in five(row.sizes)]
