"""Agreement beyond chance: Krippendorff's alpha and Cohen's kappa, of sums over reports.

Everything is computed from sums over reports, so that a bootstrap over reports only adds up rows.
The library krippendorff gives the same figures, which tests show; it is under the GPL and has no
weights, so it is not a part of dragon-prep.
"""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import numpy as np

from dragon_prep.evaluation.score import divided

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from dragon_prep.evaluation.score import Numbers

    Units = Mapping[tuple[Any, ...], int]
    """Of a report: what each annotator said of a unit, None where nothing, and of how many."""


class Scale(StrEnum):
    """What sort of values they are."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"


def alpha_rows(reports: Sequence[Units], domain: Sequence[Any], scale: Scale) -> Numbers:
    """What each report adds to :func:`alphas`.

    Args:
        reports: of each, the units.
        domain: every value there is, in order where they have one; not used of an interval scale.
        scale: of the values.
    """
    if scale is Scale.INTERVAL:
        return _interval_rows(reports)
    at = {value: number for number, value in enumerate(domain)}
    rows = np.zeros((len(reports), len(at), len(at)))
    for row, units in enumerate(reports):
        for values, number in units.items():
            counts = Counter(value for value in values if value is not None)
            pairable = sum(counts.values())
            for one, ones in counts.items() if pairable > 1 else ():
                for two, twos in counts.items():
                    pairs = ones * (twos - (one == two))
                    rows[row, at[one], at[two]] += number * pairs / (pairable - 1)
    return rows.reshape(len(reports), -1)


def alphas(sums: Numbers, scale: Scale) -> Numbers:
    """Krippendorff's alpha of each row of sums; NaN where all values are one, or none is paired.

    K. Krippendorff, Content Analysis, 4th ed. (2019), chapter 12.

    Args:
        sums: of :func:`alpha_rows`, over the reports or a resample of them.
        scale: as there.
    """
    if scale is Scale.INTERVAL:
        within, count, total, squares = sums.T
        return 1 - divided((count - 1) * within, 2 * (count * squares - total**2))
    size = round(sums.shape[1] ** 0.5)
    pairs = sums.reshape(-1, size, size)
    counts = pairs.sum(axis=2)
    apart = np.broadcast_to(1 - np.eye(size), pairs.shape)
    if scale is Scale.ORDINAL:
        ranks = counts.cumsum(axis=1) - counts / 2
        apart = (ranks[:, :, None] - ranks[:, None, :]) ** 2
    seen = (pairs * apart).sum(axis=(1, 2))
    by_chance = (counts[:, :, None] * counts[:, None, :] * apart).sum(axis=(1, 2))
    return 1 - divided((counts.sum(axis=1) - 1) * seen, by_chance)


def _interval_rows(reports: Sequence[Units]) -> Numbers:
    every = [v for units in reports for values in units for v in values if v is not None]
    middle = sum(every) / len(every) if every else 0.0  # so that squares do not grow large
    rows = np.zeros((len(reports), 4))
    for row, units in enumerate(reports):
        for values, number in units.items():
            given = np.array([value - middle for value in values if value is not None])
            if len(given) > 1:
                total, squares = given.sum(), (given**2).sum()
                within = 2 * (len(given) * squares - total**2) / (len(given) - 1)
                rows[row] += number * np.array([within, len(given), total, squares])
    return rows


def table_rows(reports: Sequence[Units], domain: Sequence[Any]) -> Numbers:
    """How often two annotators gave which two values, a flat table for each report.

    Args:
        reports: of each, the units, with what two annotators said.
        domain: every value there is, in order where they have one.
    """
    at = {value: number for number, value in enumerate(domain)}
    rows = np.zeros((len(reports), len(at), len(at)))
    for row, units in enumerate(reports):
        for (one, two), number in units.items():
            if one is not None and two is not None:
                rows[row, at[one], at[two]] += number
    return rows.reshape(len(reports), -1)


def kappas(sums: Numbers, *, ordered: bool = False) -> Numbers:
    """Cohen's kappa of each row of sums; NaN where all is one category.

    J. Cohen, A coefficient of agreement for nominal scales, Educ. Psychol. Meas. 20 (1960) 37-46;
    with linear weights where values have an order, as the evaluator has it.

    Args:
        sums: flat tables, see :func:`table_rows`.
        ordered: whether the values have an order.
    """
    size = round(sums.shape[1] ** 0.5)
    tables = sums.reshape(-1, size, size)
    places = np.arange(size)
    far = np.abs(places[:, None] - places).astype(float)
    weights = far if ordered else np.minimum(far, 1.0)
    seen = (tables * weights).sum(axis=(1, 2)) * tables.sum(axis=(1, 2))
    ones, twos = tables.sum(axis=2), tables.sum(axis=1)
    by_chance = (ones[:, :, None] * twos[:, None, :] * weights).sum(axis=(1, 2))
    return 1 - divided(seen, by_chance)


def values_of(reports: Iterable[Units]) -> set[Any]:
    """Every value that somebody gave."""
    return {v for units in reports for values in units for v in values if v is not None}
