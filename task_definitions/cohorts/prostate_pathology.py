"""Pathology reports of prostate biopsies of rumc, umcg and avl, for T11.

Each centre grades in its own way: rumc has a grade group (ISUP) for each lesion, umcg two Gleason
patterns for each place, and avl marked phrases such as ``3+4=7`` in the reports themselves. Their
text is read before de-identification, and stands in the field ``lesions``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from dragon_prep.core.attrition import Funnel
from dragon_prep.core.codes.intake import VALUES_DIFFER
from dragon_prep.core.errors import Problem
from dragon_prep.intake.cohort import Cohort
from dragon_prep.intake.gleason import SIGNIFICANT, gleason_score
from dragon_prep.intake.identity import IDENTITY_COLUMNS
from dragon_prep.intake.ids import is_no_id
from dragon_prep.intake.join import (
    Found,
    as_reports,
    first_of_each,
    first_of_each_text,
    keep_centre,
    quarantine_without_ids,
)
from dragon_prep.intake.raw_file import Column, Layout, RawFile
from dragon_prep.intake.values import ValueProblem, filled, present, whole_numbers

if TYPE_CHECKING:
    import pandas as pd

    from dragon_prep.core.report import Report
    from dragon_prep.intake.annotations import Annotation
    from dragon_prep.intake.sheet_rows import SheetRow
    from dragon_prep.intake.source import Source

EXCLUDE = "exclude"  # the label of a span that says that the document is not to be used

_RUMC = "rumc/prostate"
_RUMC_REPORTS = (
    f"{_RUMC}/PICAI-PubPrivTrain-patient-level-marksheet_v2_with_pathology_study_ids.jsonl"
)
_RUMC_ANNOTATED = f"{_RUMC}/pathology/all.jsonl"
_UMCG = "umcg/prostate/pathology"
_UMCG_SHEET = f"{_UMCG}/pathologie_rapporten_JB_mapped.csv"
_UMCG_ANNOTATED = f"{_UMCG}/all.jsonl"
_AVL_ANNOTATED = "avl/prostate/pathology/data_pathology_mapped.jsonl"

_STUDY_UID = ("patient_id", "study_id")
_HIGHEST_GROUP = 5
_PHRASE = re.compile(r"(?:lesion [1-9]|([23]) lesions|(4)\+ lesions)")
_PATTERN = re.compile(r"([0-9]+)(?:\.0)?")
_TIMES = " x "  # between how many lesions a phrase is about, and the phrase
_GRADE = "NA = no cancer there; empty = not known"

_LESIONS = (
    "text; rumc: grade group of each lesion, such as 4,1; others: a line for each phrase, such as"
    f" 2{_TIMES}3+4=7; empty text = no lesion; missing = not known"
)

cohort = Cohort(
    name="prostate_pathology",
    title="Prostate pathology reports",
    files=(
        RawFile(
            "rumc",
            _RUMC_REPORTS,
            Layout.RECORDS,
            "one record per report",
            (
                Column("patient_id", "the patient's number"),
                Column("study_id", "the number of the MRI study"),
                Column(
                    "pathology_study_id",
                    "the report's number; if empty, it is <patient_id>_<study_id>",
                    required=False,
                ),
                Column("center", "RUMC; records of other centres are left out", values=("RUMC",)),
                Column("pathology_report", "the report", "text"),
                Column(
                    "lesion_ISUP",
                    'grade group of each lesion, "4,1"; N/A allowed; empty = no cancer',
                    "lesions",
                ),
                *IDENTITY_COLUMNS,
            ),
        ),
        RawFile(
            "rumc",
            _RUMC_ANNOTATED,
            Layout.ANNOTATIONS,
            "reports with PHI marked; meta.uid is the report's number",
            uid_from=("pathology_study_id",),
            uid_else=_STUDY_UID,
        ),
        RawFile(
            "umcg",
            _UMCG_SHEET,
            Layout.SHEET,
            "one row per place, at least one per report",
            (
                Column("patient_id", "the patient's id"),
                Column("study_id", "the study's id"),
                Column("location_description", "which place", "place"),
                Column("gg1", f"Gleason pattern that is most frequent; {_GRADE}", "lesions"),
                Column("gg2", f"Gleason pattern that is second; {_GRADE}"),
                Column("PathologyReport", "the report, the same in each of its rows", "text"),
                *IDENTITY_COLUMNS,
            ),
        ),
        RawFile(
            "umcg",
            _UMCG_ANNOTATED,
            Layout.ANNOTATIONS,
            "reports with PHI marked; meta.subject_id is <patient_id>_<study_id>",
            uid_member="meta/subject_id",
            uid_from=_STUDY_UID,
        ),
        RawFile(
            "avl",
            _AVL_ANNOTATED,
            Layout.ANNOTATIONS,
            "all reports, with PHI and Gleason phrases marked",
            (
                Column("meta/PATIENTNR", "the patient's number", "patient_id"),
                Column("meta/uid", "the report's id", "uid"),
                Column("text", "the report"),
                Column(
                    "label",
                    "spans of PHI; spans of Gleason phrases: lesion 1, lesion 2, ... of one lesion,"
                    " 2 lesions, 3 lesions, 4+ lesions of several; a span exclude anywhere",
                    "lesions",
                    required=False,
                ),
                *IDENTITY_COLUMNS,
            ),
            entities=rf"{_PHRASE.pattern}|{EXCLUDE}",
            uid_member="meta/uid",
            uid_from=("uid",),
        ),
    ),
    fields=(
        ("lesions", _LESIONS),
        ("excluded", "whether the annotator excluded the report"),
    ),
)


def excluded(rows: pd.DataFrame) -> pd.Series[bool]:
    """Reports that the annotator excluded."""
    return rows["excluded"]


def significant_lesions(row: Any) -> int:
    """How many lesions of a row have ISUP grade group 2 or higher, or Gleason score 7 or higher.

    Raises:
        ValueProblem: if a grade is missing or cannot be read.
    """
    if row.lesions == "":  # no lesion at all
        return 0
    if row.centre == "rumc":
        groups = whole_numbers(row.lesions)
        if any(group > _HIGHEST_GROUP for group in groups):
            raise ValueProblem("a grade group is not one of 0 to 5")
        return sum(group >= 2 for group in groups)
    phrases = [line.split(_TIMES, 1) for line in present(row.lesions).split("\n")]
    graded = [(int(count), gleason_score(phrase)) for count, phrase in phrases]
    return sum(count for count, score in graded if score >= SIGNIFICANT)


@cohort.reader("rumc")
def read_rumc(source: Source) -> Funnel[Report]:
    """Reports of the Nijmegen centre: records, and one annotation file."""
    table = source.table(_RUMC_REPORTS)
    annotations = source.annotations(_RUMC_ANNOTATED)
    source.list_unused(annotations, [_rumc_uid(row) for row in (*table.rows, *table.damaged)])

    def found(row: SheetRow) -> Found:
        fields: dict[str, str | bool | None] = {
            "lesions": filled(row["lesions"]) or "",
            "excluded": False,
            "center": (row["center"] or "").strip().lower(),
        }
        patient, uid = _id(row, "patient_id"), _rumc_uid(row)
        return Found(patient, uid, row["text"], fields, row.place, source.known(row))

    funnel = Funnel("rumc", map(found, table.rows), lost=len(table.unreadable))
    keep_centre(funnel, "rumc", "record of another centre")
    funnel.exclude("no pathology report", lambda f: f.text is None)
    quarantine_without_ids(funnel)
    first_of_each(funnel, "record repeated")
    reports = as_reports(funnel, annotations)
    first_of_each_text(reports)
    return reports


@cohort.reader("umcg")
def read_umcg(source: Source) -> Funnel[Report]:
    """Reports of the Groningen centre: one row per place becomes one report."""
    table = source.table(_UMCG_SHEET)
    annotations = source.annotations(_UMCG_ANNOTATED)
    rows = (*table.rows, *table.damaged)
    source.list_unused(annotations, [_study_uid(row) for row in rows])
    places: dict[str, dict[str, str | None]] = defaultdict(dict)  # grades, by report, by place
    for row in table.rows:
        uid, place = _study_uid(row), _id(row, "place") or str(row.place)
        if places[uid].setdefault(place, _grades(row)) != _grades(row):
            source.problems.append(Problem(VALUES_DIFFER, row.place, quarantined=False))
    lost = {_study_uid(row) for row in table.damaged}

    def found(row: SheetRow) -> Found:
        uid = _study_uid(row)
        grades = [grade for grade in places[uid].values() if grade != ""]
        # One grade that is missing, and the number of lesions is not known.
        known = None if None in grades else "\n".join(f"1{_TIMES}{grade}" for grade in grades)
        fields = {"lesions": known, "excluded": False}
        patient = _id(row, "patient_id")
        return Found(patient, uid, row["text"], fields, row.place, source.known(row))

    funnel = Funnel("umcg", map(found, table.rows), lost=len(table.unreadable))
    quarantine_without_ids(funnel)
    funnel.exclude("a place's row cannot be read", lambda f: f.uid in lost)
    first_of_each(funnel, "further place of the same report", twice_is_normal=True)
    reports = as_reports(funnel, annotations)
    first_of_each_text(reports)
    return reports


@cohort.reader("avl")
def read_avl(source: Source) -> Funnel[Report]:
    """Reports of the Amsterdam centre: one file of reports with everything marked in them."""
    table = source.table(_AVL_ANNOTATED)
    annotations = source.annotations(_AVL_ANNOTATED)

    def found(row: SheetRow) -> Found:
        uid = _id(row, "uid")
        annotation = annotations.by_uid.get(uid)
        excluded = annotation is not None and any(s.label == EXCLUDE for s in annotation.entities)
        fields = {"lesions": _phrases(annotation) if annotation else None, "excluded": excluded}
        patient = _id(row, "patient_id")
        return Found(patient, uid, row["text"], fields, row.place, source.known(row))

    funnel = Funnel("avl", map(found, table.rows), lost=len(table.unreadable))
    quarantine_without_ids(funnel)
    first_of_each(funnel, "record repeated")
    reports = as_reports(funnel, annotations)
    first_of_each_text(reports, rather=lambda r: not r.fields["excluded"])
    return reports


def _phrases(annotation: Annotation) -> str:
    """A line for each Gleason phrase: how many lesions it is about, and what it says."""
    lines = []
    for span in sorted(annotation.entities):
        if match := _PHRASE.fullmatch(span.label):
            phrase = " ".join(annotation.text[span.start : span.end].split())
            lines.append(f"{match[1] or match[2] or '1'}{_TIMES}{phrase}")
    return "\n".join(lines)


def _grades(row: SheetRow) -> str | None:
    """The patterns of one place as a sum; empty text where there is no cancer."""
    first, second = ((row[name] or "").strip() for name in ("lesions", "gg2"))
    said = {first.upper(), second.upper()}
    if "NA" in said and said <= {"NA", ""}:
        return ""
    if "NA" in said or "" in said:  # one pattern is stated, and the other is not
        return None
    return "+".join(m[1] if (m := _PATTERN.fullmatch(grade)) else "" for grade in (first, second))


def _id(row: SheetRow, column: str) -> str:
    return row.id(column)


def _study_uid(row: SheetRow) -> str:
    patient, study = _id(row, "patient_id"), _id(row, "study_id")
    return f"{patient}_{study}" if patient and study else ""


def _rumc_uid(row: SheetRow) -> str:
    study = row.id("pathology_study_id")
    return _study_uid(row) if is_no_id(study) else study
