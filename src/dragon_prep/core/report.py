"""A report as a centre handed it in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dragon_prep.core.offsets import OffsetMap

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dragon_prep.core.errors import Place
    from dragon_prep.core.known import KnownFact
    from dragon_prep.core.spans import Span


@dataclass(frozen=True, slots=True, repr=False)
class Cleaning:
    """What was done to a raw text before anything read it.

    Attributes:
        counts: how many places were cleaned, by kind.
        given: the way back, from the clean text to the raw one with line feeds.
    """

    counts: Mapping[str, int] = field(default_factory=dict)
    given: OffsetMap = field(default_factory=OffsetMap)


@dataclass(frozen=True, slots=True, repr=False)
class Report:
    """One document, before de-identification.

    Attributes:
        centre: the hospital that handed it in, such as ``rumc``.
        patient: the patient's id at that centre.
        uid: the report's id, unique within its centre.
        text: what it says, clean (``language/cleaning``); as given where the cohort is public.
        phi: PHI spans somebody marked, with canonical labels, possibly overlapping; None when
            nobody annotated this report, so that the detector has to.
        entities: spans of a NER target, to be carried along.
        fields: annotation fields and flags of the cohort, by column: text, a truth value, or None.
        place: the file and row the report comes from.
        known: what the export's columns say of the patient, to be found in the text.
        marks: the file and row that its PHI spans come from, if somebody marked some.
        cleaned: what was done to its raw text.
        origins: where its marks come from, as spans with their borders, labelled ``manual``,
            ``reviewed`` and so on; of a mark without one nobody says it.
        cleared: what a reviewer decided to be no PHI.
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
    cleaned: Cleaning = field(default_factory=Cleaning)
    origins: tuple[Span, ...] = ()
    cleared: tuple[Span, ...] = ()

    def __post_init__(self) -> None:
        for span in (*(self.phi or ()), *self.entities, *self.cleared):
            if span.end > len(self.text):
                raise ValueError(f"{self.place}: span outside its text")

    def __repr__(self) -> str:
        return f"<Report of {self.centre}, {self.place}, {len(self.text)} characters>"
