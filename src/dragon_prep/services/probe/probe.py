"""What simple methods make of the tasks of a release, and what that says of the tasks."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING

from dragon_prep.archive.zipped import unpacked
from dragon_prep.core.workers import Workers
from dragon_prep.services.probe.phrases import giveaway
from dragon_prep.services.probe.release import read_task, task_names
from dragon_prep.services.probe.scoring import FLOOR, MethodScore, score_task

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from dragon_prep.services.probe.phrases import Giveaway

TRIVIAL = 0.98
"""A task on which a simple method scores more is trivial."""
ONE_PHRASE = 0.95
"""A task whose best single phrase, or words alone for tags, scores more is given away."""
NO_BETTER = 0.02
"""A task on which no method scores so much more than the majority is not learned; of few cases it
must be more than chance gives, one by the root of their number.
"""


class TaskVerdict(StrEnum):
    """What the scores say of a task."""

    TRIVIAL = "trivial"
    UNLEARNED = "no better than the majority"
    GIVEN_AWAY = "given away by one phrase"


@dataclass(frozen=True, slots=True, repr=False)
class TaskProbe:
    """What was found of a task.

    Attributes:
        name: the full name.
        metric: its metric.
        cases: how many are for development and have labels for testing.
        on_test: whether the scores are of the test set; else they are of the folds' validation.
        scores: of each method, the one that knows no text first.
        giveaway: the best single phrase; None for tags.
        verdicts: what that says.
    """

    name: str
    metric: str
    cases: tuple[int, int]
    on_test: bool
    scores: tuple[MethodScore, ...]
    giveaway: Giveaway | None
    verdicts: tuple[TaskVerdict, ...]

    @property
    def best(self) -> MethodScore:
        """The method that scores most, but for the one that knows no text."""
        return best_of(self.scores)


def best_of(scores: Sequence[MethodScore]) -> MethodScore:
    """The method that scores most, but for the one that knows no text; the first of equals."""
    ranked = [found for found in scores if found.method != FLOOR]
    return max(ranked, key=lambda found: -math.inf if math.isnan(found.mean) else found.mean)


def probe(
    release: Path,
    *,
    tasks: Sequence[str] = (),
    every: bool = False,
    workers: int = 1,
    done: Callable[[int, int], None] | None = None,
) -> list[TaskProbe]:
    """Trains simple methods on the folds of a release's tasks and scores them.

    Args:
        release: folder or zip of a release, or a folder of published archives.
        tasks: full names or numbers such as ``T19``; all of the release unless given.
        every: with all methods, not only those that are quick.
        workers: processes; the figures do not depend on it.
        done: called with how many tasks are done, and of how many.

    Raises:
        VerifyFault: if it is no release, or a file of a task cannot be read.
        UsageFault: if it has no such task.
        SystemFault: if a worker process died.
    """
    with unpacked(release) as root, Workers(workers) as pool:
        names = task_names(root, tasks)
        jobs = [(root, name) for name in names]
        heard = partial(_heard, done, len(jobs))
        return pool.run(partial(_probe_task, every=every), jobs, heard)


def _heard(done: Callable[[int, int], None] | None, total: int, count: int) -> None:
    if done is not None:
        done(count, total)


def _probe_task(job: tuple[Path, str], *, every: bool) -> TaskProbe:
    task = read_task(*job)
    scores = tuple(score_task(task, every=every))
    best = giveaway(task)
    return TaskProbe(
        name=task.name,
        metric=task.metric,
        cases=(len(task.cases) - len(task.test), len(task.test)),
        on_test=bool(task.test),
        scores=scores,
        giveaway=best,
        verdicts=tuple(verdicts(scores, best, len(task.test) or len(task.cases))),
    )


def verdicts(
    scores: Sequence[MethodScore], found: Giveaway | None, cases: int
) -> list[TaskVerdict]:
    """What scores say of a task.

    Args:
        scores: of the methods.
        found: the best single phrase; of tags, what words alone tell stands for it.
        cases: how many were scored.
    """
    best = best_of(scores)
    floor = next(own.mean for own in scores if own.method == FLOOR)
    words = next((own.mean for own in scores if own.method == "words"), math.nan)
    said = []
    if best.mean > TRIVIAL:
        said.append(TaskVerdict.TRIVIAL)
    if best.mean - floor <= max(NO_BETTER, cases**-0.5):
        said.append(TaskVerdict.UNLEARNED)
    if (words if found is None else found.score) > ONE_PHRASE:
        said.append(TaskVerdict.GIVEN_AWAY)
    return said
