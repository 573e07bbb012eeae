"""What a build or a check found, for machines."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dragon_prep.core.errors import Problem
    from dragon_prep.core.steps import Step
    from dragon_prep.tasks.summary import TaskSummary


def problem_json(problem: Problem) -> dict[str, object]:
    """A problem, for machines."""
    return {
        "code": problem.kind.code,
        "file": problem.place.file,
        "row": problem.place.row,
        "column": problem.place.column,
        "what": problem.detail or problem.kind.title,
        "remedy": problem.kind.remedy,
        "held_back": problem.quarantined,
    }


def task_json(task: TaskSummary) -> dict[str, object]:
    """A task in numbers, for machines."""
    return {
        "name": task.name,
        "title": task.title,
        "cases": task.cases,
        "patients": task.patients,
        "test": task.test,
        "folds": [{"training": t, "validation": v} for t, v in task.folds],
        "labels": task.labels,
        "spans_off_tokens": task.spans,
        "numbers_in_text": task.numbers,
        **agreements_json(task),
        "compromises": list(task.compromises),
        "attrition": [step_json(step) for step in task.steps],
    }


def agreements_json(task: TaskSummary) -> dict[str, object]:
    """In how many cases label, text and other cells agree, of a task that asks, for machines."""
    found = {
        what: {source: asdict(counts) for source, counts in sources.items()}
        for what, sources in task.agreements.items()
    }
    return {"agreements": found} if found else {}


def step_json(step: Step) -> dict[str, object]:
    """A step of an attrition, for machines."""
    return {
        "centre": step.centre,
        "step": step.name,
        "left_out": step.excluded,
        "rows": step.rows,
        "patients": step.patients,
    }
