"""What the labels of a task look like, in counts or numbers."""

from __future__ import annotations

from collections import Counter
from statistics import quantiles
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_SPREAD = ("min", "25 %", "median", "75 %", "max")


def label_summary(labels: Sequence[object]) -> dict[str, float | int]:
    """Counts of classes, or the spread of numbers.

    Args:
        labels: one per case; lists count by their elements.
    """
    flat = list(_flat(labels))
    numbers = [v for v in flat if isinstance(v, int | float) and not isinstance(v, bool)]
    if len(numbers) > 1:
        low, middle, high = quantiles(numbers, n=4)
        return dict(zip(_SPREAD, (min(numbers), low, middle, high, max(numbers)), strict=True))
    return dict(sorted(Counter(str(v) for v in flat).items()))


def is_spread(summary: Mapping[str, object]) -> bool:
    """Whether a summary is of numbers, so that it holds no counts."""
    return tuple(summary) == _SPREAD


def _flat(labels: Iterable[object]) -> Iterator[object]:
    for label in labels:
        if isinstance(label, list):
            yield from _flat(label)
        else:
            yield label
