"""The file of a release profile: group by group, noisy counts, and what they cost."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dragon_prep.core.codes.likeness import LIKENESS_UNREADABLE
from dragon_prep.core.errors import InputFault, Place
from dragon_prep.core.files import write_atomically

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FORMAT = 1
_KIND = "dragon-prep release profile"
_LARGEST_FILE = 1 << 22


@dataclass(frozen=True, slots=True, repr=False)
class ToldGroup:
    """Answers that are told together.

    Attributes:
        cells: the answers.
        reports: how many reports have one of them, with noise; None if that is not told.
    """

    cells: tuple[str, ...]
    reports: int | None


@dataclass(frozen=True, slots=True, repr=False)
class ToldQuestion:
    """What a profile says to one question.

    Attributes:
        name: of the question.
        epsilon: what it cost.
        scale: of the noise on each cell.
        groups: in the order of their cells.
    """

    name: str
    epsilon: float
    scale: float
    groups: tuple[ToldGroup, ...]

    @property
    def is_told(self) -> bool:
        """Whether it says more than that there are reports."""
        return len(self.groups) > 1

    @property
    def total(self) -> int:
        """How many reports there are by it, with the noise of all groups."""
        return sum(group.reports or 0 for group in self.groups)


@dataclass(frozen=True, slots=True, repr=False)
class ReleaseProfile:
    """What a release is like as a whole.

    Attributes:
        epsilon: what it cost.
        noise: which library drew the noise.
        tasks: by full name, the questions and what is said to them.
    """

    epsilon: str
    noise: str
    tasks: Mapping[str, tuple[ToldQuestion, ...]]


def write_release_profile(path: Path, profile: ReleaseProfile) -> None:
    """Writes a profile, whole or not at all.

    Raises:
        OSError: if the system refuses.
    """
    body = {
        "kind": _KIND,
        "format": FORMAT,
        "epsilon": profile.epsilon,
        "noise": profile.noise,
        "tasks": {
            name: [_question_json(question) for question in told]
            for name, told in sorted(profile.tasks.items())
        },
    }
    write_atomically(path, (json.dumps(body, indent=2) + "\n").encode("ascii"))


def _question_json(question: ToldQuestion) -> dict[str, object]:
    groups = [{"cells": list(g.cells), "reports": g.reports} for g in question.groups]
    return {
        "question": question.name,
        "epsilon": question.epsilon,
        "scale": question.scale,
        "groups": groups,
    }


def read_release_profile(path: Path) -> ReleaseProfile:
    """Reads a profile.

    Raises:
        InputFault: if it is none.
    """
    try:
        if path.stat().st_size > _LARGEST_FILE:
            raise ValueError("too large for a profile")
        return _read(json.loads(path.read_bytes()))
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise InputFault(LIKENESS_UNREADABLE, place=Place(path.name)) from None


def _read(body: Mapping[str, Any]) -> ReleaseProfile:
    if (body["kind"], body["format"]) != (_KIND, FORMAT):
        raise ValueError("something else")
    tasks = {name: tuple(map(_question, told)) for name, told in body["tasks"].items()}
    return ReleaseProfile(str(body["epsilon"]), str(body["noise"]), tasks)


def _question(body: Mapping[str, Any]) -> ToldQuestion:
    groups = tuple(
        ToldGroup(tuple(map(str, group["cells"])), _count(group["reports"]))
        for group in body["groups"]
    )
    if not groups or not all(group.cells for group in groups):
        raise ValueError("a question without answers")
    return ToldQuestion(str(body["question"]), float(body["epsilon"]), float(body["scale"]), groups)


def _count(value: object) -> int | None:
    if value is None:
        return None
    if type(value) is not int or value < 0:
        raise ValueError("a count that is none")
    return value
