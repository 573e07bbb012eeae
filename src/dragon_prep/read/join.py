"""From rows and annotations to reports: ids, repetitions, marked texts."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragon_prep.errors import Problem
from dragon_prep.model.report import Report
from dragon_prep.read import kinds
from dragon_prep.read.source import same_text
from dragon_prep.replace.tags import has_unknown_tag
from dragon_prep.text.newlines import normalise_newlines

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dragon_prep.errors import Place
    from dragon_prep.read.annotations import Annotations
    from dragon_prep.release.attrition import Funnel


@dataclass(frozen=True, slots=True, repr=False)
class Found:
    """A report as its centre's sheet has it, before annotations are looked up.

    Attributes:
        patient: the patient's id; empty if the cell is.
        uid: the report's id.
        text: of the report; None where the sheet has none.
        fields: what tasks find in its row.
        place: where it stands.
    """

    patient: str
    uid: str
    text: str | None
    fields: Mapping[str, str | bool | None]
    place: Place

    def __repr__(self) -> str:
        return f"<Found at {self.place}>"


def hold_back_without_ids(funnel: Funnel[Found]) -> None:
    """Holds back rows that lack the patient's or the report's id."""
    funnel.hold_back(
        kinds.ID_MISSING.title,
        lambda f: None if f.patient and f.uid else Problem(kinds.ID_MISSING, f.place),
    )


def first_of_each(funnel: Funnel[Found], why: str, *, twice_is_normal: bool = False) -> None:
    """Keeps the first row of each report id.

    Rows with one id and different texts are all held back. Rows with one id, one text and
    different values are all held back too, or, where a centre annotates some reports twice, listed.

    Args:
        funnel: the rows.
        why: the name of the step that leaves out repetitions.
        twice_is_normal: whether the first of two rows with different values counts.
    """
    by_uid: dict[str, list[Found]] = defaultdict(list)
    for found in funnel.items:
        by_uid[found.uid].append(found)

    def fault(found: Found) -> Problem | None:
        first, *others = by_uid[found.uid]
        if any((o.text or "").split() != (first.text or "").split() for o in others):
            return Problem(kinds.TEXTS_DIFFER, found.place)
        if all((o.patient, o.fields) == (first.patient, first.fields) for o in others):
            return None
        if twice_is_normal:
            differs = found is not first and found.fields != first.fields
            return Problem(kinds.VALUES_DIFFER, found.place, held_back=False) if differs else None
        return Problem(kinds.UID_REPEATED, found.place)

    funnel.hold_back("one report id, different rows", fault)
    funnel.leave_out(why, lambda found: found is not by_uid[found.uid][0])


def as_reports(funnel: Funnel[Found], annotations: Annotations) -> Funnel[Report]:
    """Looks up each report's annotation.

    An annotated report has the annotated text; others keep the sheet's, for the detector. Held
    back are reports whose annotation cannot be used or is of another text, and texts with a tag
    nobody knows. Left out are reports without any text.
    """
    by_uid, held_back = annotations.by_uid, annotations.held_back

    def differs(found: Found) -> Problem | None:
        annotation = by_uid.get(found.uid)
        if annotation is None or found.text is None or same_text(found.text, annotation):
            return None
        return Problem(kinds.ANNOTATION_DIFFERS, annotation.place)

    if any(found.uid in held_back for found in funnel.items):
        funnel.leave_out("annotation cannot be used", lambda found: found.uid in held_back)
    funnel.hold_back(kinds.ANNOTATION_DIFFERS.title, differs)
    funnel.leave_out("no report text", lambda found: not _text(found, annotations).strip())
    reports = funnel.become(lambda items: [_report(f, annotations, funnel.centre) for f in items])
    reports.hold_back(
        kinds.TAG_UNKNOWN.title,
        lambda r: Problem(kinds.TAG_UNKNOWN, r.place) if has_unknown_tag(r.text) else None,
    )
    return reports


def _text(found: Found, annotations: Annotations) -> str:
    annotation = annotations.by_uid.get(found.uid)
    return annotation.text if annotation else found.text or ""


def _report(found: Found, annotations: Annotations, centre: str) -> Report:
    annotation = annotations.by_uid.get(found.uid)
    return Report(
        centre=centre,
        patient=found.patient,
        uid=found.uid,
        text=annotation.text if annotation else normalise_newlines(found.text or "")[0],
        phi=annotation.phi if annotation else None,
        entities=annotation.entities if annotation else (),
        fields=found.fields,
        place=found.place,
    )
