"""Raw exports of CT reports about the pancreas, as the reader of that cohort takes them.

``rumc/pancreas``: a workbook with one row per study and a second sheet that groups the diagnoses;
the texts stand in the annotations only; two lists of uids.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from typing import TYPE_CHECKING

from dragon_prep.synthetic.kit.answers import Answer
from dragon_prep.synthetic.kit.authors import AUTHORS, draw_authors
from dragon_prep.synthetic.kit.dates import age_on
from dragon_prep.synthetic.kit.draw import lexicon, stream
from dragon_prep.synthetic.kit.export import write_annotations, write_json, write_workbook
from dragon_prep.synthetic.kit.ids import Register
from dragon_prep.synthetic.kit.knobs import STANDARD
from dragon_prep.synthetic.kit.measures import figure
from dragon_prep.synthetic.kit.people import draw_patient, draw_staff
from dragon_prep.synthetic.kit.phi import PhiSlots, Setting
from dragon_prep.synthetic.kit.text import Passage
from dragon_prep.synthetic.pancreas_ct.report import write_report
from dragon_prep.synthetic.pancreas_ct.state import GROUPS, TASKS, plan

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from random import Random

    from dragon_prep.synthetic.kit.export import Cell
    from dragon_prep.synthetic.kit.knobs import Knobs
    from dragon_prep.synthetic.kit.people import Patient
    from dragon_prep.synthetic.pancreas_ct.state import Study

COHORT = "pancreas_ct"
FOLDER = "rumc/pancreas"
SHEET = f"{FOLDER}/pancreas_overview_v2.xlsx"
COLUMNS: tuple[Cell, ...] = (
    "archiveID", "base_studyuid", "age", "sex", "diag_rad", "base_lesionsize",
    "base_lesionlocation", "base_lesionattenuation",
)  # fmt: skip

ADULTS = (25, 88)
AGES = {
    "PDAC": (46, 87), "IPMN": (45, 86), "Autoimmune pancreatitis": (45, 80),
    "Mucinous cystic neoplasm": (30, 65), "Chronic pancreatitis": (35, 80),
}  # fmt: skip
"""The age of those who have a disease, and of all others (:data:`ADULTS`)."""

_DECOMPOSED = 0.02
_REPEATED = 0.004  # rows that stand in the sheet twice
_STRAY_BLANK = 0.03
_UNREADABLE = ("zie verslag", "ca 3 cm", "?")


@dataclass(frozen=True, slots=True, repr=False)
class _Report:
    """One report, ready to be exported."""

    study: Study
    patient_id: str
    uid: str
    patient: Patient
    passage: Passage


def simulate(out: Path, *, reports: int, seed: int, knobs: Knobs = STANDARD) -> list[Answer]:
    """Writes the raw exports of the cohort.

    Args:
        out: the raw folder; made when it is not there.
        reports: how many distinct studies there are, at least 100.
        seed: the same seed gives the same bytes in all files.
        knobs: noise, length, difficulty and stress.

    Returns:
        The answer key: one answer for each study, in the order of the sheet.

    Raises:
        ValueError: if fewer than 100 reports are asked for.
        OSError: if a file cannot be written.
    """
    written = _reports(plan(reports, seed), seed, knobs)
    rng = stream(seed, COHORT, "order")
    written = rng.sample(written, len(written))
    folder = out / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    rows = [_cells(rng, report) for report in written]
    again = rng.sample(rows, round(_REPEATED * len(rows)))
    write_workbook(out / SHEET, {"Sheet1": [COLUMNS, *rows, *again], "Sheet2": _diagnoses()})
    annotated = [r for r in rng.sample(written, len(written)) if r.passage.text]
    write_annotations(
        folder / "all.jsonl", ((r.uid, r.passage.text, r.passage.phi) for r in annotated)
    )
    for name, defect in (
        ("no_diagnostic_report", "not_diagnostic"),
        ("no_lesion_size", "size_sheet_only"),
    ):
        uids = [r.uid for r in written if r.study.defect == defect]
        write_json(folder / f"excluded_cases_{name}.json", uids)
    return [_answer(report, row) for row, report in enumerate(written, 2)]


def _reports(studies: Sequence[Study], seed: int, knobs: Knobs) -> list[_Report]:
    register = Register()
    staff = draw_staff(stream(seed, COHORT, "staff"), authors=AUTHORS, referrers=60)
    authors = draw_authors(f"{seed}/{COHORT}", lexicon(COHORT)["styles"], knobs)
    patients: dict[int, Patient] = {}
    texts: set[str] = set()
    written: list[_Report] = []
    for study in studies:
        rng = stream(seed, COHORT, "study", study.serial)
        if study.patient not in patients:
            patients[study.patient] = draw_patient(rng, register, _born(study), sex=study.sex)
        patient = patients[study.patient]
        uid = f"2.25.{rng.randrange(10**37, 10**38)}"
        setting = Setting(
            patient=patient,
            day=study.day,
            earlier=study.earlier,
            staff=staff,
            plain=False,
            decomposed=rng.random() < _DECOMPOSED,
            author=(author := rng.choice(authors)).number,
        )
        passage = Passage("")
        while study.defect != "no_text" and (not passage.text or passage.text in texts):
            passage = write_report(rng, study, PhiSlots(rng, register, setting), author, knobs)
        texts.add(passage.text)
        written.append(_Report(study, f"PANC{study.patient:05}", uid, patient, passage))
    return written


def _born(study: Study) -> tuple[date, date]:
    """When a patient may be born: a carcinoma is a disease of the second half of life."""
    youngest, oldest = AGES.get(study.diagnosis, ADULTS)
    return date(study.day.year - oldest, 1, 1), date(study.day.year - youngest, 12, 31)


def _cells(rng: Random, report: _Report) -> tuple[Cell, ...]:
    """A row of the first sheet, with stray blanks here and there."""
    study = report.study
    diagnosis: str | None = study.diagnosis
    if study.defect == "no_diagnosis":
        diagnosis = None
    elif study.defect == "unmapped":
        diagnosis = rng.choice(lexicon(COHORT)["unmapped"])
    size: Cell = None
    location: str | None = None
    attenuation: str | None = None
    if study.is_pdac:
        size = _size(rng, study)
        location, attenuation = study.location, study.attenuation
        if study.defect == "location_unknown":
            location = "uncinate"
        elif study.defect == "attenuation_unknown":
            attenuation = "mixed"
    cells = [diagnosis, size, *(_attribute(rng, cell) for cell in (location, attenuation))]
    blank = [f"{c} " if isinstance(c, str) and rng.random() < _STRAY_BLANK else c for c in cells]
    age = age_on(report.patient.birth, study.day)
    return (report.patient_id, report.uid, age, study.sex.upper(), *blank)


def _size(rng: Random, study: Study) -> Cell:
    if not study.states_size and study.defect != "size_sheet_only":
        return rng.choice((None, "not mentioned"))
    if study.defect == "size_implausible":
        return int(study.size * 100)  # as when the comma is forgotten
    if study.defect == "size_unreadable":
        return rng.choice(_UNREADABLE)
    form = rng.random()
    if form < 0.8:
        return int(study.size) if study.size == int(study.size) else study.size
    return figure(study.size) + (" mm" if form < 0.9 else "")


def _attribute(rng: Random, cell: str | None) -> str | None:
    if cell == "not mentioned" and rng.random() < 0.5:
        return None
    return cell.capitalize() if cell and rng.random() < 0.03 else cell


def _diagnoses() -> list[tuple[Cell, ...]]:
    """The second sheet: columns of different lengths, one per group."""
    words = lexicon(COHORT)
    columns = ([GROUPS[0]], [*words["other"]], [f"{name} " for name in words["normal"]])
    return [GROUPS, *zip_longest(*columns)]


def _answer(report: _Report, row: int) -> Answer:
    study = report.study
    truth: dict[str, object] = {
        "T8": study.states_size,
        "T9": study.group,
        "T17": [study.attenuation, study.location],
        "T22": study.size,
    }
    return Answer(
        cohort=COHORT,
        centre="rumc",
        file=SHEET,
        row=row,
        uid=report.uid,
        patient_id=report.patient_id,
        text=report.passage.text,
        phi=report.passage.phi,
        annotated=bool(report.passage.text),
        targets={task: truth[task] for task in TASKS if task not in study.excluded},
        excluded=study.excluded,
    )
