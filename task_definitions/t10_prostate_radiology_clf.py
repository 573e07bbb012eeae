"""T10: number of lesions with PI-RADS 3 or higher in prostate MRI reports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dragon_prep.core.targets import Target, TargetType
from dragon_prep.intake.values import ValueProblem, whole_numbers
from dragon_prep.task_definitions.cohorts.prostate_mri import cohort, set_aside
from dragon_prep.tasks.agreeing import stand_in
from dragon_prep.tasks.task import Task

if TYPE_CHECKING:
    import pandas as pd

task = Task(
    number=10,
    name="prostate_radiology_clf",
    title="Prostate radiology suspicious lesions",
    cohort=cohort,
    target=Target(
        TargetType.SINGLE_LABEL_MULTI_CLASS,
        metric="linear_weighted_cohen_kappa",
        known_classes=(("0", "1", "2", "3"),),
    ),
)


@task.exclude("PI-RADS not reported")
def not_reported(rows: pd.DataFrame) -> pd.Series[bool]:
    """Reports that name no PI-RADS category."""
    return rows["pirads_not_reported"]


@task.exclude("PI-RADS ambiguous")
def ambiguous(rows: pd.DataFrame) -> pd.Series[bool]:
    """Reports that leave open which PI-RADS category a lesion has."""
    vague = set_aside(
        rows, "pirads", "Exclude for PI-RADS ambiguity", "/", "???", "tot", "-", "wtf"
    )
    return vague & rows["centre"].eq("avl")


@task.value("pirads")
def suspicious_lesions(row: Any) -> str:
    """How many lesions have PI-RADS 3 or higher."""
    if row.pirads == "":  # a study without lesions
        return "0"
    scores = whole_numbers(row.pirads)
    if any(not 1 <= score <= 5 for score in scores):
        raise ValueProblem("a PI-RADS category is not one of 1 to 5")
    return str(sum(score >= 3 for score in scores))


@task.agrees("each PI-RADS category from 3 on stands in the text")
def categories_agree(row: Any, _label: str) -> bool | None:
    """Whether the numbers do; a text without any lesion has none."""
    scores = whole_numbers(row.pirads) if row.pirads else []
    return stand_in(row.text, {score for score in scores if score >= 3})
