"""T27: where each needle of a prostate biopsy went, and whether it hit its target."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dragon_prep.core.targets import Target, TargetType
from dragon_prep.task_definitions.cohorts.prostate_biopsy import MOST_NEEDLES, cohort
from dragon_prep.task_definitions.cohorts.prostate_pathology import excluded
from dragon_prep.tasks.task import Task

if TYPE_CHECKING:
    import pandas as pd

    from dragon_prep.core.spans import Span

task = Task(
    number=27,
    name="prostate_biopsy_ner",
    title="Prostate biopsy sampling",
    cohort=cohort,
    target=Target(TargetType.MULTI_LABEL_NER, metric="weighted_f1"),
)

task.exclude("excluded by the annotator")(excluded)


@task.exclude(f"more than {MOST_NEEDLES} needles")
def many_needles(rows: pd.DataFrame) -> pd.Series[bool]:
    """Reports with a needle beyond the last that has labels."""
    return rows["many_needles"]


@task.tags("meta/label")
def needles(row: Any) -> list[Span]:
    """Place and judgement of each needle, such as ``1-locatie naald`` and ``1-ambigu``.

    Words about several needles have their labels in the order of the labels.
    """
    return sorted(row.entities)
