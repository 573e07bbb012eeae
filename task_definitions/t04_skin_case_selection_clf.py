"""T4: whether a skin pathology report has to be excluded, as it tells no diagnosis."""

from __future__ import annotations

from typing import Any

from dragon_prep.core.targets import Target, TargetType
from dragon_prep.task_definitions.cohorts.skin_pathology import EXCLUDED, cohort
from dragon_prep.tasks.task import Task

task = Task(
    number=4,
    name="skin_case_selection_clf",
    title="Skin histopathology case selection",
    cohort=cohort,
    target=Target(TargetType.SINGLE_LABEL_BINARY, metric="auroc"),
)


@task.value(EXCLUDED)
def excluded(row: Any) -> bool:
    """Whether the annotators excluded the report."""
    return bool(row.excluded)
