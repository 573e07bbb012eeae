"""The second look: the detector reads what people annotated, too, for they miss some of it.

What it is sure of and nobody marked is replaced, or listed, or holds the report back.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from dragon_prep.core.phi import category_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dragon_prep.core.spans import Span


class SecondLook(StrEnum):
    """What becomes of what the detector is sure of and nobody marked."""

    REPLACE = "replace"
    LIST = "list"
    HOLD = "hold"
    OFF = "off"  # the detector does not read what people annotated


class Fate(StrEnum):
    """What became of one such finding."""

    REPLACED = "replaced"
    LISTED = "listed"
    IN_LABEL = "in_label"  # listed whatever was asked for: a label is read from what stands there
    HELD_BACK = "held_back"
    DELETED = "deleted"  # listed whatever was asked for: a reviewer said that it is none


@dataclass(frozen=True, slots=True, order=True)
class Overlooked:
    """What the detector is sure of and nobody marked: offsets and a label, no text.

    Attributes:
        span: where it stands in the report, in code points, a line end being one.
        fate: what becomes of it.
    """

    span: Span
    fate: Fate


def is_held(found: Iterable[Overlooked]) -> bool:
    """Whether a report is held back for what was found in it."""
    return any(one.fate is Fate.HELD_BACK for one in found)


OverlookedCounts = dict[str, dict[str, int]]


def overlooked_counts(found: Iterable[Overlooked]) -> OverlookedCounts:
    """How many there are, by fate and category, in order."""
    counts: dict[Fate, Counter[str]] = {}
    for one in found:
        counts.setdefault(one.fate, Counter())[category_of(one.span.label)] += 1
    return {
        fate.value: {str(category): n for category, n in sorted(counts[fate].items())}
        for fate in Fate
        if fate in counts
    }


def second_look_of(told: object) -> SecondLook:
    """What a manifest says; one of an earlier version, which had no second look, says nothing."""
    return next((choice for choice in SecondLook if choice.value == told), SecondLook.OFF)
