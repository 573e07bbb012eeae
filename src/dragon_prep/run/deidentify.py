"""De-identification of one document: replace what is PHI, reduce to ASCII."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragon_prep.model.span import merge_overlapping
from dragon_prep.replace.apply import replace
from dragon_prep.replace.tags import tag_spans
from dragon_prep.text.ascii import to_ascii

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragon_prep.model.span import Span
    from dragon_prep.replace.patient import PatientSurrogates


@dataclass(frozen=True, slots=True, repr=False)
class Deidentified:
    """A document that may leave the hospital, if the audit finds nothing in it.

    Attributes:
        text: ASCII, with surrogates.
        phi: where the surrogates are, and what is kept by policy, with their labels.
        entities: the entity spans, carried along; one of which nothing is left is gone.
        replaced: what was replaced, in the old text and in this one; disjoint and in order.
    """

    text: str
    phi: tuple[Span, ...]
    entities: tuple[Span, ...]
    replaced: tuple[tuple[Span, Span], ...]

    def __repr__(self) -> str:
        return f"<Deidentified, {len(self.text)} characters, {len(self.phi)} surrogates>"


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
    )
