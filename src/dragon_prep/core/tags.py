"""PHI tags that stand in a text as such, such as ``<PERSOON>``: the original is unknown."""

from __future__ import annotations

from typing import NamedTuple

from dragon_prep.core.phi import find_tags
from dragon_prep.core.spans import Span


class Tags(NamedTuple):
    """The PHI tags of a text.

    Attributes:
        spans: where the known ones are, with canonical labels, in order.
        numbers: the digits in each of these, as in ``<PERSOON1>``; empty where there are none.
    """

    spans: list[Span]
    numbers: list[str]


def tag_spans(text: str) -> Tags:
    """Finds the PHI tags of a text; :func:`dragon_prep.core.phi.find_tags` says what they are."""
    known = [
        (Span(tag.start, tag.end, tag.label), tag.number) for tag in find_tags(text) if tag.label
    ]
    return Tags([span for span, _ in known], [n for _, n in known])


def has_unknown_tag(text: str) -> bool:
    """Whether something looks like a PHI tag and is none we know."""
    return any(tag.label is None for tag in find_tags(text))
