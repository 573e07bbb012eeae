"""Blocks of a study: reports of tasks that ask alike, each text once."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragon_prep.core.codes.reader_study import REPORTS_FEW
from dragon_prep.core.codes.run import OPTION_INVALID
from dragon_prep.core.errors import UsageFault
from dragon_prep.core.keys import KeyPurpose

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dragon_prep.core.keys import ProjectKey
    from dragon_prep.services.label_files import LabelledTask

SMALLEST, LARGEST, USUAL = 30, 50, 40


@dataclass(frozen=True, slots=True, repr=False)
class StudyTask:
    """A task of a study.

    Attributes:
        name: its full name.
        title: what it is about.
        cohort: whose reports it reads.
        unit: of a number.
        labelled: its question, answers and reports.
    """

    name: str
    title: str
    cohort: str
    unit: str | None
    labelled: LabelledTask

    @property
    def number(self) -> int:
        """The task's number."""
        return int(self.name.partition("_")[0].removeprefix("Task"))

    @property
    def group(self) -> str:
        """The group it is in unless others are named: whose reports, and what is asked of them."""
        kind = "entities" if self.labelled.question.type.is_token_level else "labels"
        return f"{self.cohort}-{kind}"


@dataclass(frozen=True, slots=True, repr=False)
class StudyBlock:
    """A block.

    Attributes:
        group: of its tasks.
        tasks: the numbers of the group's tasks.
        reports: task and uid of each report.
    """

    group: str
    tasks: frozenset[int]
    reports: tuple[tuple[str, str], ...]


def grouped(
    tasks: Sequence[StudyTask], groups: Mapping[str, Sequence[int]]
) -> dict[str, list[StudyTask]]:
    """Tasks by group.

    Args:
        tasks: of the study.
        groups: numbers of tasks of groups that are named; other tasks are in no group then. Without
            any, tasks are together that ask alike of the same cohort's reports.

    Raises:
        UsageFault: if a task of a group is not of the study.
    """
    if not groups:
        found: dict[str, list[StudyTask]] = {}
        for task in tasks:
            found.setdefault(task.group, []).append(task)
        return found
    known = {task.number: task for task in tasks}
    if not {number for numbers in groups.values() for number in numbers} <= known.keys():
        raise UsageFault(OPTION_INVALID, "--group has a task that the release does not have")
    return {name: [known[number] for number in numbers] for name, numbers in groups.items()}


def draw_blocks(
    group: str, tasks: Sequence[StudyTask], *, count: int, size: int, key: ProjectKey
) -> Iterator[StudyBlock]:
    """Draws the blocks of a group: as many reports of each task as can be, no text twice.

    Args:
        group: its name.
        tasks: its tasks.
        count: how many blocks.
        size: how many reports in a block; of the last ones fewer, but never less than 30.
        key: of the study.

    Raises:
        UsageFault: if there are too few different reports.
    """
    turns = list(_turns(tasks, key))
    for number in range(count):
        part = turns[number * size : (number + 1) * size]
        if len(part) < SMALLEST:
            wanted = number * size + SMALLEST
            detail = f"the group {group} has {len(turns)} different reports, and needs {wanted}"
            raise UsageFault(REPORTS_FEW, detail)
        yield StudyBlock(group, frozenset(task.number for task in tasks), tuple(part))


def _turns(tasks: Sequence[StudyTask], key: ProjectKey) -> Iterator[tuple[str, str]]:
    """A report of each task in turn, in an order that only the key tells."""

    def order(task: StudyTask, uid: str) -> bytes:
        return key.digest(KeyPurpose.ORDER, task.name, uid)

    waiting = {
        task.name: sorted(task.labelled.answers, key=lambda uid, t=task: order(t, uid))  # type: ignore[misc]
        for task in tasks
    }
    seen: set[bytes] = set()
    while any(waiting.values()):
        for task in tasks:
            left = waiting[task.name]
            while left:
                uid = left.pop()
                digest = _digest(task.labelled.contents[uid])
                if digest not in seen:
                    seen.add(digest)
                    yield task.name, uid
                    break


def _digest(content: str | tuple[str, ...]) -> bytes:
    parts = (content,) if isinstance(content, str) else content
    return hashlib.sha256("\x00".join(parts).encode()).digest()
