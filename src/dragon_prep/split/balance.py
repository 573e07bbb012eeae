"""How alike two sides of a split are: standardised differences of label, centre and fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from dragon_prep.split.folds import Split

_BINS = 5
_MANY = 10  # from so many different numbers on, they are binned


def binned(values: Sequence[object]) -> list[str]:
    """Values as strata: numbers by fifths where there are many, everything else as it is.

    A list counts by how many of its elements say something (not ``O``, 0, false or nothing),
    unless few different lists exist.

    Args:
        values: one per case.
    """
    plain = [_plain(value) for value in values]
    if len({str(value) for value in plain}) > _MANY:
        plain = [_count(v) if isinstance(v, list | tuple) else v for v in plain]
    numbers = [None if value is None else _number(value) for value in plain]
    known = [number for number in numbers if number is not None]
    said = sum(value is not None for value in plain)
    if len(set(known)) <= _MANY or len(known) < said:
        return [str(value) for value in plain]
    edges = np.unique(np.quantile(known, np.linspace(0, 1, _BINS + 1)[1:-1]))
    fifths = np.searchsorted(edges, [0.0 if n is None else n for n in numbers], side="right")
    return [
        "none" if number is None else f"fifth {at}"
        for number, at in zip(numbers, fifths, strict=True)
    ]


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def _count(value: Sequence[object]) -> int:
    return sum(part not in ("O", ["O"], 0, False, None, "") for part in value)


def _number(value: object) -> float | None:
    if isinstance(value, bool):
        return None
    try:
        number = float(str(value).replace(",", "."))
    except ValueError:
        return None
    return number if np.isfinite(number) else None


def difference(strata: Sequence[str], inside: NDArray[np.bool_]) -> float:
    """The largest standardised difference of any share between two parts of the cases.

    Of a share of p in one part and q in the other it is |p - q| over the root of the mean of
    p(1 - p) and q(1 - q); below 0.1 parts count as balanced.

    Args:
        strata: of each case.
        inside: which cases are of the one part.
    """
    names, codes = np.unique(np.asarray(strata), return_inverse=True)
    if not 0 < inside.sum() < len(inside):
        return 0.0
    p = np.bincount(codes[inside], minlength=len(names)) / inside.sum()
    q = np.bincount(codes[~inside], minlength=len(names)) / (~inside).sum()
    spread = np.sqrt((p * (1 - p) + q * (1 - q)) / 2)
    # Where one part is of one kind alone and the other of another, the root is 0.
    apart = np.abs(p - q)
    return float(np.max(np.divide(apart, spread, out=apart.copy(), where=spread > 0)))


def balance(strata: Mapping[str, Sequence[str]], split: Split) -> dict[str, dict[str, float]]:
    """By side and variable, how far the side is from all others.

    Args:
        strata: by variable, that of each case.
        split: of the cases. The test set is held against all development cases, a fold against the
            other folds.
    """
    found: dict[str, dict[str, float]] = {}
    everything = np.arange(split.rows)
    tested = np.isin(everything, split.test)
    for name, values in strata.items():
        column = np.asarray(values)
        found.setdefault("test", {})[name] = round(difference(values, tested), 3)
        for fold, rows in enumerate(split.validation):
            inside = np.isin(everything, rows)[~tested]
            side = found.setdefault(f"fold {fold}", {})
            side[name] = round(difference(list(column[~tested]), inside), 3)
    return found


def worst(found: Mapping[str, Mapping[str, float]]) -> float:
    """The largest difference of all."""
    return max((value for side in found.values() for value in side.values()), default=0.0)
