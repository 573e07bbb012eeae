"""The raw export of CT reports about the kidneys, as the reader of that cohort takes it.

``rumc/kidney``: one sheet with label and text. What is written: sentences and headings in
``data/sim_kidney_ct.json``.
"""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from dragon_prep.synthetic.kidney_ct.report import COHORT, write_report
from dragon_prep.synthetic.kit.answers import Answer
from dragon_prep.synthetic.kit.cases import Numbers, label_cell, plan, repeated, write_cases
from dragon_prep.synthetic.kit.draw import stream
from dragon_prep.synthetic.kit.export import write_csv
from dragon_prep.synthetic.kit.knobs import STANDARD

if TYPE_CHECKING:
    from pathlib import Path
    from random import Random

    from dragon_prep.synthetic.kit.cases import Case, Written
    from dragon_prep.synthetic.kit.knobs import Knobs

SHEET = "rumc/kidney/kidney_classifications_full.csv"
COLUMNS = ("classification", "anon_studyinstanceuid", "anon_patientid", "text")

NUMBERS = Numbers(
    positive=0.5,
    per_patient=(88, 9, 3),
    days=(date(2010, 1, 1), date(2020, 6, 30)),
    born=(date(1928, 1, 1), date(1990, 12, 31)),
    sexes="mf",
)
"""What the cohort is made of."""


def simulate(out: Path, *, reports: int, seed: int, knobs: Knobs = STANDARD) -> list[Answer]:
    """Writes the raw export of the cohort.

    Args:
        out: the raw folder; made when it is not there.
        reports: how many distinct studies there are, at least 60.
        seed: the same seed gives the same bytes.
        knobs: noise, length, difficulty and stress.

    Returns:
        The answer key: one answer for each study, in the order of the sheet.

    Raises:
        ValueError: if fewer than 60 reports are asked for.
        OSError: if the file cannot be written.
    """
    cases = plan(COHORT, NUMBERS, reports, seed)
    written = write_cases(COHORT, NUMBERS, cases, seed, partial(write_report, knobs=knobs), knobs)
    rng = stream(seed, COHORT, "sheet")
    rows = [_row(rng, one) for one in written]
    again = repeated(rng, written, rows, _other_label)
    (out / SHEET).parent.mkdir(parents=True, exist_ok=True)
    sheet = [COLUMNS, *rows, *again]
    write_csv(out / SHEET, sheet, separator=",", encoding="utf-8", line_end="\n")
    numbered = enumerate(zip(written, rows, strict=True), 2)
    return [_answer(one, row, n) for n, (one, row) in numbered]


def _row(rng: Random, written: Written) -> tuple[str, ...]:
    case = written.case
    label = label_cell(rng, case, "False", "True")
    uid = f"2.25.{rng.randrange(10**37, 10**38)}"
    return label, uid, f"KIDNEY{case.patient:05}", written.passage.text


def _other_label(case: Case, row: tuple[str, ...]) -> tuple[str, ...]:
    return str(not case.label), *row[1:]


def _answer(written: Written, cells: tuple[str, ...], row: int) -> Answer:
    case = written.case
    _, uid, patient, text = cells
    return Answer(
        cohort=COHORT,
        centre="rumc",
        file=SHEET,
        row=row,
        uid=uid,
        patient_id=patient,
        text=text,
        phi=written.passage.phi,
        annotated=False,
        targets={} if case.defect else {"T3": case.label},
        excluded={"T3": case.defect} if case.defect else {},
    )
