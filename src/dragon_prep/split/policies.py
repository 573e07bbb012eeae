"""The one way to a split: cases and their groups in, test set and folds out, by a policy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragon_prep.core.codes import split as faults
from dragon_prep.core.errors import InputFault
from dragon_prep.split import stratified
from dragon_prep.split.balance import balance, binned
from dragon_prep.split.dealing import aims, dealt, far_from_aim, split_by
from dragon_prep.split.folds import Split, dragon2025
from dragon_prep.split.groups import merged
from dragon_prep.split.settings import DEFAULT_SPLIT, TEST, SplitPolicy

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dragon_prep.split.settings import Sides, SplitSettings

_POSITIONS = 12  # of a multi-label target; more of them are tokens


@dataclass(frozen=True, slots=True, repr=False)
class SplitCase:
    """What a policy may know of a case.

    Attributes:
        patient: stands for the patient, who is never taken apart.
        centre: who handed it in.
        label: what a model is asked for.
        fields: values of the fields that are to be balanced.
        is_test: whether it belongs to a test set that was fixed beforehand.
    """

    patient: str
    centre: str = ""
    label: object = None
    fields: tuple[object, ...] = ()
    is_test: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class MadeSplit:
    """A split, and what is to be said of it.

    Attributes:
        split: of the cases.
        balance: by side and variable, the standardised difference from the others.
        compromises: what the policy could not give, in words and counts.
    """

    split: Split
    balance: dict[str, dict[str, float]]
    compromises: tuple[str, ...] = ()

    def sides(self, groups: Sequence[str]) -> Sides:
        """On which side each patient is.

        Args:
            groups: the patient of each case.
        """
        return sides_of(groups, self.split)


def sides_of(groups: Sequence[str], split: Split) -> Sides:
    """On which side of a split each patient is.

    Args:
        groups: the patient of each row.
        split: of the rows.
    """
    found = {groups[row]: TEST for row in split.test}
    for fold, rows in enumerate(split.validation):
        found.update((groups[row], fold) for row in rows)
    return found


def split_cases(
    cases: Sequence[SplitCase],
    settings: SplitSettings = DEFAULT_SPLIT,
    *,
    known: Mapping[str, int] | None = None,
    together: Sequence[Sequence[int]] = (),
    fixed: bool = False,
) -> MadeSplit:
    """Splits cases by a policy.

    Args:
        cases: in source order, which ``dragon2025`` depends on and the others do not.
        settings: the policy.
        known: the sides that patients have already, for ``split-of`` and ``benchmark``.
        together: rows that may not be parted, for ``stratified``, such as of nearly the same text.
        fixed: whether ``is_test`` of the cases is the test set, whatever the policy says of one.

    Raises:
        InputFault: if there are too few groups, one is too large, or what is fixed contradicts
            what is known.
    """
    groups = [case.patient for case in cases]
    if without := sum(not group for group in groups):
        raise InputFault(faults.NO_GROUP, f"{without} of {len(groups)} rows name no patient")
    strata = _strata(cases, settings)
    if settings.policy in (SplitPolicy.DRAGON2025, SplitPolicy.EXTERNAL):
        fixed = fixed or settings.policy is SplitPolicy.EXTERNAL
        split = dragon2025(
            groups,
            test_fraction=settings.test_fraction,
            folds=settings.folds,
            seed=settings.seed,
            separate_test=[case.is_test for case in cases] if fixed else None,
        )
        return MadeSplit(split, balance(strata, split))
    if settings.policy is SplitPolicy.STRATIFIED:
        wholes = merged(groups, together)
        tested = _fixed_wholes(wholes, cases) if fixed else None
        split = stratified.stratified(wholes, strata, settings, tested)
        said = stratified.compromises(wholes, strata, settings)
        return MadeSplit(split, balance(strata, split), said)
    return _kept(cases, groups, settings, known or {}, strata, fixed=fixed)


def _kept(
    cases: Sequence[SplitCase],
    groups: Sequence[str],
    settings: SplitSettings,
    known: Mapping[str, int],
    strata: Mapping[str, Sequence[str]],
    *,
    fixed: bool,
) -> MadeSplit:
    """Those who have a side keep it; with a fixed test set only folds are dealt to."""
    sides = dict(known)
    if fixed:
        theirs = {case.patient for case in cases if case.is_test}
        others = set(groups) - theirs
        astray = sum(known.get(p, TEST) != TEST for p in theirs)
        astray += sum(known.get(p) == TEST for p in others)
        if astray:
            raise InputFault(faults.SIDES_DISAGREE, f"{astray} patients are on another side of it")
        sides.update(dict.fromkeys(theirs, TEST))
        dealing = [group for group in groups if group in others]
    else:
        dealing = list(groups)
    sides.update(dealt(dealing, sides, settings, with_test=not fixed))
    split = split_by(groups, sides, settings.folds)
    said = far_from_aim(dealing, sides, aims(dealing, settings, with_test=not fixed))
    return MadeSplit(split, balance(strata, split), said)


def _fixed_wholes(wholes: Sequence[str], cases: Sequence[SplitCase]) -> list[bool]:
    """Which rows a fixed test set is; it may not be joined to others by what texts they share."""
    tested = {whole for whole, case in zip(wholes, cases, strict=True) if case.is_test}
    shared = {w for w, c in zip(wholes, cases, strict=True) if not c.is_test} & tested
    if shared:
        raise InputFault(
            faults.SHARED_GROUPS, f"{len(shared)} groups of nearly the same texts are on both sides"
        )
    return [case.is_test for case in cases]


def _strata(cases: Sequence[SplitCase], settings: SplitSettings) -> dict[str, list[str]]:
    strata = _label_strata([case.label for case in cases])
    strata["centre"] = [case.centre for case in cases]
    for at, name in enumerate(settings.fields):
        strata[name] = binned([case.fields[at] for case in cases])
    return strata


def _label_strata(labels: Sequence[object]) -> dict[str, list[str]]:
    """The label as a variable; of a few positions that all labels have, each as one."""
    lists = [label for label in labels if isinstance(label, list)]
    lengths = {len(label) for label in lists}
    if len(lists) < len(labels) or len(lengths) != 1 or max(lengths) > _POSITIONS:
        return {"label": binned(labels)}
    return {f"label {at + 1}": binned([label[at] for label in lists]) for at in range(max(lengths))}
