"""Raw exports of prostate MRI reports of three centres, as the readers of that cohort take them.

``rumc/prostate``: a workbook, one row per study; annotations and lists of uids beside it.
``umcg/prostate/radiology``: a comma-separated sheet, one row per lesion; annotations.
``avl/prostate/radiology``: two semicolon-separated sheets in cp1252, one row per study, some
studies in both; annotations of each.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dragon_prep.synthetic.kit.answers import Answer
from dragon_prep.synthetic.kit.authors import draw_authors
from dragon_prep.synthetic.kit.draw import lexicon, stream
from dragon_prep.synthetic.kit.export import write_annotations, write_csv, write_json, write_xlsx
from dragon_prep.synthetic.kit.ids import Register
from dragon_prep.synthetic.kit.knobs import STANDARD
from dragon_prep.synthetic.kit.people import draw_staff
from dragon_prep.synthetic.kit.phi import PhiSlots, Setting
from dragon_prep.synthetic.kit.text import Passage
from dragon_prep.synthetic.prostate_mri import cells
from dragon_prep.synthetic.prostate_mri.patients import CHARSETS, mri_identity
from dragon_prep.synthetic.prostate_mri.report import write_report
from dragon_prep.synthetic.prostate_mri.state import CENTRES, TASKS, plan
from dragon_prep.synthetic.prostate_mri.values import Values, draw_values

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from random import Random

    from dragon_prep.synthetic.kit.knobs import Knobs
    from dragon_prep.synthetic.kit.people import Patient
    from dragon_prep.synthetic.prostate_mri.state import Study

COHORT = "prostate_mri"
RUMC_SHEET = "rumc/prostate/PICAI-PubPrivTrain-patient-level-marksheet_v2.xlsx"
RUMC_RADIOLOGY = "rumc/prostate/radiology"
UMCG_SHEET = "umcg/prostate/radiology/radiologie_rapporten_JB_mapped.csv"
AVL_RADIOLOGY = "avl/prostate/radiology"

_AVL_SECOND_SAMPLE = 0.4
_AVL_SAMPLED_TWICE = 0.03
_DECOMPOSED = 0.02


@dataclass(frozen=True, slots=True, repr=False)
class _Report:
    """One report, ready to be exported."""

    study: Study
    values: Values
    patient_id: str
    study_id: str
    patient: Patient
    passage: Passage

    @property
    def uid(self) -> str:
        return f"{self.patient_id}_{self.study_id}"


def simulate(out: Path, *, reports: int, seed: int, knobs: Knobs = STANDARD) -> list[Answer]:
    """Writes the raw exports of the cohort.

    Args:
        out: the raw folder; made when it is not there.
        reports: how many distinct studies there are over the three centres, at least 30.
        seed: the same seed gives the same bytes in all files.
        knobs: noise, length, difficulty and stress.

    Returns:
        The answer key: one answer for each study, in the order of the exports.

    Raises:
        ValueError: if fewer than 30 reports are asked for.
        OSError: if a file cannot be written.
    """
    written = _reports(plan(reports, seed), seed, knobs)
    rng = stream(seed, COHORT, "order")
    by_centre = {c: [r for r in written if r.study.centre == c] for c in CENTRES}
    return [
        *_export_rumc(out, rng, by_centre["rumc"]),
        *_export_umcg(out, rng, by_centre["umcg"]),
        *_export_avl(out, rng, by_centre["avl"], at_least=int(reports >= 300)),
    ]


def _reports(studies: Sequence[Study], seed: int, knobs: Knobs = STANDARD) -> list[_Report]:
    register = Register()
    staff = {
        centre: draw_staff(
            stream(seed, COHORT, centre, "staff"), authors=24, referrers=60, charset=charset
        )
        for centre, charset in CHARSETS.items()
    }
    authors = {
        centre: draw_authors(f"{seed}/{COHORT}/{centre}", lexicon(COHORT)["styles"][centre], knobs)
        for centre in CENTRES
    }
    patients: dict[tuple[str, int], tuple[str, Patient]] = {}
    texts: set[str] = set()
    written: list[_Report] = []
    for study in studies:
        rng = stream(seed, COHORT, "study", study.serial)
        seat = (study.centre, study.patient)
        if seat not in patients:
            patients[seat] = mri_identity(rng, *seat, register)
        patient_id, patient = patients[seat]
        study_id = _study_id(rng, study, register)
        if study.original is not None:
            original = written[study.original]
            written.append(replace(original, study=study, study_id=study_id))
            continue
        values = draw_values(rng, study)
        passage = Passage("")
        decomposed = study.centre != "avl" and study.annotated and rng.random() < _DECOMPOSED
        setting = Setting(
            patient=patient,
            day=study.day,
            earlier=study.earlier,
            staff=staff[study.centre],
            plain=not study.annotated,
            decomposed=decomposed,
            author=(author := rng.choice(authors[study.centre])).number,
        )
        # A text that stands twice would be left out, so each text is written until it is new.
        while study.defect != "no_text" and (not passage.text or passage.text in texts):
            phi = PhiSlots(rng, register, setting)
            passage = write_report(rng, study, values, phi, author, knobs)
        texts.add(passage.text)
        written.append(_Report(study, values, patient_id, study_id, patient, passage))
    return written


def _study_id(rng: Random, study: Study, register: Register) -> str:
    if study.centre == "rumc":
        return str(1000000 + study.serial)
    if study.centre == "avl":
        return study.day.isoformat()
    if study.defect == "no_detection":
        return cells.UMCG_NO_DETECTION
    return register.fresh(lambda: f"visit{rng.randrange(1, 10**7):07}")


def _export_rumc(out: Path, rng: Random, reports: Sequence[_Report]) -> list[Answer]:
    rows = [cells.RUMC_COLUMNS]
    for r in reports:
        identity = (int(r.patient_id), int(r.study_id))
        rows.append(
            (*identity, *cells.rumc(rng, r.study, r.values, r.patient), r.passage.text or None)
        )
    folder = out / RUMC_RADIOLOGY
    folder.mkdir(parents=True, exist_ok=True)
    write_xlsx(out / RUMC_SHEET, rows)
    _write_annotations(folder / "all.jsonl", rng.sample(reports, len(reports)))
    for name, defect in (
        ("excluded_cases_not_dutch", "not_dutch"),
        ("excluded_cases_prostate_volume", "volume_sheet_only"),
        ("excluded_cases_psa", "psa_sheet_only"),
    ):
        write_json(folder / f"{name}.json", [r.uid for r in reports if r.study.defect == defect])
    return [_answer(r, RUMC_SHEET, row) for row, r in enumerate(reports, 2)]


def _export_umcg(out: Path, rng: Random, reports: Sequence[_Report]) -> list[Answer]:
    rows = [cells.UMCG_COLUMNS]
    answers = []
    for r in rng.sample(reports, len(reports)):
        answers.append(_answer(r, UMCG_SHEET, len(rows) + 1))
        for roi, pirads, psa, density, volume in cells.umcg(rng, r.study, r.values):
            text = r.passage.text
            rows.append((r.patient_id, r.study_id, roi, pirads, text, psa, density, volume))
    (out / UMCG_SHEET).parent.mkdir(parents=True, exist_ok=True)
    write_csv(out / UMCG_SHEET, rows, separator=",", encoding="utf-8-sig", line_end="\n")
    _write_annotations((out / UMCG_SHEET).parent / "all_checked.jsonl", reports, hyphens=True)
    return answers


def _export_avl(
    out: Path, rng: Random, reports: Sequence[_Report], *, at_least: int
) -> list[Answer]:
    # The original of a copied text comes first: in the consecutive sample, which goes by date.
    firsts = {r.study.original for r in reports}
    second = {
        r.study.serial
        for r in reports
        if r.study.serial not in firsts and rng.random() < _AVL_SECOND_SAMPLE
    }
    consecutive = [r for r in reports if r.study.serial not in second]
    consecutive.sort(key=lambda r: (r.study.day, r.patient_id))
    random = [r for r in reports if r.study.serial in second]
    twice = max(round(_AVL_SAMPLED_TWICE * len(reports)), at_least)
    sound = [r for r in consecutive if not r.study.excluded]
    again = rng.sample(sound, min(twice, len(sound)))
    random = rng.sample(random + again, len(random) + len(again))
    folder = out / AVL_RADIOLOGY
    folder.mkdir(parents=True, exist_ok=True)
    rows = {r.study.serial: cells.avl(rng, r.study, r.values) for r in reports}
    answers = []
    for name, sample in (("consecutive", consecutive), ("random", random)):
        sheet: list[tuple[str, ...]] = [cells.AVL_COLUMNS]
        for r in sample:
            if name == "consecutive" or r.study.serial in second:
                answers.append(_answer(r, f"{AVL_RADIOLOGY}/annot_{name}.csv", len(sheet) + 1))
            sheet.append((r.patient_id, r.study_id, r.passage.text, *rows[r.study.serial]))
        path = folder / f"annot_{name}.csv"
        write_csv(path, sheet, separator=";", encoding="cp1252", line_end="\r\n")
        _write_annotations(folder / f"data_radiology_{name}_mapped.jsonl", sample)
    return answers


def _write_annotations(path: Path, reports: Sequence[_Report], *, hyphens: bool = False) -> None:
    documents = ((r.uid, r.passage.text, r.passage.phi) for r in reports if r.study.annotated)
    write_annotations(path, documents, hyphens=hyphens)


def _answer(report: _Report, file: str, row: int) -> Answer:
    study, values = report.study, report.values
    truth: dict[str, object] = {
        "T10": str(study.lesions),
        "T19": values.volume,
        "T20": values.psa,
        "T21": values.psad,
    }
    return Answer(
        cohort=COHORT,
        centre=study.centre,
        file=file,
        row=row,
        uid=report.uid,
        patient_id=report.patient_id,
        text=report.passage.text,
        phi=report.passage.phi,
        annotated=study.annotated,
        targets={task: truth[task] for task in TASKS if task not in study.excluded},
        excluded=study.excluded,
    )
