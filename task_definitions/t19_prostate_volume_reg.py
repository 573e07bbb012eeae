"""T19: prostate volume in cm3, as stated in prostate MRI reports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dragon_prep.core.targets import Target, TargetType
from dragon_prep.intake.values import volume
from dragon_prep.task_definitions.cohorts.prostate_mri import (
    DENSITY,
    cohort,
    density_agrees,
    set_aside,
)
from dragon_prep.tasks.agreeing import diameters_fit
from dragon_prep.tasks.task import Task

if TYPE_CHECKING:
    import pandas as pd

task = Task(
    number=19,
    name="prostate_volume_reg",
    title="Prostate volume measurement",
    cohort=cohort,
    target=Target(
        TargetType.SINGLE_LABEL_REGRESSION,
        metric="rsmapes",
        unit="cm3",
        epsilon=4,
        plausible=(5, 1000),
    ),
    truncation_side="right",
)


@task.exclude("volume not stated")
def not_stated(rows: pd.DataFrame) -> pd.Series[bool]:
    """Reports without a volume."""
    return rows["prostate_volume"].isna()


@task.exclude("volume in the sheet only")
def not_in_report(rows: pd.DataFrame) -> pd.Series[bool]:
    """Reports on the centre's list: the sheet has a volume that the report does not state."""
    return rows["volume_not_in_report"]


@task.exclude("volume in doubt")
def in_doubt(rows: pd.DataFrame) -> pd.Series[bool]:
    """Reports that the checker set aside, or with a question mark at the volume."""
    return set_aside(rows, "prostate_volume", "Exclude for prostate volume", "?")


@task.value("prostate_volume")
def prostate_volume(row: Any) -> float:
    """Volume in cm3."""
    return volume(row.prostate_volume)


task.agrees(DENSITY)(density_agrees)


@task.agrees("the volume is that of the prostate's diameters in the text")
def diameters_agree(row: Any, label: float) -> bool | None:
    """Whether three diameters give the volume, where the text has them."""
    return diameters_fit(row.text, label)
