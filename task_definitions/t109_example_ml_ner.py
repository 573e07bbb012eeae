"""T109: the sizes of lesions in an invented record, by the number of the lesion."""

from __future__ import annotations

from dragon_prep.core.targets import Target, TargetType
from dragon_prep.task_definitions.cohorts.example_reports import COHORTS, spans
from dragon_prep.tasks.task import Task

task = Task(
    number=109,
    name="Example_ml_ner",
    title="Example multi-label NER",
    cohort=COHORTS[109],
    target=Target(TargetType.MULTI_LABEL_NER, metric="weighted_f1"),
    truncation_side="right",
    tokens="words",
)

task.tags("label")(spans)
