"""Cases with a tag that no other fold has: models are not trained on it, and fail where it is."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Any

from dragon_prep.core.tag_classes import asked_classes, block_classes
from dragon_prep.core.targets import TargetType
from dragon_prep.tasks.splitting import steps_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragon_prep.split.folds import Split
    from dragon_prep.tasks.splitting import Parting
    from dragon_prep.tasks.task import Task

LONE = "has a tag that no other fold has"
_MOST = 0.01  # of the cases outside the test set; where there are more, somebody must decide
_FEW = 3  # go however few there are


def without_lone_tags(task: Task, parting: Parting) -> Parting:
    """Leaves out the few cases outside the test set with a tag that one fold alone has.

    The baseline fails before training where a validation file has a tag that its training file
    lacks (``KeyError: 'I-...'``). A test set may have such a tag. Where these are many, all stay,
    and the release is refused (V481).

    Args:
        task: the definition; nothing is done to targets without tags.
        parting: its cases and their split.

    Returns:
        The others, with how many went as a step.
    """
    if not task.target.type.is_token_level:
        return parting
    classes = [_classes_of(task.target.type, case.label) for case in parting.cases]
    going: set[int] = set()
    while more := _lone(classes, parting.split, going):
        going |= more
    development = parting.split.rows - len(parting.split.test)
    if not going or len(going) > max(_FEW, _MOST * development):
        return parting
    return replace(
        parting,
        cases=tuple(case for row, case in enumerate(parting.cases) if row not in going),
        split=parting.split.without(going),
        steps=(*parting.steps, *steps_of(task, parting.cases, going, LONE)),
    )


def _classes_of(kind: TargetType, label: Any) -> frozenset[tuple[str, str]]:
    """The classes of a case, each with its block; all tags are of one where there is one each."""
    if kind is TargetType.MULTI_LABEL_NER:
        return frozenset(block_classes(map(tuple, label)))
    return frozenset(("", tag) for tag in label)


def _lone(classes: Sequence[frozenset[tuple[str, str]]], split: Split, gone: set[int]) -> set[int]:
    """The cases that are left with a class that the training cases of their fold lack."""
    found: set[int] = set()
    for fold, rows in enumerate(split.validation):
        learnt = set(
            chain.from_iterable(classes[row] for row in split.training(fold) if row not in gone)
        )
        names = {name for _, name in learnt}
        found |= {
            row
            for row in rows
            if row not in gone and not asked_classes(classes[row], learnt) <= names
        }
    return found
