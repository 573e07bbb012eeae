"""Where a label comes from: people or the detector, and who decided."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dragon_prep.core.spans import Span

UNSTATED = "unstated"
"""How labels are counted of which nobody says where they come from."""


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


def label_origin(told: object) -> LabelOrigin | None:
    """Where a label comes from, as a file says it; None for any other word."""
    return next((one for one in LabelOrigin if one == told), None)


def origins_of(spans: Iterable[Span], told: Iterable[Span]) -> list[str]:
    """Where each of the spans comes from that were marked in a text.

    Args:
        spans: of the text.
        told: with the same borders as some of them, labelled by where they come from.

    Returns:
        The origin of each, the strongest of several; ``unstated`` where nothing tells it.
    """
    by_borders: dict[tuple[int, int], list[LabelOrigin]] = {}
    for one in told:
        by_borders.setdefault((one.start, one.end), []).append(LabelOrigin(one.label))
    found = [by_borders.get((span.start, span.end)) for span in spans]
    return [str(of_several(some)) if some else UNSTATED for some in found]


def origins_of_regions(
    regions: Iterable[Span], marked: Sequence[Span], told: Sequence[Span]
) -> Counter[str]:
    """How many stretches that were replaced come from where.

    Args:
        regions: what was replaced, each under all marks that overlap.
        marked: what people marked, or tagged, in the text; where none is, a program found it.
        told: as of :func:`origins_of`.
    """
    origins = list(zip(marked, origins_of(marked, told), strict=True))
    count: Counter[str] = Counter()
    for region in regions:
        own = {origin for mark, origin in origins if mark.overlaps(region)}
        stated = [LabelOrigin(one) for one in own if one != UNSTATED]
        if own:
            count[str(of_several(stated)) if stated else UNSTATED] += 1
        else:
            count[str(LabelOrigin.AUTOMATIC)] += 1
    return count


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
