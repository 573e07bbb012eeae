"""The last step: which reports stay."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from dragon_prep.corpora.dedupe.verify import halves, read_edges

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from dragon_prep.core.digests import Array
    from dragon_prep.corpora.dedupe.order import KeyedOrder

SAME, NEARLY = 1, 2


@dataclass(frozen=True, slots=True, repr=False)
class Fates:
    """What becomes of each report, by its number: 0 for what stays.

    Attributes:
        of: 1 for what says exactly what an earlier one does, 2 for what nearly does.
        uncompared: how many reports of crowds were not held against all others of a band.
    """

    of: Array
    uncompared: int = 0


def chosen(order: KeyedOrder, edges: Iterable[Path], uncompared: int = 0) -> Fates:
    """What stays: in keyed order, whatever is near to no earlier one that stays.

    So what goes is near to one that stays, however long a chain of near ones is, and of those that
    stay no two are near.

    Args:
        order: of all reports.
        edges: the files of the pairs that are near, in the order of their later reports.
        uncompared: as in :class:`Fates`.

    Raises:
        SystemFault: if a file is gone or damaged.
    """
    fates = np.where(order.copies, SAME, 0).astype("u1")
    for path in edges:
        for later, earlier in zip(*halves(read_edges(path)), strict=True):
            if not (fates[later] or fates[earlier]):
                fates[later] = NEARLY
    return Fates(fates, uncompared)
