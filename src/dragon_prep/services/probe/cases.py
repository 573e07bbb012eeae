"""The cases of a task with its folds, as a release has them or a simulation gives them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dragon_prep.core.targets import TargetType

    Content = str | tuple[str, ...]


@dataclass(frozen=True, slots=True, repr=False)
class ProbeCase:
    """A case with its label.

    Attributes:
        uid: its uid.
        content: a text, or text parts.
        label: as the archives have it; None where a test case has none.
    """

    uid: str
    content: Content
    label: Any


@dataclass(frozen=True, slots=True)
class Fold:
    """One job: which cases are learned from, and which are told, by place in the task's cases."""

    train: tuple[int, ...]
    validation: tuple[int, ...]


@dataclass(frozen=True, slots=True, repr=False)
class ProbeTask:
    """A task to be probed.

    Attributes:
        name: the full name.
        type: of its target.
        metric: the evaluator's.
        epsilon: its tolerance for numbers.
        cases: for development and, where they have labels, for testing.
        folds: of the development cases.
        test: places of the labelled test cases; none in what participants get.
    """

    name: str
    type: TargetType
    metric: str
    epsilon: float | None
    cases: tuple[ProbeCase, ...]
    folds: tuple[Fold, ...]
    test: tuple[int, ...]
