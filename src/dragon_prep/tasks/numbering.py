"""The order of a task's cases, which gives them their numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragon_prep.core.keys import KeyPurpose

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence, Set

    from dragon_prep.core.keys import ProjectKey
    from dragon_prep.tasks.derive import Labelled
    from dragon_prep.tasks.task import Task


def numbered_order(
    task: Task, cases: Sequence[Labelled], key: ProjectKey, taken: Mapping[str, Set[int]]
) -> list[int]:
    """The rows of a task in an order that tells nothing without the key.

    A separate test set comes last, and is counted apart. No document gets a number that it has in
    another task, unless every other place is no better (in a handful of cases).

    Args:
        task: whose cases they are.
        cases: in source order.
        key: the project key.
        taken: the numbers that documents have in other tasks.
    """
    keyed = [key.digest(KeyPurpose.ORDER, task.full_name, case.document.case) for case in cases]
    order = sorted(range(len(cases)), key=keyed.__getitem__)
    sides = ([row for row in order if cases[row].is_test is side] for side in (False, True))
    unseen: Set[int] = frozenset()
    return [
        side[place]
        for side in sides
        for place in apart([taken.get(cases[row].document.case, unseen) for row in side])
    ]


def apart(taken: Sequence[Set[int]]) -> list[int]:
    """An order of places in which none stands at a number of its own set.

    Args:
        taken: for each place, the numbers it may not have.
    """
    order = list(range(len(taken)))
    for at in range(len(order)):
        if at not in taken[order[at]]:
            continue
        for step in range(1, len(order)):
            other = (at + step) % len(order)
            if at not in taken[order[other]] and other not in taken[order[at]]:
                order[at], order[other] = order[other], order[at]
                break
    return order


def number_of(uid: str) -> int:
    """The number in the uid of a case."""
    return int(uid.rpartition("case")[2])
