"""How many of each stratum to draw."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def allocated(sizes: Sequence[int], number: int, fewest: int) -> list[int]:
    """Shares a number out by the sizes of strata, with the largest remainders rounded up.

    Strata whose share would be smaller get the fewest, or all that they have; where there are more
    strata than that allows, the fewest is lowered.

    Args:
        sizes: of the strata, each at least 1.
        number: how many to draw, at least as many as there are strata.
        fewest: how many to draw of a stratum at least.

    Returns:
        How many of each, in the same order; they add up to the number.

    Raises:
        ValueError: if there are fewer to draw than strata, or more than they hold together.
    """
    if not len(sizes) <= number <= sum(sizes):
        raise ValueError("the strata hold fewer, or there are more of them")
    least = [min(fewest, size) for size in sizes]
    while sum(least) > number:
        fewest -= 1
        least = [min(fewest, size) for size in sizes]
    small: set[int] = set()
    while True:
        left = number - sum(least[at] for at in small)
        whole = sum(size for at, size in enumerate(sizes) if at not in small)
        below = {
            at
            for at, size in enumerate(sizes)
            if at not in small and size * left < least[at] * whole
        }
        if not below:
            break
        small |= below
    shares = [divmod(size * left, whole) for size in sizes]
    for at in small:
        shares[at] = least[at], 0
    found = [share for share, _ in shares]
    by_remainder = sorted(range(len(sizes)), key=lambda at: -shares[at][1])
    for at in by_remainder[: number - sum(found)]:
        found[at] += 1
    return found
