"""T22: size of pancreatic ductal adenocarcinoma in mm, as stated in CT reports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dragon_prep.core.targets import Target, TargetType
from dragon_prep.task_definitions.cohorts.pancreas_ct import cohort, not_pdac, size_in_mm
from dragon_prep.tasks.task import Task

if TYPE_CHECKING:
    import pandas as pd

task = Task(
    number=22,
    name="pdac_size_reg",
    title="Pancreatic ductal adenocarcinoma size measurement",
    cohort=cohort,
    target=Target(
        TargetType.SINGLE_LABEL_REGRESSION,
        metric="rsmapes",
        unit="mm",
        epsilon=4,
        plausible=(1, 300),
    ),
)

task.exclude("another diagnosis than PDAC")(not_pdac)


@task.exclude("size in the sheet only")
def not_in_report(rows: pd.DataFrame) -> pd.Series[bool]:
    """Reports on the centre's list: the sheet has a size that the report does not state."""
    return rows["size_not_in_report"]


@task.exclude("size not stated")
def not_stated(rows: pd.DataFrame) -> pd.Series[bool]:
    """Reports without a size."""
    return rows["lesion_size"].isna()


@task.value("lesion_size")
def lesion_size(row: Any) -> float:
    """Size in mm."""
    return size_in_mm(row.lesion_size)
