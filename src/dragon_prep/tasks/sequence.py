"""All tasks of a build, one after the other, so that no document has one number in two of them."""

from __future__ import annotations

import contextlib
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from dragon_prep.core.errors import DragonPrepError
from dragon_prep.split.ledger import Ledger
from dragon_prep.split.settings import DEFAULT_SPLIT, SplitPolicy
from dragon_prep.tasks.numbering import number_of
from dragon_prep.tasks.prepare import derived_of, prepare
from dragon_prep.tasks.registry import builtin_tasks
from dragon_prep.tasks.splitting import enter_fixed

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
    ledger: Ledger | None = None,
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
        ledger: the sides of a benchmark, which the tasks' patients are entered in; a new one unless
            given.

    Returns:
        What is asked for, by number.
    """

    def told(fault: DragonPrepError) -> None:
        if failed is None:
            raise fault
        failed(fault)

    wanted = {task.full_name: task for task in tasks}
    taken: defaultdict[str, set[int]] = defaultdict(set)
    ledger = Ledger() if ledger is None else ledger
    if options.split.policy is SplitPolicy.BENCHMARK:
        _enter_fixed(tasks, cohorts, key, options, ledger)
    # Tasks that only give numbers decide nobody's side.
    aside = replace(options, split=DEFAULT_SPLIT, debug=False)
    found: list[Prepared] = []
    for task in _in_turn(wanted, cohorts, options):
        asked_for = task.full_name in wanted
        own_options = options if asked_for else aside
        try:
            # One that only gives numbers is not asked whether its labels agree with the texts.
            own = task if asked_for else replace(task, agreements=[])
            ready = prepare(own, cohorts, key=key, options=own_options, taken=taken, ledger=ledger)
        except DragonPrepError as fault:
            if asked_for:
                told(fault)
            continue
        for case, document in zip(ready.cases, ready.documents, strict=True):
            taken[document.case].add(number_of(case.uid))
        if asked_for:
            found.append(ready)
    return sorted(found, key=lambda ready: ready.task.number)


def _turn(task: Task) -> tuple[bool, bool, int]:
    return builtin_tasks().get(task.number) is not task, bool(task.draws_on), task.number


def _in_turn(
    wanted: Mapping[str, Task], cohorts: Mapping[str, CohortDocuments], options: Options
) -> list[Task]:
    """What is asked for, and what has to give it numbers before, in the order of their turns."""

    def gives_numbers(task: Task) -> bool:
        """Whether a task comes before one that is asked for and uses a cohort of it."""
        if not task.cohorts.keys() <= cohorts.keys():
            return False
        later = (t for t in wanted.values() if _turn(task) < _turn(t))
        return any(task.cohorts.keys() & t.cohorts.keys() for t in later)

    others = [task for task in builtin_tasks().values() if task.full_name not in wanted]
    before = [task for task in others if options.order == "keyed" and gives_numbers(task)]
    return sorted((*before, *wanted.values()), key=_turn)


def _enter_fixed(
    tasks: Sequence[Task],
    cohorts: Mapping[str, CohortDocuments],
    key: ProjectKey,
    options: Options,
    ledger: Ledger,
) -> None:
    """Puts the patients of fixed test sets in the ledger before any task deals its own."""
    for task in sorted(tasks, key=lambda task: task.number):
        if task.in_test_set is not None:
            with contextlib.suppress(DragonPrepError):  # told when the task itself is prepared
                cases = derived_of(task, cohorts, key=key, options=options).cases
                enter_fixed(cases, ledger, key)
