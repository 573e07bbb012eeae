"""T23: largest diameter of pulmonary nodules in mm, as stated in chest CT reports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dragon_prep.core.targets import Target, TargetType
from dragon_prep.task_definitions.cohorts.chest_ct_nodules import (
    cohort,
    diameter_in_mm,
    in_test_set,
    no_nodule,
)
from dragon_prep.tasks.task import Task

if TYPE_CHECKING:
    import pandas as pd

task = Task(
    number=23,
    name="nodule_diameter_reg",
    title="Pulmonary nodule size measurement",
    cohort=cohort,
    target=Target(
        TargetType.SINGLE_LABEL_REGRESSION,
        metric="rsmapes",
        unit="mm",
        epsilon=4,
        plausible=(0.5, 150),
    ),
)

task.test_set(in_test_set)
task.exclude("no nodule described")(no_nodule)


@task.exclude("diameter not stated")
def not_stated(rows: pd.DataFrame) -> pd.Series[bool]:
    """Reports without a diameter."""
    return rows["max_diameter"].isna()


@task.value("max_diameter")
def largest_diameter(row: Any) -> float:
    """Diameter in mm of the largest nodule."""
    return diameter_in_mm(row.max_diameter)
