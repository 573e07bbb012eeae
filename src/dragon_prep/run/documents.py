"""De-identified reports, as tasks use them."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragon_prep.errors import Place
from dragon_prep.model.phi import PhiCategory, category_of
from dragon_prep.model.span import merge_overlapping
from dragon_prep.replace.key import Use

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dragon_prep.errors import Problem
    from dragon_prep.model.report import Report
    from dragon_prep.release.attrition import Step
    from dragon_prep.replace.key import ProjectKey
    from dragon_prep.run.audit import Totals
    from dragon_prep.run.deidentify import Deidentified


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
        lost: keyed digests of the numbers that de-identification changed (:mod:`.stated`).
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
        )

    @classmethod
    def after(
        cls, report: Report, done: Deidentified, key: ProjectKey, cohort: str = ""
    ) -> Document:
        """A report that was de-identified."""
        from dragon_prep.run.stated import lost_digests

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
        )

    @classmethod
    def failed(cls, report: Report, key: ProjectKey, cohort: str = "") -> Document:
        """What stands for a report that does not go out: nothing of what it says is in it."""
        case, patient = keyed_ids(report, key)
        place = Place(report.place.file, report.place.row)
        annotated = report.phi is not None
        return cls(case, patient, report.centre, "", (), (), {}, place, annotated, cohort=cohort)


def keyed_ids(report: Report, key: ProjectKey) -> tuple[str, str]:
    """What stands for a report, and for its patient."""
    case = key.digest(Use.CASE, report.centre, report.uid).hex()[:32]
    return case, key.digest(Use.PATIENT, report.centre, report.patient).hex()[:32]


@dataclass(frozen=True, slots=True, repr=False)
class CohortRelease:
    """A de-identified cohort.

    Attributes:
        documents: in source order.
        steps: the attrition so far, centre by centre.
        problems: everything that is to be listed.
        inputs: SHA-256 of each raw file it was made of, by path.
        audit: what the audit found, by centre.
        withheld: the documents that the audit holds back.
    """

    documents: tuple[Document, ...]
    steps: tuple[Step, ...]
    problems: tuple[Problem, ...]
    inputs: Mapping[str, bytes]
    audit: dict[str, Totals]
    withheld: tuple[Document, ...]

    def phi_counts(self, kept: frozenset[PhiCategory] = frozenset()) -> dict[str, dict[str, int]]:
        """How many PHI spans were replaced, by centre and category.

        Args:
            kept: categories that were not replaced.
        """
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        for document in self.documents:
            found = (category_of(label) for _, _, label in document.phi)
            counts[document.centre].update(c for c in found if c not in kept)
        return {centre: dict(sorted(found.items())) for centre, found in counts.items()}


def annotated_counts(documents: Iterable[Document]) -> dict[str, tuple[int, int]]:
    """By centre, how many reports somebody annotated, and how many the detector alone has seen."""
    counts: dict[str, list[int]] = {}
    for document in documents:
        counts.setdefault(document.centre, [0, 0])[0 if document.annotated else 1] += 1
    return {centre: (yes, no) for centre, (yes, no) in counts.items()}
