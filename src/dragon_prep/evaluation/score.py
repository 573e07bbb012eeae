"""Figures over many reports, with bootstrap intervals."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np

from dragon_prep.evaluation.compare import Counts, HitCounts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

MEASURES = tuple(field.name for field in fields(Counts))
_PARTS = tuple(field.name for field in fields(HitCounts))
_PERCENTILES = (2.5, 97.5)


@dataclass(frozen=True, slots=True)
class Figure:
    """A share with its 95 % interval; None where there is nothing to divide by."""

    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure over many reports.

    Attributes:
        counts: hit, missed, right and wrong.
        precision: right of what was found.
        recall: hit of what was marked.
        f1: their harmonic mean.
    """

    counts: HitCounts
    precision: Figure
    recall: Figure
    f1: Figure


def measures(reports: Sequence[Counts | None], *, seed: int, resamples: int) -> dict[str, Measure]:
    """Every measure over some reports.

    The intervals are percentiles of a bootstrap over reports, since what stands in one report is
    found or missed together. Each call starts a generator of its own, so figures do not depend on
    which others are asked for.

    Args:
        reports: their counts; None where nothing was counted.
        seed: of the generator.
        resamples: how many times as many reports are drawn, with replacement.

    Returns:
        The measures of :class:`~dragon_prep.evaluation.compare.Counts`, by name.
    """
    table = np.zeros((len(reports), len(MEASURES) * len(_PARTS)))
    for row, counts in enumerate(reports):
        if counts is not None:
            table[row] = _row(counts)
    total = table.sum(axis=0)
    drawn = resampled(table, np.random.default_rng(seed), resamples)
    found: dict[str, Measure] = {}
    for position, name in enumerate(MEASURES):
        columns = slice(position * len(_PARTS), (position + 1) * len(_PARTS))
        tally = HitCounts(*(int(number) for number in total[columns]))
        values = _shares(total[None, columns])
        figures = [
            figure(value, sample)
            for value, sample in zip(values, _shares(drawn[:, columns]), strict=True)
        ]
        found[name] = Measure(tally, *figures)
    return found


def _row(counts: Counts) -> list[int]:
    return [getattr(getattr(counts, measure), part) for measure in MEASURES for part in _PARTS]


def resampled(table: Numbers, generator: np.random.Generator, resamples: int) -> Numbers:
    """Column sums of each resample. Whole numbers in floats: exact, and quick to multiply."""
    size = len(table)
    sums = np.zeros((resamples, table.shape[1]))
    for number in range(resamples if size else 0):
        weights = np.bincount(generator.integers(size, size=size), minlength=size)
        sums[number] = weights.astype(np.float64) @ table
    return sums


def _shares(sums: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Precision, recall and F1 of each row of hit, missed, right, wrong; NaN where undefined."""
    hit, missed, right, wrong = sums.T
    recall, precision = divided(hit, hit + missed), divided(right, right + wrong)
    both = precision + recall
    f1 = np.where(both == 0, 0.0, divided(2 * precision * recall, both))
    return precision, recall, f1


def divided(numerator: Numbers, denominator: Numbers) -> Numbers:
    """Quotients, NaN where there is nothing to divide by."""
    result = np.full(numerator.shape, np.nan)
    np.divide(numerator, denominator, out=result, where=denominator > 0)
    return result


def figure(value: Numbers, sample: Numbers) -> Figure:
    """A figure of all reports, with the percentiles that it has in the resamples.

    Args:
        value: one number, NaN where it is not defined.
        sample: the number of each resample, NaN likewise.
    """
    usable = sample[~np.isnan(sample)]
    if np.isnan(value[0]) or not len(usable):
        return Figure(None, None, None)
    low, high = np.percentile(usable, _PERCENTILES)
    return Figure(float(value[0]), float(low), float(high))
