"""The whole leakage audit of some tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragon_prep.core.errors import in_order
from dragon_prep.split.leaks.cases import GRADES, Grade
from dragon_prep.split.leaks.labels import missing_classes, readable_labels
from dragon_prep.split.leaks.texts import in_given, in_other_tasks, near_given, on_two_sides

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragon_prep.core.errors import Problem
    from dragon_prep.split.leaks.cases import AuditedCase, AuditedTask

Findings = dict[str, tuple["Problem", ...]]


def find_leaks(tasks: Sequence[AuditedTask], given: Sequence[AuditedCase] = ()) -> Findings:
    """All that the audit finds, by task.

    Args:
        tasks: of a build or a release.
        given: the cases of other sets that these tasks are held against.
    """
    found: Findings = {}
    across = in_other_tasks(tasks)
    near = near_given(tasks, given)
    for task in tasks:
        if not task.cases:
            continue
        own = on_two_sides(task) + readable_labels(task) + missing_classes(task)
        if given:
            same = in_given(task, given)
            told = {problem.place for problem in same}
            own += same + [p for p in near[task.name] if p.place not in told]
        own += [problem for problem in across if f" of {task.name} in " in problem.detail]
        found[task.name] = in_order(own)
    return found


def grade_in(task: AuditedTask, problem: Problem) -> Grade:
    """How grave a finding is in a task."""
    if task.is_public and GRADES[problem.kind.code] is Grade.WORD:
        return Grade.INFORMATION
    return GRADES[problem.kind.code]
