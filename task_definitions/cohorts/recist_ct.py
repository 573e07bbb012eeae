"""CT reports with RECIST measurements, of jbz and rumc, shared by T5, T16 and T24.

Nobody has marked PHI in them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dragon_prep.core.attrition import Funnel
from dragon_prep.core.codes.intake import VALUES_BEYOND
from dragon_prep.core.errors import Place, Problem
from dragon_prep.intake.annotations import Annotations
from dragon_prep.intake.cohort import Cohort
from dragon_prep.intake.identity import IDENTITY_COLUMNS
from dragon_prep.intake.join import Found, as_reports, first_of_each, quarantine_without_ids
from dragon_prep.intake.raw_file import Column, Layout, RawFile
from dragon_prep.intake.values import ValueProblem, filled, short_axis

if TYPE_CHECKING:
    from dragon_prep.core.report import Report
    from dragon_prep.intake.sheet_rows import SheetRow
    from dragon_prep.intake.source import Source

LESIONS = tuple(f"lesion{n}" for n in range(1, 6))
SIZES = "sizes of lesions 1 to 5"

_FOLDER = "rumc-jbz/recist"
_SHEETS = {
    "jbz": f"{_FOLDER}/JBZ_RECIST_cases_JB_MG.xlsx",
    "rumc": f"{_FOLDER}/RadboudUMC_RECIST_cases_MG.xlsx",
}
_ONE_MORE = f"size{len(LESIONS) + 1}"  # lymphomas have six target lesions
_FIELDS = tuple(f"size{n}" for n in range(1, len(LESIONS) + 1))


def _file(centre: str, ids: tuple[str, str], text: str, baseline: str, size: str) -> RawFile:
    study, patient = ids
    sizes = tuple(
        Column(
            size.format(n),
            f'size of target lesion {n} in mm, or with a unit; "68 x 40 mm" gives the short axis; '
            "0 = gone; empty = no such lesion",
            f"size{n}",
        )
        for n in range(1, len(LESIONS) + 1)
    )
    return RawFile(
        centre,
        _SHEETS[centre],
        Layout.SHEET,
        "one row per study",
        (
            Column(patient, "the patient's id", "patient_id"),
            Column(study, "the study's id", "study_id"),
            Column(text, "the report", "text"),
            Column(
                baseline, "t = the baseline study; f = a follow-up", "baseline", values=("t", "f")
            ),
            *sizes,
            Column(
                size.format(len(LESIONS) + 1),
                "of one lesion more; only counted",
                _ONE_MORE,
                required=False,
            ),
            *IDENTITY_COLUMNS,
        ),
    )


cohort = Cohort(
    name="recist_ct",
    title="CT reports with RECIST measurements",
    files=(
        _file("jbz", ("StudyInstanceUID", "PatientID"), "text", "is_baseline", "tl{}_size"),
        _file(
            "rumc",
            ("anon_studyinstanceuid", "anon_patientid"),
            "raw_text",
            "baseline_scan",
            "L{}_size",
        ),
    ),
    fields=(
        ("baseline", "text: t = baseline, f = follow-up; missing = not stated"),
        *((name, f"text: size of target lesion {name[-1]}; missing = none") for name in _FIELDS),
    ),
)


def sizes_in_mm(row: Any) -> list[float | None]:
    """The sizes of lesions 1 to 5 in mm, None where there is no such lesion.

    Raises:
        ValueProblem: if a cell holds something else; it says of which lesion.
    """
    sizes: list[float | None] = []
    for number, name in enumerate(_FIELDS, 1):
        cell = getattr(row, name)
        try:
            sizes.append(None if cell is None else short_axis(cell))
        except ValueProblem as problem:
            raise ValueProblem(f"lesion {number}: {problem.detail}", kind=problem.kind) from None
    return sizes


@cohort.reader("jbz")
def read_jbz(source: Source) -> Funnel[Report]:
    """Reports of the 's-Hertogenbosch centre."""
    return _read(source, "jbz")


@cohort.reader("rumc")
def read_rumc(source: Source) -> Funnel[Report]:
    """Reports of the Nijmegen centre."""
    return _read(source, "rumc")


def _read(source: Source, centre: str) -> Funnel[Report]:
    """One sheet; texts from it only."""
    sheet = _SHEETS[centre]
    table = source.table(sheet)

    def found(row: SheetRow) -> Found:
        patient, uid = (row.id(name) for name in ("patient_id", "study_id"))
        fields = {name: filled(row[name]) for name in ("baseline", *_FIELDS)}
        text = row["text"] if filled(row["text"]) else None
        return Found(patient, uid, text, fields, row.place, source.known(row))

    beyond = sum(filled(row[_ONE_MORE]) is not None for row in table.rows)
    if beyond:
        detail = f"{beyond} of {len(table.rows)} rows have a lesion beyond the fifth"
        column = source.raw_file(sheet).column_of(_ONE_MORE)
        place = Place(sheet, column=column)
        source.problems.append(Problem(VALUES_BEYOND, place, detail, quarantined=False))
    funnel = Funnel(centre, map(found, table.rows), lost=len(table.unreadable))
    quarantine_without_ids(funnel)
    first_of_each(funnel, "row repeated")
    return as_reports(funnel, Annotations())
