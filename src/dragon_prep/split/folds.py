"""The test set and the folds of a task, by patient."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from dragon_prep.core.codes import split as faults
from dragon_prep.core.errors import InputFault

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence


@dataclass(frozen=True, slots=True)
class Split:
    """Which rows of a task are its test set, and which validate in which fold.

    Rows are counted from 0; every tuple is ascending.

    Attributes:
        test: the rows of the test set, the same in every fold.
        validation: for each fold, its validation rows. Together they are all rows but the test
            set; each stands in one fold.

    Raises:
        ValueError: if the rows are not ascending, or not each of 0, 1, 2, ... exactly once.
    """

    test: tuple[int, ...]
    validation: tuple[tuple[int, ...], ...]

    def __post_init__(self) -> None:
        parts = (self.test, *self.validation)
        if any(part != tuple(sorted(part)) for part in parts):
            raise ValueError("rows of a split are not ascending")
        rows = sorted(chain.from_iterable(parts))
        if rows != list(range(len(rows))):
            raise ValueError("a split must place every row exactly once")

    @property
    def folds(self) -> int:
        """How many folds there are."""
        return len(self.validation)

    @property
    def rows(self) -> int:
        """How many rows there are, test set included."""
        return len(self.test) + sum(map(len, self.validation))

    def reordered(self, order: Sequence[int]) -> Split:
        """The same split of the same rows in another order.

        Args:
            order: for each new place, which row stands there now.
        """
        place = {row: at for at, row in enumerate(order)}
        test, *validation = (
            tuple(sorted(place[row] for row in rows)) for rows in (self.test, *self.validation)
        )
        return Split(test, tuple(validation))

    def without(self, rows: Collection[int]) -> Split:
        """The same split of the other rows, which are counted anew.

        Args:
            rows: those that go.
        """
        place = {row: at for at, row in enumerate(r for r in range(self.rows) if r not in rows)}
        test, *validation = (
            tuple(place[row] for row in part if row in place)
            for part in (self.test, *self.validation)
        )
        return Split(test, tuple(validation))

    def training(self, fold: int) -> tuple[int, ...]:
        """The rows a model is trained on in one fold, ascending."""
        others = (rows for k, rows in enumerate(self.validation) if k != fold)
        return tuple(sorted(chain.from_iterable(others)))


def dragon2025(
    groups: Sequence[str],
    *,
    test_fraction: float = 0.3,
    folds: int = 5,
    seed: int = 42,
    separate_test: Sequence[bool] | None = None,
) -> Split:
    """The split of the DRAGON challenge, bit for bit.

    Groups are shuffled in order of first appearance, and the first ``int(test_fraction * groups)``
    of them are the test set. The groups of the other rows, again in order of first appearance,
    are dealt to the folds as scikit-learn's shuffled ``KFold`` deals them. Nothing is stratified.

    Args:
        groups: for each row, which group (patient) it belongs to. Groups are never taken apart.
        test_fraction: the share of groups in the test set.
        folds: how many folds, at least 2.
        seed: of both shuffles.
        separate_test: for each row, whether it belongs to a test set that was fixed beforehand;
            no share of the groups is taken then.

    Raises:
        InputFault: if a row has no group, a separate test set shares a group with the other rows,
            fewer groups than folds are left beside the test set, or the test set is empty.
        ValueError: if ``folds`` or ``test_fraction`` is out of range, or ``separate_test`` has
            another length than ``groups``.
    """
    if folds < 2:
        raise ValueError("at least 2 folds are needed")
    if not 0 <= test_fraction < 1:
        raise ValueError("test_fraction must be at least 0 and less than 1")
    if without := sum(not group for group in groups):
        raise InputFault(faults.NO_GROUP, f"{without} of {len(groups)} rows name no patient")

    if separate_test is None:
        chosen = _chosen(groups, test_fraction, seed)
        is_test = [group in chosen for group in groups]
    else:
        is_test = [bool(flag) for flag in separate_test]
        _check_separate(groups, is_test)

    development = dict.fromkeys(g for g, out in zip(groups, is_test, strict=True) if not out)
    if len(development) < folds:
        raise InputFault(
            faults.TOO_FEW_GROUPS,
            f"{len(development)} patients are left for {folds} folds, beside the test set",
        )
    if not any(is_test):
        raise InputFault(faults.NO_TEST)

    fold_of = _deal(development, folds, seed)
    validation: list[list[int]] = [[] for _ in range(folds)]
    test: list[int] = []
    for row, (group, out) in enumerate(zip(groups, is_test, strict=True)):
        (test if out else validation[fold_of[group]]).append(row)
    return Split(tuple(test), tuple(map(tuple, validation)))


def _shuffled(count: int, seed: int) -> list[int]:
    # The challenge seeded numpy's global legacy generator. A private one gives the same order, and
    # so does an array of indices; the order of a string array would hang on the pandas version.
    order = np.arange(count)
    np.random.RandomState(seed).shuffle(order)
    return [int(i) for i in order]


def _chosen(groups: Sequence[str], fraction: float, seed: int) -> Collection[str]:
    distinct = list(dict.fromkeys(groups))
    first = _shuffled(len(distinct), seed)[: int(fraction * len(distinct))]
    return {distinct[i] for i in first}


def _deal(groups: Collection[str], folds: int, seed: int) -> dict[str, int]:
    distinct = list(groups)
    order = _shuffled(len(distinct), seed)
    size, larger = divmod(len(distinct), folds)
    fold_of: dict[str, int] = {}
    for fold in range(folds):
        start = fold * size + min(fold, larger)
        stop = start + size + (fold < larger)
        fold_of.update((distinct[i], fold) for i in order[start:stop])
    return fold_of


def _check_separate(groups: Sequence[str], is_test: Sequence[bool]) -> None:
    sides: tuple[set[str], set[str]] = (set(), set())
    for group, out in zip(groups, is_test, strict=True):
        sides[out].add(group)
    if shared := len(sides[0] & sides[1]):
        raise InputFault(
            faults.SHARED_GROUPS,
            f"{shared} of the {len(sides[1])} patients of the separate test set have reports "
            "among the others too",
        )
