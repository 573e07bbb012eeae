"""Which policy splits the cases of a task, and with what settings."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from dragon_prep.core.codes import split as faults
from dragon_prep.core.errors import UsageFault

if TYPE_CHECKING:
    from collections.abc import Mapping

TEST = -1
"""The side of the test set, where folds are 0, 1, 2, ..."""

Sides = dict[str, int]
"""On which side each patient is, by some stand-in of the patient."""


class SplitPolicy(StrEnum):
    """How patients come to the test set and to the folds."""

    DRAGON2025 = "dragon2025"
    EARLIER = "split-of"
    BENCHMARK = "benchmark"
    STRATIFIED = "stratified"
    EXTERNAL = "external"


@dataclass(frozen=True, slots=True, repr=False)
class SplitSettings:
    """A policy, and what it needs to know.

    Attributes:
        policy: which one.
        test_fraction: the share of patients, or where cases are balanced of cases, to aim at.
        folds: how many.
        seed: of what is shuffled.
        fields: of ``stratified``, columns of the cohort to balance beside label and centre.
        test_centres: of ``external``, the centres whose reports are the test set.
        test_ids: of ``external``, ids of reports or patients at their centre.
        earlier: of ``split-of``, the sides of an earlier release by task and keyed patient; a
            ledger, which holds for every task, stands under the empty name.

    Raises:
        UsageFault: if a figure is out of range, or settings do not fit the policy.
    """

    policy: SplitPolicy = SplitPolicy.DRAGON2025
    test_fraction: float = 0.3
    folds: int = 5
    seed: int = 42
    fields: tuple[str, ...] = ()
    test_centres: tuple[str, ...] = ()
    test_ids: frozenset[str] = frozenset()
    earlier: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not 0 < self.test_fraction < 1 or self.folds < 2:
            raise UsageFault(
                faults.SETTINGS, "a share lies between 0 and 1, and folds are 2 or more"
            )
        external = bool(self.test_centres or self.test_ids)
        if external is not (self.policy is SplitPolicy.EXTERNAL):
            raise UsageFault(
                faults.SETTINGS, "a centre or ids for the test set go with the policy external"
            )
        if self.fields and self.policy is not SplitPolicy.STRATIFIED:
            raise UsageFault(faults.SETTINGS, "fields to balance go with the policy stratified")
        if bool(self.earlier) is not (self.policy is SplitPolicy.EARLIER):
            raise UsageFault(faults.SETTINGS, "an earlier release goes with a split of its own")

    def to_json(self) -> dict[str, object]:
        """What the manifest says of them: no id, and of a list of ids its length only."""
        if self.policy is SplitPolicy.DRAGON2025:
            return {"policy": str(self.policy)}
        said: dict[str, object] = {
            "policy": str(self.policy),
            "test_fraction": self.test_fraction,
            "folds": self.folds,
            "seed": self.seed,
        }
        if self.fields:
            said["fields"] = list(self.fields)
        if self.test_centres:
            said["test_centres"] = list(self.test_centres)
        if self.test_ids:
            said["test_ids"] = len(self.test_ids)
        return said


DEFAULT_SPLIT = SplitSettings()
