"""T14: whether a premise entails a hypothesis, contradicts it, or leaves it open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dragon_prep.core.targets import Target, TargetType
from dragon_prep.task_definitions.cohorts.mednli_dutch import (
    RELATIONS,
    TEST,
    cohort,
    pair,
    relation,
)
from dragon_prep.tasks.task import Task

if TYPE_CHECKING:
    import pandas as pd

task = Task(
    number=14,
    name="textual_entailment_clf",
    title="Entailment diagnostic sentences",
    cohort=cohort,
    target=Target(
        TargetType.SINGLE_LABEL_MULTI_CLASS,
        metric="linear_weighted_cohen_kappa",
        labels=RELATIONS,
    ),
)

task.text_parts(pair)


@task.test_set
def published_test_file(rows: pd.DataFrame) -> pd.Series[bool]:
    """Pairs of the published test file."""
    return rows["part"].eq(TEST)


@task.value("label")
def entailment(row: Any) -> str:
    """What the premise says of the hypothesis."""
    return relation(row.label)
