"""T11: number of clinically significant cancers in prostate pathology reports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dragon_prep.core.targets import Target, TargetType
from dragon_prep.intake.values import ValueProblem
from dragon_prep.task_definitions.cohorts.prostate_pathology import (
    cohort,
    excluded,
    significant_lesions,
)
from dragon_prep.tasks.agreeing import patterns_in, sums_add_up
from dragon_prep.tasks.task import Task

if TYPE_CHECKING:
    import pandas as pd

_MOST = 3  # lesions; reports with more are too few to learn from

task = Task(
    number=11,
    name="prostate_pathology_clf",
    title="Prostate histopathology significant cancers",
    cohort=cohort,
    target=Target(
        TargetType.SINGLE_LABEL_MULTI_CLASS,
        metric="linear_weighted_cohen_kappa",
        labels=tuple(str(count) for count in range(_MOST + 1)),
    ),
)

task.exclude("excluded by the annotator")(excluded)


@task.exclude(f"more than {_MOST} significant lesions")
def too_many(rows: pd.DataFrame) -> pd.Series[bool]:
    """Reports beyond the classes; those that cannot be read are told of with their value."""

    def goes(row: Any) -> bool:
        try:
            return isinstance(row.lesions, str) and significant_lesions(row) > _MOST
        except ValueProblem:
            return False

    return rows.apply(goes, axis="columns")


@task.value("lesions")
def count(row: Any) -> str:
    """How many lesions have ISUP grade group 2 or higher."""
    return str(significant_lesions(row))


@task.agrees("each Gleason sum in the text is that of its patterns")
def sums_agree(row: Any, _label: str) -> bool | None:
    """Whether they add up."""
    return sums_add_up(row.text)


@task.agrees("each Gleason pattern of the label stands in the text")
def patterns_agree(row: Any, _label: str) -> bool | None:
    """Whether pairs such as 3+4 do, where the label was read from such."""
    wanted = patterns_in(row.lesions or "")
    return wanted <= patterns_in(row.text) if wanted else None
