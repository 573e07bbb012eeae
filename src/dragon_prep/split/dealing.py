"""Patients dealt to the test set and the folds, beside those who keep their side."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragon_prep.core.codes import split as faults
from dragon_prep.core.errors import InputFault
from dragon_prep.split.folds import Split
from dragon_prep.split.settings import TEST

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dragon_prep.split.settings import Sides, SplitSettings

_CLOSE = 0.02  # how far from its aim a side may be without a word about it


@dataclass(frozen=True, slots=True)
class Aim:
    """How many patients, and cases, a side should have."""

    patients: float
    cases: float


def aims(groups: Sequence[str], settings: SplitSettings, *, with_test: bool) -> dict[int, Aim]:
    """What each side should have of these rows.

    Args:
        groups: the patient of each row.
        settings: say the share of the test set, and the number of folds.
        with_test: whether there is a test set to deal to.
    """
    patients, cases = len(set(groups)), len(groups)
    share = settings.test_fraction if with_test else 0.0
    fold = Aim(patients * (1 - share) / settings.folds, cases * (1 - share) / settings.folds)
    sides = dict.fromkeys(range(settings.folds), fold)
    return {TEST: Aim(patients * share, cases * share), **sides} if with_test else sides


def dealt(
    groups: Sequence[str], known: Mapping[str, int], settings: SplitSettings, *, with_test: bool
) -> Sides:
    """The side of every patient: those who are known keep theirs, the others fill what lacks most.

    The order of the rows does not matter. Patients with many cases are dealt first, so that both
    patients and cases come near their aims.

    Args:
        groups: the patient of each row.
        known: the sides that are not to be changed; of others than these patients nothing counts.
        settings: of the split.
        with_test: whether new patients may go to the test set.

    Raises:
        InputFault: if there are fewer patients than sides to fill.
    """
    count = Counter(groups)
    sides = {patient: known[patient] for patient in count if patient in known}
    aim = aims(groups, settings, with_test=with_test)
    if len(count) < len(aim):
        detail = f"{len(count)} patients for {len(aim)} sides"
        raise InputFault(faults.TOO_FEW_GROUPS, detail)
    patients = Counter(sides.values())
    cases: Counter[int] = Counter()
    for patient, side in sides.items():
        cases[side] += count[patient]
    new = sorted((p for p in count if p not in sides), key=lambda p: (-count[p], p))
    for at, patient in enumerate(new):
        side = _side_for(aim, patients, cases, len(new) - at)
        sides[patient] = side
        patients[side] += 1
        cases[side] += count[patient]
    return sides


def _side_for(
    aim: Mapping[int, Aim], patients: Counter[int], cases: Counter[int], left: int
) -> int:
    # A side without anybody comes first when only so many are left; else what lacks most cases
    # among those that lack patients.
    empty = [side for side in aim if not patients[side]]
    if empty and len(empty) >= left:
        return empty[0]
    lacking = [side for side in aim if patients[side] + 0.5 <= aim[side].patients] or list(aim)
    return max(lacking, key=lambda side: (1 - cases[side] / aim[side].cases, -side))


def split_by(groups: Sequence[str], sides: Mapping[str, int], folds: int) -> Split:
    """The split of rows whose patients have these sides.

    Raises:
        InputFault: if the test set, or a fold, is empty.
    """
    rows: dict[int, list[int]] = {side: [] for side in (TEST, *range(folds))}
    for row, patient in enumerate(groups):
        rows[sides[patient]].append(row)
    if not rows[TEST]:
        raise InputFault(faults.NO_TEST)
    if empty := sum(not rows[fold] for fold in range(folds)):
        raise InputFault(faults.TOO_FEW_GROUPS, f"{empty} of {folds} folds have no patient")
    return Split(tuple(rows[TEST]), tuple(tuple(rows[fold]) for fold in range(folds)))


def far_from_aim(
    groups: Sequence[str], sides: Mapping[str, int], aim: Mapping[int, Aim]
) -> tuple[str, ...]:
    """What is to be said of sides that are more than 2 % of their aim away from it.

    Args:
        groups: the patient of each row.
        sides: of the patients.
        aim: of each side, see :func:`aims`.
    """
    have = Counter(sides[patient] for patient in set(groups))
    said = []
    for side, wanted in aim.items():
        if abs(have[side] - wanted.patients) > max(1.0, _CLOSE * wanted.patients):
            name = "the test set" if side == TEST else f"fold {side}"
            said.append(
                f"{name} has {have[side]} patients where {wanted.patients:.0f} were aimed at"
            )
    return tuple(said)
