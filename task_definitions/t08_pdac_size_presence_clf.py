"""T8: whether CT reports of pancreatic ductal adenocarcinoma state the lesion's size."""

from __future__ import annotations

from typing import Any

from dragon_prep.core.targets import Target, TargetType
from dragon_prep.task_definitions.cohorts.pancreas_ct import cohort, not_pdac, size_in_mm
from dragon_prep.tasks.agreeing import has_lengths
from dragon_prep.tasks.task import Task

task = Task(
    number=8,
    name="pdac_size_presence_clf",
    title="Pancreatic ductal adenocarcinoma size presence",
    cohort=cohort,
    target=Target(TargetType.SINGLE_LABEL_BINARY, metric="auroc"),
)

task.exclude("another diagnosis than PDAC")(not_pdac)


@task.value("lesion_size")
def size_stated(row: Any) -> bool:
    """Whether there is a size, and not in the sheet only."""
    if row.lesion_size is None or row.size_not_in_report:
        return False
    size_in_mm(row.lesion_size)  # a cell that is no size says nothing about the report
    return True


@task.agrees("the text has a length where the lesion has a size")
def size_agrees(row: Any, label: bool) -> bool | None:
    """Whether there is one in mm or cm."""
    return has_lengths(row.text, int(label))
