"""Private random streams, word lists, and drawing to exact counts."""

from __future__ import annotations

import json
from functools import cache
from itertools import pairwise
from random import Random
from typing import TYPE_CHECKING, Any

from dragon_prep.data import load

if TYPE_CHECKING:
    from collections.abc import Sequence


def stream(*names: object) -> Random:
    """A generator of its own, seeded by what it is for.

    The seed is a text, which Python hashes in the same way on every machine. Streams with
    different names do not disturb each other: one more draw in one report changes no other.
    """
    return Random("/".join(map(str, names)))  # noqa: S311 - simulated data, not secrets


@cache
def lexicon(name: str) -> dict[str, Any]:
    """The word lists of ``data/sim_<name>.json``. Shared: not to be changed by the caller.

    Raises:
        SystemFault: if the file is missing or damaged.
    """
    content: dict[str, Any] = json.loads(load.text(f"sim_{name}.json"))
    return content


def apportion(total: int, weights: Sequence[float]) -> list[int]:
    """Divides a whole number in the proportion of the weights (largest remainders).

    Returns:
        Whole numbers with sum ``total``; equal remainders go to the earlier weight.
    """
    shares = [total * weight / sum(weights) for weight in weights]
    counts = [int(share) for share in shares]
    by_remainder = sorted(range(len(shares)), key=lambda i: (counts[i] - shares[i], i))
    for i in by_remainder[: total - sum(counts)]:
        counts[i] += 1
    return counts


def group_sizes(rng: Random, total: int, weights: Sequence[float], pairs: int) -> list[int]:
    """Group sizes with a given sum.

    Args:
        rng: source of randomness.
        total: how many members all groups have together.
        weights: of sizes 1, 2, 3, ...
        pairs: how many groups of two there are at least, as far as ``total`` allows.
    """
    sizes = [2] * min(pairs, total // 2)
    left = total - sum(sizes)
    while left:
        size = min(left, rng.choices(range(1, len(weights) + 1), weights)[0])
        sizes.append(size)
        left -= size
    return sizes


def quantile(rng: Random, points: Sequence[tuple[float, float]]) -> float:
    """A draw from a distribution given by its quantiles, straight lines between them.

    Only sums and products, so that no machine's logarithm can make a difference.

    Args:
        rng: source of randomness.
        points: ``(share below, value)``, from share 0 to share 1, in order.
    """
    share = rng.random()
    for (low, a), (high, b) in pairwise(points):
        if share < high:
            return a + (b - a) * (share - low) / (high - low)
    return points[-1][1]
