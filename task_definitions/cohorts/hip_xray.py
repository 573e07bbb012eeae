"""X-rays of the hips, of rumc, for T18. Nobody has marked PHI in them.

A small part was graded by hand and is the separate test set; the others have the grades of a
language model, in two files. The grades are those of Kellgren and Lawrence, 0 to 4, ``p`` for a
prosthesis (``5`` in some rows of any file), and ``n`` for a hip that the report does not show or
describe so that it can be graded. The published sample shows 4 and ``p``; the organisers name one
more class, "not determinable", and not its code: ``n`` is ours, and any other code is listed as a
value that cannot be read.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from dragon_prep.core.attrition import Funnel
from dragon_prep.core.codes.intake import TEXT_REPEATED, TEXTS_DIFFER, UID_REPEATED, VALUE_MISSING
from dragon_prep.core.errors import Problem
from dragon_prep.intake.annotations import Annotations
from dragon_prep.intake.cohort import Cohort
from dragon_prep.intake.identity import IDENTITY_COLUMNS
from dragon_prep.intake.join import Found, as_reports, first_of_each, quarantine_without_ids
from dragon_prep.intake.raw_file import Column, Layout, RawFile
from dragon_prep.intake.values import ValueProblem, filled

if TYPE_CHECKING:
    from dragon_prep.core.errors import Place
    from dragon_prep.core.report import Report
    from dragon_prep.intake.sheet_rows import SheetRow
    from dragon_prep.intake.source import Source

MANUAL = "manual"
AUTOMATIC = "automatic"

_RUMC = "rumc/hip"
_GRADED = f"{_RUMC}/annotations.csv"
_MODEL = (f"{_RUMC}/openai_final_all.csv", f"{_RUMC}/openai_test_all.csv")
_REPORTS = f"{_RUMC}/MarNavarro.jsonl"
_CODES = {**{grade: grade for grade in "01234"}, "5": "p", "p": "p", "n": "n"}
GRADES = tuple(dict.fromkeys(_CODES.values()))
"""What a hip can be graded."""
_VALUES = (*_CODES, "False")
_MEANING = (
    "0 to 4 = Kellgren-Lawrence; p (or 5) = prosthesis; n = cannot be told; False = not graded"
)

cohort = Cohort(
    name="hip_xray",
    title="X-ray reports of the hips",
    files=(
        RawFile(
            "rumc",
            _GRADED,
            Layout.SHEET,
            "the separate test set: one row per study, graded by hand",
            (
                Column("StudyInstanceUID", "the study's id", "study"),
                Column("left_annotation", f"of the left hip: {_MEANING}", "left", values=_VALUES),
                Column(
                    "right_annotation", f"of the right hip: {_MEANING}", "right", values=_VALUES
                ),
            ),
        ),
        *(
            RawFile(
                "rumc",
                path,
                Layout.SHEET,
                "one row per study, graded by a model",
                (
                    Column("StudyInstanceUID", "the patient's id, a dash, the study's id", "study"),
                    Column("Left_model", f"of the left hip: {_MEANING}", "left", values=_VALUES),
                    Column("Right_model", f"of the right hip: {_MEANING}", "right", values=_VALUES),
                ),
            )
            for path in _MODEL
        ),
        RawFile(
            "rumc",
            _REPORTS,
            Layout.RECORDS,
            "all reports",
            (
                Column("text", "the report"),
                Column("metadata/StudyInstanceUID", "the study's id", "study"),
                Column("metadata/PatientID", "the patient's id", "patient"),
                *IDENTITY_COLUMNS,
            ),
        ),
    ),
    fields=(
        ("left", "text: the grade of the left hip, as in the sheet; missing = not stated"),
        ("right", "text: the grade of the right hip, as in the sheet; missing = not stated"),
        ("provenance", f"{MANUAL} (the separate test set) or {AUTOMATIC} (a model's grades)"),
    ),
)


def grade(cell: str | None, hip: str) -> str:
    """Reads a grade: ``0`` to ``4``, ``p`` for ``p`` and ``5``, or ``n``.

    Args:
        cell: the cell; a sheet may have made ``4.0`` of it.
        hip: ``left`` or ``right``, for what is said of a cell that cannot be read.

    Raises:
        ValueProblem: if the cell is empty or holds something else.
    """
    if cell is None:
        raise ValueProblem(f"the grade of the {hip} hip is missing", kind=VALUE_MISSING)
    code = _CODES.get(cell.strip().lower().removesuffix(".0"))
    if code is None:
        raise ValueProblem(f"the grade of the {hip} hip is none of 0, 1, 2, 3, 4, 5, p, n")
    return code


@cohort.reader("rumc")
def read_rumc(source: Source) -> Funnel[Report]:
    """Reports of the Nijmegen centre: grades from three sheets; texts and patients from a file.

    The test set comes first. Of development, what repeats a study or a text is left out, a text
    of the test set too; texts of the test set's patients do not count, who go altogether later.
    """
    reports: dict[str, list[SheetRow]] = defaultdict(list)
    for row in source.table(_REPORTS).rows:
        reports[row.id("study")].append(row)
    tables = [source.table(path) for path in (_GRADED, *_MODEL)]
    rows = [row for table in tables for row in table.rows]
    faults = {row.place: fault for row in rows if (fault := _fault(row, reports[_study(row)]))}

    def found(row: SheetRow) -> Found:
        study = _study(row)
        first = reports[study][0] if study and reports[study] else None
        patient = first.id("patient") if first else ""
        fields = {
            **{hip: filled(row[hip]) for hip in ("left", "right")},
            "provenance": AUTOMATIC if row.place.file in _MODEL else MANUAL,
        }
        text = first["text"] if first and filled(first["text"]) else None
        known = source.known(first) if first else ()
        return Found(patient or _stated_patient(row), study, text, fields, row.place, known)

    funnel = Funnel("rumc", map(found, rows), lost=sum(len(table.unreadable) for table in tables))
    funnel.exclude("study without a report", lambda f: bool(f.uid) and f.text is None)
    quarantine_without_ids(funnel)
    funnel.quarantine("reports or patients of one study differ", lambda f: faults.get(f.place))
    _keep_one_of_each_study(funnel)
    funnel.exclude(
        "a hip was not graded",
        lambda f: any(str(f.fields[hip]).lower() == "false" for hip in ("left", "right")),
    )
    _keep_one_of_each_text(funnel)
    return as_reports(funnel, Annotations())


def _study(row: SheetRow) -> str:
    """The id of a row's study; empty where a model's sheet does not give it with its patient."""
    cell = row.id("study")
    if row.place.file not in _MODEL:
        return cell
    return cell.partition("-")[2].strip() if _stated_patient(row) else ""


def _stated_patient(row: SheetRow) -> str:
    """The patient that a model's sheet names before the study; empty if it names none."""
    patient = row.id("study").partition("-")[0].strip()
    return patient if row.place.file in _MODEL and patient.isdigit() else ""


