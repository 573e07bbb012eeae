"""De-identification of one document: replace what is PHI, reduce to ASCII."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragon_prep.core.documents import Deidentified
from dragon_prep.core.lost_numbers import lost_numbers
from dragon_prep.core.mishaps import costs_only
from dragon_prep.core.spans import merge_overlapping
from dragon_prep.core.tags import tag_spans
from dragon_prep.language.ascii import to_ascii
from dragon_prep.language.number_words import numbers_in_words
from dragon_prep.surrogate.apply import replace

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from decimal import Decimal

    from dragon_prep.core.mishaps import Mishaps
    from dragon_prep.core.report import Report
    from dragon_prep.core.spans import Span
    from dragon_prep.surrogate.patient import PatientSurrogates


def deidentify(
    text: str,
    phi: Sequence[Span],
    entities: Sequence[Span],
    surrogates: PatientSurrogates,
    *,
    report: str,
) -> Deidentified:
    """De-identifies one document.

    Args:
        text: the document, with line feeds.
        phi: PHI spans that somebody marked, or that were detected; they may overlap.
        entities: spans to carry along.
        surrogates: of the document's patient.
        report: the document's id, which tells its tags of unknown originals from other documents'.

    Returns:
        The document with surrogates, in ASCII.
    """
    replaced = replace(text, phi, surrogates, report=report)
    ascii_text, ascii_offsets = to_ascii(replaced.text)
    placed = ascii_offsets.carry_all(replaced.spans)
    offsets = replaced.offsets.then(ascii_offsets)
    # What is kept by policy was not replaced.
    sought = [span for span in phi if not surrogates.keeps(span.label)]
    old = merge_overlapping([*sought, *tag_spans(text).spans])
    return Deidentified(
        ascii_text,
        placed,
        offsets.carry_all(entities),
        tuple((span, new) for span in old if (new := offsets.carry(span)) is not None),
        lost_numbers(text, ascii_text, offsets) | _lost_words(text, sought),
        replaced.unread,
    )


def _lost_words(text: str, sought: Iterable[Span]) -> frozenset[Decimal]:
    """The numbers in words that were replaced."""
    return frozenset(
        value for span in sought for *_, value in numbers_in_words(text, span.start, span.end)
    )


def deidentify_in_turn(
    reports: Iterable[tuple[int, Report, Sequence[Span], PatientSurrogates]],
    mishaps: Mishaps | None = None,
) -> Iterator[tuple[int, Report, Deidentified]]:
    """De-identifies reports one after another.

    Reports of one patient with the same text and spans, such as those of the containers of one
    pathology case, are de-identified once and read the same: their tags of unknown originals, and
    what a policy draws anew for each mention, are those of the first of them.

    Args:
        reports: with position, PHI spans and their patient's surrogates.
        mishaps: what failed so far; what fails here is added, and not among what is given.

    Yields:
        Position, report and document, in the order given.
    """
    known: dict[tuple[object, ...], Deidentified] = {}
    for position, report, phi, surrogates in reports:
        said = (report.centre, report.patient, report.text, tuple(phi), report.entities)
        if said not in known:
            with costs_only(position, mishaps):
                known[said] = deidentify(
                    report.text, phi, report.entities, surrogates, report=report.uid
                )
        if said in known:
            yield position, report, known[said]
