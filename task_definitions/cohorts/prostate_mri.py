"""Prostate MRI reports of rumc, umcg and avl, shared by T10, T19, T20 and T21."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from dragon_prep.core.attrition import Funnel
from dragon_prep.intake.cohort import Cohort
from dragon_prep.intake.identity import IDENTITY_COLUMNS
from dragon_prep.intake.join import (
    Found,
    as_reports,
    first_of_each,
    keep_centre,
    quarantine_without_ids,
)
from dragon_prep.intake.raw_file import Column, Layout, RawFile
from dragon_prep.intake.values import number, volume
from dragon_prep.tasks.agreeing import density_fits

if TYPE_CHECKING:
    import pandas as pd

    from dragon_prep.core.report import Report
    from dragon_prep.intake.sheet_rows import SheetRow
    from dragon_prep.intake.source import Source

_RUMC = "rumc/prostate"
_RUMC_SHEET = f"{_RUMC}/PICAI-PubPrivTrain-patient-level-marksheet_v2.xlsx"
_RUMC_ANNOTATED = f"{_RUMC}/radiology/all.jsonl"
_RUMC_NOT_DUTCH = f"{_RUMC}/radiology/excluded_cases_not_dutch.json"
_RUMC_NO_VOLUME = f"{_RUMC}/radiology/excluded_cases_prostate_volume.json"
_RUMC_NO_PSA = f"{_RUMC}/radiology/excluded_cases_psa.json"
_UMCG = "umcg/prostate/radiology"
_UMCG_SHEET = f"{_UMCG}/radiologie_rapporten_JB_mapped.csv"
_UMCG_ANNOTATED = f"{_UMCG}/all_checked.jsonl"
_AVL = "avl/prostate/radiology"
_AVL_SHEETS = (f"{_AVL}/annot_consecutive.csv", f"{_AVL}/annot_random.csv")
_AVL_ANNOTATED = (
    f"{_AVL}/data_radiology_consecutive_mapped.jsonl",
    f"{_AVL}/data_radiology_random_mapped.jsonl",
)

_AVL_NOT_REPORTED = ("nr", "n.r.")
_UMCG_NO_DETECTION_STUDY = "visit0395406"
_UID = ("patient_id", "study_id")
_MARKED = "reports with PHI marked; meta.uid is <patient_id>_<study_id>"
_AVL_MARKED = "reports with PHI marked; meta.uid is <patient_id>_<date>"
_VOLUME = 'cm3, cc or ml, or three diameters such as "4,4 x 3,8 x 4,1 cm"'
_PSA = "ng/mL or ug/L; unit and decimal comma allowed"
_PSAD = "ng/mL2; unit and decimal comma allowed"
PSA_UNITS = ("ng/ml", "ug/l", "mcg/l")
PSAD_UNITS = ("ng/ml2", "ng/ml/cc", "ng/ml/ml", "ng/ml/cm3")

_AVL_COLUMNS = (
    Column("patient_id", "the patient's number"),
    Column("date", "of the study"),
    Column("text", "the report; needed for reports without an annotation", required=False),
    Column("pirads_lesions", 'PI-RADS of each lesion, "4,3"; nr = not reported', "pirads"),
    Column("prostate_volume", f"{_VOLUME}; nr = not reported; ? = in doubt"),
    Column("psa", f"{_PSA}; nr = not reported; onduidelijk = unclear"),
    Column("psa_density", f"{_PSAD}; nr = not reported; onduidelijk = unclear", "psad"),
    Column("joeran_checken", "the checker's remark, such as Exclude for PSA", "remark"),
    *IDENTITY_COLUMNS,
)

cohort = Cohort(
    name="prostate_mri",
    title="Prostate MRI reports",
    files=(
        RawFile(
            "rumc",
            _RUMC_SHEET,
            Layout.SHEET,
            "one row per study",
            (
                Column("patient_id", "the patient's number"),
                Column("study_id", "the study's number"),
                Column("center", "RUMC; rows of other centres are left out", values=("RUMC",)),
                Column("radiology_report", "the report"),
                Column("lesion_PIRADS", 'PI-RADS of each lesion, "4,3"; N/A allowed', "pirads"),
                Column("prostate_volume", f"{_VOLUME}; empty = not stated"),
                Column("psa", f"{_PSA}; empty = not stated"),
                Column("psad", f"{_PSAD}; empty = not stated"),
                *IDENTITY_COLUMNS,
            ),
        ),
        RawFile("rumc", _RUMC_ANNOTATED, Layout.ANNOTATIONS, _MARKED, uid_from=_UID),
        *(
            RawFile("rumc", path, Layout.UID_LIST, f"reports that {what}", uid_from=_UID)
            for path, what in (
                (_RUMC_NOT_DUTCH, "are not in Dutch"),
                (_RUMC_NO_VOLUME, "do not state the volume"),
                (_RUMC_NO_PSA, "do not state the PSA"),
            )
        ),
        RawFile(
            "umcg",
            _UMCG_SHEET,
            Layout.SHEET,
            "one row per lesion, at least one per study",
            (
                Column("patient_id", "the patient's id"),
                Column("study_id", "the study's id"),
                Column("roiID", "the lesion's id"),
                Column("pirads", "PI-RADS of the lesion; NA = no lesion"),
                Column("RadiologyReport", "the report, the same in each row of a study", "text"),
                Column("psa", f"{_PSA}; NA = not stated"),
                Column("psa_density", f"{_PSAD}; NA = not stated", "psad"),
                Column("volume", f"{_VOLUME}; NA = not stated", "prostate_volume"),
                *IDENTITY_COLUMNS,
            ),
        ),
        RawFile("umcg", _UMCG_ANNOTATED, Layout.ANNOTATIONS, _MARKED, uid_from=_UID),
        *(
            RawFile("avl", path, Layout.SHEET, f"one row per study, {sample} sample", _AVL_COLUMNS)
            for path, sample in zip(_AVL_SHEETS, ("consecutive", "random"), strict=True)
        ),
        *(
            RawFile(
                "avl",
                path,
                Layout.ANNOTATIONS,
                f"{_AVL_MARKED}, {sample} sample",
                uid_from=("patient_id", "date"),
            )
            for path, sample in zip(_AVL_ANNOTATED, ("consecutive", "random"), strict=True)
        ),
    ),
    fields=(
        ("pirads", "PI-RADS of each lesion, text such as 4,3; empty text = no lesion"),
        ("pirads_not_reported", "whether the centre says that the report has no PI-RADS"),
        ("prostate_volume", f"text: {_VOLUME}; missing = not stated"),
        ("volume_not_in_report", "whether the volume is in the sheet only"),
        ("psa", f"text: {_PSA}; missing = not stated"),
        ("psa_not_in_report", "whether the PSA is in the sheet only"),
        ("psad", f"text: {_PSAD}; missing = not stated"),
        ("remark", "the checker's remark; empty text = none"),
    ),
)


DENSITY = "the PSA density is the PSA by the volume"


def density_agrees(row: Any, _label: object) -> bool | None:
    """Whether the three numbers that a report has of PSA and volume fit, where all are there."""
    cells = (row.psa, row.prostate_volume, row.psad)
    if None in cells:
        return None
    return density_fits(
        number(row.psa, units=PSA_UNITS),
        volume(row.prostate_volume),
        number(row.psad, units=PSAD_UNITS),
    )


def set_aside(rows: pd.DataFrame, field: str, remark: str, *doubts: str) -> pd.Series[bool]:
    """Rows whose checker's remark matches a pattern, or whose field holds one of ``doubts``."""
    doubtful = rows["remark"].str.contains(remark, case=False)
    for doubt in doubts:
        doubtful |= rows[field].fillna("").str.contains(doubt, case=False, regex=False)
    return doubtful


