"""Chest CT reports of rumc and jbz, shared by T2, T7 and T23. Nobody has marked PHI in them.

Both centres are in the same files; the column ``hospital`` parts them.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from dragon_prep.core.attrition import Funnel
from dragon_prep.core.codes import intake as kinds
from dragon_prep.core.errors import Place, Problem
from dragon_prep.core.known import KnownKind
from dragon_prep.intake.annotations import Annotations
from dragon_prep.intake.cohort import Cohort
from dragon_prep.intake.identity import IDENTITY_COLUMNS
from dragon_prep.intake.join import Found, as_reports, first_of_each, quarantine_without_ids
from dragon_prep.intake.raw_file import Column, Layout, RawFile
from dragon_prep.intake.values import TRUTH, ValueProblem, filled, number, present, truth

if TYPE_CHECKING:
    import pandas as pd

    from dragon_prep.core.report import Report
    from dragon_prep.intake.sheet_rows import SheetRow
    from dragon_prep.intake.source import Source

_FOLDER = "rumc-jbz/chestct-lung-nodules"
_SHEETS = {  # by whether its rows are the test set
    False: f"{_FOLDER}/annotations_development.xlsx",
    True: f"{_FOLDER}/annotations_test.xlsx",
}
_REPORTS = (f"{_FOLDER}/sampled_reports_development.json", f"{_FOLDER}/sampled_reports_test.json")
_CENTRES = ("rumc", "jbz")
_SHARED = "rumc-jbz"

_PATIENT = Column("PatientID", "the patient's id", "patient_id")
_STUDY = Column("StudyInstanceUID", "the study's id", "study_id")
_ACCESSION = Column(
    "AccessionNumber",
    "the number the report itself carries; used only to find it in the texts",
    required=False,
    known=KnownKind.REPORT_NUMBER,
)
_SHEET_COLUMNS = (
    _PATIENT,
    _STUDY,
    _ACCESSION,
    Column("hospital", "RUMC or JBZ", values=("RUMC", "JBZ")),
    Column("contains nodules", "True (or 1) = a pulmonary nodule is described; False (or 0) = none",
           "contains_nodules", values=TRUTH),
    Column("max_diameter", "of the largest nodule in mm, unit and decimal comma allowed; empty or"
           " 0 = not stated"),
    *IDENTITY_COLUMNS,
)  # fmt: skip

cohort = Cohort(
    name="chest_ct_nodules",
    title="Chest CT reports",
    files=(
        *(
            RawFile(_SHARED, path, Layout.SHEET, f"one row per study, {part} set", _SHEET_COLUMNS)
            for path, part in zip(_SHEETS.values(), ("development", "test"), strict=True)
        ),
        *(
            RawFile(
                _SHARED,
                path,
                Layout.RECORDS,
                f"one report per line, {part} set",
                (_PATIENT, _STUDY, Column("text", "the report")),
            )
            for path, part in zip(_REPORTS, ("development", "test"), strict=True)
        ),
    ),
    fields=(
        ("in_test_set", "whether the report is of the test set"),
        ("contains_nodules", "whether a pulmonary nodule is described"),
        ("max_diameter", "text: of the largest nodule in mm; missing = not stated"),
    ),
)


def in_test_set(rows: pd.DataFrame) -> pd.Series[bool]:
    """Reports of the separate test set."""
    return rows["in_test_set"]


def no_nodule(rows: pd.DataFrame) -> pd.Series[bool]:
    """Reports that describe no nodule."""
    return ~rows["contains_nodules"].astype(bool)


def diameter_in_mm(cell: str | None) -> float:
    """Reads a diameter in mm, such as ``7``, ``7,5`` or ``7 mm``.

    Raises:
        ValueProblem: if the cell is empty or is no such diameter.
    """
    return number(cell, units=("mm", "millimeter"))


@cohort.reader("rumc")
def read_rumc(source: Source) -> Funnel[Report]:
    """Reports of the Nijmegen centre."""
    return _read(source, "rumc")


@cohort.reader("jbz")
def read_jbz(source: Source) -> Funnel[Report]:
    """Reports of the 's-Hertogenbosch centre."""
    return _read(source, "jbz")


