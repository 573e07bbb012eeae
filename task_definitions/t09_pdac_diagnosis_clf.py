"""T9: diagnosis group in CT reports about the pancreas."""

from __future__ import annotations

from typing import Any

from dragon_prep.core.targets import Target, TargetType
from dragon_prep.intake.values import ValueProblem
from dragon_prep.task_definitions.cohorts.pancreas_ct import GROUPS, cohort
from dragon_prep.tasks.task import Task

task = Task(
    number=9,
    name="pdac_diagnosis_clf",
    title="Pancreatic ductal adenocarcinoma diagnosis",
    cohort=cohort,
    target=Target(
        TargetType.SINGLE_LABEL_MULTI_CLASS, metric="unweighted_cohen_kappa", labels=GROUPS
    ),
)


@task.value("diagnosis")
def group(row: Any) -> str:
    """The group that the centre's list gives the diagnosis."""
    if row.group not in GROUPS:
        raise ValueProblem("the diagnosis is not in exactly one column of Sheet2")
    return str(row.group)
