"""Whether simple methods come in the same order on a look-alike and on a release."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import partial
from itertools import combinations
from typing import TYPE_CHECKING

from dragon_prep.archive.zipped import unpacked
from dragon_prep.core.codes.probe import NOTHING_IN_COMMON
from dragon_prep.core.errors import UsageFault
from dragon_prep.core.workers import Workers
from dragon_prep.services.probe.metrics import score
from dragon_prep.services.probe.probe import best_of
from dragon_prep.services.probe.release import read_task, task_names
from dragon_prep.services.probe.scoring import FLOOR, Told, score_task

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from dragon_prep.services.probe.cases import ProbeTask
    from dragon_prep.services.probe.scoring import MethodScore

ALIKE = 0.01
"""Scores that differ by less count as equal."""


@dataclass(frozen=True, slots=True, repr=False)
class MethodOnBoth:
    """The scores of a method.

    Attributes:
        method: its name.
        on_a: learned and told on A.
        on_b: learned and told on B.
        across: learned from all of A, told on B.
    """

    method: str
    on_a: float
    on_b: float
    across: float


@dataclass(frozen=True, slots=True, repr=False)
class TaskCompared:
    """How methods do on a task of two releases.

    Attributes:
        name: the full name.
        methods: their scores, without the method that knows no text.
        floors: what that one scores on A and on B.
    """

    name: str
    methods: tuple[MethodOnBoth, ...]
    floors: tuple[float, float] = (-math.inf, -math.inf)

    @property
    def chosen(self) -> MethodOnBoth:
        """The method that is best on A."""
        return max(self.methods, key=lambda own: _ranked(own.on_a))

    @property
    def order(self) -> float:
        """Kendall's tau-b of the methods' scores on A and on B; not a number if either has none.

        What scores less than the method that knows no text scores as much: chance has no order.
        """
        a, b = self.floors
        return kendall(
            [max(a, _ranked(own.on_a)) for own in self.methods],
            [max(b, _ranked(own.on_b)) for own in self.methods],
        )

    @property
    def lost(self) -> float:
        """How much less the method that is best on A scores on B than the best one there."""
        best = max(_ranked(own.on_b) for own in self.methods)
        return best - self.chosen.on_b


def kendall(first: Sequence[float], second: Sequence[float]) -> float:
    """Kendall's tau-b; scores that differ by less than :data:`ALIKE` are equal.

    Returns:
        1 for the same order, -1 for the reverse; not a number where one side has all equal.
    """
    with_, against, left, right = 0, 0, 0, 0
    for i, j in combinations(range(len(first)), 2):
        a, b = _sign(first[i] - first[j]), _sign(second[i] - second[j])
        with_ += a * b > 0
        against += a * b < 0
        left += a != 0
        right += b != 0
    return (with_ - against) / math.sqrt(left * right) if left and right else math.nan


def _sign(difference: float) -> int:
    # With room for how floating point writes a hundredth.
    if math.isnan(difference) or abs(difference) < ALIKE - 1e-9:
        return 0
    return int(math.copysign(1, difference))


def _ranked(value: float) -> float:
    return -math.inf if math.isnan(value) else value


def compare(
    look_alike: Path,
    release: Path,
    *,
    tasks: Sequence[str] = (),
    workers: int = 1,
    done: Callable[[int, int], None] | None = None,
) -> list[TaskCompared]:
    """Compares how simple methods do on the tasks that two releases share.

    Args:
        look_alike: folder or zip of A, which methods would be chosen on.
        release: of B, which they are for.
        tasks: full names or numbers; all that both have unless given.
        workers: processes; the figures do not depend on it.
        done: called with how many tasks are done, and of how many.

    Raises:
        VerifyFault: if one is no release, or a file of a task cannot be read.
        UsageFault: if they have no task in common, or one has no such task.
        SystemFault: if a worker process died.
    """
    with unpacked(look_alike) as a, unpacked(release) as b, Workers(workers) as pool:
        there = set(task_names(b, tasks))
        names = [name for name in task_names(a, tasks) if name in there]
        if not names:
            raise UsageFault(NOTHING_IN_COMMON)
        jobs = [(a, b, name) for name in names]
        return pool.run(_compare_task, jobs, partial(_heard, done, len(jobs)))


def _heard(done: Callable[[int, int], None] | None, total: int, count: int) -> None:
    if done is not None:
        done(count, total)


def _compare_task(job: tuple[Path, Path, str]) -> TaskCompared:
    first, second, name = job
    return compare_tasks(read_task(first, name), read_task(second, name))


def compare_tasks(a: ProbeTask, b: ProbeTask) -> TaskCompared:
    """Compares the methods on two forms of a task.

    Raises:
        UsageFault: if their targets are of two types.
    """
    if a.type is not b.type:
        detail = f"{a.name} is of another type in the second release"
        raise UsageFault(NOTHING_IN_COMMON, detail)
    on_a, on_b = score_task(a, every=True), score_task(b, every=True)
    across = _across(a, b, [found.method for found in on_a])
    return TaskCompared(
        a.name,
        tuple(
            MethodOnBoth(x.method, x.mean, y.mean, across[x.method])
            for x, y in zip(on_a, on_b, strict=True)
            if x.method != FLOOR
        ),
        (on_a[0].mean, on_b[0].mean),
    )


def _across(a: ProbeTask, b: ProbeTask, methods: Sequence[str]) -> dict[str, float]:
    """What each method scores on B's test cases, or all of B's, after it learned from all of A."""
    told = Told(a.type, (*a.cases, *b.cases))
    train = range(len(a.cases))
    asked = b.test or tuple(range(len(b.cases)))
    rows = [len(a.cases) + row for row in asked]
    truth = [b.cases[row].label for row in asked]
    return {
        method: score(b.metric, truth, told.tell(method, train, [rows])[0], epsilon=b.epsilon)
        for method in methods
    }


def best_on_both(found: TaskCompared) -> bool:
    """Whether the method that is best on A is best on B, too, or as good."""
    return found.lost < ALIKE


def spread(scores: Sequence[MethodScore]) -> float:
    """How far the best method is from the worst, but for the one that knows no text."""
    known = [own.mean for own in scores if own.method != FLOOR and not math.isnan(own.mean)]
    return best_of(scores).mean - min(known) if known else math.nan
