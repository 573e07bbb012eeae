"""T15: what colon pathology reports say of one of their containers."""

from __future__ import annotations

from typing import Any

from dragon_prep.core.targets import Target, TargetType
from dragon_prep.intake.values import ValueProblem, truth
from dragon_prep.task_definitions.cohorts.colon_pathology import FINDINGS, cohort
from dragon_prep.tasks.task import Task

task = Task(
    number=15,
    name="colon_pathology_clf",
    title="Colon histopathology diagnosis",
    cohort=cohort,
    target=Target(TargetType.MULTI_LABEL_BINARY, metric="macro_auroc", labels=FINDINGS),
)


@task.text_parts
def container_and_report(row: Any) -> list[str]:
    """Which container is asked for, as the report numbers it, and the report."""
    return [row.container, row.text]


@task.value(", ".join(FINDINGS))
def findings(row: Any) -> list[bool]:
    """Whether each of the findings is there, as labelled."""
    return [_finding(row, name) for name in FINDINGS]


def _finding(row: Any, name: str) -> bool:
    try:
        return truth(getattr(row, name))
    except ValueProblem as problem:
        raise ValueProblem(f"{name}: {problem.detail}", kind=problem.kind) from None
