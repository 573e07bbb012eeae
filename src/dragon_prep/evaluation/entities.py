"""Entities of a text from its tags, as the evaluators of the benchmark read them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

OUTSIDE = "O"


def entities(tags: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    """The entities of one text: kind, first and last token. An ``I-`` alone begins one, too."""
    start, kind = 0, ""
    for at, tag in enumerate([*tags, OUTSIDE]):
        prefix, _, name = tag.partition("-")
        goes_on = prefix == "I" and name == kind
        if kind and not goes_on:
            yield kind, start, at - 1
            kind = ""
        if prefix in ("B", "I") and not goes_on:
            start, kind = at, name
    return
