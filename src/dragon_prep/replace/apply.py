"""Puts the surrogates of a patient into a text."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragon_prep.model.offsets import OffsetMap, substitute
from dragon_prep.model.phi import category_of
from dragon_prep.model.span import Span, merge_overlapping
from dragon_prep.replace.tags import tag_spans

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragon_prep.replace.patient import PatientSurrogates


@dataclass(frozen=True, slots=True, repr=False)
class Replaced:
    """A text with surrogates.

    Attributes:
        text: the new text.
        spans: where the surrogates are in it, with their labels, disjoint and in order.
        offsets: from the old text to the new.
    """

    text: str
    spans: tuple[Span, ...]
    offsets: OffsetMap

    def __repr__(self) -> str:
        return f"<Replaced, {len(self.text)} characters, {len(self.spans)} surrogates>"


def replace(
    text: str, spans: Sequence[Span], surrogates: PatientSurrogates, *, report: str = ""
) -> Replaced:
    """Replaces the PHI of a text.

    PHI tags that stand in the text as such (``<PERSOON>``) are replaced along with the spans; a
    span that holds one becomes a fresh surrogate as a whole. Tags of one category with the same
    number (``<PERSOON1>``) get the same surrogate within a document.

    Args:
        text: the document.
        spans: what to replace, with canonical labels. They may overlap, nest and touch:
            :func:`dragon_prep.model.span.merge_overlapping` says what comes of it.
        surrogates: of the document's patient.
        report: the document's id, which tells its tags from those of other documents.

    Raises:
        InputFault: if a label has no surrogate.
        ValueError: if a span ends outside the text.
    """
    tags, numbers, _ = tag_spans(text)
    merged = merge_overlapping([*spans, *tags])
    if merged and merged[-1].end > len(text):
        raise ValueError("span outside its text")
    at = 0
    running: Counter[str] = Counter()
    replacements: list[tuple[int, int, str]] = []
    placed: list[Span] = []
    shift = 0
    for span in merged:
        first = at
        while at < len(tags) and tags[at].start < span.end:
            at += 1
        if first < at:
            category = category_of(span.label)
            number = numbers[first] if category_of(tags[first].label) is category else ""
            if not number:
                running[category] += 1
            which = f"number {int(number)}" if number else running[category]
            new = surrogates.fresh(span.label, report, which)
        else:
            new = surrogates.surrogate(text[span.start : span.end], span.label)
        replacements.append((span.start, span.end, new))
        start = span.start + shift
        placed.append(Span(start, start + len(new), span.label))
        shift += len(new) - (span.end - span.start)
    new_text, offsets = substitute(text, replacements)
    return Replaced(new_text, tuple(placed), offsets)
