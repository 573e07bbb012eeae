"""All tasks of a build, one after the other, so that no document has one number in two of them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from dragon_prep.core.errors import DragonPrepError
from dragon_prep.tasks.numbering import number_of
from dragon_prep.tasks.prepare import prepare
from dragon_prep.tasks.registry import builtin_tasks

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from dragon_prep.core.keys import ProjectKey
    from dragon_prep.tasks.prepare import CohortDocuments, Options, Prepared
    from dragon_prep.tasks.task import Task


def prepare_in_turn(
    tasks: Sequence[Task],
    cohorts: Mapping[str, CohortDocuments],
    *,
    key: ProjectKey,
    options: Options,
    failed: Callable[[DragonPrepError], None] | None = None,
) -> list[Prepared]:
    """Prepares tasks so that each has the same numbers whatever else is built with it.

    A task gives way to those before it, built or not: tasks of the package first, those that draw
    on other cohorts last, by number. So a task that is not asked for is prepared too, if one that
    is asked for comes after it and uses a cohort of it.

    Args:
        tasks: what is asked for.
        cohorts: what was read of their cohorts, by name.
        key: the project key.
        options: of the build.
        failed: told of each task that cannot be prepared; the first stops the work if not given.

    Returns:
        What is asked for, by number.
    """
    own = builtin_tasks()

    def turn(task: Task) -> tuple[bool, bool, int]:
        return own.get(task.number) is not task, bool(task.draws_on), task.number

    def gives_numbers(task: Task) -> bool:
        """Whether a task comes before one that is asked for and uses a cohort of it."""
        if not task.cohorts.keys() <= cohorts.keys():
            return False
        later = (t for t in tasks if turn(task) < turn(t))
        return any(task.cohorts.keys() & t.cohorts.keys() for t in later)

    wanted = {task.full_name: task for task in tasks}
    others = [task for task in own.values() if task.full_name not in wanted]
    before = [task for task in others if options.order == "keyed" and gives_numbers(task)]
    taken: defaultdict[str, set[int]] = defaultdict(set)
    found: list[Prepared] = []
    for task in sorted((*before, *wanted.values()), key=turn):
        asked_for = task.full_name in wanted
        try:
            ready = prepare(task, cohorts, key=key, options=options, taken=taken)
        except DragonPrepError as fault:
            if asked_for:
                if failed is None:
                    raise
                failed(fault)
            continue
        for case, document in zip(ready.cases, ready.documents, strict=True):
            taken[document.case].add(number_of(case.uid))
        if asked_for:
            found.append(ready)
    return sorted(found, key=lambda ready: ready.task.number)