def _read(source: Source, centre: str) -> Funnel[Report]:
    """One centre's rows of both sheets, with their reports.

    A row that does not tell its centre is held back, and counted with each of them.
    """
    sheets = {is_test: source.table(path) for is_test, path in _SHEETS.items()}
    everyone = [row for sheet in sheets.values() for row in sheet.rows]
    reports = _reports(source, {row.id("study_id") for row in everyone})
    hospitals = defaultdict(set)
    for row in everyone:
        hospitals[row.id("study_id")].add(_hospital(row))
    own = {row.place: row for row in everyone if _may_be_of(row, centre)}
    lost = sum(_may_be_of(row, centre) for sheet in sheets.values() for row in sheet.damaged)

    def found(row: SheetRow) -> Found:
        uid = row.id("study_id")
        fields = {
            "in_test_set": row.place.file == _SHEETS[True],
            "contains_nodules": _truth(row),
            "max_diameter": _stated(row["max_diameter"]),
        }
        text = next((report["text"] for report in reports.get(uid, ())), None)
        text = text if filled(text) else None
        return Found(row.id("patient_id"), uid, text, fields, row.place, source.known(row))

    def unreadable(found: Found) -> Problem | None:
        return _unreadable(own[found.place])

    def absent(found: Found) -> Problem | None:
        return None if found.uid in reports else Problem(kinds.REPORT_ABSENT, found.place)

    def contradicted(found: Found) -> Problem | None:
        told = reports[found.uid]
        if len(hospitals[found.uid]) > 1:
            return Problem(kinds.UID_REPEATED, found.place, "the study has rows of two hospitals")
        if any(report.id("patient_id") != found.patient for report in told):
            detail = "sheet and report name different patients"
            return Problem(kinds.UID_REPEATED, found.place, detail)
        if len({" ".join((report["text"] or "").split()) for report in told}) > 1:
            return Problem(kinds.TEXTS_DIFFER, told[-1].place)
        return None

    funnel = Funnel(centre, map(found, own.values()), lost=lost)
    quarantine_without_ids(funnel)
    funnel.quarantine("hospital or label cannot be read", unreadable)
    funnel.quarantine(kinds.REPORT_ABSENT.title, absent)
    funnel.quarantine("sheet and reports disagree", contradicted)
    first_of_each(funnel, "row repeated")
    return as_reports(funnel, Annotations())


def _reports(source: Source, known: set[str]) -> dict[str, list[SheetRow]]:
    """The records of each study; lists how many are of studies that no sheet has."""
    reports: dict[str, list[SheetRow]] = defaultdict(list)
    for path in _REPORTS:
        rows = source.table(path).rows
        for row in rows:
            reports[row.id("study_id")].append(row)
        if unknown := sum(row.id("study_id") not in known for row in rows):
            detail = f"{unknown} of {len(rows)} reports are of studies in no row of the sheets"
            place = Place(path)
            source.problems.append(Problem(kinds.LIST_UNKNOWN, place, detail, quarantined=False))
    return dict(reports)


def _unreadable(row: SheetRow) -> Problem | None:
    """What is wrong with the row's hospital or, if nothing is, with its label."""
    column = "hospital"
    try:
        if present(filled(row[column])).lower() not in _CENTRES:
            raise ValueProblem(f"the hospital is not one of {', '.join(_CENTRES)}")
        column = "contains nodules"
        truth(filled(row["contains_nodules"]))
    except ValueProblem as problem:
        place = Place(row.place.file, row.place.row, column)
        return Problem(problem.kind, place, problem.detail)
    return None


def _truth(row: SheetRow) -> bool | None:
    try:
        return truth(row["contains_nodules"])
    except ValueProblem:
        return None  # held back


def _stated(cell: str | None) -> str | None:
    """The cell; None if it is empty or zero, which some write for a diameter that is not stated."""
    stated = filled(cell)
    try:
        return stated if diameter_in_mm(stated) else None
    except ValueProblem:
        return stated  # to be held back by the tasks that need it


def _hospital(row: SheetRow) -> str:
    return (row["hospital"] or "").strip().lower()


def _may_be_of(row: SheetRow, centre: str) -> bool:
    return _hospital(row) == centre or _hospital(row) not in _CENTRES
