"""Where the labels of a task come from: people, programs, or nobody says it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from dragon_prep.core.label_origin import UNSTATED, label_origin
from dragon_prep.intake.span_origins import PROVENANCE
from dragon_prep.tasks.derive import source_of
from dragon_prep.tasks.task import PHI_SPANS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dragon_prep.core.documents import Document
    from dragon_prep.tasks.task import Task


def label_origins(
    task: Task, documents: Iterable[Document], stated: Mapping[str, str]
) -> dict[str, dict[str, int]]:
    """How many labels of a task come from where, by source.

    Spans count one by one, by what their annotations say. Of a label from a cell of an export the
    cohort may say it (a field ``provenance``), or else the site has to.

    Args:
        task: the definition.
        documents: of its cases.
        stated: what the site says of labels, for ``T19`` or, before that, ``T19/umcg``.
    """
    counts: dict[str, Counter[str]] = {}
    for document in documents:
        own = counts.setdefault(source_of(task, document), Counter())
        own.update(_of_case(task, document, stated))
    return {source: dict(sorted(own.items())) for source, own in sorted(counts.items())}


def _of_case(task: Task, document: Document, stated: Mapping[str, str]) -> Mapping[str, int]:
    name = f"T{task.number}"
    said = stated.get(f"{name}/{document.centre}", stated.get(name, UNSTATED))
    if not task.target.type.is_token_level:
        own = label_origin(document.fields.get(PROVENANCE))
        return {str(own or said): 1}
    count = Counter(document.phi_from if task.derived_from == PHI_SPANS else document.entities_from)
    count[said] += count.pop(UNSTATED, 0)
    return {origin: number for origin, number in count.items() if number}
