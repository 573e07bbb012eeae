"""The raw exports of chest CT reports, as the readers of that cohort take them.

``rumc-jbz/chestct-lung-nodules``: a sheet with labels and a file of reports for the development
set, and both for the test set; the reports of both centres are in each of them.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from dragon_prep.synthetic.chest_ct_nodules.report import write_report
from dragon_prep.synthetic.chest_ct_nodules.state import COHORT, DEVELOPMENT, TEST, plan
from dragon_prep.synthetic.kit.answers import Answer
from dragon_prep.synthetic.kit.authors import AUTHORS, draw_authors
from dragon_prep.synthetic.kit.draw import lexicon, stream
from dragon_prep.synthetic.kit.export import write_xlsx
from dragon_prep.synthetic.kit.ids import Register, digits
from dragon_prep.synthetic.kit.knobs import STANDARD
from dragon_prep.synthetic.kit.measures import figure
from dragon_prep.synthetic.kit.people import draw_staff
from dragon_prep.synthetic.kit.phi import PhiSlots, Setting
from dragon_prep.synthetic.kit.text import Passage
from dragon_prep.synthetic.kit.thorax_patients import CENTRES, thorax_patients

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path
    from random import Random

    from dragon_prep.synthetic.chest_ct_nodules.state import Study
    from dragon_prep.synthetic.kit.export import Cell
    from dragon_prep.synthetic.kit.knobs import Knobs
    from dragon_prep.synthetic.kit.thorax_patients import ThoraxPatient

    Row = dict[str, Cell]
    Case = tuple[Study, ThoraxPatient, Passage]

FOLDER = "rumc-jbz/chestct-lung-nodules"
PARTS = (DEVELOPMENT, TEST)
COLUMNS = (
    "PatientID", "AccessionNumber", "StudyInstanceUID", "StudyDescription", "StudyDate", "hospital",
    "contains nodules", "max_diameter", "comment",
)  # fmt: skip

_ORDER = ("rumc", "jbz")  # in which a build takes the centres
_REPEATED = 0.005  # rows that stand in the sheet twice
_KEYS = COLUMNS[:5]  # what sheets and reports both have


def simulate(out: Path, *, reports: int, seed: int, knobs: Knobs = STANDARD) -> list[Answer]:
    """Writes the raw exports of the cohort.

    Args:
        out: the raw folder; made when it is not there.
        reports: how many distinct studies there are, at least 100.
        seed: the same seed gives the same bytes.
        knobs: how the reports are to be.

    Returns:
        The answer key: one answer for each study, by centre, file and row.

    Raises:
        ValueError: if fewer than 100 reports are asked for.
        OSError: if the files cannot be written.
    """
    cases = _write_cases(plan(reports, seed), seed, knobs)
    register, rng = Register(), stream(seed, COHORT, "sheets")
    rows = [_row(rng, register, case) for case in cases]
    folder = out.joinpath(*FOLDER.split("/"))
    folder.mkdir(parents=True, exist_ok=True)
    answers: list[Answer] = []
    for part in PARTS:
        own = [pair for pair in zip(cases, rows, strict=True) if pair[0][0].part == part]
        sheet = [row for _, row in own] + _more_rows(rng, own, part, rows, cases)
        cells = [[row[name] for name in COLUMNS] for row in sheet]
        write_xlsx(folder / f"annotations_{part}.xlsx", [COLUMNS, *cells])
        records = [record for case, row in own for record in _records(case, row, rows)]
        _write_lines(folder / f"sampled_reports_{part}.json", rng.sample(records, len(records)))
        answers += [_answer(case, row, n) for n, (case, row) in enumerate(own, 2)]
    return sorted(answers, key=lambda answer: _ORDER.index(answer.centre))


def _write_cases(studies: Sequence[Study], seed: int, knobs: Knobs) -> list[Case]:
    """Each study with its patient and text, no text twice, in the order of the sheets."""
    register = Register()
    patients = thorax_patients(seed, 1 + max(s.patient for s in studies), register)
    staff = {
        centre: draw_staff(stream(seed, COHORT, "staff", centre), authors=AUTHORS, referrers=30)
        for centre in CENTRES
    }
    centres = lexicon(COHORT)["centres"]
    authors = {
        centre: draw_authors(f"{seed}/{COHORT}/{centre}", centres[centre]["styles"], knobs)
        for centre in CENTRES
    }
    texts: set[str] = set()
    cases: list[Case] = []
    for study in studies:
        rng, patient = stream(seed, COHORT, "study", study.serial), patients[study.patient]
        # Nobody marks PHI in these texts, so they have plain forms only.
        setting = Setting(
            patient=patient.identity,
            day=study.day,
            earlier=study.earlier,
            staff=staff[patient.centre],
            plain=True,
            author=(author := rng.choice(authors[patient.centre])).number,
        )
        passage = Passage("")
        while study.defect != "no_text" and (not passage.text or passage.text in texts):
            phi = PhiSlots(rng, register, setting)
            passage = write_report(rng, study, patient, phi, author, knobs)
        texts.add(passage.text)
        cases.append((study, patient, passage))
    return stream(seed, COHORT, "order").sample(cases, len(cases))


def _row(rng: Random, register: Register, case: Case) -> Row:
    study, patient, _ = case
    label: Cell = rng.choices((str(study.nodule), str(study.nodule).upper()), (49, 1))[0]
    hospital: Cell = patient.centre.upper()
    if study.defect == "no_label":
        label = None
    elif study.defect == "bad_label":
        label = rng.choice(("?", "mogelijk", "2"))
    elif study.defect == "no_hospital":
        hospital = rng.choice((None, "?", "elders"))
    return {
        "PatientID": patient.id,
        "AccessionNumber": register.fresh(lambda: digits(rng, 8)),
        "StudyInstanceUID": f"2.25.{rng.randrange(10**37, 10**38)}",
        "StudyDescription": rng.choice(("CT thorax", "CT thorax/abdomen", "CT Thorax contrast")),
        "StudyDate": study.day.strftime("%Y%m%d"),
        "hospital": hospital,
        "contains nodules": label,
        "max_diameter": _diameter(rng, study),
        "comment": rng.choices((None, "zie conclusie", "granuloom"), (94, 3, 3))[0],
    }


def _diameter(rng: Random, study: Study) -> Cell:
    if study.size is None:
        return 0 if study.nodule and rng.random() < 0.05 else None
    if study.defect == "bad_diameter":
        return rng.choice(("3-5", "enkele mm", "6 en 9"))
    if study.defect == "big_diameter":
        return int(100 * study.size)
    size: Cell = int(study.size) if study.size.is_integer() else study.size
    forms: tuple[Cell, ...] = (size, f"{figure(study.size)} mm", figure(study.size))
    return rng.choices(forms, (94, 3, 3))[0]


def _more_rows(
    rng: Random,
    own: Sequence[tuple[Case, Row]],
    part: str,
    rows: Sequence[Row],
    cases: Sequence[Case],
) -> list[Row]:
    """Rows of studies that have one already, or one in the other sheet."""
    sound = [row for (study, *_), row in own if not study.defect]
    more = rng.sample(sound, max(1, round(_REPEATED * len(sound))))
    for (study, *_), row in own:
        if study.defect == "two_labels":
            more.append({**row, "contains nodules": str(not study.nodule)})
    if part == TEST:
        pairs = zip(cases, rows, strict=True)
        more += [row for (study, *_), row in pairs if study.defect == "two_parts"]
    return more


def _records(case: Case, row: Row, rows: Sequence[Row]) -> Iterable[dict[str, Cell]]:
    """The records of a study in the file of reports: one, but for defects."""
    study, _, passage = case
    record = {**{name: row[name] for name in _KEYS}, "text": passage.text}
    if study.defect == "two_patients":
        record["PatientID"] = next(
            r["PatientID"] for r in rows if r["PatientID"] != row["PatientID"]
        )
    if study.defect != "no_report":
        yield record
    if study.defect == "two_texts":
        yield {**record, "text": f"{passage.text}\nAanvulling: geen."}


def _write_lines(path: Path, records: Iterable[dict[str, Cell]]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as out:
        for record in records:
            out.write(json.dumps(record, ensure_ascii=False) + "\n")


def _answer(case: Case, cells: Row, row: int) -> Answer:
    study, patient, passage = case
    labels = {"T2": study.nodule, "T7": study.size is not None, "T23": study.size}
    return Answer(
        cohort=COHORT,
        centre=patient.centre,
        file=f"{FOLDER}/annotations_{study.part}.xlsx",
        row=row,
        uid=str(cells["StudyInstanceUID"]),
        patient_id=patient.id,
        text=passage.text,
        phi=passage.phi,
        annotated=False,
        targets={task: label for task, label in labels.items() if task not in study.excluded},
        excluded=study.excluded,
    )
