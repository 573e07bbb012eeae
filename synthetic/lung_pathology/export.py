"""Raw exports of lung pathology reports, as the reader of that cohort takes them.

``rumc/pathology-lung``: a workbook with one row per report, and annotations, in which some gene
names are marked as PHI.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from dragon_prep.core.spans import Span
from dragon_prep.data import load
from dragon_prep.synthetic.kit.answers import Answer
from dragon_prep.synthetic.kit.authors import draw_authors
from dragon_prep.synthetic.kit.draw import lexicon, stream
from dragon_prep.synthetic.kit.export import write_flat_annotations, write_xlsx
from dragon_prep.synthetic.kit.ids import Register, digits
from dragon_prep.synthetic.kit.knobs import STANDARD
from dragon_prep.synthetic.kit.people import draw_patient, draw_staff
from dragon_prep.synthetic.kit.phi import PhiSlots, Setting
from dragon_prep.synthetic.kit.text import Passage
from dragon_prep.synthetic.lung_pathology.report import write_report
from dragon_prep.synthetic.lung_pathology.sites import with_origins
from dragon_prep.synthetic.lung_pathology.state import TASKS, plan

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from random import Random

    from dragon_prep.synthetic.kit.export import Cell
    from dragon_prep.synthetic.kit.knobs import Knobs
    from dragon_prep.synthetic.kit.people import Patient
    from dragon_prep.synthetic.lung_pathology.sites import Origin
    from dragon_prep.synthetic.lung_pathology.state import Sample

COHORT = "lung_pathology"
FOLDER = "rumc/pathology-lung"
SHEET = f"{FOLDER}/ignite_reports_with_ct_number.xlsx"
COLUMNS: tuple[Cell, ...] = (
    "C/T-number", "Anonymous ID", "Report", "Cancer origin", "Sample type", "Sample origin",
)  # fmt: skip

BORN = (date(1926, 1, 1), date(1966, 12, 31))
WRITERS = 24
_DECOMPOSED = 0.02
_REPEATED = 0.004  # rows that stand in the sheet twice
_STRAY_BLANK = 0.03
_OTHER_CASE = 0.03
_SEVERAL_CONTAINERS = 0.004
_FALSE_MARKS = 0.1  # of the gene names
_GENE = re.compile(r"\b[A-Z0-9]+(?:, [A-Z0-9]+)?(?: FISH)?\b")


@dataclass(frozen=True, slots=True, repr=False)
class _Report:
    """One report, ready to be exported."""

    sample: Sample
    patient_id: str
    uid: str
    origin: str
    places: str
    passage: Passage


def simulate(out: Path, *, reports: int, seed: int, knobs: Knobs = STANDARD) -> list[Answer]:
    """Writes the raw exports of the cohort.

    Args:
        out: the raw folder; made when it is not there.
        reports: how many distinct reports there are, at least 100.
        seed: the same seed gives the same bytes in all files.
        knobs: how hard, how long and how noisy the reports are.

    Returns:
        The answer key: one answer for each report, in the order of the sheet.

    Raises:
        ValueError: if fewer than 100 reports are asked for.
        OSError: if a file cannot be written.
    """
    written = _reports(plan(reports, seed), seed, knobs)
    rng = stream(seed, COHORT, "order")
    written = rng.sample(written, len(written))
    (out / FOLDER).mkdir(parents=True, exist_ok=True)
    rows = [_cells(rng, report) for report in written]
    rows, origins = with_origins(
        stream(seed, COHORT, "origins"),
        [(report.sample, report.sample.site, report.places) for report in written],
        rows,
    )
    again = rng.sample(rows, round(_REPEATED * len(rows)))
    write_xlsx(out / SHEET, [COLUMNS, *rows, *again])
    annotated = [r for r in rng.sample(written, len(written)) if r.passage.text]
    write_flat_annotations(out / FOLDER / "all.jsonl", _annotated(rng, annotated))
    found = enumerate(zip(written, origins, strict=True), 2)
    return [_answer(report, origin, row) for row, (report, origin) in found]


def _reports(samples: Sequence[Sample], seed: int, knobs: Knobs) -> list[_Report]:
    register = Register()
    staff = draw_staff(stream(seed, COHORT, "staff"), authors=WRITERS, referrers=60)
    styles = lexicon(COHORT)["styles"]
    authors = draw_authors(f"{seed}/{COHORT}/rumc", styles, knobs, count=WRITERS)
    patients: dict[int, Patient] = {}
    texts: set[str] = set()
    written: list[_Report] = []
    for sample in samples:
        rng = stream(seed, COHORT, "sample", sample.serial)
        if sample.patient not in patients:
            patients[sample.patient] = draw_patient(rng, register, BORN, sex=sample.course.sex)
        uid = register.fresh(lambda: _number(rng, sample))  # noqa: B023 - called at once
        setting = Setting(
            patient=patients[sample.patient],
            day=sample.day,
            earlier=sample.earlier,
            staff=staff,
            plain=False,
            decomposed=rng.random() < _DECOMPOSED,
            author=(author := rng.choice(authors)).number,
        )
        slots = PhiSlots(rng, register, setting)
        report = write_report(sample, slots, uid, author, knobs)
        while report.passage.text in texts:
            report = write_report(sample, slots, uid, author, knobs)
        passage = Passage("") if sample.defect == "no_text" else report.passage
        texts.add(passage.text)
        patient_id = f"P{sample.patient:05}"
        written.append(_Report(sample, patient_id, uid, report.origin, report.places, passage))
    return written


def _number(rng: Random, sample: Sample) -> str:
    letter = "C" if sample.kind == "Cytology" else "T"
    return f"{letter}{sample.day.year % 100:02}-{digits(rng, 5)}"


def _cells(rng: Random, report: _Report) -> tuple[Cell, ...]:
    """A row of the sheet, with stray blanks and lower case here and there."""
    sample = report.sample
    kind: str | None = sample.kind
    if sample.defect == "type_missing":
        kind = None
    elif sample.defect == "type_unknown":
        kind = rng.choice(lexicon(COHORT)["other_types"])
    elif kind and rng.random() < _OTHER_CASE:
        kind = kind.lower()
    site = sample.site
    if rng.random() < _SEVERAL_CONTAINERS:
        site = f"I: {site}, II: lymph node"
    cells = (report.origin or None, kind, site)
    blank = [f"{c} " if c and rng.random() < _STRAY_BLANK else c for c in cells]
    return (report.uid, report.patient_id, report.passage.text or None, *blank)


def _annotated(
    rng: Random, reports: Sequence[_Report]
) -> Iterator[tuple[str, str, tuple[Span, ...]]]:
    """What annotators handed in: the planted identifiers, and marks on gene names."""
    for report in reports:
        text, phi = report.passage.text, report.passage.phi
        spans = sorted((*phi, *_false_marks(rng, text, phi)))
        if report.sample.defect == "text_differs":
            text += " Gewijzigd na autorisatie."
        yield report.uid, text, tuple(spans)


def _false_marks(rng: Random, text: str, phi: Sequence[Span]) -> Iterator[Span]:
    genes = load.lines("lex_genes_marked.txt")
    for match in _GENE.finditer(text):
        names = match[0].removesuffix(" FISH").split(", ")
        if all(name in genes for name in names) and rng.random() < _FALSE_MARKS:
            span = Span(match.start(), match.end(), rng.choice(lexicon(COHORT)["false_marks"]))
            if not any(span.overlaps(planted) for planted in phi):
                yield span


def _answer(report: _Report, origin: Origin, row: int) -> Answer:
    sample = report.sample
    truth: dict[str, object] = {"T6": sample.lung, "T12": sample.kind, "T13": origin.site}
    excluded = {**({"T13": origin.reason} if origin.reason else {}), **sample.excluded}
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
        targets={task: truth[task] for task in TASKS if task not in excluded},
        excluded=excluded,
    )
