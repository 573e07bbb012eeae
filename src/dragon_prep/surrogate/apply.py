"""Puts the surrogates of a patient into a text."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dragon_prep.core.offsets import OffsetMap, substitute
from dragon_prep.core.phi import PhiCategory, category_of
from dragon_prep.core.spans import Span, merge_overlapping
from dragon_prep.core.tags import tag_spans
from dragon_prep.phi.dates.surrogate import full_date, nearest_full
from dragon_prep.phi.readable import reads

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from dragon_prep.surrogate.patient import PatientSurrogates


@dataclass(frozen=True, slots=True, repr=False)
class Replaced:
    """A text with surrogates.

    Attributes:
        text: the new text.
        spans: where the surrogates are in it, with their labels, disjoint and in order; what is
            kept by policy is among them, unless something else was replaced in it.
        offsets: from the old text to the new.
        unread: how many mentions were replaced though no grammar reads them, by category.
    """

    text: str
    spans: tuple[Span, ...]
    offsets: OffsetMap
    unread: Mapping[str, int] = field(default_factory=dict)

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
            :func:`dragon_prep.core.spans.merge_overlapping` says what comes of it.
        surrogates: of the document's patient.
        report: the document's id, which tells its tags from those of other documents.

    Raises:
        InputFault: if a label has no surrogate.
        ValueError: if a span ends outside the text.
    """
    tags, numbers = tag_spans(text)
    # What is kept never covers what is not.
    kept: list[Span] = []
    if surrogates.settings.kept:
        kept = [span for span in spans if surrogates.keeps(span.label)]
        spans = [span for span in spans if not surrogates.keeps(span.label)]
    merged = merge_overlapping([*spans, *tags])
    if max((span.end for span in (*merged[-1:], *kept)), default=0) > len(text):
        raise ValueError("span outside its text")
    at = 0
    dates = _full_dates(text, merged)
    running: Counter[str] = Counter()
    unread: Counter[str] = Counter()
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
            new = surrogates.fresh(span.label, report, which, span.start)
        else:
            original = text[span.start : span.end]
            is_date = span.label == PhiCategory.DATUM
            near = nearest_full(span.start, dates) if is_date and dates else None
            new = surrogates.surrogate(original, span.label, report, span.start, near)
            if not reads(category_of(span.label), original):
                unread[category_of(span.label)] += 1
        replacements.append((span.start, span.end, new))
        start = span.start + shift
        placed.append(Span(start, start + len(new), span.label))
        shift += len(new) - (span.end - span.start)
    new_text, offsets = substitute(text, replacements)
    if kept:
        apart = [s for s in merge_overlapping(kept) if not any(map(s.overlaps, merged))]
        placed = sorted([*placed, *offsets.carry_all(apart)])
    return Replaced(new_text, tuple(placed), offsets, dict(unread))


def _full_dates(text: str, spans: Sequence[Span]) -> list[tuple[int, date]]:
    """Where the full dates of a text stand, and which they are.

    The century of a year in two digits is that of the nearest date with all four.
    """
    dates = [span for span in spans if span.label == PhiCategory.DATUM]
    given = [(span.start, text[span.start : span.end]) for span in dates]
    sure = [(at, day) for at, mention in given if (day := full_date(mention, sure_only=True))]
    found = ((at, full_date(mention, nearest_full(at, sure))) for at, mention in given)
    return [(at, day) for at, day in found if day]
