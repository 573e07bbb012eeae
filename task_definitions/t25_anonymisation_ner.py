"""T25: the PHI in reports of six kinds, after surrogates have taken its place.

The names of the entities are those of the published benchmark to the letter, with their angle
brackets, the hyphen of ``<RAPPORT-ID>`` and the misspelt ``<ACCREDATIE_NUMMER>``, so that models
and scores of the benchmark fit. ``phi_reports.ENTITIES`` maps the categories of PHI to them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dragon_prep.core.targets import Target, TargetType
from dragon_prep.task_definitions.cohorts.phi_reports import DRAWS_ON, by_entity, cohort
from dragon_prep.tasks.task import PHI_SPANS, Task

if TYPE_CHECKING:
    import pandas as pd

    from dragon_prep.core.spans import Span

task = Task(
    number=25,
    name="anonymisation_ner",
    title="Anonymisation",
    cohort=cohort,
    draws_on=DRAWS_ON,
    target=Target(TargetType.NER, metric="macro_f1"),
)


@task.exclude("PHI was marked by nobody")
def not_annotated(rows: pd.DataFrame) -> pd.Series[bool]:
    """Reports whose PHI the detector alone has found."""
    return ~rows["annotated"]


@task.exclude("excluded by the annotator")
def excluded(rows: pd.DataFrame) -> pd.Series[bool]:
    """Pathology of avl only: elsewhere, a report is excluded for what it says, not for its PHI."""
    return rows["cohort"].eq("prostate_pathology") & rows["excluded"].eq(True)


@task.exclude("reads the same as another report")
def repeated(rows: pd.DataFrame) -> pd.Series[bool]:
    """Of reports that read the same, surrogates and all, the first stays."""
    usable = rows[~not_annotated(rows) & ~excluded(rows)]
    return usable["text"].duplicated().reindex(rows.index, fill_value=False)


@task.tags(PHI_SPANS)
def phi(row: Any) -> list[Span]:
    """All that was replaced, by its name in the benchmark."""
    return by_entity(row.phi)
