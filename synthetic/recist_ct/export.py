"""Raw exports of CT reports with RECIST measurements, as the reader of that cohort takes them.

``rumc-jbz/recist``: a workbook of each centre, one row per study. The patients are the first of
those with CT reports of the chest.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragon_prep.synthetic.kit.answers import Answer
from dragon_prep.synthetic.kit.authors import AUTHORS, draw_authors
from dragon_prep.synthetic.kit.draw import lexicon, stream
from dragon_prep.synthetic.kit.export import write_xlsx
from dragon_prep.synthetic.kit.ids import Register
from dragon_prep.synthetic.kit.knobs import STANDARD
from dragon_prep.synthetic.kit.measures import figure
from dragon_prep.synthetic.kit.people import draw_staff
from dragon_prep.synthetic.kit.phi import Setting
from dragon_prep.synthetic.kit.text import Passage
from dragon_prep.synthetic.kit.thorax_patients import CENTRES, thorax_patients
from dragon_prep.synthetic.recist_ct.report import Slots, write_report
from dragon_prep.synthetic.recist_ct.state import TASKS, plan

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from random import Random

    from dragon_prep.synthetic.kit.export import Cell
    from dragon_prep.synthetic.kit.knobs import Knobs
    from dragon_prep.synthetic.kit.thorax_patients import ThoraxPatient
    from dragon_prep.synthetic.recist_ct.course import Lesion
    from dragon_prep.synthetic.recist_ct.state import Study

COHORT = "recist_ct"
FOLDER = "rumc-jbz/recist"
SHEETS = {
    "jbz": f"{FOLDER}/JBZ_RECIST_cases_JB_MG.xlsx",
    "rumc": f"{FOLDER}/RadboudUMC_RECIST_cases_MG.xlsx",
}
_SIZES = {
    "jbz": tuple(f"tl{n}_size" for n in range(1, 6)),
    "rumc": tuple(f"L{n}_size" for n in range(1, 7)),
}
COLUMNS: dict[str, tuple[Cell, ...]] = {
    "jbz": ("PatientID", "StudyInstanceUID", "text", "is_baseline", *_SIZES["jbz"]),
    "rumc": (
        "anon_patientid", "anon_studyinstanceuid", "raw_text", "baseline_scan", *_SIZES["rumc"],
    ),
}  # fmt: skip

_REPEATED = 0.01  # rows that stand in a sheet twice
_PRODUCTS = ("{long} x {short}", "{long} x {short} mm", "{long}x{short}", "{long} bij {short} mm",
             "{long} x {short} x {between} mm")  # fmt: skip
_FLAG = 3  # the flag's cell; the sizes follow it


@dataclass(frozen=True, slots=True, repr=False)
class _Report:
    """One report, ready to be exported."""

    study: Study
    who: ThoraxPatient
    uid: str
    passage: Passage


def simulate(out: Path, *, reports: int, seed: int, knobs: Knobs = STANDARD) -> list[Answer]:
    """Writes the raw exports of the cohort.

    Args:
        out: the raw folder; made when it is not there.
        reports: how many distinct studies there are, at least 100; 402 give the paper's size.
        seed: the same seed gives the same bytes in both files.
        knobs: how the reports are to be.

    Returns:
        The answer key: one answer for each study, in the order of the sheets.

    Raises:
        ValueError: if fewer than 100 reports are asked for.
        OSError: if a file cannot be written.
    """
    written = _reports(plan(reports, seed), seed, knobs)
    (out / FOLDER).mkdir(parents=True, exist_ok=True)
    answers: list[Answer] = []
    for centre in CENTRES:
        rng = stream(seed, COHORT, "sheet", centre)
        here = [report for report in written if report.who.centre == centre]
        here = rng.sample(here, len(here))
        rows = [_cells(rng, report) for report in here]
        again = rng.sample(rows, max(1, round(_REPEATED * len(rows))))
        twice = [r for r, report in zip(rows, here, strict=True) if report.study.defect == "twice"]
        again = [row for row in again if row not in twice] + [_other_flag(row) for row in twice]
        write_xlsx(out / SHEETS[centre], [COLUMNS[centre], *rows, *again])
        answers += [_answer(report, row) for row, report in enumerate(here, 2)]
    return answers


def _reports(studies: Sequence[Study], seed: int, knobs: Knobs) -> list[_Report]:
    register = Register()
    patients = thorax_patients(seed, studies[-1].patient + 1, register)
    staff = {
        centre: draw_staff(stream(seed, COHORT, "staff", centre), authors=AUTHORS, referrers=36)
        for centre in CENTRES
    }
    styles = lexicon(COHORT)["styles"]
    authors = {
        centre: draw_authors(f"{seed}/{COHORT}/{centre}", styles, knobs) for centre in CENTRES
    }
    texts: set[str] = set()
    written: list[_Report] = []
    for study in studies:
        rng = stream(seed, COHORT, "study", study.serial)
        who = patients[study.patient]
        uid = f"2.25.{rng.randrange(10**37, 10**38)}"
        # Nobody marks PHI in these texts, so they have plain forms only.
        setting = Setting(
            patient=who.identity,
            day=study.day,
            earlier=study.earlier,
            staff=staff[who.centre],
            plain=True,
            author=(author := rng.choice(authors[who.centre])).number,
        )
        passage = Passage("")
        while study.defect != "no_text" and (not passage.text or passage.text in texts):
            passage = write_report(
                rng, study, who, Slots(rng, register, setting, study), author, knobs
            )
        texts.add(passage.text)
        written.append(_Report(study, who, uid, passage))
    return written


def _cells(rng: Random, report: _Report) -> tuple[Cell, ...]:
    study, centre = report.study, report.who.centre
    flag: str | None = "t" if study.is_baseline else "f"
    if study.defect == "flag_missing":
        flag = None
    elif study.defect == "flag_unknown":
        flag = rng.choice(("?", "b", "baseline?"))
    sizes = [_size(rng, lesion) for lesion in study.lesions]
    if study.defect.startswith("size"):
        at = next(i for i, size in enumerate(study.sizes) if size and size > 3)
        if study.defect == "size_unreadable":
            sizes[at] = rng.choice(("ca 2 cm", "?", "niet meetbaar", "zie verslag"))
        else:
            sizes[at] = int((study.sizes[at] or 0) * 100)  # as when the comma is forgotten
    room = len(_SIZES[centre])
    cells: list[Cell] = [*sizes[:room], *[None] * (room - len(sizes))]
    return (report.who.id, report.uid, report.passage.text or None, flag, *cells)


def _size(rng: Random, lesion: Lesion) -> Cell:
    """The size as a number, with or without a unit, or as a product with the short axis."""
    size = lesion.size
    if size is None or not size:
        return None if size is None else 0
    form = rng.random()
    if form < 0.55:
        return int(size) if size == int(size) else size
    if lesion.is_node and form < 0.8:
        comma = rng.random() < 0.8
        if rng.random() < 0.2:
            long, short = (figure(round(n / 10, 2), comma=comma) for n in (lesion.long, size))
            return f"{long} x {short} cm"
        between = round((lesion.long + size) / 2) + 1
        long, short = (figure(n, comma=comma) for n in (lesion.long, size))
        return rng.choice(_PRODUCTS).format(long=long, short=short, between=between)
    if form < 0.9:
        return f"{figure(size)} mm"
    return f"{figure(round(size / 10, 2))} cm"


def _other_flag(row: tuple[Cell, ...]) -> tuple[Cell, ...]:
    return (*row[:_FLAG], "f" if row[_FLAG] == "t" else "t", *row[_FLAG + 1 :])


def _answer(report: _Report, row: int) -> Answer:
    study = report.study
    truth: dict[str, object] = {
        "T5": study.is_baseline,
        "T16": [size is not None for size in study.sizes],
        "T24": study.sizes,
    }
    return Answer(
        cohort=COHORT,
        centre=report.who.centre,
        file=SHEETS[report.who.centre],
        row=row,
        uid=report.uid,
        patient_id=report.who.id,
        text=report.passage.text,
        phi=report.passage.phi,
        annotated=False,
        targets={task: truth[task] for task in TASKS if task not in study.excluded},
        excluded=study.excluded,
    )
