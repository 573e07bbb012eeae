"""Raw exports of reports whose PHI was marked for T25 alone, as the reader takes them.

``rumc/anonymisation``: CT reports of thorax and abdomen, and pathology reports of the prostate,
each in one file of JSON lines. Their texts are made as those of the cohorts ``terminology_ct`` and
``prostate_pathology``; most of the men with a prostate report are those of the simulated prostate
MRI reports of the same seed, if that simulation has as many reports, or both have the paper's.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from dragon_prep.core.phi import canonical_label
from dragon_prep.synthetic.kit.answers import Answer
from dragon_prep.synthetic.kit.authors import draw_authors
from dragon_prep.synthetic.kit.draw import lexicon, stream
from dragon_prep.synthetic.kit.export import tagged, write_lines
from dragon_prep.synthetic.kit.ids import Register, t_number
from dragon_prep.synthetic.kit.knobs import STANDARD
from dragon_prep.synthetic.kit.people import draw_patient, draw_staff
from dragon_prep.synthetic.kit.phi import PhiSlots, Setting
from dragon_prep.synthetic.kit.text import Passage
from dragon_prep.synthetic.kit.visits import visits
from dragon_prep.synthetic.prostate_mri.patients import Men, mri_reports
from dragon_prep.synthetic.prostate_pathology.report import write_report as write_pathology
from dragon_prep.synthetic.prostate_pathology.state import Biopsy, Finding
from dragon_prep.synthetic.terminology_ct.report import write_report as write_ct
from dragon_prep.task_definitions.cohorts.phi_reports import by_entity

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from random import Random

    from dragon_prep.synthetic.kit.authors import Author
    from dragon_prep.synthetic.kit.knobs import Knobs
    from dragon_prep.synthetic.kit.people import Patient, Staff
    from dragon_prep.synthetic.kit.visits import Visit

COHORT = "phi_reports"
CT = "rumc/anonymisation/ct-thorax-abdomen/anon_ground_truth_v11.jsonl"
PATHOLOGY = "rumc/anonymisation/pathology-prostate/all_checked.jsonl"
MINIMUM = 60

COPIED = "text of another report"
NOBODY = "nobody marked anything"
NO_TEXT = "no report text"
SPAN_OUTSIDE = "a span lies outside the text"
TAG_UNKNOWN = "an unknown tag"
DEFECTS = {COPIED: 0.006, NOBODY: 0.006, NO_TEXT: 0.004, SPAN_OUTSIDE: 0.004, TAG_UNKNOWN: 0.004}
"""What keeps a report out, and in what share of the reports of a file."""

_PER_PATIENT = (80, 15, 5)
_DAYS = (date(2012, 1, 1), date(2019, 6, 30))
_BORN = (date(1930, 1, 1), date(1990, 12, 31))
_WITH_MRI = 0.9  # of the men
_DECOMPOSED = 0.02
_OTHER_TAGS = 0.3  # of the pathology reports
_TAGS = {"<PERSOON>": "<NAAM>", "<RAPPORT-ID.T-NUMMER>": "<TNUMMER>"}
_NO_OWN_TEXT = (NO_TEXT, COPIED)
_SCORES = ((3, 3), (3, 4), (4, 3), (4, 4), None, None)


@dataclass(frozen=True, slots=True, repr=False)
class _Report:
    """One report, ready to be exported."""

    visit: Visit
    uid: str
    patient: str
    passage: Passage


@dataclass(frozen=True, slots=True, repr=False)
class _Kind:
    """One of the two files.

    Attributes:
        path: of the file.
        name: of its random streams.
        spans: the member that the spans stand in.
        ids: the members of ``meta`` that the patient's and the report's id stand in.
        hyphens: whether its tags are written with hyphens.
    """

    path: str
    name: str
    spans: str
    ids: tuple[str, str]
    hyphens: bool


_KINDS = (
    _Kind(CT, "ct", "labels", ("PatientID", "StudyInstanceUID"), hyphens=False),
    _Kind(PATHOLOGY, "pathology", "label", ("MDN:", "PA-NR.:"), hyphens=True),
)


def simulate(out: Path, *, reports: int, seed: int, knobs: Knobs = STANDARD) -> list[Answer]:
    """Writes the raw exports of the cohort.

    Args:
        out: the raw folder; made when it is not there.
        reports: how many distinct reports there are, at least 60; half of them of each kind.
        seed: the same seed gives the same bytes in all files.
        knobs: noise, length, difficulty and stress.

    Returns:
        The answer key: one answer for each report, in the order of the files. The target is a list
        of ``[start, end, name]`` in the report's text.

    Raises:
        ValueError: if fewer than 60 reports are asked for.
        OSError: if a file cannot be written.
    """
    if reports < MINIMUM:
        raise ValueError(f"at least {MINIMUM} reports are needed for the cohort {COHORT}")
    register = Register()
    staff = draw_staff(stream(seed, COHORT, "staff"), authors=24, referrers=60)
    mri = mri_reports(COHORT, reports)
    men = Men(COHORT, "rumc", mri, seed, register)
    answers: list[Answer] = []
    for kind, count in zip(_KINDS, (reports - reports // 2, reports // 2), strict=True):
        rng = stream(seed, COHORT, kind.name, "plan")
        planned = visits(rng, count, per_patient=_PER_PATIENT, days=_DAYS, defects=DEFECTS)
        patients = _patients(kind, planned, seed, register, men)
        whose = [(visit, *patients[visit.patient]) for visit in planned]
        written = _write(kind, whose, staff, seed, register, knobs)
        (out / kind.path).parent.mkdir(parents=True, exist_ok=True)
        write_lines(out / kind.path, [_line(kind, r, n, rng) for n, r in enumerate(written, 1)])
        answers += [_answer(kind, report, row) for row, report in enumerate(written, 1)]
    return answers


def _patients(
    kind: _Kind, planned: Sequence[Visit], seed: int, register: Register, men: Men
) -> dict[int, tuple[str, Patient]]:
    found: dict[int, tuple[str, Patient]] = {}
    for number in dict.fromkeys(visit.patient for visit in planned):
        rng = stream(seed, COHORT, kind.name, "patient", number)
        if kind.path == CT:
            found[number] = (
                f"CTANON{number:05}",
                draw_patient(rng, register, _BORN, sex=_sex(number)),
            )
        else:
            man = men.draw(with_mri=rng.random() < _WITH_MRI)
            found[number] = man.patient_id, man.patient
    return found


def _write(
    kind: _Kind,
    planned: Sequence[tuple[Visit, str, Patient]],
    staff: Staff,
    seed: int,
    register: Register,
    knobs: Knobs,
) -> list[_Report]:
    """The reports of a file; those with another's text come last, as the first one counts."""
    ct, pathology = lexicon("terminology_ct")["styles"], lexicon("prostate_pathology")["styles"]
    styles = ct if kind.path == CT else pathology["rumc"]
    authors = draw_authors(f"{seed}/{COHORT}/{kind.name}", styles, knobs)
    texts: set[str] = set()
    written: list[_Report] = []
    for visit, patient_id, patient in planned:
        rng = stream(seed, COHORT, kind.name, "report", visit.serial)
        nobody = visit.defect == NOBODY
        setting = Setting(
            patient=patient,
            day=visit.day,
            earlier=visit.earlier,
            staff=staff,
            plain=nobody,  # the detector has to find what nobody marked
            decomposed=not nobody and rng.random() < _DECOMPOSED,
            author=(author := rng.choice(authors)).number,
        )
        passage = Passage("")
        while visit.defect not in _NO_OWN_TEXT and (not passage.phi or passage.text in texts):
            slots = PhiSlots(rng, register, setting)
            if kind.path == CT:
                passage = _ct(rng, visit, slots, author, knobs)
            else:
                passage = _pathology(rng, visit, slots, author, knobs)
        texts.add(passage.text)
        uid = _uid(kind, rng, visit, register)
        written.append(_Report(visit, uid, patient_id, passage))
    rng = stream(seed, COHORT, kind.name, "order")
    own = [report for report in written if report.visit.defect != COPIED]
    sound = [report for report in own if not report.visit.defect]
    copies = [report for report in written if report.visit.defect == COPIED]
    copies = [replace(copy, passage=rng.choice(sound).passage) for copy in copies]
    return [*rng.sample(own, len(own)), *copies]


