"""T20: prostate specific antigen in ng/mL, as stated in prostate MRI reports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dragon_prep.core.targets import Target, TargetType
from dragon_prep.intake.values import number
from dragon_prep.task_definitions.cohorts.prostate_mri import (
    DENSITY,
    PSA_UNITS,
    cohort,
    density_agrees,
    set_aside,
)
from dragon_prep.tasks.task import Task

if TYPE_CHECKING:
    import pandas as pd

task = Task(
    number=20,
    name="psa_reg",
    title="Prostate specific antigen measurement",
    cohort=cohort,
    target=Target(
        TargetType.SINGLE_LABEL_REGRESSION,
        metric="rsmapes",
        unit="ng/mL",
        epsilon=0.4,
        plausible=(0.01, 5000),
    ),
    truncation_side="right",
)


@task.exclude("PSA not stated")
def not_stated(rows: pd.DataFrame) -> pd.Series[bool]:
    """Reports without a PSA."""
    return rows["psa"].isna()


@task.exclude("PSA in the sheet only")
def not_in_report(rows: pd.DataFrame) -> pd.Series[bool]:
    """Reports on the centre's list: the sheet has a PSA that the report does not state."""
    return rows["psa_not_in_report"]


@task.exclude("PSA in doubt")
def in_doubt(rows: pd.DataFrame) -> pd.Series[bool]:
    """Reports that the checker set aside, or with a PSA called unclear."""
    return set_aside(rows, "psa", "Exclude for PSA(?! density)", "onduidelijk")


@task.value("psa")
def psa(row: Any) -> float:
    """PSA in ng/mL."""
    return number(row.psa, units=PSA_UNITS)


task.agrees(DENSITY)(density_agrees)
