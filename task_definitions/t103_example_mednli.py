"""T103: whether an invented premise entails a hypothesis, contradicts it, or leaves it open."""

from __future__ import annotations

from typing import Any

from dragon_prep.core.targets import Target, TargetType
from dragon_prep.task_definitions.cohorts.example_reports import COHORTS, one_of
from dragon_prep.tasks.task import Task

task = Task(
    number=103,
    name="Example_mednli",
    title="Example entailment",
    cohort=COHORTS[103],
    target=Target(
        TargetType.SINGLE_LABEL_MULTI_CLASS,
        metric="linear_weighted_cohen_kappa",
        labels=("contradiction", "entailment", "neutral"),
    ),
)


@task.exclude("not a premise and a hypothesis")
def not_a_pair(rows: Any) -> Any:
    """Texts that are not of two lines."""
    return ~rows["text"].str.fullmatch(r"[^\n]*\S[^\n]*\n[^\n]*\S[^\n]*")


@task.text_parts
def pair(row: Any) -> list[str]:
    """Premise and hypothesis."""
    parts: list[str] = row.text.split("\n")
    return parts


@task.value("relation")
def relation(row: Any) -> str:
    """What the premise does."""
    return one_of(row.relation, *task.target.labels or ())
