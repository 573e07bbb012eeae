"""Reports of lung pathology, of rumc, shared by T6, T12 and T13."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragon_prep.core.attrition import Funnel
from dragon_prep.intake.cohort import Cohort
from dragon_prep.intake.false_marks import drop_false_marks, names_genes
from dragon_prep.intake.identity import IDENTITY_COLUMNS
from dragon_prep.intake.join import Found, as_reports, first_of_each, quarantine_without_ids
from dragon_prep.intake.raw_file import Column, Layout, RawFile

if TYPE_CHECKING:
    from dragon_prep.core.report import Report
    from dragon_prep.intake.sheet_rows import SheetRow
    from dragon_prep.intake.source import Source

_RUMC = "rumc/pathology-lung"
_SHEET = f"{_RUMC}/ignite_reports_with_ct_number.xlsx"
_ANNOTATED = f"{_RUMC}/all.jsonl"
SAMPLE_TYPES = ("Biopsy", "Resection", "Excision")
OTHER_SAMPLES = ("Undeterminable", "Frozen section", "Cytology")
_FIELDS = ("cancer_origin", "sample_type", "sample_origin")
_EMPTY = ("", "na", "n/a", "nan", "none", "null")  # what exports write for an empty cell

cohort = Cohort(
    name="lung_pathology",
    title="Lung pathology reports",
    files=(
        RawFile(
            "rumc",
            _SHEET,
            Layout.SHEET,
            "one row per report",
            (
                Column("C/T-number", "the report's number", "uid"),
                Column("Anonymous ID", "the patient's id", "patient_id"),
                Column("Report", "the report", "text"),
                Column(
                    "Cancer origin",
                    "where the cancer comes from, in English; empty = not from the lung",
                    "cancer_origin",
                ),
                Column(
                    "Sample type",
                    "how the tissue was taken, such as Biopsy",
                    "sample_type",
                    values=SAMPLE_TYPES + OTHER_SAMPLES,
                ),
                Column(
                    "Sample origin",
                    "where the tissue was taken, in English; I, II ... = of several containers",
                    "sample_origin",
                ),
                *IDENTITY_COLUMNS,
            ),
        ),
        RawFile(
            "rumc",
            _ANNOTATED,
            Layout.ANNOTATIONS,
            "reports with PHI marked; uid is the report's number",
            uid_from=("uid",),
        ),
    ),
    fields=(
        ("cancer_origin", "text: where the cancer comes from; missing = not stated"),
        ("sample_type", "text: how the tissue was taken; missing = not stated"),
        ("sample_origin", "text: where the tissue was taken; missing = not stated"),
    ),
)


@cohort.reader("rumc")
def read_rumc(source: Source) -> Funnel[Report]:
    """Reports of the Nijmegen centre: one sheet, one annotation file with false marks in it."""
    table = source.table(_SHEET)
    annotations = source.annotations(_ANNOTATED)
    source.problems += drop_false_marks(annotations, names_genes)
    rows = (*table.rows, *table.damaged)
    source.list_unused(annotations, [row.id("uid") for row in rows])

    def found(row: SheetRow) -> Found:
        patient, uid = (row.id(name) for name in ("patient_id", "uid"))
        fields = {name: _cell(row, name) for name in _FIELDS}
        return Found(patient, uid, row["text"], fields, row.place, source.known(row))

    funnel = Funnel("rumc", map(found, table.rows), lost=len(table.unreadable))
    quarantine_without_ids(funnel)
    first_of_each(funnel, "row repeated")
    return as_reports(funnel, annotations)


def _cell(row: SheetRow, column: str) -> str | None:
    cell = " ".join((row[column] or "").split())
    return None if cell.lower() in _EMPTY else cell
