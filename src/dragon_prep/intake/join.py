"""From rows and annotations to reports: ids, repetitions, marked texts."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from dragon_prep.core.codes import intake as kinds
from dragon_prep.core.errors import Place, Problem
from dragon_prep.core.phi import find_tags
from dragon_prep.core.report import Cleaning, Report
from dragon_prep.core.tags import has_unknown_tag
from dragon_prep.intake.ids import JOINT, alike, is_no_id, is_rounded, plain_id
from dragon_prep.intake.placeholders import text_fault
from dragon_prep.intake.source import is_version, same_text
from dragon_prep.language.ascii import to_ascii
from dragon_prep.language.cleaning.stage import clean, cleaning_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from dragon_prep.core.attrition import Funnel
    from dragon_prep.core.known import KnownFact
    from dragon_prep.intake.annotations import Annotations


_CODE = re.compile(r"[a-z]{2,5}")  # of a centre, in small letters
_VISIBLE = re.compile(r"[\x21-\x7e]")


@dataclass(frozen=True, slots=True, repr=False)
class Found:
    """A report as its centre's sheet has it, before annotations are looked up.

    Attributes:
        patient: the patient's id, in its one spelling; empty if the cell is.
        uid: the report's id, likewise.
        text: of the report; None where the sheet has none.
        fields: what tasks find in its row.
        place: where it stands.
        known: what its row says of the patient, to be found in the text.
        cleaned: what was done to the raw text.
    """

    patient: str
    uid: str
    text: str | None
    fields: Mapping[str, str | bool | None]
    place: Place
    known: tuple[KnownFact, ...] = ()
    cleaned: Cleaning = field(default_factory=Cleaning)

    def __post_init__(self) -> None:
        object.__setattr__(self, "patient", plain_id(self.patient))
        object.__setattr__(self, "uid", plain_id(self.uid))

    def __repr__(self) -> str:
        return f"<Found at {self.place}>"

    @property
    def has_ids(self) -> bool:
        """Whether it has a patient's and a report's id that say more than that there is none."""
        own = self.uid.removeprefix(f"{self.patient}{JOINT}")
        return not (is_no_id(self.patient) or is_no_id(own))


def quarantine_without_ids(funnel: Funnel[Found]) -> None:
    """Holds back rows that lack the patient's or the report's id, or whose id was rounded.

    An id such as ``-`` or ``onbekend`` is none: it would make one patient of many.
    """

    def rounded(found: Found) -> Problem | None:
        ids = (found.patient, *found.uid.split("_"))
        damaged = any(map(is_rounded, ids))
        return Problem(kinds.ID_ROUNDED, found.place) if damaged else None

    funnel.quarantine(
        kinds.ID_MISSING.title,
        lambda f: None if f.has_ids else Problem(kinds.ID_MISSING, f.place),
    )
    funnel.quarantine(kinds.ID_ROUNDED.title, rounded)


def keep_centre(funnel: Funnel[Found], centre: str, why: str) -> None:
    """Keeps the rows of one centre of a file that has those of others, by the field ``center``.

    Another centre has a short code there (``ZGT``); what is longer may be this one, spelt in
    another way, and is held back.

    Args:
        funnel: the rows, their field in small letters.
        centre: whose rows are kept.
        why: the name of the step that leaves out those of others.
    """

    def odd(found: Found) -> Problem | None:
        said = found.fields["center"]
        if said == centre or (isinstance(said, str) and _CODE.fullmatch(said)):
            return None
        kind = kinds.VALUE_UNREADABLE if said else kinds.VALUE_MISSING
        return Problem(kind, replace(found.place, column="center"))

    if any(map(odd, funnel.items)):
        funnel.quarantine("centre cannot be read", odd)
    funnel.exclude(why, lambda found: found.fields["center"] != centre)


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
            return Problem(kinds.VALUES_DIFFER, found.place, quarantined=False) if differs else None
        return Problem(kinds.UID_REPEATED, found.place)

    funnel.quarantine("one report id, different rows", fault)
    funnel.exclude(why, lambda found: found is not by_uid[found.uid][0])


def as_reports(funnel: Funnel[Found], annotations: Annotations) -> Funnel[Report]:
    """Cleans each report's text, and looks up its annotation.

    An annotated report has the annotated text; others, and those in which nobody marked anything,
    are left to the detector. Held back are reports whose annotation cannot be used or is of another
    text, texts that are no whole report or have a tag nobody knows, and reports without marked PHI
    that somebody may have marked: the annotation of one could not be placed. Left out are reports
    without any text.
    """
    funnel = funnel.map_all(lambda items: [_clean(found, annotations.unchanged) for found in items])
    by_uid, quarantined = annotations.by_uid, annotations.quarantined
    astray, placed_all = _astray(funnel.items, annotations)

    def differs(found: Found) -> Problem | None:
        annotation = by_uid.get(found.uid)
        if annotation is None or found.text is None or same_text(found.text, annotation.text):
            return None
        return Problem(kinds.ANNOTATION_DIFFERS, annotation.place)

    def lost(found: Found) -> Problem | None:
        annotation = by_uid.get(found.uid)
        text = _text(found, annotations)
        if not text or (annotation and annotation.phi):
            return None
        if found.place in astray:
            return Problem(kinds.ANNOTATION_ASTRAY, found.place)
        if placed_all or annotation:
            return None
        return Problem(kinds.ANNOTATIONS_NOT_WHOLE, found.place)

    if any(found.uid in quarantined for found in funnel.items):
        funnel.exclude("annotation cannot be used", lambda found: found.uid in quarantined)
    funnel.quarantine(kinds.ANNOTATION_DIFFERS.title, differs)
    funnel.quarantine("annotation may be lost", lost)
    funnel.exclude("no report text", lambda found: not _has_text(_text(found, annotations)))
    funnel.quarantine(
        "text is no whole report", lambda f: text_fault(_text(f, annotations), f.place)
    )
    reports = funnel.map_all(lambda items: [_report(f, annotations, funnel.centre) for f in items])
    reports.quarantine(
        kinds.TAG_UNKNOWN.title,
        lambda r: Problem(kinds.TAG_UNKNOWN, r.place) if has_unknown_tag(r.text) else None,
    )
    _list_similar_patients(reports)
    return reports


def _astray(rows: Sequence[Found], annotations: Annotations) -> tuple[set[Place], bool]:
    """Looks for the reports whose annotations stand under an id that is not theirs.

    Returns:
        The places of all reports that have the text of such an annotation, and whether each
        annotation could be placed, by its id or by its text.
    """
    texts = {found.uid: found.text for found in rows}
    by_words: dict[str, set[Place]] = defaultdict(set)
    for found in rows:
        if words := _words(found.text or ""):
            by_words[words].add(found.place)
    astray: set[Place] = set()
    placed_all = annotations.is_whole
    for uid in {**annotations.by_uid, **annotations.quarantined}:
        own = texts.get(uid)
        annotated = annotations.texts(uid)
        is_nobodys = uid in annotations.unplaced
        if is_nobodys and not annotated:
            placed_all = False
        for text in annotated:
            if _says_nothing_else(own, text):
                continue
            found_at = by_words.get(_words(text)) or _with_tags(rows, text)
            astray |= found_at
            if not found_at and (is_nobodys or _says_another_thing(own, text)):
                placed_all = False
    return astray, placed_all


def _says_nothing_else(own: str | None, annotated: str) -> bool:
    """Whether an annotated text has no words, or is that of the report under its id."""
    return not _words(annotated) or (own is not None and same_text(own, annotated))


def _says_another_thing(own: str | None, annotated: str) -> bool:
    """Whether an annotated text is none of the report under its id.

    Another text under a report's own id is that report's, if most of its words are.
    """
    return own is not None and not is_version(own, annotated)


def _words(text: str) -> str:
    return " ".join(text.split())


def _with_tags(rows: Sequence[Found], text: str) -> set[Place]:
    """The places of the reports that a text with tags in place of PHI may be of."""
    if not any(tag.label for tag in find_tags(text)):
        return set()
    return {found.place for found in rows if found.text and same_text(found.text, text)}


def first_of_each_text(
    reports: Funnel[Report], *, rather: Callable[[Report], bool] = lambda _: True
) -> None:
    """Leaves out reports whose text is that of an earlier one, to the letter.

    Args:
        reports: of one centre.
        rather: which of equal reports are to stay; the first of them all where it holds for none.
    """
    first: dict[str, Report] = {}
    for report in reports.items:
        earlier = first.setdefault(report.text, report)
        if rather(report) and not rather(earlier):
            first[report.text] = report
    reports.exclude("same text as another report", lambda report: first[report.text] is not report)


def _list_similar_patients(reports: Funnel[Report]) -> None:
    """Lists patient ids that may be one patient's: two groups of one person would leak."""
    spellings: dict[str, dict[str, list[Place]]] = defaultdict(lambda: defaultdict(list))
    for report in reports.items:
        spellings[alike(report.patient)][report.patient].append(report.place)
    for ids in spellings.values():
        firsts = [places[0] for places in ids.values()]
        for number, places in enumerate(ids.values() if len(ids) > 1 else ()):
            other = firsts[1 if number == 0 else 0]
            detail = f"{len(places)} reports have this id; {other} has one like it"
            reports.problems.append(
                Problem(kinds.PATIENT_SIMILAR, places[0], detail, quarantined=False)
            )


