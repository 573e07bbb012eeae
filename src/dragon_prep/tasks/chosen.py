"""Chooses cases of a look-alike among more: so many, and as a release profile says they should be.

Weights are raked: question by question, until each group of answers has its share. Then cases are
taken one by one along the sum of their weights (systematic sampling), like ones beside each other,
so that the shares of what is taken are those of the weights to within a case or two.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from dragon_prep.core.codes.likeness import TOO_FEW_CASES
from dragon_prep.core.errors import InputFault, Place
from dragon_prep.core.keys import KeyPurpose

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from dragon_prep.core.keys import ProjectKey
    from dragon_prep.tasks.questions import CaseRow, Question

    Numbers = npt.NDArray[np.float64]
    Places = npt.NDArray[np.int64]

_ROUNDS = 50
_FINE = 1 << 20


@dataclass(frozen=True, slots=True, repr=False)
class Wish:
    """What share of the cases each group of answers to a question should have.

    Attributes:
        question: that is asked.
        groups: of each, the places of its cells, and its share; the shares add up to 1.
    """

    question: Question
    groups: tuple[tuple[tuple[int, ...], float], ...]

    def groups_of(self, rows: Sequence[CaseRow]) -> Places:
        """The group of each row."""
        of_cell = {cell: at for at, (cells, _) in enumerate(self.groups) for cell in cells}
        return np.array([of_cell[self.question.of(row)] for row in rows], dtype=np.int64)

    @property
    def shares(self) -> Numbers:
        """The share of each group."""
        return np.array([share for _, share in self.groups])


@dataclass(frozen=True, slots=True, repr=False)
class CaseChoice:
    """How many cases a task should have, and what they should be like.

    Attributes:
        rows: how many.
        wishes: what they should be like; nothing in particular without any.
    """

    rows: int
    wishes: tuple[Wish, ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class Nearness:
    """How near what was chosen comes to an wish.

    Attributes:
        question: its name.
        distance: total variation: the share of cases that would have to be others.
        short: groups of which there were too few, by the names of their cells.
    """

    question: str
    distance: float
    short: tuple[str, ...]

    def to_json(self) -> dict[str, object]:
        """For a manifest."""
        return {
            "question": self.question,
            "distance": round(self.distance, 4),
            "short": list(self.short),
        }


def choose(
    rows: Sequence[CaseRow], ids: Sequence[str], choice: CaseChoice, key: ProjectKey, task: str
) -> list[int]:
    """Which rows are taken, in their order.

    Args:
        rows: to choose among.
        ids: of each, the keyed stand-in of its report and what tells it from others of the report.
        choice: how many, and what they should be like.
        key: the same key, the same choice.
        task: the full name.

    Raises:
        InputFault: if there are fewer rows than are wanted.
    """
    if len(rows) < choice.rows:
        raise InputFault(TOO_FEW_CASES, place=Place(task))
    answers = [wish.groups_of(rows) for wish in choice.wishes]
    likely = _capped(_raked(len(rows), answers, choice.wishes), choice.rows)
    drawn = [key.digest(KeyPurpose.LOOK_ALIKE, task, one) for one in ids]
    order = sorted(range(len(rows)), key=lambda at: (*(int(a[at]) for a in answers), drawn[at]))
    start = int.from_bytes(key.digest(KeyPurpose.LOOK_ALIKE, task)[:4], "big") % _FINE
    # Never on an edge, so that rounding takes no case too many.
    below = np.floor(np.cumsum(likely[order]) - (start + 0.5) / _FINE)
    before = np.concatenate(([-1.0], below[:-1]))
    return sorted(order[at] for at in np.flatnonzero(below > before))


def nearness(rows: Sequence[CaseRow], choice: CaseChoice) -> tuple[Nearness, ...]:
    """How near rows come to the wishes of a choice."""
    found = []
    for wish in choice.wishes:
        got = _sums(wish.groups_of(rows), np.ones(len(rows)), len(wish.groups)) / max(1, len(rows))
        gaps = wish.shares - got
        short = tuple(
            " | ".join(wish.question.cells[cell] for cell in cells)
            for gap, (cells, _) in zip(gaps, wish.groups, strict=True)
            if gap > max(0.01, 1.5 / max(1, len(rows)))
        )
        found.append(Nearness(wish.question.name, float(np.abs(gaps).sum() / 2), short))
    return tuple(found)


def _raked(count: int, answers: Sequence[Places], wishes: Sequence[Wish]) -> Numbers:
    weights = np.full(count, 1.0 / count)
    for _ in range(_ROUNDS):
        for groups, wish in zip(answers, wishes, strict=True):
            have = _sums(groups, weights, len(wish.groups))
            factors = np.divide(wish.shares, have, out=np.ones_like(have), where=have > 0)
            weights = weights * factors[groups]
    return weights


def _capped(weights: Numbers, wanted: int) -> Numbers:
    """How likely each row is taken: by its weight, but never more than surely."""
    weights = np.maximum(weights, 1e-12)  # rather a case of a group that is full than one too few
    sure = np.zeros(len(weights), dtype=bool)
    while True:
        free = wanted - int(sure.sum())
        rest = np.where(sure, 0.0, weights)
        likely = np.where(sure, 1.0, rest * (free / max(_total(rest), 1e-300)))
        over = (likely >= 1.0) & ~sure
        if not over.any():
            return likely
        sure |= over


def _sums(groups: Places, weights: Numbers, count: int) -> Numbers:
    """Added up in order, so that no machine rounds otherwise."""
    return np.bincount(groups, weights=weights, minlength=count).astype(np.float64)


def _total(values: Numbers) -> float:
    return float(_sums(np.zeros(len(values), dtype=np.int64), values, 1)[0])
