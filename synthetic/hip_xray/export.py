"""The raw export of X-ray reports of the hips, as the reader of that cohort takes it.

``rumc/hip``: one sheet with grades given by hand, two with a model's, and a file of all reports.
What is written: sentences and headings in ``data/sim_hip_xray.json``.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragon_prep.synthetic.hip_xray.report import write_report
from dragon_prep.synthetic.hip_xray.state import (
    BORN,
    COHORT,
    EXTRA,
    FINAL,
    GRADED,
    NO_GRADE,
    NO_REPORT,
    NOT_A_GRADE,
    NOT_GRADED,
    REPEATED,
    plan,
)
from dragon_prep.synthetic.kit.answers import Answer
from dragon_prep.synthetic.kit.authors import AUTHORS, draw_authors
from dragon_prep.synthetic.kit.draw import lexicon, stream
from dragon_prep.synthetic.kit.export import write_csv
from dragon_prep.synthetic.kit.ids import Register
from dragon_prep.synthetic.kit.knobs import STANDARD
from dragon_prep.synthetic.kit.people import draw_patient, draw_staff
from dragon_prep.synthetic.kit.phi import PhiSlots, Setting
from dragon_prep.synthetic.kit.text import Passage

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from random import Random

    from dragon_prep.synthetic.hip_xray.state import Case
    from dragon_prep.synthetic.kit.knobs import Knobs
    from dragon_prep.synthetic.kit.people import Patient

FOLDER = "rumc/hip"
REPORTS = f"{FOLDER}/MarNavarro.jsonl"
SHEETS = {
    GRADED: f"{FOLDER}/annotations.csv",
    FINAL: f"{FOLDER}/openai_final_all.csv",
    EXTRA: f"{FOLDER}/openai_test_all.csv",
}
BY_HAND = ("StudyInstanceUID", "left_annotation", "right_annotation")
BY_MODEL = ("StudyInstanceUID", "Left_model", "Right_model")

_AS_FIVE = {GRADED: 0.4, FINAL: 0.1, EXTRA: 0.1}  # how often a prosthesis is a 5
_TWICE = 0.01  # studies of which the model gave grades twice
_UNGRADED = 0.02  # reports that no sheet has

_Cells = tuple[str, str, str]


@dataclass(frozen=True, slots=True, repr=False)
class _Study:
    """A case with its ids and its text, empty where nobody has it."""

    case: Case
    patient_id: str
    uid: str
    passage: Passage


def simulate(out: Path, *, reports: int, seed: int, knobs: Knobs = STANDARD) -> list[Answer]:
    """Writes the raw export of the cohort.

    Args:
        out: the raw folder; made when it is not there.
        reports: how many distinct studies have grades, at least 100.
        seed: the same seed gives the same bytes.
        knobs: how the reports are to be.

    Returns:
        The answer key: one answer for each study, in the order of the sheets, the test set first.

    Raises:
        ValueError: if fewer than 100 reports are asked for.
        OSError: if a file cannot be written.
    """
    studies = _write_studies(plan(reports, seed), seed, knobs)
    rng = stream(seed, COHORT, "sheets")
    by_sheet: dict[str, list[_Study]] = {name: [] for name in SHEETS}
    for study in rng.sample(studies, len(studies)):
        by_sheet[study.case.sheet].append(study)
    rows = {
        name: [_cells(rng, study, name, study.case.grades) for study in found]
        for name, found in by_sheet.items()
    }
    again = [_cells(rng, study, EXTRA, _differing(rng, study)) for study in by_sheet[GRADED]]
    sound = [study for study in by_sheet[FINAL] if not study.case.defect]
    for study in rng.sample(sound, max(2, round(_TWICE * len(sound)))):
        grades = study.case.grades if rng.random() < 0.5 else _differing(rng, study)
        again.append(_cells(rng, study, EXTRA, grades))
    rows[EXTRA] += rng.sample(again, len(again))
    (out / FOLDER).mkdir(parents=True, exist_ok=True)
    for name, path in SHEETS.items():
        sheet = [BY_HAND if name == GRADED else BY_MODEL, *rows[name]]
        write_csv(out / path, sheet, separator=",", encoding="utf-8", line_end="\n")
    _write_reports(out / REPORTS, rng, studies)
    texts: set[str] = set()
    return [
        _answer(study, row, texts)
        for found in by_sheet.values()
        for row, study in enumerate(found, 2)
    ]


def _write_studies(cases: Sequence[Case], seed: int, knobs: Knobs) -> list[_Study]:
    words = lexicon(COHORT)
    register = Register()
    staff = draw_staff(stream(seed, COHORT, "staff"), authors=AUTHORS, referrers=50)
    authors = draw_authors(f"{seed}/{COHORT}", words["styles"], knobs)
    plain: list[str] = words["templates_without_identifiers"]
    people: dict[int, Patient] = {}
    texts: set[str] = set()
    repeats = 0
    studies = []
    for case in cases:
        rng = stream(seed, COHORT, "case", case.serial)
        if case.patient not in people:
            people[case.patient] = draw_patient(rng, register, BORN, sex=case.sex)
        patient = people[case.patient]
        # Nobody marks PHI in these texts, so they have plain forms only.
        author = rng.choice(authors)
        setting = Setting(patient, case.day, case.earlier, staff, plain=True, author=author.number)
        passage = Passage("")
        if case.defect == REPEATED:
            # Two reports in turn share a text, so that each text stands twice at least.
            passage = Passage(plain[repeats // 2 % len(plain)])
            repeats += 1
        while case.defect != NO_REPORT and (not passage.text or passage.text in texts):
            passage = write_report(rng, case, PhiSlots(rng, register, setting), author, knobs)
        if case.defect != REPEATED:
            texts.add(passage.text)
        uid = f"2.25.{rng.randrange(10**37, 10**38)}"
        studies.append(_Study(case, patient.number, uid, passage))
    return studies


def _cells(rng: Random, study: _Study, sheet: str, grades: Sequence[str]) -> _Cells:
    cells = ["5" if g == "p" and rng.random() < _AS_FIVE[sheet] else g for g in grades]
    spoilt = {
        NOT_GRADED: "False",
        NO_GRADE: "",
        NOT_A_GRADE: rng.choice(("?", "6", "KL 2", "onbekend")),
    }
    if study.case.defect in spoilt and sheet == study.case.sheet:
        cells[rng.randrange(2)] = spoilt[study.case.defect]
    uid = study.uid if sheet == GRADED else f"{study.patient_id}-{study.uid}"
    return uid, cells[0], cells[1]


def _differing(rng: Random, study: _Study) -> list[str]:
    """Grades as a model may give them: often those of the person, sometimes one other."""
    grades = study.case.grades
    if rng.random() < 0.6:
        hip = rng.randrange(2)
        grades[hip] = rng.choice([code for code in "01234pn" if code != grades[hip]])
    return grades


def _write_reports(path: Path, rng: Random, studies: Sequence[_Study]) -> None:
    lines = [(s.passage.text, s.uid, s.patient_id) for s in studies if s.passage.text]
    count = max(1, round(_UNGRADED * len(studies)))
    for text in rng.choices(lexicon(COHORT)["templates_without_identifiers"], k=count):
        lines.append((text, f"2.25.{rng.randrange(10**37, 10**38)}", str(rng.randrange(10**8))))
    with path.open("w", encoding="utf-8", newline="\n") as out:
        for text, uid, patient in rng.sample(lines, len(lines)):
            record = {"text": text, "metadata": {"StudyInstanceUID": uid, "PatientID": patient}}
            out.write(json.dumps(record, ensure_ascii=False) + "\n")


def _answer(study: _Study, row: int, texts: set[str]) -> Answer:
    case, text = study.case, study.passage.text
    defect = case.defect
    if defect == REPEATED and text not in texts:
        defect = ""  # the first of its text
    texts.add(text)
    return Answer(
        cohort=COHORT,
        centre="rumc",
        file=SHEETS[case.sheet],
        row=row,
        uid=study.uid,
        patient_id=study.patient_id,
        text=text,
        phi=study.passage.phi,
        annotated=False,
        targets={} if defect else {"T18": case.grades},
        excluded={"T18": defect} if defect else {},
    )
