"""Offset maps: what a change of text did, able to carry spans across.

Text changes only through offset maps; no span is ever found again by searching.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from dragon_prep.core.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass(frozen=True, slots=True)
class Edit:
    """``[start, end)`` of the old text became ``length`` code points of the new text."""

    start: int
    end: int
    length: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end or self.length < 0:
            raise ValueError(f"not an edit: [{self.start}, {self.end}) -> {self.length}")


@dataclass(frozen=True, slots=True)
class _Step:
    """The edits of one pass over a text, disjoint and in order."""

    edits: tuple[Edit, ...]
    starts: tuple[int, ...] = field(init=False, repr=False, compare=False)
    ends: tuple[int, ...] = field(init=False, repr=False, compare=False)
    shifts: tuple[int, ...] = field(init=False, repr=False, compare=False)  # before each edit

    def __post_init__(self) -> None:
        for left, right in pairwise(self.edits):
            if right.start < left.end or right.start == left.start:
                raise ValueError("edits overlap or are out of order")
        put = object.__setattr__
        put(self, "starts", tuple(e.start for e in self.edits))
        put(self, "ends", tuple(e.end for e in self.edits))
        grown = (e.length - (e.end - e.start) for e in self.edits)
        put(self, "shifts", tuple(accumulate(grown, initial=0)))

    def carry(self, span: Span) -> Span | None:
        # A start inside an edit moves to the edit's new start, an end inside it to its new end:
        # what touched a replaced stretch covers the whole of what replaced it. Text inserted
        # exactly at a border of the span stays outside it.
        i = bisect_right(self.ends, span.start)  # first edit that ends after the span's start
        start = span.start + self.shifts[i]
        if i < len(self.edits) and self.starts[i] < span.start:
            start = self.starts[i] + self.shifts[i]
        j = bisect_left(self.starts, span.end)  # edits before j start before the span's end
        end = span.end + self.shifts[j]
        if j and self.ends[j - 1] > span.end:
            end = self.ends[j - 1] + self.shifts[j]
        return Span(start, end, span.label) if start < end else None

    def reversed(self) -> _Step:
        edits: list[Edit] = []
        for edit, shift in zip(self.edits, self.shifts, strict=False):
            start, old = edit.start + shift, edit.end - edit.start
            if edits and edits[-1].start == start:  # what was taken out before it left nothing
                edits[-1] = Edit(start, start + edit.length, edits[-1].length + old)
            else:
                edits.append(Edit(start, start + edit.length, old))
        return _Step(tuple(edits))


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """What one or several changes of a text did, in the order in which they were made.

    ``OffsetMap()`` is the identity. Offsets are Python code points.
    """

    steps: tuple[_Step, ...] = ()

    @classmethod
    def of(cls, edits: Iterable[Edit]) -> OffsetMap:
        """The map of one pass of disjoint edits, in order of their start.

        Raises:
            ValueError: if edits overlap, or are out of order.
        """
        step = _Step(tuple(edits))
        return cls((step,)) if step.edits else cls()

    def then(self, later: OffsetMap) -> OffsetMap:
        """This change followed by a later one of the text it made."""
        return OffsetMap(self.steps + later.steps)

    def back(self) -> OffsetMap:
        """The way from the new text to the old: a span there grows to all that a change touched."""
        return OffsetMap(tuple(step.reversed() for step in reversed(self.steps)))

    def carry(self, span: Span) -> Span | None:
        """The span in the new text; None when nothing of it is left.

        Untouched text is carried exactly. A span that touches replaced text grows to cover all of
        the replacement.
        """
        carried: Span | None = span
        for step in self.steps:
            if carried is None:
                return None
            carried = step.carry(carried)
        return carried

    def carry_all(self, spans: Iterable[Span]) -> tuple[Span, ...]:
        """All spans of which something is left, carried, in the order given."""
        return tuple(new for span in spans if (new := self.carry(span)) is not None)


def substitute(text: str, replacements: Sequence[tuple[int, int, str]]) -> tuple[str, OffsetMap]:
    """Replaces disjoint stretches of a text.

    Args:
        text: the old text.
        replacements: ``(start, end, new)``, disjoint, in order of their start.

    Returns:
        The new text, and the map from the old to the new.

    Raises:
        ValueError: if the stretches overlap, are out of order or lie outside the text.
    """
    if not replacements:
        return text, OffsetMap()
    if replacements[-1][1] > len(text):
        raise ValueError("replacement outside the text")
    offsets = OffsetMap.of(Edit(start, end, len(new)) for start, end, new in replacements)
    parts: list[str] = []
    at = 0
    for start, end, new in replacements:
        parts += (text[at:start], new)
        at = end
    parts.append(text[at:])
    return "".join(parts), offsets
