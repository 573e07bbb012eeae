"""T13: where the tissue of lung pathology reports comes from.

Origins of fewer than ten development cases are pooled as ``other``. The challenge's own tool
counted the test set as well, so that its labels decided which classes there are.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from dragon_prep.core.targets import Target, TargetType
from dragon_prep.intake.values import present
from dragon_prep.task_definitions.cohorts.lung_pathology import cohort
from dragon_prep.tasks.task import Task

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

_FEWEST = 10  # development cases of a class of its own
_USUAL = ("lung", "lymph node", "bronchus", "pleura", "liver", "bone", "brain", "skin", "other")

task = Task(
    number=13,
    name="pathology_tissue_origin_clf",
    title="Histopathology tissue origin",
    cohort=cohort,
    target=Target(
        TargetType.SINGLE_LABEL_MULTI_CLASS,
        metric="unweighted_cohen_kappa",
        known_classes=(_USUAL,),
    ),
    truncation_side="right",
)


@task.exclude("several containers")
def several_containers(rows: pd.DataFrame) -> pd.Series[bool]:
    """Reports of numbered containers (``I: lung, II: lymph node``), each of another tissue."""
    return rows["sample_origin"].fillna("").str.contains(r"\b[IVX]+\b")


@task.value("sample_origin")
def tissue_origin(row: Any) -> str:
    """The origin, in lower case."""
    return present(row.sample_origin).lower()


@task.relabel
def pool_rare_origins(origins: list[str]) -> Callable[[str], str]:
    """Origins of too few development cases, or of none, are other."""
    own = {origin for origin, count in Counter(origins).items() if count >= _FEWEST}
    return lambda origin: origin if origin in own else "other"
