"""What an annotated report says of where its marks come from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragon_prep.core.label_origin import label_origin
from dragon_prep.core.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

PROVENANCE = "provenance"
"""The member that says it: for each member of spans, a list with a word for each of its spans."""


def told_origins(
    record: Mapping[str, object], found: Mapping[str, Sequence[Span]]
) -> tuple[Span, ...]:
    """Where spans come from, as spans labelled ``manual``, ``reviewed`` and so on.

    Args:
        record: an annotated report.
        found: its spans, by the member they stand in. What a list says that is not as long as
            they are many is not used: nobody could tell which word is of which.
    """
    told = record.get(PROVENANCE)
    if not isinstance(told, dict):
        return ()
    return tuple(one for name, spans in found.items() for one in _told(told.get(name), spans))


def _told(said: object, spans: Sequence[Span]) -> Iterator[Span]:
    if isinstance(said, list) and len(said) == len(spans):
        for span, word in zip(spans, said, strict=True):
            if origin := label_origin(word):
                yield Span(span.start, span.end, str(origin))