def _fault(row: SheetRow, reports: list[SheetRow]) -> Problem | None:
    """What speaks against taking the first of the study's reports for a row's report."""
    if len({" ".join((report["text"] or "").split()) for report in reports}) > 1:
        return Problem(TEXTS_DIFFER, row.place)
    patients = {report.id("patient") for report in reports} | {_stated_patient(row)}
    if len({patient.lstrip("0") for patient in patients if patient}) > 1:
        return Problem(UID_REPEATED, row.place, "its rows and reports name different patients")
    return None


def _is_manual(found: Found) -> bool:
    return found.fields["provenance"] == MANUAL


def _keep_one_of_each_study(funnel: Funnel[Found]) -> None:
    """Of development the first row counts; in the test set, two different ones are held back."""
    graded: dict[str, list[Found]] = defaultdict(list)
    for found in filter(_is_manual, funnel.items):
        graded[found.uid].append(found)

    def fault(found: Found) -> Problem | None:
        if not _is_manual(found) or all(o.fields == found.fields for o in graded[found.uid]):
            return None
        return Problem(UID_REPEATED, found.place)

    funnel.quarantine("one report id, different rows", fault)
    funnel.exclude("study of the test set", lambda f: f.uid in graded and not _is_manual(f))
    first_of_each(funnel, "study repeated", twice_is_normal=True)


def _keep_one_of_each_text(funnel: Funnel[Found]) -> None:
    """Leaves out repeated texts; the test set should have none, so there they are listed."""
    tested = {found.patient for found in funnel.items if _is_manual(found)}
    first: dict[str, Place] = {}
    for found in funnel.items:
        if _is_manual(found) or found.patient not in tested:
            first.setdefault(_words(found), found.place)

    def repeats(found: Found) -> bool:
        return first.get(_words(found), found.place) != found.place

    funnel.quarantine(
        TEXT_REPEATED.title,
        lambda f: Problem(TEXT_REPEATED, f.place) if _is_manual(f) and repeats(f) else None,
    )
    funnel.exclude("text repeated", repeats)


def _words(found: Found) -> str:
    return " ".join((found.text or "").split())
