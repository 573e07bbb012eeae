"""De-identification of one document: detect, replace, ASCII."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragon_prep.detect import detect
from dragon_prep.replace.apply import replace
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
    """

    text: str
    phi: tuple[Span, ...]
    entities: tuple[Span, ...]

    def __repr__(self) -> str:
        return f"<Deidentified, {len(self.text)} characters, {len(self.phi)} surrogates>"


def deidentify(
    text: str,
    phi: Sequence[Span] | None,
    entities: Sequence[Span],
    surrogates: PatientSurrogates,
    *,
    report: str,
) -> Deidentified:
    """De-identifies one document.

    Args:
        text: the document, with line feeds.
        phi: PHI spans somebody marked; None to have them detected.
        entities: spans to carry along.
        surrogates: of the document's patient.
        report: the document's id, which tells its tags of unknown originals from other documents'.

    Returns:
        The document with surrogates, in ASCII.
    """
    spans = [found.span for found in detect(text)] if phi is None else list(phi)
    replaced = replace(text, spans, surrogates, report=report)
    ascii_text, ascii_offsets = to_ascii(replaced.text)
    return Deidentified(
        ascii_text,
        ascii_offsets.carry_all(replaced.spans),
        replaced.offsets.then(ascii_offsets).carry_all(entities),
    )
