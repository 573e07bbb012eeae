"""The raw export of cine MRI reports of the abdomen, as the reader of that cohort takes it.

``rijnstate/cinemri``: one sheet with report, label and patient. What is written: sentences and
headings in ``data/sim_cine_mri.json``.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from dragon_prep.core.errors import Place
from dragon_prep.synthetic.kit.answers import Answer
from dragon_prep.synthetic.kit.cases import Numbers, label_cell, plan, repeated, write_cases
from dragon_prep.synthetic.kit.draw import lexicon, stream
from dragon_prep.synthetic.kit.export import write_csv
from dragon_prep.synthetic.kit.sections import SectionWriter
from dragon_prep.task_definitions.cohorts.cine_mri import report_id

if TYPE_CHECKING:
    from pathlib import Path
    from random import Random

    from dragon_prep.synthetic.kit.cases import Case, Written
    from dragon_prep.synthetic.kit.phi import PhiSlots
    from dragon_prep.synthetic.kit.text import Passage

COHORT = "cine_mri"
SHEET = "rijnstate/cinemri/reports.csv"
COLUMNS = ("report", "label", "patient")

_NUMBERS = Numbers(
    positive=0.55,
    per_patient=(93, 7),
    days=(date(2012, 1, 1), date(2020, 12, 31)),
    born=(date(1935, 1, 1), date(1998, 12, 31)),
    sexes="fffm",
)


def simulate(out: Path, *, reports: int, seed: int) -> list[Answer]:
    """Writes the raw export of the cohort.

    Args:
        out: the raw folder; made when it is not there.
        reports: how many distinct reports there are, at least 60.
        seed: the same seed gives the same bytes.

    Returns:
        The answer key: one answer for each report, in the order of the sheet.

    Raises:
        ValueError: if fewer than 60 reports are asked for.
        OSError: if the file cannot be written.
    """
    cases = plan(COHORT, _NUMBERS, reports, seed)
    written = write_cases(COHORT, _NUMBERS, cases, seed, _write_report)
    rng = stream(seed, COHORT, "sheet")
    rows = [_row(rng, one) for one in written]
    again = repeated(rng, written, rows, _other_label)
    (out / SHEET).parent.mkdir(parents=True, exist_ok=True)
    sheet = [COLUMNS, *rows, *again]
    write_csv(out / SHEET, sheet, separator=",", encoding="utf-8", line_end="\r\n")
    return [_answer(one, n) for n, one in enumerate(written, 2)]


def _write_report(rng: Random, case: Case, phi: PhiSlots) -> Passage:
    words = lexicon(COHORT)
    man = "man" if case.sex == "m" else "vrouw"
    dhr = ("dhr.", "de heer") if case.sex == "m" else ("mevr.", "mevrouw")
    slots = {
        "man": lambda: man,
        "dhr": lambda: rng.choice(dhr),
        "orgaan": lambda: rng.choice(words["organs"][case.sex]),
        "kwadrant": lambda: rng.choice(words["quadrants"]),
        "aantal": lambda: rng.choice(("2", "3", "4")),
    }
    writer = SectionWriter(rng, words, phi, slots)
    found = words["adhesions" if case.label else "none"]
    findings = writer.choose(
        words["negative"], rng.randrange(1, 3) if case.label else 3, slips=False
    )
    findings += writer.choose(words["other"], rng.randrange(3))
    described = writer.choose(found["finding"], rng.choice((1, 1, 2)), slips=False)
    at = rng.randrange(len(findings) + 1)
    return writer.report(
        kliniek=[
            *writer.choose(words["surgery"][case.sex], 1),
            *writer.choose(words["complaint"], rng.randrange(1, 3)),
            *writer.choose(words["question"], 1, slips=False),
        ],
        techniek=writer.choose(words["technique"], 1),
        bevinding=[*findings[:at], *described, *findings[at:]],
        conclusie=writer.choose(found["conclusion"], 1, slips=False),
    )


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
