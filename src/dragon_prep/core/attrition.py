"""Attrition: the counts, step by step, of what was read, left out and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from dragon_prep.core.steps import READ, Step

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from dragon_prep.core.errors import Problem


class HasPatient(Protocol):
    """Anything that belongs to a patient."""

    @property
    def patient(self) -> str: ...  # noqa: D102


Item = TypeVar("Item", bound=HasPatient)
Other = TypeVar("Other", bound=HasPatient)


class Funnel(Generic[Item]):
    """The rows of one centre on their way through named steps, each of which is counted.

    Args:
        centre: whose rows.
        items: all that were read.
        lost: how many more rows the files have that could not be read at all, with the problem of
            each listed elsewhere.
    """

    def __init__(self, centre: str, items: Iterable[Item], *, lost: int = 0) -> None:
        self.centre = centre
        self.items: list[Item] = list(items)
        self.problems: list[Problem] = []
        self.steps: list[Step] = []
        read = len(self.items) + lost
        self.steps.append(Step(centre, READ, 0, read, self._patients()))
        if lost:
            self._step("row cannot be read", lost)

    def exclude(self, why: str, goes: Callable[[Item], bool]) -> None:
        """Leaves out the items for which ``goes`` holds, as one step (none goes: a step of 0)."""
        before = len(self.items)
        self.items = [item for item in self.items if not goes(item)]
        self._step(why, before - len(self.items))

    def quarantine(self, why: str, fault: Callable[[Item], Problem | None]) -> None:
        """Leaves out the items that have a problem, and lists the problems."""
        stay: list[Item] = []
        before = len(self.items)
        for item in self.items:
            problem = fault(item)
            if problem is not None:
                self.problems.append(problem)
            if problem is None or not problem.quarantined:
                stay.append(item)
        self.items = stay
        if before > len(stay):
            self._step(why, before - len(stay))

    def map_all(self, change: Callable[[list[Item]], list[Other]]) -> Funnel[Other]:
        """Turns the items into as many others, such as rows into reports."""
        later: Funnel[Other] = Funnel.__new__(Funnel)
        later.centre, later.steps, later.problems = self.centre, self.steps, self.problems
        later.items = change(self.items)
        return later

    def _step(self, name: str, excluded: int) -> None:
        self.steps.append(Step(self.centre, name, excluded, len(self.items), self._patients()))

    def _patients(self) -> int:
        return len({item.patient for item in self.items})
