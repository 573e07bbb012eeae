"""Folds that are alike in label, centre and given fields, with groups kept whole."""

from __future__ import annotations

import warnings
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from dragon_prep.core.codes import split as faults
from dragon_prep.core.errors import InputFault
from dragon_prep.split.folds import Split
from dragon_prep.split.refine import refined

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dragon_prep.split.settings import SplitSettings

_PARTS = 10  # the test set is so many of these parts of the cases


def stratified(
    groups: Sequence[str],
    strata: Mapping[str, Sequence[str]],
    settings: SplitSettings,
    fixed_test: Sequence[bool] | None = None,
) -> Split:
    """Deals groups so that label, centre and fields are spread alike over the sides.

    scikit-learn's StratifiedGroupKFold deals groups into tenths, of which some are the test set,
    and the others into folds. It balances combinations of values; then groups are exchanged as long
    as that makes each variable more even (:mod:`.refine`).

    Args:
        groups: of each row, patients merged with those they share texts with.
        strata: by variable, that of each row.
        settings: of the split.
        fixed_test: which rows are a test set that was fixed beforehand, if there is one.

    Raises:
        InputFault: if there are too few groups, or one is too large for any side but the largest.
    """
    _require_dealable(groups, settings)
    dealt = _dealt(groups, _joint(strata), settings, fixed_test)
    return _made_even(dealt, groups, strata, settings, is_fixed=fixed_test is not None)


def _made_even(
    split: Split,
    groups: Sequence[str],
    strata: Mapping[str, Sequence[str]],
    settings: SplitSettings,
    *,
    is_fixed: bool,
) -> Split:
    """The split after exchanges; a fixed test set takes no part in them."""
    parts = split.validation if is_fixed else (*split.validation, split.test)
    rows = sorted(row for part in parts for row in part)
    side_of = {row: side for side, part in enumerate(parts) for row in part}
    own = {name: [values[row] for row in rows] for name, values in strata.items()}
    own_groups = [groups[row] for row in rows]
    sides = refined(own_groups, own, [side_of[row] for row in rows], settings.seed)
    made = [
        tuple(row for row, at in zip(rows, sides, strict=True) if at == side)
        for side in range(len(parts))
    ]
    return Split(split.test if is_fixed else made.pop(), tuple(made))


def compromises(
    groups: Sequence[str], strata: Mapping[str, Sequence[str]], settings: SplitSettings
) -> tuple[str, ...]:
    """What no split of these groups can give, in words and counts.

    Args:
        groups: of each row.
        strata: by variable, that of each row.
        settings: of the split.
    """
    said = []
    sides = settings.folds + 1
    for name, values in strata.items():
        having: dict[str, set[str]] = {}
        for group, value in zip(groups, values, strict=True):
            having.setdefault(value, set()).add(group)
        few = sum(len(of) < sides for of in having.values())
        if few:
            said.append(
                f"{few} of {len(having)} values of {name} have fewer than {sides} groups, and "
                "cannot be in each fold and the test set"
            )
    largest = max(Counter(groups).values())
    fold = len(groups) * (1 - settings.test_fraction) / settings.folds
    if largest > fold:
        said.append(f"a group of {largest} cases is larger than a fold of {fold:.0f}")
    return tuple(said)


def _require_dealable(groups: Sequence[str], settings: SplitSettings) -> None:
    size = Counter(groups)
    if len(size) < settings.folds + 1:
        detail = f"{len(size)} groups for {settings.folds} folds and a test set"
        raise InputFault(faults.TOO_FEW_GROUPS, detail)
    largest = max(size.values())
    room = max(settings.test_fraction, (1 - settings.test_fraction) / settings.folds)
    if largest > room * len(groups):
        raise InputFault(
            faults.CLUSTER_TOO_LARGE, f"{largest} of {len(groups)} cases are one group"
        )


def _joint(strata: Mapping[str, Sequence[str]]) -> list[str]:
    """One stratum for each row: as many of the variables together as ten rows or more share."""
    rows = [*zip(*strata.values(), strict=True)]
    found = [""] * len(rows)
    for length in range(len(strata), 0, -1):
        count = Counter(row[:length] for row in rows)
        for at, row in enumerate(rows):
            if not found[at] and (length == 1 or count[row[:length]] >= _PARTS):
                found[at] = " | ".join((str(length), *row[:length]))
    return found


def _dealt(
    groups: Sequence[str],
    joint: Sequence[str],
    settings: SplitSettings,
    fixed_test: Sequence[bool] | None,
) -> Split:
    rows = np.arange(len(groups))
    if fixed_test is None:
        distinct = len(set(groups))
        parts = min(_PARTS, distinct)
        wanted = max(1, round(settings.test_fraction * parts))
        pieces = _pieces(rows, groups, joint, parts, settings.seed)
        tested = np.isin(rows, np.concatenate(pieces[:wanted]))
    else:
        tested = np.asarray(fixed_test, dtype=bool)
    others = rows[~tested]
    if len({groups[row] for row in others}) < settings.folds:
        raise InputFault(faults.TOO_FEW_GROUPS)
    folds = _pieces(others, groups, joint, settings.folds, settings.seed)
    if any(not len(piece) for piece in folds):
        raise InputFault(faults.TOO_FEW_GROUPS, "a fold is left without any group")
    test = tuple(int(row) for row in rows[tested])
    return Split(test, tuple(tuple(sorted(int(row) for row in piece)) for piece in folds))


def _pieces(
    rows: np.ndarray[tuple[int], np.dtype[np.int64]],
    groups: Sequence[str],
    joint: Sequence[str],
    parts: int,
    seed: int,
) -> list[np.ndarray[tuple[int], np.dtype[np.int64]]]:
    from sklearn.model_selection import StratifiedGroupKFold

    own_groups = [groups[int(row)] for row in rows]
    own_strata = [joint[int(row)] for row in rows]
    if min(len(set(own_groups)), max(Counter(own_strata).values())) < parts:
        # scikit-learn refuses where each stratum is rarer than parts; groups alone do then.
        own_strata = ["all"] * len(own_strata)
    deal = StratifiedGroupKFold(parts, shuffle=True, random_state=seed)
    with warnings.catch_warnings():
        # That a stratum is rarer than the parts is told as a compromise.
        warnings.simplefilter("ignore", UserWarning)
        found = list(deal.split(own_groups, own_strata, own_groups))
    return [rows[piece] for _, piece in found]