@cohort.reader("rumc")
def read_rumc(source: Source) -> Funnel[Report]:
    """Reports of the Nijmegen centre: one sheet, one annotation file, three lists."""
    table = source.table(_RUMC_SHEET)
    annotations = source.annotations(_RUMC_ANNOTATED)
    known = [_uid(row, "study_id") for row in (*table.rows, *table.damaged)]
    not_dutch, no_volume, no_psa = (
        source.uid_list(path, known) for path in (_RUMC_NOT_DUTCH, _RUMC_NO_VOLUME, _RUMC_NO_PSA)
    )
    source.list_unused(annotations, known)

    def found(row: SheetRow) -> Found:
        uid = _uid(row, "study_id")
        fields = _fields(
            row, volume_not_in_report=uid in no_volume, psa_not_in_report=uid in no_psa
        )
        fields["center"] = (row["center"] or "").strip().lower()
        patient, text = _id(row, "patient_id"), row["radiology_report"]
        return Found(patient, uid, text, fields, row.place, source.known(row))

    funnel = Funnel("rumc", map(found, table.rows), lost=len(table.unreadable))
    keep_centre(funnel, "rumc", "row of another centre")
    quarantine_without_ids(funnel)
    funnel.exclude("no report text in the sheet", lambda f: f.text is None)
    funnel.exclude("report not in Dutch", lambda f: f.uid in not_dutch)
    first_of_each(funnel, "row repeated")
    return as_reports(funnel, annotations)


