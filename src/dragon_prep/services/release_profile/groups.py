"""Cells put together until each group is large enough to be told.

The rule sees counts that have their noise already, and nothing else of the data.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from dragon_prep.services.release_profile.noise import MOST_OF_A_PATIENT, most_noise

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragon_prep.services.release_profile.noise import NoisyCounts

SMALLEST = 10
"""No count below this one is told."""
CHANCE = 1e-8
"""With at most this chance the noise on one patient's reports alone makes a count large enough."""
_LONGEST_CORE = 4


@dataclass(frozen=True, slots=True)
class CellGroup:
    """Cells that are told together.

    Attributes:
        cells: their places.
        reports: their noisy count; None if it is too small to be told.
    """

    cells: tuple[int, ...]
    reports: int | None


@cache
def smallest_told(cells: int, scale: float) -> int:
    """The smallest noisy count of so many cells that nobody's reports alone can have.

    A count of one patient's reports alone stays below it, whatever noise it got (but for
    :data:`CHANCE`).
    """
    return max(SMALLEST, math.ceil(MOST_OF_A_PATIENT + most_noise(cells, scale, CHANCE)))


def in_groups(noisy: NoisyCounts, *, ordered: bool) -> tuple[CellGroup, ...]:
    """Puts cells together.

    Args:
        noisy: the counts.
        ordered: whether neighbours are put together; else those of the smallest counts are.

    Returns:
        Groups that hold each cell once. Each of them is told, or there is one and it is not.
    """
    made = _neighbours(noisy) if ordered else _smallest(noisy)
    sums = [sum(noisy.counts[cell] for cell in cells) for cells in made]
    if len(made) > 1:
        # Noise on many empty cells can pull a sum below what its core alone passed.
        return tuple(CellGroup(tuple(c), max(s, SMALLEST)) for c, s in zip(made, sums, strict=True))
    enough = sums[0] >= smallest_told(len(noisy.counts), noisy.scale)
    return (CellGroup(tuple(made[0]), sums[0] if enough else None),)


def _neighbours(noisy: NoisyCounts) -> list[list[int]]:
    """From the left, as many cells as it takes; what is left joins the last group.

    A group is large enough if a few neighbours in it are: the empty cells around them do not make
    it somebody's.
    """
    groups: list[list[int]] = []
    open_cells: list[int] = []
    for cell in range(len(noisy.counts)):
        open_cells.append(cell)
        runs = (open_cells[-length:] for length in range(1, _LONGEST_CORE + 1))
        if any(_is_told(run, noisy) for run in runs):
            groups.append(open_cells)
            open_cells = []
    if open_cells and groups:
        groups[-1] += open_cells
    return groups or [open_cells]


def _smallest(noisy: NoisyCounts) -> list[list[int]]:
    """Each cell for itself, but for the small ones, which take in the next larger to be enough."""
    order = sorted(range(len(noisy.counts)), key=lambda cell: (-noisy.counts[cell], cell))
    alone = [cell for cell in order if _is_told([cell], noisy)]
    rest = order[len(alone) :]
    if rest and alone and not _is_told(rest, noisy):
        rest.append(alone.pop())
    groups = [[cell] for cell in alone]
    return sorted([*groups, sorted(rest)] if rest else groups)


def _is_told(cells: Sequence[int], noisy: NoisyCounts) -> bool:
    total = sum(noisy.counts[cell] for cell in cells)
    return total >= smallest_told(len(cells), noisy.scale)
