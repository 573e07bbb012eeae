"""How likely it is, in a word, that something in a report was missed."""

from __future__ import annotations

from enum import StrEnum


class Doubt(StrEnum):
    """How likely the likeliest word is PHI that was not found."""

    LOW = "low"
    MIDDLE = "middle"
    HIGH = "high"


# Of 1000, what is still in doubt no further.
_BELOW = ((100, Doubt.LOW), (300, Doubt.MIDDLE))


def doubt_of(likely: int) -> Doubt:
    """The word for how likely, of 1000, the likeliest word is PHI that was not found."""
    return next((doubt for below, doubt in _BELOW if likely < below), Doubt.HIGH)
