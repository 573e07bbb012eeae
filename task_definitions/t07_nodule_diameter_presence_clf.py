"""T7: whether chest CT reports that describe a pulmonary nodule state its diameter."""

from __future__ import annotations

from typing import Any

from dragon_prep.core.targets import Target, TargetType
from dragon_prep.task_definitions.cohorts.chest_ct_nodules import (
    cohort,
    diameter_in_mm,
    in_test_set,
    no_nodule,
)
from dragon_prep.tasks.agreeing import has_lengths
from dragon_prep.tasks.task import Task

task = Task(
    number=7,
    name="nodule_diameter_presence_clf",
    title="Pulmonary nodule size presence",
    cohort=cohort,
    target=Target(TargetType.SINGLE_LABEL_BINARY, metric="auroc"),
)

task.test_set(in_test_set)
task.exclude("no nodule described")(no_nodule)


@task.value("max_diameter")
def diameter_stated(row: Any) -> bool:
    """Whether there is a diameter above zero."""
    return row.max_diameter is not None and diameter_in_mm(row.max_diameter) > 0


@task.agrees("the text has a length where the nodule has a size")
def size_agrees(row: Any, label: bool) -> bool | None:
    """Whether there is one in mm or cm."""
    return has_lengths(row.text, int(label))
