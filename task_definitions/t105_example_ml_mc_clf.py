"""T105: the disease and the treatment that follow from an invented record."""

from __future__ import annotations

from typing import Any

from dragon_prep.core.targets import Target, TargetType
from dragon_prep.task_definitions.cohorts.example_reports import COHORTS, one_of
from dragon_prep.tasks.task import Task

_DISEASES = (
    "Flu", "COVID-19", "Common Cold", "Pneumonia", "Heart Disease", "Migraine", "Arthritis",
    "Unknown",
)  # fmt: skip
_TREATMENTS = ("antibiotics", "beta blockers", "pain killers", "Unknown")

task = Task(
    number=105,
    name="Example_ml_mc_clf",
    title="Example multi-label multi-class classification",
    cohort=COHORTS[105],
    target=Target(
        TargetType.MULTI_LABEL_MULTI_CLASS,
        metric="unweighted_cohen_kappa",
        labels=("disease", "treatment"),
        known_classes=(_DISEASES, _TREATMENTS),
    ),
)


@task.value("disease, treatment")
def disease_and_treatment(row: Any) -> list[str]:
    """Both, in this order."""
    return [one_of(row.disease, *_DISEASES), one_of(row.treatment, *_TREATMENTS)]
