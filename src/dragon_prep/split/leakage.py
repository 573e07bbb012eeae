"""Checks, apart from how a split was made, that nobody is on two sides of it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from dragon_prep.core.codes import split as faults
from dragon_prep.core.errors import VerifyFault

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragon_prep.split.folds import Split


def check_disjoint(groups: Sequence[str], split: Split) -> None:
    """Checks that no group is in two of training, validation and test of any fold.

    It looks at the rows only as the archives will hold them, and counts; no group is named.

    Args:
        groups: for each row, which group (patient) it belongs to.
        split: of these rows.

    Raises:
        VerifyFault: if a group is on two sides in some fold, or a row is not placed exactly once.
    """
    for fold in range(split.folds):
        sides = {
            "training": split.training(fold),
            "validation": split.validation[fold],
            "test": split.test,
        }
        placed = Counter(row for rows in sides.values() for row in rows)
        if placed != Counter(range(len(groups))):
            raise VerifyFault(
                faults.INCOMPLETE,
                f"fold {fold} does not place each of the {len(groups)} rows exactly once",
            )
        found = Counter(group for rows in sides.values() for group in {groups[r] for r in rows})
        if leaked := sum(count > 1 for count in found.values()):
            raise VerifyFault(
                faults.LEAK,
                f"in fold {fold}, {leaked} patients are in two of {', '.join(sides)}",
            )
