"""The debug set of a task, if its cases allow one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragon_prep.archive.debug import can_be_used
from dragon_prep.core.errors import InputFault
from dragon_prep.split.debug import DebugSplit, debug_splits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragon_prep.archive.write import Case
    from dragon_prep.split.folds import Split
    from dragon_prep.tasks.task import Task


def debug_set(
    task: Task, cases: Sequence[Case], patients: Sequence[str], split: Split
) -> tuple[DebugSplit | None, str]:
    """Draws a debug set from the development cases.

    Args:
        task: the definition.
        cases: in the order in which they are written.
        patients: of each.
        split: of them.

    Returns:
        The set, or None and why there is none.
    """
    kind, metric = task.target.type, task.target.metric
    try:
        for debug in debug_splits(patients, split):
            if can_be_used(cases, debug, kind, metric):
                return debug, ""
    except InputFault:
        return None, "there is no debug set: the development cases are of too few patients"
    return None, "there is no debug set: its training or test cases would lack a class"
