"""T17: attenuation and location of pancreatic ductal adenocarcinoma in CT reports."""

from __future__ import annotations

from typing import Any

from dragon_prep.core.targets import Target, TargetType
from dragon_prep.task_definitions.cohorts.pancreas_ct import (
    NOT_MENTIONED,
    attribute,
    cohort,
    not_pdac,
)
from dragon_prep.tasks.task import Task

task = Task(
    number=17,
    name="pdac_attributes_clf",
    title="Pancreatic ductal adenocarcinoma attributes",
    cohort=cohort,
    target=Target(
        TargetType.MULTI_LABEL_MULTI_CLASS,
        metric="unweighted_cohen_kappa",
        labels=("attenuation", "location"),
        known_classes=(
            ("hyper", "hypo", "iso", NOT_MENTIONED),
            ("head", "body", "tail", NOT_MENTIONED),
        ),
    ),
)

task.exclude("another diagnosis than PDAC")(not_pdac)


@task.value("base_lesionattenuation, base_lesionlocation")
def attributes(row: Any) -> list[str]:
    """Attenuation and location, in this order."""
    return [
        attribute(row.attenuation, "attenuation", "hyper", "hypo", "iso"),
        attribute(row.location, "location", "head", "body", "tail"),
    ]
