"""T26: the medical terms in CT reports, each marked as ``MENTION``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dragon_prep.core.targets import Target, TargetType
from dragon_prep.task_definitions.cohorts.terminology_ct import MENTION, cohort
from dragon_prep.tasks.task import Task

if TYPE_CHECKING:
    from dragon_prep.core.spans import Span

task = Task(
    number=26,
    name="medical_terminology_ner",
    title="Medical terminology recognition",
    cohort=cohort,
    target=Target(TargetType.NER, metric="f1", labels=(MENTION,)),
)


@task.tags("label_terminology")
def mentions(row: Any) -> list[Span]:
    """The terms, as marked."""
    return list(row.entities)
