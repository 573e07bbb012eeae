"""What a rule of the detector is, and how far one can be trusted."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from dragon_prep.core.phi import canonical_label

if TYPE_CHECKING:
    from collections.abc import Iterable


class Confidence(IntEnum):
    """How far a rule can be trusted.

    ``SURE``: its form, key word or title leaves no doubt. ``LIKELY``: its surroundings speak for
    it. ``POSSIBLE``: it may be something else, but is replaced all the same.
    """

    POSSIBLE = 1
    LIKELY = 2
    SURE = 3


@dataclass(frozen=True, slots=True)
class DetectionRule:
    """One rule of the detector, as it is told, chosen and switched off.

    Attributes:
        id: ``family.rule``, such as ``date.numeric``.
        confidence: how far it can be trusted.
        labels: what it finds; a label stands for its sub-types too. Empty where others say it: the
            centre's profile, the patient's own data.
        finds: what it looks for and what tells it, with an example.
        precedence: its place among all rules; of overlapping findings the lowest one wins.
    """

    id: str
    confidence: Confidence
    labels: tuple[str, ...]
    finds: str
    precedence: int = 0

    @property
    def family(self) -> str:
        """What it belongs to: ``date`` of ``date.numeric``."""
        return self.id.partition(".")[0]


def in_order(rows: Iterable[tuple[str, Confidence, str, str]]) -> dict[str, DetectionRule]:
    """Rules by id, in order of precedence.

    Args:
        rows: id, confidence, labels with a blank between them, and what it finds.

    Raises:
        ValueError: if two rules have one id, or a label is none of PHI.
    """
    rules: dict[str, DetectionRule] = {}
    for precedence, (rule, confidence, labels, finds) in enumerate(rows):
        if rule in rules:
            raise ValueError(f"there are two rules {rule}")
        if unknown := [label for label in labels.split() if canonical_label(label) != label]:
            raise ValueError(f"{rule} finds labels that are none: {', '.join(unknown)}")
        rules[rule] = DetectionRule(rule, confidence, tuple(labels.split()), finds, precedence)
    return rules
