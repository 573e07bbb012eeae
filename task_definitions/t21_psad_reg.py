"""T21: PSA density in ng/mL2, as stated in prostate MRI reports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dragon_prep.core.targets import Target, TargetType
from dragon_prep.intake.values import number
from dragon_prep.task_definitions.cohorts.prostate_mri import (
    DENSITY,
    PSAD_UNITS,
    cohort,
    density_agrees,
    set_aside,
)
from dragon_prep.tasks.task import Task

if TYPE_CHECKING:
    import pandas as pd

task = Task(
    number=21,
    name="psad_reg",
    title="Prostate specific antigen density measurement",
    cohort=cohort,
    target=Target(
        TargetType.SINGLE_LABEL_REGRESSION,
        metric="rsmapes",
        unit="ng/mL2",
        epsilon=0.04,
        plausible=(0.001, 50),
    ),
    truncation_side="right",
)


@task.exclude("PSA density not stated")
def not_stated(rows: pd.DataFrame) -> pd.Series[bool]:
    """Reports without a PSA density."""
    return rows["psad"].isna()


@task.exclude("PSA density in doubt")
def in_doubt(rows: pd.DataFrame) -> pd.Series[bool]:
    """Reports that the checker set aside, or with a density called unclear."""
    return set_aside(rows, "psad", "Exclude for PSA density", "onduidelijk")


@task.value("psad")
def psa_density(row: Any) -> float:
    """PSA density in ng/mL2, as annotated; never computed from PSA and volume."""
    return number(row.psad, units=PSAD_UNITS)


task.agrees(DENSITY)(density_agrees)
