"""CT reports with medical terms marked, of rumc, for T26: one file holds all there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragon_prep.core.attrition import Funnel
from dragon_prep.intake.cohort import Cohort
from dragon_prep.intake.identity import IDENTITY_COLUMNS
from dragon_prep.intake.join import Found, as_reports, first_of_each, quarantine_without_ids
from dragon_prep.intake.raw_file import Column, Layout, RawFile

if TYPE_CHECKING:
    from dragon_prep.core.report import Report
    from dragon_prep.intake.sheet_rows import SheetRow
    from dragon_prep.intake.source import Source

MENTION = "MENTION"

_REPORTS = "rumc/terminology/terminology_ner_data_with_phi_annot_fixed_with_patient_ids.jsonl"

cohort = Cohort(
    name="terminology_ct",
    title="CT reports with medical terms",
    files=(
        RawFile(
            "rumc",
            _REPORTS,
            Layout.ANNOTATIONS,
            "all reports, with PHI marked in label_phi and medical terms in label_terminology",
            (
                Column("anon_studyinstanceuid", "the study's id", "study_id"),
                Column("anon_patientid", "the patient's id", "patient_id"),
                Column("text", "the report"),
                *IDENTITY_COLUMNS,
            ),
            entities=MENTION,
            entity_member="label_terminology",
            uid_member="anon_studyinstanceuid",
            uid_from=("study_id",),
        ),
    ),
    fields=(),
)


@cohort.reader("rumc")
def read_rumc(source: Source) -> Funnel[Report]:
    """Reports of the Nijmegen centre: one file with everything marked in it."""
    table = source.table(_REPORTS)
    annotations = source.annotations(_REPORTS)

    def found(row: SheetRow) -> Found:
        patient, uid = (row.id(name) for name in ("patient_id", "study_id"))
        return Found(patient, uid, row["text"], {}, row.place, source.known(row))

    funnel = Funnel("rumc", map(found, table.rows), lost=len(table.unreadable))
    quarantine_without_ids(funnel)
    first_of_each(funnel, "report repeated")
    return as_reports(funnel, annotations)
