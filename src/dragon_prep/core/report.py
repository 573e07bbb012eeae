"""A report as a centre handed it in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dragon_prep.core.errors import Place
    from dragon_prep.core.known import KnownFact
    from dragon_prep.core.spans import Span


@dataclass(frozen=True, slots=True, repr=False)
class Report:
    """One document, before de-identification.

    Attributes:
        centre: the hospital that handed it in, such as ``rumc``.
        patient: the patient's id at that centre.
        uid: the report's id, unique within its centre.
        text: what it says, clean (``language/cleaning``).
        phi: PHI spans somebody marked, with canonical labels, possibly overlapping; None when
            nobody annotated this report, so that the detector has to.
        entities: spans of a NER target, to be carried along.
        fields: annotation fields and flags of the cohort, by column: text, a truth value, or None.
        place: the file and row the report comes from.
        known: what the export's columns say of the patient, to be found in the text.
        marks: the file and row that its PHI spans come from, if somebody marked some.
        cleaned: how many places of its raw text were cleaned, by kind.
    """

    centre: str
    patient: str
    uid: str
    text: str
    phi: tuple[Span, ...] | None
    entities: tuple[Span, ...]
    fields: Mapping[str, str | bool | None]
    place: Place
    known: tuple[KnownFact, ...] = ()
    marks: Place | None = None
    cleaned: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for span in (*(self.phi or ()), *self.entities):
            if span.end > len(self.text):
                raise ValueError(f"{self.place}: span outside its text")

    def __repr__(self) -> str:
        return f"<Report of {self.centre}, {self.place}, {len(self.text)} characters>"