def _has_text(text: str) -> bool:
    # What is left in ASCII counts: nothing is, of a text of invisible characters or emoji.
    return _VISIBLE.search(text) is not None or bool(to_ascii(text)[0].strip())


def _clean(found: Found, known: Mapping[str, Cleaning]) -> Found:
    if found.text is None:
        return found
    if (said := known.get(found.text)) is not None:  # annotators mostly get the text as it is
        return replace(found, cleaned=said) if said.counts else found
    cleaned = clean(found.text)
    done = cleaning_of(cleaned)
    return (
        replace(found, text=cleaned.text, cleaned=done) if cleaned.steps or done.counts else found
    )


def _text(found: Found, annotations: Annotations) -> str:
    annotation = annotations.by_uid.get(found.uid)
    return annotation.text if annotation else found.text or ""


def _report(found: Found, annotations: Annotations, centre: str) -> Report:
    annotation = annotations.by_uid.get(found.uid)
    return Report(
        centre=centre,
        patient=found.patient,
        uid=found.uid,
        text=annotation.text if annotation else found.text or "",
        phi=(annotation.phi or None) if annotation else None,
        entities=annotation.entities if annotation else (),
        fields=found.fields,
        place=found.place,
        known=found.known,
        marks=annotation.place if annotation and annotation.phi else None,
        cleaned=annotation.cleaned if annotation else found.cleaned,
        origins=annotation.origins if annotation else (),
    )
