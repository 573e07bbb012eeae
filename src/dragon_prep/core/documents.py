"""De-identified reports, as tasks use them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dragon_prep.core.errors import Place
from dragon_prep.core.keys import KeyPurpose
from dragon_prep.core.known import KnownKind
from dragon_prep.core.label_origin import origins_of, origins_of_regions
from dragon_prep.core.lost_numbers import lost_digests
from dragon_prep.core.shingles import shingles_of
from dragon_prep.core.spans import merge_overlapping
from dragon_prep.core.tags import tag_spans

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from dragon_prep.core.keys import ProjectKey
    from dragon_prep.core.report import Report
    from dragon_prep.core.spans import Span

_LONG = 6  # characters from which on a number can be one person's


@dataclass(frozen=True, slots=True, repr=False)
class Deidentified:
    """A document that may leave the hospital, if the audit finds nothing in it.

    Attributes:
        text: ASCII, with surrogates.
        phi: where the surrogates are, and what is kept by policy, with their labels.
        entities: the entity spans, carried along; one of which nothing is left is gone.
        replaced: what was replaced, in the old text and in this one; disjoint and in order.
        lost: the numbers of the old text that do not stand where they were carried to.
        unread: how many mentions were replaced though no grammar reads them, by category.
    """

    text: str
    phi: tuple[Span, ...]
    entities: tuple[Span, ...]
    replaced: tuple[tuple[Span, Span], ...]
    lost: frozenset[Decimal] = frozenset()
    unread: Mapping[str, int] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"<Deidentified, {len(self.text)} characters, {len(self.phi)} surrogates>"


@dataclass(frozen=True, slots=True, repr=False)
class Document:
    """One de-identified report, as tasks use it. No real id is in it.

    Attributes:
        case: stands for the report; keyed.
        patient: stands for the patient; keyed.
        centre: who handed it in.
        text: de-identified, ASCII.
        phi: ``(start, end, label)`` of the surrogates.
        entities: ``(start, end, label)`` of the entity spans.
        fields: annotation fields of the cohort.
        place: the file and row it comes from.
        annotated: whether somebody marked PHI in it; if not, the detector alone has seen it.
        replaced: ``(start, end, start, end)`` of what was replaced, in the report and in the text.
        cohort: the name of its cohort.
        lost: keyed digests of the numbers that de-identification changed (:mod:`.lost_numbers`).
        unread: how many mentions were replaced though no grammar reads them, by category.
        speaks: what its fields and the labels of its entities say that the export's columns say of
            the patient, as it stands there, with its category. No label may hold it.
        shingles: keyed digests of what the report says, to compare reports (:mod:`.shingles`).
        links: keyed digests of what the export knows of the patient and of hardly anybody else.
        phi_from: how many stretches were replaced, by where they come from (:mod:`.label_origin`).
        entities_from: how many entity spans were marked, likewise.
    """

    case: str
    patient: str
    centre: str
    text: str
    phi: tuple[tuple[int, int, str], ...]
    entities: tuple[tuple[int, int, str], ...]
    fields: Mapping[str, str | bool | None]
    place: Place
    annotated: bool
    replaced: tuple[tuple[int, int, int, int], ...] = ()
    cohort: str = ""
    lost: tuple[str, ...] = ()
    unread: Mapping[str, int] = field(default_factory=dict)
    speaks: tuple[tuple[str, str], ...] = ()
    shingles: bytes = b""
    links: tuple[str, ...] = ()
    phi_from: Mapping[str, int] = field(default_factory=dict)
    entities_from: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def before(cls, report: Report, key: ProjectKey, cohort: str = "") -> Document:
        """A report as it will be, its text and spans still to be de-identified.

        For checks that write nothing: it must not reach a file.
        """
        case, patient = keyed_ids(report, key)
        return cls(
            case=case,
            patient=patient,
            centre=report.centre,
            text=report.text,
            phi=tuple((s.start, s.end, s.label) for s in merge_overlapping([*(report.phi or ())])),
            entities=tuple((s.start, s.end, s.label) for s in report.entities),
            fields=report.fields,
            place=report.place,
            annotated=report.phi is not None,
            cohort=cohort,
            shingles=shingles_of(report.text, key),
            links=links_of(report, key),
        )

    @classmethod
    def after(
        cls, report: Report, done: Deidentified, key: ProjectKey, cohort: str = ""
    ) -> Document:
        """A report that was de-identified."""
        case, patient = keyed_ids(report, key)
        return cls(
            case=case,
            patient=patient,
            centre=report.centre,
            text=done.text,
            phi=tuple((s.start, s.end, s.label) for s in done.phi),
            entities=tuple((s.start, s.end, s.label) for s in done.entities),
            fields=report.fields,
            place=Place(report.place.file, report.place.row),
            annotated=report.phi is not None,
            replaced=tuple((old.start, old.end, new.start, new.end) for old, new in done.replaced),
            cohort=cohort,
            lost=lost_digests(done.lost, case, key),
            unread=dict(sorted(done.unread.items())),
            shingles=shingles_of(report.text, key),
            links=links_of(report, key),
            phi_from=_sorted(_phi_from(report, done)),
            entities_from=_sorted(Counter(origins_of(report.entities, report.origins))),
        )

    @classmethod
    def failed(cls, report: Report, key: ProjectKey, cohort: str = "") -> Document:
        """What stands for a report that does not go out: nothing of what it says is in it."""
        case, patient = keyed_ids(report, key)
        place = Place(report.place.file, report.place.row)
        annotated = report.phi is not None
        return cls(case, patient, report.centre, "", (), (), {}, place, annotated, cohort=cohort)


def _phi_from(report: Report, done: Deidentified) -> Counter[str]:
    marked = [*(report.phi or ()), *tag_spans(report.text).spans]
    return origins_of_regions((old for old, _ in done.replaced), marked, report.origins)


def _sorted(counts: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted(counts.items()))


def keyed_ids(report: Report, key: ProjectKey) -> tuple[str, str]:
    """What stands for a report, and for its patient."""
    case = key.digest(KeyPurpose.CASE, report.centre, report.uid).hex()[:32]
    return case, key.digest(KeyPurpose.PATIENT, report.centre, report.patient).hex()[:32]


def links_of(report: Report, key: ProjectKey) -> tuple[str, ...]:
    """Keyed digests of what tells that two ids are one person: numbers, and name with birth date.

    The number that is the patient's id itself links nothing, and neither does a short one.
    """
    facts = {(fact.kind, " ".join(fact.value.casefold().split())) for fact in report.known}
    own = {report.patient.casefold(), report.uid.casefold()}
    said = {v for kind, v in facts if kind is KnownKind.NUMBER and v not in own and len(v) >= _LONG}
    born = sorted(v for kind, v in facts if kind is KnownKind.BIRTH_DATE)
    named = sorted(v for kind, v in facts if kind is KnownKind.NAME)
    if born and named:
        said.add(" ".join((*named, *born)))
    return tuple(sorted(key.digest(KeyPurpose.LINK, value).hex()[:16] for value in said))