@cohort.reader("umcg")
def read_umcg(source: Source) -> Funnel[Report]:
    """Reports of the Groningen centre: one row per lesion becomes one report per study."""
    table = source.table(_UMCG_SHEET)
    annotations = source.annotations(_UMCG_ANNOTATED)
    rows = (*table.rows, *table.damaged)
    source.list_unused(annotations, [_uid(row, "study_id") for row in rows])
    lesions: dict[str, dict[str, str | None]] = defaultdict(dict)  # by study, by roiID
    for row in table.rows:
        lesion = row["roiID"] or str(row.place)
        lesions[_uid(row, "study_id")].setdefault(lesion, row["pirads"])
    lost = {_uid(row, "study_id") for row in table.damaged}

    def found(row: SheetRow) -> Found:
        uid = _uid(row, "study_id")
        scores = [score for score in lesions[uid].values() if (score or "").strip() != "NA"]
        # One score that is missing, and the number of lesions is not known.
        pirads = None if None in scores else ",".join(score or "" for score in scores)
        fields = _fields(row, not_stated=("na",)) | {"pirads": pirads}
        patient = _id(row, "patient_id")
        return Found(patient, uid, row["text"], fields, row.place, source.known(row))

    no_detection = {
        _uid(row, "study_id")
        for row in table.rows
        if row.id("study_id") == _UMCG_NO_DETECTION_STUDY
    }
    funnel = Funnel("umcg", map(found, table.rows), lost=len(table.unreadable))
    quarantine_without_ids(funnel)
    funnel.exclude("a lesion's row cannot be read", lambda f: f.uid in lost)
    first_of_each(funnel, "further lesion of the same study", twice_is_normal=True)
    funnel.exclude("no detection study", lambda f: f.uid in no_detection)
    return as_reports(funnel, annotations)


@cohort.reader("avl")
def read_avl(source: Source) -> Funnel[Report]:
    """Reports of the Amsterdam centre: a consecutive and a random sample, which may overlap."""
    tables = [source.table(path) for path in _AVL_SHEETS]
    annotations = source.annotations(*_AVL_ANNOTATED)
    rows = [row for table in tables for row in table.rows]
    damaged = [row for table in tables for row in table.damaged]
    source.list_unused(annotations, [_uid(row, "date") for row in (*rows, *damaged)])

    def found(row: SheetRow) -> Found:
        nothing = (row["pirads"] or "").strip().lower() in _AVL_NOT_REPORTED
        fields = _fields(row, not_stated=_AVL_NOT_REPORTED, pirads_not_reported=nothing)
        patient, uid = _id(row, "patient_id"), _uid(row, "date")
        return Found(patient, uid, row["text"], fields, row.place, source.known(row))

    funnel = Funnel("avl", map(found, rows), lost=sum(len(t.unreadable) for t in tables))
    quarantine_without_ids(funnel)
    first_of_each(funnel, "study sampled twice", twice_is_normal=True)
    reports = as_reports(funnel, annotations)
    first = {report.text: report.uid for report in reversed(reports.items)}
    reports.exclude("same text as an earlier report", lambda r: first[r.text] != r.uid)
    reports.exclude(
        "no detection study",
        lambda r: "exclude no detection study" in str(r.fields["remark"]).lower(),
    )
    return reports


def _id(row: SheetRow, column: str) -> str:
    return row.id(column)


def _uid(row: SheetRow, study: str) -> str:
    patient, study_id = _id(row, "patient_id"), _id(row, study)
    return f"{patient}_{study_id}" if patient and study_id else ""


def _fields(
    row: SheetRow, *, not_stated: tuple[str, ...] = (), **flags: bool
) -> dict[str, str | bool | None]:
    stated = {
        name: None if (row[name] or "").strip().lower() in not_stated else row[name]
        for name in ("pirads", "prostate_volume", "psa", "psad")
    }
    return {
        **stated,
        "pirads_not_reported": False,
        "volume_not_in_report": False,
        "psa_not_in_report": False,
        "remark": row.cells.get("remark") or "",
        **flags,
    }
