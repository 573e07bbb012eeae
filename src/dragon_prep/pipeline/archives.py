"""What a build writes of one task: its archives, and its entry in the manifest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragon_prep.archive.write import TaskArchive, write_task
from dragon_prep.core.keys import KeyPurpose
from dragon_prep.split.ledger import sides_json
from dragon_prep.split.policies import sides_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from dragon_prep.core.keys import ProjectKey
    from dragon_prep.tasks.prepare import Prepared

_PATIENT_LENGTH = 16  # hexadecimal characters
PATIENTS = "patients_keyed"


@dataclass(frozen=True, slots=True, repr=False)
class ArchiveJob:
    """What is written of a task, and where; a task's functions would not travel to a worker."""

    root: Path
    archive: TaskArchive


def archive_of(ready: Prepared, *, synthetic: bool) -> TaskArchive:
    """What is written of a prepared task."""
    task = ready.task
    return TaskArchive(
        task.number,
        task.name,
        task.input_name,
        task.target.type,
        task.truncation_side,
        ready.cases,
        ready.split,
        synthetic,
    )


def write_archive(job: ArchiveJob) -> None:
    """Writes the five jobs and the labelled test set of a task."""
    write_task(job.root, job.archive)


def task_entry(ready: Prepared, key: ProjectKey) -> dict[str, object]:
    """What the manifest says of a task, with all counts as they are.

    Args:
        ready: the task.
        key: the project key; patients are named by keyed digests only.
    """
    target, summary = ready.task.target, ready.summary
    sides = sides_of(ready.patients, ready.split)
    return {
        "title": summary.title,
        "cohort": ready.task.cohort.name,
        "draws_on": [cohort.name for cohort, _ in ready.task.draws_on],
        "input": ready.task.input_name,
        "truncation_side": ready.task.truncation_side,
        "target": target.type.column,
        "metric": target.metric,
        "unit": target.unit,
        "epsilon": target.epsilon,
        "plausible": target.plausible,
        "labels": target.labels,
        "cases": summary.cases,
        "patients": summary.patients,
        "test": summary.test,
        "folds": [{"training": t, "validation": v} for t, v in summary.folds],
        "grouping": _grouping(ready, key),
        "label_summary": summary.labels,
        "spans_off_tokens": summary.spans,
        "numbers_in_text": summary.numbers,
        "balance": ready.parting.balance,
        "compromises": list(ready.parting.compromises),
        PATIENTS: sides_json(sides, ready.task.full_name, key),
        "attrition": [
            {
                "centre": step.centre,
                "step": step.name,
                "left_out": step.excluded,
                "rows": step.rows,
                "patients": step.patients,
            }
            for step in summary.steps
        ],
    }


def _grouping(ready: Prepared, key: ProjectKey) -> dict[str, object]:
    """Keyed digests of the patients of each set, in an order that tells nothing of their cases."""

    def patients(rows: Iterable[int]) -> str:
        distinct = {ready.documents[row].patient for row in rows}
        keyed = (key.digest(KeyPurpose.GROUPING, patient).hex() for patient in distinct)
        return " ".join(sorted(digest[:_PATIENT_LENGTH] for digest in keyed))

    split = ready.split
    return {"test": patients(split.test), "validation": [patients(v) for v in split.validation]}