def _sex(patient: int) -> str:
    return "mf"[patient % 2]


def _ct(rng: Random, visit: Visit, slots: PhiSlots, author: Author, knobs: Knobs) -> Passage:
    marked = write_ct(rng, (visit.patient, _sex(visit.patient)), slots, author, knobs)
    return Passage(marked.text, marked.phi)


def _pathology(rng: Random, visit: Visit, slots: PhiSlots, author: Author, knobs: Knobs) -> Passage:
    findings = tuple(Finding(rng.choice(_SCORES)) for _ in range(rng.randrange(1, 4)))
    biopsy = Biopsy(visit.serial, "rumc", visit.patient, 0, findings, "", "", None)
    passage, _ = write_pathology(rng, biopsy, slots, author, knobs)
    return Passage(passage.text, tuple(s for s in passage.phi if canonical_label(s.label)))


def _uid(kind: _Kind, rng: Random, visit: Visit, register: Register) -> str:
    if kind.path == CT:
        return f"2.25.{rng.randrange(10**37, 10**38)}"
    return register.fresh(lambda: t_number(rng, visit.day.year, plain=True))


def _line(kind: _Kind, report: _Report, number: int, rng: Random) -> dict[str, Any]:
    text, defect = report.passage.text, report.visit.defect
    spans = tagged(report.passage.phi, hyphens=kind.hyphens)
    if kind.hyphens and rng.random() < _OTHER_TAGS:
        spans = [[start, end, _TAGS.get(str(tag), tag)] for start, end, tag in spans]
    if defect == NOBODY:
        spans = []
    elif defect == SPAN_OUTSIDE:
        spans.append([len(text) - 2, len(text) + 3, "<DATUM>"])
    elif defect == TAG_UNKNOWN:
        spans.append([0, 3, "<ONBEKEND>"])
    patient, uid = kind.ids
    meta = {patient: report.patient, uid: report.uid}
    return {"id": number, "text": text, kind.spans: spans, "meta": meta}


def _answer(kind: _Kind, report: _Report, row: int) -> Answer:
    defect, passage = report.visit.defect, report.passage
    target = [[s.start, s.end, s.label] for s in by_entity(passage.phi)]
    return Answer(
        cohort=COHORT,
        centre="rumc",
        file=kind.path,
        row=row,
        uid=report.uid,
        patient_id=report.patient,
        text=passage.text,
        phi=passage.phi,
        annotated=defect not in (NOBODY, NO_TEXT),
        targets={} if defect else {"T25": target},
        excluded={"T25": defect} if defect else {},
    )
