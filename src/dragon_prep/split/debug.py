"""A debug set: development cases dealt once more, to try an algorithm without the test set."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from dragon_prep.split.folds import Split, dragon2025

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_SHARE = 0.3  # of the patients, to be tested on; a fifth of the others validate
_FOLDS = 5
_SEED = 42
_TRIES = 100


@dataclass(frozen=True, slots=True)
class DebugSplit:
    """Which development rows of a task are trained on, validate and are tested in its debug job.

    Attributes:
        training: rows, ascending.
        validation: likewise.
        test: likewise.
    """

    training: tuple[int, ...]
    validation: tuple[int, ...]
    test: tuple[int, ...]


def debug_splits(groups: Sequence[str], split: Split) -> Iterator[DebugSplit]:
    """Ways to deal the development rows of a split by patient, the usual one first.

    The shares are those of the debug sets of the DRAGON challenge, which were drawn by row: 30 %,
    14 % and 56 %. A later way is for where a class would be missing in an earlier one.

    Args:
        groups: for each row, which patient it belongs to.
        split: of the rows; its test set is not touched.

    Raises:
        InputFault: if there are too few patients.
    """
    rows = sorted(chain.from_iterable(split.validation))
    own = [groups[row] for row in rows]
    for seed in range(_SEED, _SEED + _TRIES):
        dealt = dragon2025(own, test_fraction=_SHARE, folds=_FOLDS, seed=seed)
        parts = (dealt.training(0), dealt.validation[0], dealt.test)
        yield DebugSplit(*(tuple(rows[at] for at in part) for part in parts))
