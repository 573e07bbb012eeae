"""Tables of what a build or a check found."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.table import Table

from dragon_prep.errors import in_order
from dragon_prep.release.attrition import READ

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragon_prep.errors import Kind, Problem
    from dragon_prep.release.summary import TaskSummary

_WIDTH_WITHOUT_TERMINAL = 110
_PLACES_SHOWN = 10


def console() -> Console:
    """Standard output; as wide as the tables need where there is no terminal."""
    if sys.stdout.isatty():
        return Console(highlight=False)
    return Console(width=_WIDTH_WITHOUT_TERMINAL, highlight=False, soft_wrap=False)


def _table(title: str, *columns: str, numbers_from: int = 1) -> Table:
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for i, column in enumerate(columns):
        if i < numbers_from:
            table.add_column(column, justify="left", overflow="fold")
        else:
            table.add_column(column, justify="right", no_wrap=True)
    return table


def attrition(task: TaskSummary) -> Table:
    """What was read and left out, centre by centre; steps that left out nothing are not shown."""
    title = f"{task.name}: attrition"
    table = _table(title, "centre", "step", "left out", "rows left", "patients", numbers_from=2)
    centre = ""
    for step in task.steps:
        if step.name != READ and not step.left_out:
            continue
        if centre and step.centre != centre:
            table.add_section()
        shown = step.centre if step.centre != centre else ""
        centre = step.centre
        out = str(step.left_out) if step.name != READ else ""
        table.add_row(shown, step.name, out, str(step.rows), str(step.patients))
    return table


def phi_replaced(phi: dict[str, dict[str, dict[str, int]]]) -> Table:
    """How many PHI spans were replaced, per category and centre."""
    centres = [(cohort, centre) for cohort, found in phi.items() for centre in found]
    table = _table("PHI replaced", "category", *(centre for _, centre in centres))
    categories = sorted({c for found in phi.values() for counts in found.values() for c in counts})
    for category in categories:
        counts = (phi[cohort][centre].get(category, 0) for cohort, centre in centres)
        table.add_row(category, *map(str, counts))
    return table


def split_sizes(tasks: Sequence[TaskSummary]) -> Table:
    """Cases and patients of each task, test set and folds."""
    table = _table(
        "Split sizes (training/validation per fold)",
        "task",
        "cases",
        "patients",
        "test",
        *(f"fold {k}" for k in range(max(len(t.folds) for t in tasks))),
    )
    for task in tasks:
        folds = (f"{training}/{validation}" for training, validation in task.folds)
        cases = str(sum(task.cases.values()))
        table.add_row(task.name, cases, str(task.patients), str(task.test), *folds)
    return table


def labels(tasks: Sequence[TaskSummary]) -> Table:
    """What the labels of each task look like."""
    table = _table("Labels", "task", "label", numbers_from=2)
    for task in tasks:
        shown = ", ".join(f"{name}: {_short(value)}" for name, value in task.labels.items())
        table.add_row(task.name, shown)
    return table


def _short(value: float) -> str:
    return str(value) if isinstance(value, int) else f"{value:.4g}"


def problems(found: Sequence[Problem]) -> str:
    """Problems by kind, with what to do and the places; some places stand for very many."""
    by_kind: dict[Kind, list[Problem]] = {}
    for problem in in_order(found):
        by_kind.setdefault(problem.kind, []).append(problem)
    lines = ["Problems"]
    for kind, some in by_kind.items():
        held_back = sum(problem.held_back for problem in some)
        kept = "kept" if held_back == 0 else f"{held_back} held back"
        lines += ["", f"  {kind.code} {kind.title} ({len(some)}, {kept})", f"    {kind.remedy}"]
        for problem in some[:_PLACES_SHOWN]:
            detail = problem.detail if problem.detail != kind.title else ""
            lines.append(f"    - {problem.place}" + (f": {detail}" if detail else ""))
        if len(some) > _PLACES_SHOWN:
            lines.append(f"    - and {len(some) - _PLACES_SHOWN} more; --json lists all")
    return "\n".join(lines)


def problem_json(problem: Problem) -> dict[str, object]:
    """A problem, for machines."""
    return {
        "code": problem.kind.code,
        "file": problem.place.file,
        "row": problem.place.row,
        "column": problem.place.column,
        "what": problem.detail or problem.kind.title,
        "remedy": problem.kind.remedy,
        "held_back": problem.held_back,
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
        "attrition": [
            {
                "centre": s.centre,
                "step": s.name,
                "left_out": s.left_out,
                "rows": s.rows,
                "patients": s.patients,
            }
            for s in task.steps
        ],
    }
