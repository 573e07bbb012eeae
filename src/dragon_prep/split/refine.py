"""A split made more even: groups change sides, alone or in pairs, as long as that helps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]
    Places = NDArray[np.int64]

_MOST_STEPS = 300
_MOST_GROUPS = 400  # of a side that are looked at for exchanges; large sides are even anyway
_SIZE_COUNTS = 4.0  # how much the size of a side counts beside each share of a value


def refined(
    groups: Sequence[str], strata: Mapping[str, Sequence[str]], side: Sequence[int], seed: int
) -> list[int]:
    """Sides with smaller differences, of the same rows.

    What is made small is the sum of the squared standardised differences of all shares between
    each side and the whole. Each step is the best single move or exchange there is.

    Args:
        groups: of each row; a group has one side.
        strata: by variable, that of each row.
        side: of each row, from 0.
        seed: of which groups are looked at where there are very many.

    Returns:
        The side of each row.
    """
    names, of_row = np.unique(np.asarray(groups), return_inverse=True)
    tallies = _tallies(of_row, len(names), strata)
    sides = np.zeros(len(names), dtype=np.int64)
    sides[of_row] = side
    even = _Even(tallies, sides)
    chance = np.random.default_rng(seed)
    for _ in range(_MOST_STEPS):
        if not even.step(chance):
            break
    return [int(even.sides[group]) for group in of_row]


def _tallies(of_row: Places, groups: int, strata: Mapping[str, Sequence[str]]) -> Numbers:
    """For each group its cases, then how many of them have each value of each variable."""
    columns = [np.bincount(of_row, minlength=groups)]
    for values in strata.values():
        kinds, codes = np.unique(np.asarray(values), return_inverse=True)
        columns += [
            np.bincount(of_row[codes == kind], minlength=groups) for kind in range(len(kinds))
        ]
    return np.stack(columns, axis=1).astype(np.float64)


class _Even:
    """Groups on sides, and how far each side is from what it should have."""

    def __init__(self, tallies: Numbers, sides: Places) -> None:
        self.tallies, self.sides = tallies, sides
        self.count = int(sides.max()) + 1
        held = np.stack([tallies[sides == side].sum(axis=0) for side in range(self.count)])
        total = held.sum(axis=0)
        size = held[:, :1]
        share = total / total[0]
        spread = share * (1 - share)
        weight = np.divide(1.0, spread, out=np.zeros_like(spread), where=spread > 0)
        weight[0] = _SIZE_COUNTS
        self.weight = weight / size**2
        self.off = held - size / total[0] * total

    def step(self, chance: np.random.Generator) -> bool:
        """Makes the best change there is; whether there was one."""
        best: tuple[float, list[int], int] = (-1e-9, [], 0)
        for a in range(self.count):
            for b in range(self.count):
                if a != b:
                    best = min(best, self._best(a, b, chance), key=lambda found: found[0])
        _, going, other = best
        if not going:
            return False
        first, *exchanged = going
        home = int(self.sides[first])
        self._move(first, other)
        for group in exchanged:
            self._move(group, home)
        return True

    def _best(self, a: int, b: int, chance: np.random.Generator) -> tuple[float, list[int], int]:
        """The best move from one side to another, or exchange between them."""
        here, there = self._some(a, chance), self._some(b, chance)
        if len(here) < 2:
            return 0.0, [], b
        both = self.weight[a] + self.weight[b]
        slope = 2 * (self.weight[b] * self.off[b] - self.weight[a] * self.off[a])
        x, y = self.tallies[here], self.tallies[there]
        alone = (x**2) @ both + x @ slope
        found = (float(alone.min()), [int(here[alone.argmin()])], b)
        if a < b and len(there):
            back = (y**2) @ both - y @ slope
            pairs = alone[:, None] + back[None, :] - 2 * (x * both) @ y.T
            at = np.unravel_index(int(pairs.argmin()), pairs.shape)
            if pairs[at] < found[0]:
                found = (float(pairs[at]), [int(here[at[0]]), int(there[at[1]])], b)
        return found

    def _some(self, side: int, chance: np.random.Generator) -> Places:
        own = np.flatnonzero(self.sides == side)
        if len(own) <= _MOST_GROUPS:
            return own
        return np.sort(chance.choice(own, _MOST_GROUPS, replace=False))

    def _move(self, group: int, side: int) -> None:
        self.off[self.sides[group]] -= self.tallies[group]
        self.off[side] += self.tallies[group]
        self.sides[group] = side
