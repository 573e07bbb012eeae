"""From a release profile to what the tasks of a look-alike should be like."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from dragon_prep.archive.manifest import read_manifest
from dragon_prep.tasks.chosen import CaseChoice, Wish
from dragon_prep.tasks.published import published_sizes
from dragon_prep.tasks.questions import questions

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from dragon_prep.services.release_profile.file import ReleaseProfile, ToldQuestion
    from dragon_prep.tasks.questions import Question
    from dragon_prep.tasks.task import Task

FEWEST = 60
"""The fewest cases a task of a look-alike can have: below, folds lack classes too often."""
_FEWEST_REPORTS = 100  # of a cohort: simulators need so many for every kind of case
_MARGIN = 1.15  # reports are left out, and in some runs more than in others
_SPARE = 2.5  # so many times the reports that are needed, to choose among
_MORE = 1.4


@dataclass(frozen=True, slots=True, repr=False)
class Likeness:
    """What the tasks of a look-alike should be like.

    Attributes:
        choices: by task, how many cases it has and what they are like.
        unfollowed: by task, the questions that the profile says nothing of that can be followed.
    """

    choices: Mapping[str, CaseChoice] = field(default_factory=dict)
    unfollowed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def likeness_of(
    tasks: Sequence[Task], profile: ReleaseProfile | None, reports: int | None
) -> Likeness:
    """What tasks should be like.

    Args:
        tasks: of the look-alike.
        profile: of a release; without it, tasks are as their simulators make them.
        reports: how many cases each task has; for None as many as the profile says, or as in the
            benchmark.
    """
    choices, unfollowed = {}, {}
    for task in tasks:
        told = profile.tasks.get(task.full_name, ()) if profile is not None else ()
        wishes, left = _wishes(task, told)
        rows = reports or (max((one.total for one in told), default=0) if told else 0)
        if told or rows:
            choices[task.full_name] = CaseChoice(_enough(rows, task), wishes)
        if profile is not None:
            unfollowed[task.full_name] = left if told else ("all: it is not in the profile",)
    return Likeness(choices, {name: left for name, left in unfollowed.items() if left})


def sizes_of(tasks: Sequence[Task], likeness: Likeness, more: Mapping[str, int]) -> dict[str, int]:
    """How many reports each cohort is simulated with, so that its tasks have enough cases.

    Args:
        tasks: of the look-alike.
        likeness: what they should be like.
        more: how often a cohort had too few so far.

    Returns:
        By cohort; those whose tasks have their usual sizes are not in it.
    """
    from dragon_prep.synthetic import FULL_SIZES

    sizes: dict[str, int] = {}
    for task in tasks:
        choice = likeness.choices.get(task.full_name)
        if choice is None:
            continue
        spare = _SPARE if choice.wishes else _MARGIN
        part = choice.rows / _usual(task) * spare
        for cohort in task.cohorts:
            wanted = math.ceil(FULL_SIZES.get(cohort, 0) * part * _MORE ** more.get(cohort, 0))
            sizes[cohort] = max(sizes.get(cohort, _FEWEST_REPORTS), wanted)
    usual = {c for t in tasks if t.full_name not in likeness.choices for c in t.cohorts}
    return {c: max(size, FULL_SIZES.get(c, 0)) if c in usual else size for c, size in sizes.items()}


def likeness_told(release: Path) -> dict[str, dict[str, Any]]:
    """By task, what the manifest of a look-alike says of the release profile it was made after.

    Returns:
        ``likeness`` and ``unfollowed`` of each task; nothing of a look-alike made without one.
    """
    manifest: dict[str, Any] = read_manifest(release)
    left = manifest["options"].get("look_alike", {}).get("unfollowed", {})
    return {
        name: {"likeness": entry.get("likeness", []), "unfollowed": left.get(name, [])}
        for name, entry in manifest["tasks"].items()
        if entry.get("likeness") or name in left
    }


def _enough(rows: int, task: Task) -> int:
    return max(FEWEST, rows) if rows else _usual(task)


def _usual(task: Task) -> int:
    """How many cases a task has in the benchmark; of others, as many as its cohorts."""
    from dragon_prep.synthetic import FULL_SIZES

    sizes = published_sizes(task.full_name)
    if sizes is not None:
        return sizes.development + sizes.test
    return sum(FULL_SIZES.get(cohort, 0) for cohort in task.cohorts) or 1


def _wishes(task: Task, told: Sequence[ToldQuestion]) -> tuple[tuple[Wish, ...], tuple[str, ...]]:
    """What a profile wants of a task, and the questions of which nothing can be followed."""
    centres = [centre for _, own in task.cohorts.values() for centre in own]
    asked = {question.name: question for question in questions(task.target, centres)}
    wishes, left = [], []
    for one in told:
        wish = _wish(asked.get(one.name), one)
        if wish is None:
            left.append(one.name)
        else:
            wishes.append(wish)
    return tuple(wishes), tuple(left)


def _wish(question: Question | None, told: ToldQuestion) -> Wish | None:
    """Shares of groups; None where nothing is told, or the definition has other cells."""
    if question is None or not told.is_told:
        return None
    places = {cell: at for at, cell in enumerate(question.cells)}
    rest: set[int] = set(places.values())
    groups: list[tuple[tuple[int, ...], float]] = []
    for group in told.groups:
        cells = tuple(places[cell] for cell in group.cells if cell in places)
        rest -= {*cells}
        if cells:
            groups.append((cells, float(group.reports or 0)))
    total = sum(share for _, share in groups)
    if total <= 0:
        return None
    shares = [(cells, share / total) for cells, share in groups]
    return Wish(question, (*shares, *([(tuple(sorted(rest)), 0.0)] if rest else [])))
