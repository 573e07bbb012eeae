"""T28: what each container holds, and what was found in it, where skin pathology reports say so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dragon_prep.core.codes.intake import VALUE_IMPLAUSIBLE
from dragon_prep.core.targets import Target, TargetType
from dragon_prep.intake.values import ValueProblem
from dragon_prep.task_definitions.cohorts.skin_pathology import EXCLUDED, cohort
from dragon_prep.tasks.task import Task

if TYPE_CHECKING:
    import pandas as pd

    from dragon_prep.core.spans import Span

# The evaluator finds labels by substring: 1-BCC is in 11-BCC. It is not in 10-BCC, and no
# container has the number 0.
_MOST_CONTAINERS = 10

task = Task(
    number=28,
    name="skin_pathology_ner",
    title="Skin histopathology diagnosis",
    cohort=cohort,
    target=Target(TargetType.MULTI_LABEL_NER, metric="weighted_f1"),
)


@task.exclude("excluded by the annotators")
def no_diagnosis(rows: pd.DataFrame) -> pd.Series[bool]:
    """The reports that T4 is to find."""
    return rows[EXCLUDED].eq(True)


@task.tags("meta/label")
def findings(row: Any) -> list[Span]:
    """The findings of each container, labelled such as ``1-BCC``.

    In the order of their labels, so that two findings at one place are one class to clients that
    merge them, whichever was annotated first.
    """
    if any(int(span.label.partition("-")[0]) > _MOST_CONTAINERS for span in row.entities):
        detail = f"the number of a container is not between 1 and {_MOST_CONTAINERS}"
        raise ValueProblem(detail, kind=VALUE_IMPLAUSIBLE)
    return sorted(row.entities, key=lambda span: (span.label, span))
