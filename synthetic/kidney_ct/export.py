"""The raw export of CT reports about the kidneys, as the reader of that cohort takes it.

``rumc/kidney``: one sheet with label and text. What is written: sentences and headings in
``data/sim_kidney_ct.json``.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from dragon_prep.synthetic.kit.answers import Answer
from dragon_prep.synthetic.kit.cases import Numbers, label_cell, plan, repeated, write_cases
from dragon_prep.synthetic.kit.draw import lexicon, stream
from dragon_prep.synthetic.kit.export import write_csv
from dragon_prep.synthetic.kit.sections import SectionWriter

if TYPE_CHECKING:
    from pathlib import Path
    from random import Random

    from dragon_prep.synthetic.kit.cases import Case, Written
    from dragon_prep.synthetic.kit.phi import PhiSlots
    from dragon_prep.synthetic.kit.text import Passage

COHORT = "kidney_ct"
SHEET = "rumc/kidney/kidney_classifications_full.csv"
COLUMNS = ("classification", "anon_studyinstanceuid", "anon_patientid", "text")

_NUMBERS = Numbers(
    positive=0.5,
    per_patient=(88, 9, 3),
    days=(date(2010, 1, 1), date(2020, 6, 30)),
    born=(date(1928, 1, 1), date(1990, 12, 31)),
    sexes="mf",
)


def simulate(out: Path, *, reports: int, seed: int) -> list[Answer]:
    """Writes the raw export of the cohort.

    Args:
        out: the raw folder; made when it is not there.
        reports: how many distinct studies there are, at least 60.
        seed: the same seed gives the same bytes.

    Returns:
        The answer key: one answer for each study, in the order of the sheet.

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
    write_csv(out / SHEET, sheet, separator=",", encoding="utf-8", line_end="\n")
    numbered = enumerate(zip(written, rows, strict=True), 2)
    return [_answer(one, row, n) for n, (one, row) in numbered]


def _write_report(rng: Random, case: Case, phi: PhiSlots) -> Passage:
    words = lexicon(COHORT)
    man = "man" if case.sex == "m" else "vrouw"
    dhr = ("dhr.", "de heer") if case.sex == "m" else ("mevr.", "mevrouw")
    side = rng.choice(("links", "rechts"))
    slots = {
        "man": lambda: man,
        "dhr": lambda: rng.choice(dhr),
        "kant": lambda: side,
        "kantse": lambda: "linker" if side == "links" else "rechter",
        "klein": lambda: str(rng.randrange(3, 12)),
        "groot": lambda: str(rng.randrange(12, 75)),
        "ml": lambda: rng.choice(("80", "85", "90", "100", "110", "120")),
        "aantal": lambda: rng.choice(("2", "3", "4", "6")),
    }
    writer = SectionWriter(rng, words, phi, slots)
    kind = words["abnormal" if case.label else "normal"]
    kind = rng.choices(kind, [k["weight"] for k in kind])[0]
    organs = writer.choose(words["organs"], rng.randrange(4, 9))
    kidneys = writer.choose(kind["finding"], 1, slips=False)
    at = rng.randrange(len(organs) + 1)
    return writer.report(
        kliniek=[
            *writer.choose(kind["history"], 1, slips=False),
            *writer.choose(words["clinical"], rng.randrange(1, 3)),
            *writer.choose(words["question"], rng.randrange(2)),
        ],
        techniek=writer.choose(words["technique"], 1),
        bevinding=[*organs[:at], *kidneys, *organs[at:]],
        conclusie=[
            *writer.choose(words["conclusion"], 1),
            *writer.choose(kind["conclusion"], rng.randrange(2), slips=False),
        ],
    )


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
