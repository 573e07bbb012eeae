"""CT reports about the pancreas, of rumc, shared by T8, T9, T17 and T22."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from dragon_prep.core.attrition import Funnel
from dragon_prep.core.codes.intake import VALUES_UNUSED
from dragon_prep.core.errors import Place, Problem
from dragon_prep.intake.cohort import Cohort
from dragon_prep.intake.identity import IDENTITY_COLUMNS
from dragon_prep.intake.join import Found, as_reports, first_of_each, quarantine_without_ids
from dragon_prep.intake.raw_file import Column, Layout, RawFile
from dragon_prep.intake.values import ValueProblem, number, present

if TYPE_CHECKING:
    import pandas as pd

    from dragon_prep.core.report import Report
    from dragon_prep.intake.sheet_rows import SheetRow
    from dragon_prep.intake.source import Source

GROUPS = ("PDAC", "Other pancreatic disease", "Normal pancreas")
NOT_MENTIONED = "not mentioned"

_RUMC = "rumc/pancreas"
_SHEET = f"{_RUMC}/pancreas_overview_v2.xlsx"
_ANNOTATED = f"{_RUMC}/all.jsonl"
_NO_REPORT = f"{_RUMC}/excluded_cases_no_diagnostic_report.json"
_NO_SIZE = f"{_RUMC}/excluded_cases_no_lesion_size.json"
_GROUPS_SHEET = "Sheet2"
_PDAC = "PDAC"
_UID = ("study_id",)
_EMPTY = ("", "na", "n/a", "nan", "none", "null")  # what exports write for an empty cell

cohort = Cohort(
    name="pancreas_ct",
    title="Pancreas CT reports",
    files=(
        RawFile(
            "rumc",
            _SHEET,
            Layout.SHEET,
            f"one row per study; a further sheet {_GROUPS_SHEET} lists the diagnoses of each group"
            f" in the columns {', '.join(GROUPS)}",
            (
                Column("archiveID", "the patient's id", "patient_id"),
                Column("base_studyuid", "the study's id", "study_id"),
                Column("diag_rad", "the radiological diagnosis, PDAC or another", "diagnosis"),
                Column(
                    "base_lesionsize",
                    f"the lesion's size in mm; empty or {NOT_MENTIONED} = not stated",
                    "lesion_size",
                ),
                Column(
                    "base_lesionlocation",
                    f"head, body or tail; empty or {NOT_MENTIONED} = not stated",
                    "location",
                    values=("head", "body", "tail", NOT_MENTIONED),
                ),
                Column(
                    "base_lesionattenuation",
                    f"hypo, iso or hyper; empty or {NOT_MENTIONED} = not stated",
                    "attenuation",
                    values=("hypo", "iso", "hyper", NOT_MENTIONED),
                ),
                *IDENTITY_COLUMNS,
            ),
        ),
        RawFile(
            "rumc",
            _ANNOTATED,
            Layout.ANNOTATIONS,
            "all reports, with PHI marked; meta.uid is the study's id",
            uid_from=_UID,
        ),
        RawFile(
            "rumc",
            _NO_REPORT,
            Layout.UID_LIST,
            "studies without a diagnostic report",
            uid_from=_UID,
        ),
        RawFile(
            "rumc",
            _NO_SIZE,
            Layout.UID_LIST,
            "reports that do not state the lesion's size",
            uid_from=_UID,
        ),
    ),
    fields=(
        ("diagnosis", "the radiological diagnosis as in the sheet; missing = none"),
        ("group", f"its group, one of {', '.join(GROUPS)}; missing = it has not exactly one"),
        ("lesion_size", "text: the lesion's size in mm; missing = not stated"),
        ("size_not_in_report", "whether the size is in the sheet only"),
        ("location", "text: head, body or tail; missing = not stated"),
        ("attenuation", "text: hypo, iso or hyper; missing = not stated"),
    ),
)


def not_pdac(rows: pd.DataFrame) -> pd.Series[bool]:
    """Reports with another diagnosis than pancreatic ductal adenocarcinoma."""
    return rows["diagnosis"].ne(_PDAC)


def size_in_mm(cell: str | None) -> float:
    """Reads a lesion's size in mm, such as ``43``, ``43,5`` or ``43 mm``.

    Raises:
        ValueProblem: if the cell is empty or is no such size.
    """
    return number(cell, units=("mm",))


def attribute(cell: str | None, what: str, *values: str) -> str:
    """Reads an attribute: one of ``values``, in any case, or ``not mentioned`` for an empty cell.

    Raises:
        ValueProblem: if it is none of these; ``what`` says of which attribute.
    """
    value = NOT_MENTIONED if cell is None else present(cell).lower()
    if value not in (*values, NOT_MENTIONED):
        raise ValueProblem(f"the {what} is not one of {', '.join(values)}")
    return value


@cohort.reader("rumc")
def read_rumc(source: Source) -> Funnel[Report]:
    """Reports of the Nijmegen centre: one sheet; texts from the annotation file only."""
    table = source.table(_SHEET)
    groups = _groups(source, {_cell(row, "diagnosis") for row in table.rows})
    annotations = source.annotations(_ANNOTATED)
    known = [row.id("study_id") for row in (*table.rows, *table.damaged)]
    no_report, no_size = (source.uid_list(path, known) for path in (_NO_REPORT, _NO_SIZE))
    source.list_unused(annotations, known)

    def found(row: SheetRow) -> Found:
        uid, diagnosis = row.id("study_id"), _cell(row, "diagnosis")
        fields = {
            "diagnosis": diagnosis,
            "group": groups.get(diagnosis or ""),
            "size_not_in_report": uid in no_size,
            **{name: _stated(row, name) for name in ("lesion_size", "location", "attenuation")},
        }
        patient = row.id("patient_id")
        return Found(patient, uid, None, fields, row.place, source.known(row))

    funnel = Funnel("rumc", map(found, table.rows), lost=len(table.unreadable))
    quarantine_without_ids(funnel)
    funnel.exclude("no radiological diagnosis", lambda f: f.fields["diagnosis"] is None)
    first_of_each(funnel, "row repeated")
    reports = as_reports(funnel, annotations)
    reports.exclude("no diagnostic report", lambda r: r.uid in no_report)
    return reports


def _groups(source: Source, diagnoses: set[str | None]) -> dict[str, str]:
    """The group of each diagnosis that stands in one column only; lists what no row has."""
    columns = tuple(Column(group, "diagnoses of this group") for group in GROUPS)
    table = source.named_sheet(_SHEET, _GROUPS_SHEET, columns)
    source.problems += table.unreadable
    found: dict[str, set[str]] = defaultdict(set)
    for row in table.rows:
        for group in GROUPS:
            if diagnosis := _cell(row, group):
                found[diagnosis].add(group)
    if unused := len(found.keys() - diagnoses):
        detail = f"{unused} of {len(found)} diagnoses are in no row of the first sheet"
        place = Place(f"{_SHEET}[{_GROUPS_SHEET}]")
        source.problems.append(Problem(VALUES_UNUSED, place, detail, quarantined=False))
    return {name: of.pop() for name, of in found.items() if len(of) == 1}


def _cell(row: SheetRow, column: str) -> str | None:
    cell = (row[column] or "").strip()
    return None if cell.lower() in _EMPTY else cell


def _stated(row: SheetRow, column: str) -> str | None:
    cell = _cell(row, column)
    return None if cell is None or cell.lower() == NOT_MENTIONED else cell
