"""CT reports about the kidneys, of rumc, for T3. Nobody has marked PHI in them."""

from __future__ import annotations

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

_SHEET = "rumc/kidney/kidney_classifications_full.csv"

cohort = Cohort(
    name="kidney_ct",
    title="Kidney CT reports",
    files=(
        RawFile(
            "rumc",
            _SHEET,
            Layout.SHEET,
            "one row per study",
            (
                Column(
                    "classification",
                    "True (or 1) = a kidney is abnormal; False (or 0) = none",
                    values=TRUTH,
                ),
                Column("anon_studyinstanceuid", "the study's id", "study_id"),
                Column("anon_patientid", "the patient's id", "patient_id"),
                Column("text", "the report"),
                *IDENTITY_COLUMNS,
            ),
        ),
    ),
    fields=(("classification", "text: whether a kidney is abnormal; missing = not stated"),),
)


@cohort.reader("rumc")
def read_rumc(source: Source) -> Funnel[Report]:
    """Reports of the Nijmegen centre: one sheet, in which rows may be repeated."""
    table = source.table(_SHEET)

    def found(row: SheetRow) -> Found:
        patient, uid = (row.id(name) for name in ("patient_id", "study_id"))
        fields = {"classification": filled(row["classification"])}
        text = row["text"] if filled(row["text"]) else None
        return Found(patient, uid, text, fields, row.place, source.known(row))

    funnel = Funnel("rumc", map(found, table.rows), lost=len(table.unreadable))
    quarantine_without_ids(funnel)
    first_of_each(funnel, "row repeated")
    return as_reports(funnel, Annotations())
