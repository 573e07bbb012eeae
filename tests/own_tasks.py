"""A small cohort and tasks over it, of documents that no file stands behind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dragon_prep.core.documents import Document
from dragon_prep.core.errors import Place
from dragon_prep.core.targets import Target, TargetType
from dragon_prep.intake.cohort import Cohort
from dragon_prep.intake.raw_file import Column, Layout, RawFile
from dragon_prep.tasks.task import Task

if TYPE_CHECKING:
    from dragon_prep.intake.cohort import Reader


def no_reader(source: object) -> Any:
    """Stands in for a reader."""
    raise NotImplementedError


def a_cohort(name: str = "hips", centres: tuple[str, ...] = ("umcn", "avl")) -> Cohort:
    """A cohort with a sheet and the fields ``value`` and ``why``."""
    columns = (Column("Value", "what was read", "value"), Column("Why", "a reason", "why"))
    files = tuple(
        RawFile(centre, f"{centre}/{name}.csv", Layout.SHEET, "reports", columns)
        for centre in centres
    )
    fields = (("value", "what was read"), ("why", "a reason"))
    readers: dict[str, Reader] = dict.fromkeys(centres, no_reader)
    return Cohort(name, f"{name} for people", files, fields, readers)


def a_task(kind: TargetType, *, cohort: Cohort | None = None, **more: Any) -> Task:
    """A task whose label is the field ``value``, or for tokens the entity spans."""
    given = {key: more.pop(key) for key in ("unit", "plausible") if key in more}
    given_task = {"number": 901, "name": "own", "title": "Own", **more}
    task = Task(cohort=cohort or a_cohort(), target=Target(kind, "a metric", **given), **given_task)
    if kind in (TargetType.NER, TargetType.MULTI_LABEL_NER):
        task.tags("value")(lambda row: row.entities)
    else:
        task.value("value")(lambda row: row.value)
    return task


def a_document(number: int, value: Any = None, **more: Any) -> Document:
    """A document, by its row; each of a patient of its own."""
    given = {
        "case": f"case{number:02}",
        "patient": f"patient{number:02}",
        "centre": "umcn",
        "text": f"Verslag {number}.",
        "phi": (),
        "entities": (),
        "fields": {"value": value, "why": None},
        "place": Place("umcn/hips.csv", number + 2),
        "annotated": True,
        "cohort": "hips",
    }
    return Document(**(given | more))
