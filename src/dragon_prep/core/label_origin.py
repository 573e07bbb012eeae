"""Where a label comes from: people or the detector, and who decided."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class LabelOrigin(StrEnum):
    """Where a label comes from, weakest first."""

    AUTOMATIC = "automatic"
    REVIEWED = "reviewed"
    MANUAL = "manual"
    ADJUDICATED = "adjudicated"


_KNOWN = frozenset(LabelOrigin)


def of_several(origins: Iterable[LabelOrigin]) -> LabelOrigin:
    """Where a label comes from that several gave alike: the strongest counts."""
    found = set(origins)
    return max(found, key=list(LabelOrigin).index, default=LabelOrigin.AUTOMATIC)


def counted(told: object) -> Counter[str]:
    """How many labels of a record come from where, of what it says of its spans.

    Args:
        told: its member ``provenance``; what is none counts nothing.
    """
    members = told if isinstance(told, dict) else {}
    lists = [members.get(name) for name in ("spans", "entities")]
    return Counter(
        str(one)
        for some in lists
        if isinstance(some, list)
        for one in some
        if isinstance(one, str) and one in _KNOWN
    )
