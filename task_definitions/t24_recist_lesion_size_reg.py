"""T24: sizes of the first five target lesions in mm, as measured in CT reports."""

from __future__ import annotations

from typing import Any

from dragon_prep.core.targets import Target, TargetType
from dragon_prep.task_definitions.cohorts.recist_ct import LESIONS, SIZES, cohort, sizes_in_mm
from dragon_prep.tasks.task import Task

task = Task(
    number=24,
    name="recist_lesion_size_reg",
    title="RECIST lesion size measurements",
    cohort=cohort,
    target=Target(
        TargetType.MULTI_LABEL_REGRESSION,
        metric="rsmapes",
        unit="mm",
        epsilon=4,
        plausible=(0, 300),
        labels=LESIONS,
    ),
)


@task.value(SIZES)
def sizes(row: Any) -> list[float | None]:
    """The size of each lesion, the short axis where two or three are given; None = no lesion."""
    return sizes_in_mm(row)
