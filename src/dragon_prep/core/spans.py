"""A labelled stretch of text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open ``[start, end)`` in Python code points, never empty, with a label.

    A *PHI span* says what must be replaced, an *entity span* is a target that must survive.

    Raises:
        ValueError: if the span is empty, reversed or starts before the text.
    """

    start: int
    end: int
    label: str

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"not a span: [{self.start}, {self.end})")

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end


def merge_overlapping(spans: list[Span]) -> list[Span]:
    """Makes spans disjoint, in order, without uncovering a single code point.

    Spans that share a code point become one span over all they cover. It carries the label of the
    longest of them; of equally long ones, the one that starts first; then the first by name.
    Spans that only touch stay apart.
    """
    merged: list[Span] = []
    longest: list[Span] = []
    for span in sorted(spans):
        if merged and span.start < merged[-1].end:
            if span.end - span.start > longest[-1].end - longest[-1].start:
                longest[-1] = span
            end = max(merged[-1].end, span.end)
            merged[-1] = Span(merged[-1].start, end, longest[-1].label)
        else:
            merged.append(span)
            longest.append(span)
    return merged
