"""The same patient, case or text on two sides of a split, or in two sets."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from dragon_prep.core.codes import leakage as kinds
from dragon_prep.core.errors import Problem
from dragon_prep.split.groups import linked_rows
from dragon_prep.split.leaks.cases import side_name
from dragon_prep.split.near import near_clusters, near_in

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Sequence

    from dragon_prep.core.errors import ErrorCode, Place
    from dragon_prep.split.leaks.cases import AuditedCase, AuditedTask

_FEW_WORDS = 5  # so short a text is the same by chance


def on_two_sides(task: AuditedTask) -> list[Problem]:
    """Patients, cases, persons and texts of a task that are on two sides."""
    cases = task.cases
    found = _crossing(cases, lambda c: c.patient, kinds.PATIENT_ON_TWO_SIDES)
    found += _crossing(cases, lambda c: c.uid, kinds.UID_ON_TWO_SIDES)
    found += _linked(cases)
    same = _crossing(_long(cases), lambda c: _words(c.text), kinds.SAME_TEXT)
    found += same
    told = {problem.place for problem in same}
    found += [problem for problem in _near(cases) if problem.place not in told]
    return found + _repeated(task)


def in_other_tasks(tasks: Sequence[AuditedTask]) -> list[Problem]:
    """Reports of a test set that are for development in another task, counted by pair of tasks."""
    developed: dict[str, set[str]] = {
        task.name: {_identity(case) for case in task.cases if not case.is_test} for task in tasks
    }
    found = []
    for task in tasks:
        tested = {_identity(case): case for case in reversed(task.cases) if case.is_test}
        for other, theirs in developed.items():
            shared = [case for identity, case in tested.items() if identity in theirs]
            if other != task.name and shared:
                first = min(shared, key=_order)
                detail = f"{len(shared)} of {len(tested)} of {task.name} in {other}"
                found.append(Problem(kinds.TESTED_ELSEWHERE, first.place, detail, False))
    return found


def in_given(task: AuditedTask, given: Sequence[AuditedCase]) -> list[Problem]:
    """Cases of a task that are in a given set, by text; what both have for one use is no leak.

    A given case without a side (a set of its own) is held against all cases of the task.

    Args:
        task: the task.
        given: the cases of the set; ``side`` -1 where it is for testing.
    """
    theirs: dict[Hashable, AuditedCase] = {}
    for case in given:
        theirs.setdefault((case.is_test, _words(case.text)), case)
    found = []
    for case in _long(task.cases):
        other = theirs.get((not case.is_test, _words(case.text)))
        if case.is_test:
            other = other or theirs.get((True, _words(case.text)))
        if other is not None:
            detail = f"it is in {side_name(case.side)} here, and there {_at(other)}"
            found.append(Problem(kinds.IN_GIVEN_SET, case.place, detail, False))
    return found


def near_given(
    tasks: Sequence[AuditedTask], given: Sequence[AuditedCase]
) -> dict[str, list[Problem]]:
    """Cases that are nearly the same as one of a given set, by task, for the uses of `in_given`.

    Args:
        tasks: the tasks, with the shingles of their cases.
        given: the cases of the set, with shingles made with the same key.
    """
    found: dict[str, list[Problem]] = {task.name: [] for task in tasks}
    own = [(task.name, case) for task in tasks for case in _long(task.cases)]
    for is_test in (True, False):
        mine = [(name, case) for name, case in own if case.is_test is is_test]
        others = [case for case in given if is_test or case.is_test]
        near = near_in([case.shingles for _, case in mine], [case.shingles for case in others])
        for at, (there, share) in near.items():
            name, case = mine[at]
            detail = (
                f"{int(100 * share)} % of their runs of words are the same; it is in "
                f"{side_name(case.side)} here, and there {_at(others[there])}"
            )
            found[name].append(Problem(kinds.NEAR_IN_GIVEN_SET, case.place, detail, False))
    return found


def _crossing(
    cases: Iterable[AuditedCase], by: Callable[[AuditedCase], Hashable], kind: ErrorCode
) -> list[Problem]:
    """A finding for each test case that shares something with a development case."""
    groups: dict[Hashable, list[AuditedCase]] = defaultdict(list)
    for case in cases:
        if value := by(case):
            groups[value].append(case)
    return [problem for group in groups.values() for problem in _across(group, kind)]


def _across(group: Sequence[AuditedCase], kind: ErrorCode) -> list[Problem]:
    others = [case for case in group if not case.is_test]
    if not others:
        return []
    first = min(others, key=_order)
    more = f" and {len(others) - 1} more" if len(others) > 1 else ""
    detail = f"as {_at(first)}{more}"
    return [Problem(kind, case.place, detail, False) for case in group if case.is_test]


def _linked(cases: Sequence[AuditedCase]) -> list[Problem]:
    found: dict[Place, Problem] = {}
    for rows in linked_rows([case.links for case in cases], [case.patient for case in cases]):
        for problem in _across([cases[row] for row in rows], kinds.ONE_PERSON):
            found.setdefault(problem.place, problem)
    return list(found.values())


def _near(cases: Sequence[AuditedCase]) -> list[Problem]:
    found: list[Problem] = []
    for rows in near_clusters([case.shingles for case in cases]):
        group = [cases[row] for row in rows]
        if len({case.patient or case.uid for case in group}) == 1:
            continue
        if _fewest_words(group) < _FEW_WORDS:
            continue
        found += _across(group, kinds.NEAR_TEXT)
        folds = sorted({case.side for case in group if not case.is_test})
        if len(folds) > 1:
            first = min(group, key=_order)
            detail = f"{len(group)} cases in {', '.join(map(side_name, folds))}"
            found.append(Problem(kinds.TEXT_OF_TWO_FOLDS, first.place, detail, False))
    return found


def _repeated(task: AuditedTask) -> list[Problem]:
    """How many texts of a task are those of earlier cases, of whatever patient and side."""
    seen: dict[str, str] = {case.uid: _words(case.text) for case in task.cases}
    more = len(seen) - len(set(seen.values()))
    if not more:
        return []
    developed = {_words(case.text) for case in task.cases if not case.is_test}
    tested = [case for case in task.cases if case.is_test]
    there = sum(_words(case.text) in developed for case in tested)
    detail = (
        f"{task.name}: {more} of {len(seen)}; {there} of {len(tested)} test texts are in "
        "development"
    )
    return [Problem(kinds.REPEATED_TEXTS, task.cases[0].place, detail, False)]


def _fewest_words(group: Sequence[AuditedCase]) -> int:
    return min(len(case.text.split()) for case in group)


def _long(cases: Iterable[AuditedCase]) -> list[AuditedCase]:
    return [case for case in cases if len(case.text.split()) >= _FEW_WORDS]


def _words(text: str) -> str:
    return " ".join(text.casefold().split())


def _identity(case: AuditedCase) -> str:
    return case.report or _words(case.text)


def _order(case: AuditedCase) -> tuple[str, int, str]:
    return case.place.file, case.place.row or 0, case.uid


def _at(case: AuditedCase) -> str:
    return f"{case.place.file}, row {case.place.row}, in {side_name(case.side)}"
