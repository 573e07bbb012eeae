"""T2: whether chest CT reports describe a pulmonary nodule."""

from __future__ import annotations

from typing import Any

from dragon_prep.core.targets import Target, TargetType
from dragon_prep.task_definitions.cohorts.chest_ct_nodules import cohort, in_test_set
from dragon_prep.tasks.task import Task

task = Task(
    number=2,
    name="nodule_clf",
    title="Pulmonary nodule presence",
    cohort=cohort,
    target=Target(TargetType.SINGLE_LABEL_BINARY, metric="auroc"),
)

task.test_set(in_test_set)


@task.value("contains_nodules")
def nodule(row: Any) -> bool:
    """Whether there is a nodule, as labelled."""
    return bool(row.contains_nodules)
