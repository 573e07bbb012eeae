"""De-identification of one document: replace what is PHI, reduce to ASCII, look what is left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragon_prep.replace.apply import replace
from dragon_prep.replace.tags import tag_spans
from dragon_prep.run.residual import is_left
from dragon_prep.text.ascii import to_ascii

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragon_prep.model.span import Span
    from dragon_prep.replace.patient import PatientSurrogates


@dataclass(frozen=True, slots=True, repr=False)
class Deidentified:
    """A document that may leave the hospital.

    Attributes:
        text: ASCII, with surrogates.
        phi: where the surrogates are, with their labels.
        entities: the entity spans, carried along; one of which nothing is left is gone.
        is_clean: whether nothing that was replaced stands elsewhere in the text, and no tag either.
    """

    text: str
    phi: tuple[Span, ...]
    entities: tuple[Span, ...]
    is_clean: bool

    def __repr__(self) -> str:
        return f"<Deidentified, {len(self.text)} characters, {len(self.phi)} surrogates>"


def deidentify(
    text: str,
    phi: Sequence[Span],
    entities: Sequence[Span],
    surrogates: PatientSurrogates,
    *,
    report: str,
    ids: Sequence[str] = (),
) -> Deidentified:
    """De-identifies one document.

    Args:
        text: the document, with line feeds.
        phi: PHI spans that somebody marked, or that were detected; they may overlap.
        entities: spans to carry along.
        surrogates: of the document's patient.
        report: the document's id, which tells its tags of unknown originals from other documents'.
        ids: strings that must not stand in it, such as the patient's id.

    Returns:
        The document with surrogates, in ASCII.
    """
    replaced = replace(text, phi, surrogates, report=report)
    ascii_text, ascii_offsets = to_ascii(replaced.text)
    placed = ascii_offsets.carry_all(replaced.spans)
    tags = tag_spans(ascii_text)
    return Deidentified(
        ascii_text,
        placed,
        replaced.offsets.then(ascii_offsets).carry_all(entities),
        is_clean=not tags.spans
        and not tags.unknown
        and not is_left(text, phi, ids, ascii_text, placed),
    )
