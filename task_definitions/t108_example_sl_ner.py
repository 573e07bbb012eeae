"""T108: the parts of an invented record, one label for each word."""

from __future__ import annotations

from dragon_prep.core.targets import Target, TargetType
from dragon_prep.task_definitions.cohorts.example_reports import COHORTS, spans
from dragon_prep.tasks.task import Task

task = Task(
    number=108,
    name="Example_sl_ner",
    title="Example single-label NER",
    cohort=COHORTS[108],
    target=Target(TargetType.NER, metric="macro_f1"),
    truncation_side="right",
    tokens="words",
)

task.tags("label")(spans)
