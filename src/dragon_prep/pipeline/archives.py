"""What a build writes of one task: its archives, and its entry in the manifest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from dragon_prep.archive.write import write_task

if TYPE_CHECKING:
    from pathlib import Path

    from dragon_prep.archive.write import Case
    from dragon_prep.core.targets import TargetType
    from dragon_prep.split.folds import Split
    from dragon_prep.tasks.prepare import Prepared


@dataclass(frozen=True, slots=True, repr=False)
class Archive:
    """All that is written of a task; its functions would not travel to another process."""

    root: Path
    number: int
    name: str
    input_name: Literal["text", "text_parts"]
    target_type: TargetType
    truncation_side: Literal["left", "right"]
    cases: tuple[Case, ...]
    split: Split
    synthetic: bool

    @classmethod
    def of(cls, root: Path, ready: Prepared, *, synthetic: bool) -> Archive:
        """What is written of a prepared task, below the folder of the release."""
        task = ready.task
        return cls(
            root,
            task.number,
            task.name,
            task.input_name,
            task.target.type,
            task.truncation_side,
            ready.cases,
            ready.split,
            synthetic,
        )


def write_archive(archive: Archive) -> None:
    """Writes the five jobs and the labelled test set of a task."""
    write_task(
        archive.root,
        number=archive.number,
        name=archive.name,
        input_name=archive.input_name,
        target_type=archive.target_type,
        truncation_side=archive.truncation_side,
        cases=archive.cases,
        split=archive.split,
        synthetic=archive.synthetic,
    )


def task_entry(ready: Prepared) -> dict[str, object]:
    """What the manifest says of a task."""
    target, summary = ready.task.target, ready.summary
    return {
        "title": summary.title,
        "cohort": ready.task.cohort.name,
        "draws_on": [cohort.name for cohort, _ in ready.task.draws_on],
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
