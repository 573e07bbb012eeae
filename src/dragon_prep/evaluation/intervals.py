"""Intervals of what was counted in a sample, on the safe side.

Two-sided: what is outside them on either side happens in at most half of what the confidence
leaves. That a sample was drawn without replacement, and may be a large part of all there is, makes
them safer still.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scipy.special import betaincinv, gammaincinv

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Sampled:
    """A stratum, and what was counted in the sample of it.

    Attributes:
        size: how many there are.
        drawn: how many of them were drawn.
        hits: how many of these have what is counted; need not be whole.
    """

    size: int
    drawn: float
    hits: float


def exact_proportion(hits: float, drawn: float, confidence: float) -> tuple[float, float]:
    """The interval of a proportion by C.J. Clopper and E.S. Pearson, Biometrika 26 (1934) 404-413.

    Args:
        hits: how many of those drawn have what is counted.
        drawn: how many were drawn; with none, the interval is all there is.
        confidence: such as 0.95.
    """
    tail = (1 - confidence) / 2
    low = float(betaincinv(hits, drawn - hits + 1, tail)) if hits > 0 else 0.0
    high = float(betaincinv(hits + 1, drawn - hits, 1 - tail)) if hits < drawn else 1.0
    return low, high


def pooled_proportion(hits: float, drawn: float, confidence: float) -> tuple[float, float]:
    """The interval of the mean of chances that need not be the same.

    Further than 1 from its expectation, the number of hits is spread no wider than if all chances
    were their mean (W. Hoeffding, Ann. Math. Stat. 27 (1956) 713-721), so that the interval of
    Clopper and Pearson holds. Hits among what is drawn without replacement are such a sum, too.
    Nearer to its expectation are the low end for a single hit and the high end for a single one
    that is none; there the bound is Markov's.

    Args:
        hits: how many of those drawn have what is counted.
        drawn: how many were drawn.
        confidence: such as 0.95, and at least a half.
    """
    low, high = exact_proportion(hits, drawn, confidence)
    tail = (1 - confidence) / 2
    if hits == 1:
        low = tail / drawn
    if drawn - hits == 1:
        high = 1 - tail / drawn
    return low, high


def stratified_proportion(strata: Sequence[Sampled], confidence: float) -> tuple[float, float]:
    """The interval of a proportion of all strata together.

    Where each stratum was drawn in proportion to its size, the hits of all of them are pooled.
    Where not, the high end grows by as much as the most thinly drawn stratum was drawn too thinly,
    and the low end counts strata from the most thinly drawn one on, as far as that raises it; how
    far is told by sizes alone, not by what was found.

    Args:
        strata: all of them, each with something drawn.
        confidence: such as 0.95.
    """
    total = sum(stratum.size for stratum in strata)
    drawn = sum(stratum.drawn for stratum in strata)
    thinnest = sorted(strata, key=lambda stratum: -stratum.size / stratum.drawn)
    weights = [stratum.size / stratum.drawn / total for stratum in thinnest]
    _, high = pooled_proportion(sum(s.hits for s in strata), drawn, confidence)
    taken = [sum(s.drawn for s in thinnest[: at + 1]) for at in range(len(thinnest))]
    best = max(range(len(thinnest)), key=lambda at: weights[at] * taken[at])
    hits = sum(stratum.hits for stratum in thinnest[: best + 1])
    low, _ = pooled_proportion(hits, taken[best], confidence)
    return weights[best] * taken[best] * low, min(1.0, weights[0] * drawn * high)


def weighted_total(
    total: float, variance: float, most: float, confidence: float
) -> tuple[float, float]:
    """The interval of a sum of events that each count for something.

    M.P. Fay and E.J. Feuer, Stat. Med. 16 (1997) 791-801: gamma intervals for weighted sums of
    Poisson counts, wider than they need be. The high end takes in one more event of the largest
    kind there can be.

    Args:
        total: the sum of the weights of the events that were met.
        variance: the sum of their squares, or more.
        most: the largest weight that an event can have.
        confidence: such as 0.95.
    """
    tail = (1 - confidence) / 2
    low = 0.0
    if total > 0:
        low = variance / total * float(gammaincinv(total**2 / variance, tail))
    more, spread = total + most, variance + most**2
    high = spread / more * float(gammaincinv(more**2 / spread, 1 - tail))
    return low, high
