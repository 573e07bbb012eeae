"""Counts with noise, drawn by OpenDP.

The noise is no function of the project key: whoever had the key could take it off again, and a seed
in a file would do the same. OpenDP draws from the system's generator of secrets, in whole numbers,
so that no rounding tells anything either. Hence two profiles of one release differ, and each of
them costs: the file is the record, not a seed.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from dragon_prep.core.codes.likeness import NOISE_LIBRARY
from dragon_prep.core.errors import UsageFault

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_OF_A_PATIENT = 3
"""For how many reports one patient counts at most."""
_ROUND_UP = 1 + 1e-9  # so that rounded figures never spend more than was meant


@dataclass(frozen=True, slots=True)
class NoisyCounts:
    """How many answers are in each cell, but for noise.

    Attributes:
        counts: cell by cell; they may be negative.
        scale: of the noise, whose distribution is the discrete Laplace distribution.
        epsilon: what it cost, as OpenDP computes it.
    """

    counts: tuple[int, ...]
    scale: float
    epsilon: float


def require_noise() -> Any:
    """The library of noise.

    Raises:
        UsageFault: if it is not installed.
    """
    try:
        import opendp.prelude as library
    except ImportError:
        raise UsageFault(NOISE_LIBRARY) from None
    library.enable_features("contrib")  # OpenDP asks for it for whatever is not vetted formally
    return library


def noisy_counts(answers: Sequence[int], cells: int, epsilon: float) -> NoisyCounts:
    """Counts answers, with noise that hides any one patient's.

    Args:
        answers: the cell of each, of no patient more than :data:`MOST_OF_A_PATIENT`.
        cells: how many cells there are.
        epsilon: what this may cost: with or without one patient, no outcome is more than
            ``exp(epsilon)`` times as likely.

    Raises:
        UsageFault: if OpenDP is not installed.
    """
    scale = MOST_OF_A_PATIENT / epsilon * _ROUND_UP
    measurement = measurement_of(cells, scale)
    spent = measurement.map(d_in=MOST_OF_A_PATIENT)
    if spent > epsilon:
        raise AssertionError("the noise is too small for what it may cost")
    return NoisyCounts(tuple(measurement([*answers])), scale, spent)


@cache
def measurement_of(cells: int, scale: float) -> Any:
    """OpenDP's measurement: counts by cell, then noise on each count."""
    dp = require_noise()
    space = dp.vector_domain(dp.atom_domain(T=int)), dp.symmetric_distance()
    count = dp.t.then_count_by_categories(categories=[*range(cells)], null_category=False)
    return space >> count >> dp.m.then_laplace(scale=scale)


def most_noise(cells: int, scale: float, chance: float) -> float:
    """What the noise of some cells together passes with at most a given chance.

    Noise is the difference of two geometric numbers, and these are exponential ones rounded down:
    so it is at most one more than the difference of these.

    Args:
        cells: how many counts are added up.
        scale: of the noise on each.
        chance: that their noise is larger.
    """
    low, high = 0.0, 10.0 * (cells - math.log(chance))
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _tail(cells, middle) > chance else (low, middle)
    return cells + scale * high


def _tail(cells: int, x: float) -> float:
    """How likely a sum of Laplace numbers of scale 1 is larger than x, which is not negative."""
    terms = [math.exp(-x)]
    for power in range(1, cells):
        terms.append(terms[-1] * x / power)
    at_least = list(accumulate(terms))  # of Erlang distributions with 1, 2, ... stages
    return sum(
        math.comb(cells + j - 1, j) / 2.0 ** (cells + j) * at_least[cells - j - 1]
        for j in range(cells)
    )
