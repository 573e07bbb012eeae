"""The raw export of CT reports with medical terms marked, as the reader of that cohort takes it.

``rumc/terminology``: one file of JSON lines, each with text, identifiers and terms.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from dragon_prep.synthetic.kit.answers import Answer
from dragon_prep.synthetic.kit.authors import AUTHORS, draw_authors
from dragon_prep.synthetic.kit.draw import lexicon, stream
from dragon_prep.synthetic.kit.export import tagged
from dragon_prep.synthetic.kit.ids import Register
from dragon_prep.synthetic.kit.knobs import STANDARD
from dragon_prep.synthetic.kit.people import draw_patient, draw_staff
from dragon_prep.synthetic.kit.phi import PhiSlots, Setting
from dragon_prep.synthetic.kit.visits import visits
from dragon_prep.synthetic.terminology_ct.report import Marked, write_report

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from dragon_prep.synthetic.kit.knobs import Knobs
    from dragon_prep.synthetic.kit.people import Patient
    from dragon_prep.synthetic.kit.visits import Visit

COHORT = "terminology_ct"
FILE = "rumc/terminology/terminology_ner_data_with_phi_annot_fixed_with_patient_ids.jsonl"
MINIMUM = 60

NO_TEXT = "no report text"
NO_PATIENT = "patient's id missing"
TERM_OUTSIDE = "a term lies outside the text"
TERM_UNKNOWN = "a term has an unknown label"
NO_TERMS = "no list of terms"
DEFECTS = {NO_TEXT: 0.004, NO_PATIENT: 0.004, TERM_OUTSIDE: 0.004, TERM_UNKNOWN: 0.004,
           NO_TERMS: 0.004}  # fmt: skip
"""What keeps a report out, and in what share of the reports."""

_PER_PATIENT = (80, 15, 5)
_DAYS = (date(2012, 1, 1), date(2019, 6, 30))
_BORN = (date(1930, 1, 1), date(1990, 12, 31))
_DECOMPOSED = 0.04
_REPEATED = 0.01  # lines that stand in the file twice


@dataclass(frozen=True, slots=True, repr=False)
class _Written:
    """A report with its ids."""

    visit: Visit
    uid: str
    patient: str
    marked: Marked


def simulate(out: Path, *, reports: int, seed: int, knobs: Knobs = STANDARD) -> list[Answer]:
    """Writes the raw export of the cohort.

    Args:
        out: the raw folder; made when it is not there.
        reports: how many distinct reports there are, at least 60.
        seed: the same seed gives the same bytes.
        knobs: how the reports are to be.

    Returns:
        The answer key: one answer for each report, in the order of the file. The target of T26 is
        the list of its terms, ``[start, end, label]`` in the report's text.

    Raises:
        ValueError: if fewer than 60 reports are asked for.
        OSError: if the file cannot be written.
    """
    if reports < MINIMUM:
        raise ValueError(f"at least {MINIMUM} reports are needed for the cohort {COHORT}")
    rng = stream(seed, COHORT, "plan")
    planned = visits(rng, reports, per_patient=_PER_PATIENT, days=_DAYS, defects=DEFECTS)
    written = _write(planned, seed, knobs)
    lines = [_line(one) for one in written]
    sound = [line for one, line in zip(written, lines, strict=True) if not one.visit.defect]
    again = rng.sample(sound, max(1, round(_REPEATED * len(lines))))
    (out / FILE).parent.mkdir(parents=True, exist_ok=True)
    with (out / FILE).open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in (*lines, *again))
    return [_answer(one, row) for row, one in enumerate(written, 1)]


def _write(planned: Sequence[Visit], seed: int, knobs: Knobs) -> list[_Written]:
    register = Register()
    staff = draw_staff(stream(seed, COHORT, "staff"), authors=AUTHORS, referrers=40)
    authors = draw_authors(f"{seed}/{COHORT}", lexicon(COHORT)["styles"], knobs)
    patients: dict[int, Patient] = {}
    texts: set[str] = set()
    written: list[_Written] = []
    for visit in planned:
        rng = stream(seed, COHORT, "report", visit.serial)
        if visit.patient not in patients:
            patients[visit.patient] = draw_patient(rng, register, _BORN, sex=_sex(visit.patient))
        setting = Setting(
            patient=patients[visit.patient],
            day=visit.day,
            earlier=visit.earlier,
            staff=staff,
            plain=False,
            author=(author := rng.choice(authors)).number,
            decomposed=rng.random() < _DECOMPOSED,
        )
        marked = Marked("")
        # What nobody marked PHI in is left to the detector, so each report has some.
        while visit.defect != NO_TEXT and (marked.text in texts or not marked.phi):
            who = visit.patient, _sex(visit.patient)
            marked = write_report(rng, who, PhiSlots(rng, register, setting), author, knobs)
        texts.add(marked.text)
        uid = f"2.25.{rng.randrange(10**37, 10**38)}"
        patient = "" if visit.defect == NO_PATIENT else f"TERM{visit.patient:05}"
        written.append(_Written(visit, uid, patient, marked))
    return stream(seed, COHORT, "order").sample(written, len(written))


def _sex(patient: int) -> str:
    return "mf"[patient % 2]


def _line(written: _Written) -> dict[str, Any]:
    marked, defect = written.marked, written.visit.defect
    terms: list[Any] | None = [[s.start, s.end, s.label] for s in marked.terms]
    if defect == TERM_OUTSIDE:
        terms = [[len(marked.text) - 3, len(marked.text) + 4, marked.terms[0].label]]
    elif defect == TERM_UNKNOWN:
        terms = [[s.start, s.end, "MENTON"] for s in marked.terms]
    elif defect == NO_TERMS:
        terms = None
    return {
        "text": marked.text,
        "label_phi": tagged(marked.phi),
        "label_terminology": terms,
        "anon_studyinstanceuid": written.uid,
        "anon_patientid": written.patient or None,
    }


def _answer(written: _Written, row: int) -> Answer:
    marked, defect = written.marked, written.visit.defect
    return Answer(
        cohort=COHORT,
        centre="rumc",
        file=FILE,
        row=row,
        uid=written.uid,
        patient_id=written.patient,
        text=marked.text,
        phi=marked.phi,
        annotated=bool(marked.text),
        targets={} if defect else {"T26": [[s.start, s.end, s.label] for s in marked.terms]},
        excluded={"T26": defect} if defect else {},
    )
