"""Raw exports of prostate pathology reports of three centres, as their readers take them.

``rumc/prostate``: JSON lines, one record per report; annotations in a folder beside it.
``umcg/prostate/pathology``: a comma-separated sheet, one row per place; annotations.
``avl/prostate/pathology``: annotated reports only, Gleason phrases marked in them.

Most patients are those of the simulated prostate MRI reports of the same seed, if that simulation
has as many reports as this one; at the paper's sizes, if it has the paper's.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from dragon_prep.synthetic.kit.answers import Answer
from dragon_prep.synthetic.kit.authors import draw_authors
from dragon_prep.synthetic.kit.draw import lexicon, stream
from dragon_prep.synthetic.kit.export import tagged, write_csv, write_lines
from dragon_prep.synthetic.kit.ids import Register
from dragon_prep.synthetic.kit.knobs import STANDARD
from dragon_prep.synthetic.kit.people import draw_staff
from dragon_prep.synthetic.kit.phi import PhiSlots, Setting
from dragon_prep.synthetic.kit.text import Passage
from dragon_prep.synthetic.prostate_mri.patients import CHARSETS, Man, Men, mri_reports
from dragon_prep.synthetic.prostate_pathology.report import EXCLUDE, write_report
from dragon_prep.synthetic.prostate_pathology.state import CENTRES, COHORT, TASK, plan

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from random import Random

    from dragon_prep.core.spans import Span
    from dragon_prep.synthetic.kit.knobs import Knobs
    from dragon_prep.synthetic.prostate_pathology.state import Biopsy

RUMC_REPORTS = (
    "rumc/prostate/PICAI-PubPrivTrain-patient-level-marksheet_v2_with_pathology_study_ids.jsonl"
)
RUMC_ANNOTATED = "rumc/prostate/pathology/all.jsonl"
UMCG_SHEET = "umcg/prostate/pathology/pathologie_rapporten_JB_mapped.csv"
UMCG_ANNOTATED = "umcg/prostate/pathology/all.jsonl"
AVL_ANNOTATED = "avl/prostate/pathology/data_pathology_mapped.jsonl"

_UMCG_COLUMNS = (
    "patient_id", "study_id", "location_description", "gg1", "gg2", "PathologyReport",
)  # fmt: skip
_WITH_MRI = 0.85  # of the patients
_DECOMPOSED = 0.02
_OWN_NUMBER = 0.85  # of the Nijmegen reports have a number of their own
_PLACE_TWICE = 0.06
_REPEATED = 0.004


@dataclass(frozen=True, slots=True, repr=False)
class _Report:
    """One report, ready to be exported; ``uid`` is what its annotation has."""

    biopsy: Biopsy
    man: Man
    study_id: str
    uid: str
    passage: Passage
    places: list[str]

    @property
    def phi(self) -> tuple[Span, ...]:
        return tuple(s for s in self.passage.phi if not _is_entity(s))

    @property
    def entities(self) -> tuple[Span, ...]:
        return tuple(s for s in self.passage.phi if _is_entity(s))


def _is_entity(span: Span) -> bool:
    return span.label == EXCLUDE or "lesion" in span.label


def simulate(out: Path, *, reports: int, seed: int, knobs: Knobs = STANDARD) -> list[Answer]:
    """Writes the raw exports of the cohort.

    Args:
        out: the raw folder; made when it is not there.
        reports: how many distinct reports there are over the three centres, at least 100.
        seed: the same seed gives the same bytes in all files.
        knobs: noise, length, difficulty and stress.

    Returns:
        The answer key: one answer for each report, in the order of the exports.

    Raises:
        ValueError: if fewer than 100 reports are asked for.
        OSError: if a file cannot be written.
    """
    written = _reports(plan(reports, seed), seed, reports, knobs)
    rng = stream(seed, COHORT, "order")
    by_centre = {c: [r for r in written if r.biopsy.centre == c] for c in CENTRES}
    return [
        *_export_rumc(out, rng, by_centre["rumc"]),
        *_export_umcg(out, rng, by_centre["umcg"]),
        *_export_avl(out, rng, by_centre["avl"]),
    ]


def _reports(biopsies: Sequence[Biopsy], seed: int, reports: int, knobs: Knobs) -> list[_Report]:
    register = Register()
    mri = mri_reports(COHORT, reports)
    men = {c: Men(COHORT, c, mri, seed, register) for c in CENTRES}
    staff = {
        c: draw_staff(stream(seed, COHORT, c, "staff"), authors=20, referrers=40, charset=charset)
        for c, charset in CHARSETS.items()
    }
    authors = {c: draw_authors(f"{seed}/{COHORT}/{c}", lexicon(COHORT)["styles"][c], knobs)
               for c in CENTRES}  # fmt: skip
    texts: set[str] = set()
    written: list[_Report] = []
    for biopsy in biopsies:
        rng = stream(seed, COHORT, "biopsy", biopsy.serial)
        before = written[-1] if biopsy.turn else None
        man = before.man if before else men[biopsy.centre].draw(with_mri=rng.random() < _WITH_MRI)
        study_id, uid = _ids(rng, biopsy, man, register)
        if biopsy.original is not None:
            original = written[biopsy.original]
            written.append(replace(original, biopsy=biopsy, study_id=study_id, uid=uid))
            continue
        earlier = man.day + timedelta(days=200 * max(biopsy.turn - 1, 0))
        setting = Setting(
            patient=man.patient,
            day=man.day + timedelta(days=rng.randrange(3, 60) + 200 * biopsy.turn),
            earlier=earlier,
            staff=staff[biopsy.centre],
            plain=False,
            decomposed=biopsy.centre != "avl" and rng.random() < _DECOMPOSED,
            author=(author := rng.choice(authors[biopsy.centre])).number,
        )
        passage, places = Passage(""), [""]
        # A text that stands twice would be left out, so each text is written until it is new.
        while biopsy.defect != "no_text" and (not passage.text or passage.text in texts):
            phi = PhiSlots(rng, register, setting)
            passage, places = write_report(rng, biopsy, phi, author, knobs)
        texts.add(passage.text)
        written.append(_Report(biopsy, man, study_id, uid, passage, places))
    return written


def _ids(rng: Random, biopsy: Biopsy, man: Man, register: Register) -> tuple[str, str]:
    """The study's number, and the report's."""
    if biopsy.centre == "rumc":
        # A second report of one study has a number of its own.
        own = biopsy.turn or rng.random() < _OWN_NUMBER
        uid = str(2000000 + biopsy.serial) if own else f"{man.patient_id}_{man.study_id}"
        return man.study_id, uid
    if biopsy.centre == "umcg":
        study = register.fresh(lambda: f"visit{rng.randrange(1, 10**7):07}")
        return study, f"{man.patient_id}_{study}"
    uid = f"PA{biopsy.serial:06}"
    return uid, uid


def _export_rumc(out: Path, rng: Random, reports: Sequence[_Report]) -> list[Answer]:
    records = [
        {
            "patient_id": int(r.man.patient_id),
            "study_id": int(r.study_id),
            "pathology_study_id": "" if "_" in r.uid else r.uid,
            "center": rng.choice(("ZGT", "PCNN")) if r.biopsy.defect == "other_centre" else "RUMC",
            "lesion_ISUP": _groups(rng, r.biopsy),
            "pathology_report": r.passage.text or None,
        }
        for r in reports
    ]
    again = rng.sample(records, max(1, round(_REPEATED * len(records))))
    (out / RUMC_ANNOTATED).parent.mkdir(parents=True, exist_ok=True)
    write_lines(out / RUMC_REPORTS, [*records, *again])
    marked = [r for r in rng.sample(reports, len(reports)) if r.passage.text]
    marked = [r for r in marked if r.biopsy.defect != "other_centre"]
    write_lines(
        out / RUMC_ANNOTATED,
        (
            {"id": n, "text": r.passage.text, "label": tagged(r.phi), "meta": {"uid": r.uid}}
            for n, r in enumerate(marked, 1)
        ),
    )
    return [_answer(r, RUMC_REPORTS, row) for row, r in enumerate(reports, 1)]


def _groups(rng: Random, biopsy: Biopsy) -> str | None:
    """The grade group of each lesion; nothing, here and there, where none has cancer."""
    groups = [str(f.isup) if f.isup else rng.choice(("0", "N/A")) for f in biopsy.findings]
    match biopsy.defect:
        case "group_unreadable":
            groups[0] = rng.choice(("?", "x", "2a"))
        case "group_beyond":
            groups[0] = "7"
        case _ if not any(f.isup for f in biopsy.findings) and rng.random() < 0.4:
            return None
    return ",".join(groups)


def _export_umcg(out: Path, rng: Random, reports: Sequence[_Report]) -> list[Answer]:
    rows: list[Sequence[str]] = [_UMCG_COLUMNS]
    answers = []
    for r in rng.sample(reports, len(reports)):
        answers.append(_answer(r, UMCG_SHEET, len(rows) + 1))
        for place, first, second in _grades(rng, r):
            rows.append((r.man.patient_id, r.study_id, place, first, second, r.passage.text))
            if rng.random() < _PLACE_TWICE:
                rows.append(rows[-1])
    (out / UMCG_SHEET).parent.mkdir(parents=True, exist_ok=True)
    write_csv(out / UMCG_SHEET, rows, separator=",", encoding="utf-8-sig", line_end="\n")
    write_lines(
        out / UMCG_ANNOTATED,
        (
            {
                "text": r.passage.text,
                "label": tagged(r.phi, hyphens=True),
                "meta": {"subject_id": r.uid},
            }
            for r in reports
        ),
    )
    return answers


def _grades(rng: Random, report: _Report) -> Iterator[tuple[str, str, str]]:
    """Place and patterns of each finding."""
    spoilt = {"grade_missing": "", "grade_unreadable": "volgt"}.get(report.biopsy.defect)
    for i, (place, finding) in enumerate(zip(report.places, report.biopsy.findings, strict=True)):
        first, second = map(str, finding.score) if finding.score else ("NA", "NA")
        if i == 0 and spoilt is not None:
            first, second = spoilt, rng.choice(("3", "4"))
        yield place, first, second


def _export_avl(out: Path, rng: Random, reports: Sequence[_Report]) -> list[Answer]:
    # The original of a copied text comes first: the export goes by report number.
    (out / AVL_ANNOTATED).parent.mkdir(parents=True, exist_ok=True)
    lines = []
    for r in reports:
        spans = [*tagged(r.phi), *([s.start, s.end, s.label] for s in r.entities)]
        label = rng.sample(spans, len(spans))  # as annotators set them
        meta = {"PATIENTNR": r.man.patient_id, "uid": r.uid}
        lines.append({"text": r.passage.text, "label": label, "meta": meta})
    write_lines(out / AVL_ANNOTATED, lines)
    return [_answer(r, AVL_ANNOTATED, row) for row, r in enumerate(reports, 1)]


def _answer(report: _Report, file: str, row: int) -> Answer:
    biopsy = report.biopsy
    kept = {TASK: str(biopsy.significant)} if not biopsy.defect else {}
    return Answer(
        cohort=COHORT,
        centre=biopsy.centre,
        file=file,
        row=row,
        uid=report.uid,
        patient_id=report.man.patient_id,
        text=report.passage.text,
        phi=report.phi,
        annotated=bool(report.passage.text) and biopsy.defect != "other_centre",
        targets=kept,
        excluded={TASK: biopsy.reason} if biopsy.defect else {},
    )
