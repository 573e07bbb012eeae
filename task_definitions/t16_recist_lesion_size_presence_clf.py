"""T16: which of the first five target lesions have a size in CT reports."""

from __future__ import annotations

from typing import Any

from dragon_prep.core.targets import Target, TargetType
from dragon_prep.task_definitions.cohorts.recist_ct import LESIONS, SIZES, cohort, sizes_in_mm
from dragon_prep.tasks.agreeing import has_lengths
from dragon_prep.tasks.task import Task

task = Task(
    number=16,
    name="recist_lesion_size_presence_clf",
    title="RECIST lesion size presence",
    cohort=cohort,
    target=Target(
        TargetType.MULTI_LABEL_BINARY,
        metric="auroc",
        labels=LESIONS,
    ),
)


@task.value(SIZES)
def has_size(row: Any) -> list[bool]:
    """For each lesion, whether it has a size; a cell that holds no size is a problem, as in T24."""
    return [size is not None for size in sizes_in_mm(row)]


@task.agrees("the text has as many lengths as lesions have a size")
def sizes_agree(row: Any, label: list[bool]) -> bool | None:
    """Whether there are so many in mm or cm."""
    return has_lengths(row.text, sum(label))
