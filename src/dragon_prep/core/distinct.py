"""Each value of an array once, without a detour."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

Scalar = TypeVar("Scalar", bound=np.generic)


def distinct(values: NDArray[Scalar]) -> NDArray[Scalar]:
    """What ``np.unique`` gives of an array of one dimension: each value once, ascending.

    Since numpy 2.3 that puts numbers in a hash table first, and sorts afterwards: ten times the
    time of sorting at once.
    """
    ascending = np.sort(values)
    is_first = np.empty(len(ascending), np.bool_)
    is_first[:1] = True
    np.not_equal(ascending[1:], ascending[:-1], out=is_first[1:])
    return ascending[is_first]
