"""What a build writes of one task: its archives, and its entry in the manifest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragon_prep.archive.contract import DEBUG
from dragon_prep.archive.debug import write_debug
from dragon_prep.archive.write import TaskArchive, write_task
from dragon_prep.split.ledger import PATIENTS, patient_digest, sides_json

if TYPE_CHECKING:
    from pathlib import Path

    from dragon_prep.core.keys import ProjectKey
    from dragon_prep.split.debug import DebugSplit
    from dragon_prep.tasks.prepare import Prepared


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
        ready.debug,
    )


def write_archive(job: ArchiveJob) -> None:
    """Writes the five jobs and the labelled test set of a task, and its debug set."""
    write_task(job.root, job.archive)
    if job.archive.debug is not None:
        write_debug(job.root, job.archive, job.archive.debug)


def task_entry(ready: Prepared, key: ProjectKey) -> dict[str, object]:
    """What the manifest says of a task, with all counts as they are.

    Args:
        ready: the task.
        key: the project key; patients are named by keyed digests only.
    """
    target, summary = ready.task.target, ready.summary
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
        "label_summary": summary.labels,
        "spans_off_tokens": summary.spans,
        "numbers_in_text": summary.numbers,
        "balance": ready.parting.balance,
        "compromises": list(ready.parting.compromises),
        PATIENTS: sides_json(ready.patients, ready.split, ready.task.full_name, key),
        **ready.like.to_json(),
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
        **({DEBUG: _debug(ready, ready.debug, key)} if ready.debug is not None else {}),
    }


def _debug(ready: Prepared, debug: DebugSplit, key: ProjectKey) -> dict[str, object]:
    """What the manifest says of a debug set: its counts, and whose cases stand where."""
    rows = {"training": debug.training, "validation": debug.validation, "test": debug.test}
    keyed = {
        name: sorted(
            patient_digest(key, ready.task.full_name, patient)
            for patient in {ready.documents[row].patient for row in own}
        )
        for name, own in rows.items()
    }
    return {**{name: len(own) for name, own in rows.items()}, PATIENTS: keyed}
