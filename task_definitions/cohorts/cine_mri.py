"""Cine MRI reports of the abdomen, of rijnstate, for T1. Nobody has marked PHI in them."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from dragon_prep.core.attrition import Funnel
from dragon_prep.intake.annotations import Annotations
from dragon_prep.intake.cohort import Cohort
from dragon_prep.intake.identity import IDENTITY_COLUMNS
from dragon_prep.intake.join import Found, as_reports, first_of_each, quarantine_without_ids
from dragon_prep.intake.raw_file import Column, Layout, RawFile
from dragon_prep.intake.values import TRUTH, filled

if TYPE_CHECKING:
    from dragon_prep.core.report import Report
    from dragon_prep.intake.sheet_rows import SheetRow
    from dragon_prep.intake.source import Source

_SHEET = "rijnstate/cinemri/reports.csv"

cohort = Cohort(
    name="cine_mri",
    title="Cine MRI reports of the abdomen",
    files=(
        RawFile(
            "rijnstate",
            _SHEET,
            Layout.SHEET,
            "one row per report",
            (
                Column("report", "the report", "text"),
                Column(
                    "label",
                    "1 (or True) = adhesions; 0 (or False) = none",
                    "adhesions",
                    values=TRUTH,
                ),
                Column("patient", "the patient's id", "patient_id"),
                *IDENTITY_COLUMNS,
            ),
        ),
    ),
    fields=(("adhesions", "text: whether adhesions are described; missing = not stated"),),
)


def report_id(patient: str, text: str) -> str:
    """An id for a report, of which the sheet has none: it depends on no other row."""
    digest = hashlib.sha256(" ".join(text.split()).encode()).hexdigest()
    return f"{patient}_{digest[:32]}"


@cohort.reader("rijnstate")
def read_rijnstate(source: Source) -> Funnel[Report]:
    """Reports of the Arnhem centre: one sheet; one patient's reports of one text are the same."""
    table = source.table(_SHEET)

    def found(row: SheetRow) -> Found:
        patient = row.id("patient_id")
        text = row["text"] if filled(row["text"]) else None
        # Rows without a text are not the same report.
        uid = report_id(patient, text or str(row.place)) if patient else ""
        fields = {"adhesions": filled(row["adhesions"])}
        return Found(patient, uid, text, fields, row.place, source.known(row))

    funnel = Funnel("rijnstate", map(found, table.rows), lost=len(table.unreadable))
    quarantine_without_ids(funnel)
    first_of_each(funnel, "row repeated")
    return as_reports(funnel, Annotations())
