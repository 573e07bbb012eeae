"""How much the detector is to find, at the price of false alarms."""

from __future__ import annotations

from enum import StrEnum


class Recall(StrEnum):
    """How much is to be found: the more, the more false alarms."""

    HIGH = "high"
    BALANCED = "balanced"
    PRECISE = "precise"
    RULES = "rules"  # what the rules find, without the learned layer
