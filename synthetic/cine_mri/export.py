"""The raw export of cine MRI reports of the abdomen, as the reader of that cohort takes it.

``rijnstate/cinemri``: one sheet with report, label and patient. What is written: sentences and
headings in ``data/sim_cine_mri.json``.
"""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from dragon_prep.core.errors import Place
from dragon_prep.synthetic.cine_mri.report import COHORT, write_report
from dragon_prep.synthetic.kit.answers import Answer
from dragon_prep.synthetic.kit.cases import Numbers, label_cell, plan, repeated, write_cases
from dragon_prep.synthetic.kit.draw import stream
from dragon_prep.synthetic.kit.export import write_csv
from dragon_prep.synthetic.kit.knobs import STANDARD
from dragon_prep.task_definitions.cohorts.cine_mri import report_id

if TYPE_CHECKING:
    from pathlib import Path
    from random import Random

    from dragon_prep.synthetic.kit.cases import Case, Written
    from dragon_prep.synthetic.kit.knobs import Knobs

SHEET = "rijnstate/cinemri/reports.csv"
COLUMNS = ("report", "label", "patient")

NUMBERS = Numbers(
    positive=0.55,
    per_patient=(93, 7),
    days=(date(2012, 1, 1), date(2020, 12, 31)),
    born=(date(1935, 1, 1), date(1998, 12, 31)),
    sexes="fffm",
)
"""What the cohort is made of."""


def simulate(out: Path, *, reports: int, seed: int, knobs: Knobs = STANDARD) -> list[Answer]:
    """Writes the raw export of the cohort.

    Args:
        out: the raw folder; made when it is not there.
        reports: how many distinct reports there are, at least 60.
        seed: the same seed gives the same bytes.
        knobs: noise, length, difficulty and stress.

    Returns:
        The answer key: one answer for each report, in the order of the sheet.

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
    write_csv(out / SHEET, sheet, separator=",", encoding="utf-8", line_end="\r\n")
    return [_answer(one, n) for n, one in enumerate(written, 2)]


def _row(rng: Random, written: Written) -> tuple[str, ...]:
    case = written.case
    return written.passage.text, label_cell(rng, case, "0", "1"), _patient(case)


def _other_label(case: Case, row: tuple[str, ...]) -> tuple[str, ...]:
    return row[0], str(int(not case.label)), row[2]


def _patient(case: Case) -> str:
    return f"CINE{case.patient:05}"


def _answer(written: Written, row: int) -> Answer:
    case, text = written.case, written.passage.text
    return Answer(
        cohort=COHORT,
        centre="rijnstate",
        file=SHEET,
        row=row,
        uid=report_id(_patient(case), text or str(Place(SHEET, row))),
        patient_id=_patient(case),
        text=text,
        phi=written.passage.phi,
        annotated=False,
        targets={} if case.defect else {"T1": case.label},
        excluded={"T1": case.defect} if case.defect else {},
    )
