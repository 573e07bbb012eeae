"""T6: whether the cancer in lung pathology reports comes from the lung."""

from __future__ import annotations

import re
from typing import Any

from dragon_prep.core.targets import Target, TargetType
from dragon_prep.intake.values import ValueProblem
from dragon_prep.task_definitions.cohorts.lung_pathology import cohort
from dragon_prep.tasks.task import Task

_LUNG = r"(?:lung (?:cancer|carcinoma)|n?sclc)"
_FROM_LUNG = re.compile(_LUNG, re.IGNORECASE)
_NEGATED = re.compile(rf"\b(?:no|not|non|never)\b[ -](?:\w+ ){{0,2}}{_LUNG}", re.IGNORECASE)
_CELL_TYPE = re.compile(r"\bnon[ -]small[ -]cell\b", re.IGNORECASE)

task = Task(
    number=6,
    name="pathology_tumor_origin_clf",
    title="Histopathology cancer origin",
    cohort=cohort,
    target=Target(TargetType.SINGLE_LABEL_BINARY, metric="auroc"),
    truncation_side="right",
)


@task.value("cancer_origin")
def from_lung(row: Any) -> bool:
    """Whether the sheet names lung cancer, SCLC or NSCLC; an empty cell does not."""
    origin = _CELL_TYPE.sub("", row.cancer_origin or "")
    if _NEGATED.search(origin):
        raise ValueProblem("lung cancer is named, and denied")
    return _FROM_LUNG.search(origin) is not None
