"""T12: how the tissue of lung pathology reports was taken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dragon_prep.core.targets import Target, TargetType
from dragon_prep.intake.values import ValueProblem, present
from dragon_prep.task_definitions.cohorts.lung_pathology import OTHER_SAMPLES, SAMPLE_TYPES, cohort
from dragon_prep.tasks.task import Task

if TYPE_CHECKING:
    import pandas as pd

task = Task(
    number=12,
    name="pathology_tissue_type_clf",
    title="Histopathology tissue type",
    cohort=cohort,
    target=Target(
        TargetType.SINGLE_LABEL_MULTI_CLASS, metric="unweighted_cohen_kappa", labels=SAMPLE_TYPES
    ),
)


@task.exclude("frozen section, cytology, or type undeterminable")
def no_tissue_type(rows: pd.DataFrame) -> pd.Series[bool]:
    """Reports whose sample is of a type that is not asked for."""
    return rows["sample_type"].fillna("").str.capitalize().isin(OTHER_SAMPLES)


@task.value("sample_type")
def tissue_type(row: Any) -> str:
    """The type, in any case."""
    kind = present(row.sample_type).capitalize()
    if kind not in SAMPLE_TYPES:
        raise ValueProblem(f"the sample type is not one of {', '.join(SAMPLE_TYPES)}")
    return kind
