"""Reports of skin pathology, of rumc, shared by T4 and T28."""

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

EXCLUDED = "excluded"

_FILE = "rumc/bcc/all_checked_with_patient_ids_anon_annot_manual_fixed.jsonl"
# A number without leading zeros: 1-BCC and 01-BCC would be two classes of one thing.
_OF_CONTAINER = r"[1-9][0-9]*-[!-~](?:[ -~]*[!-~])?"

cohort = Cohort(
    name="skin_pathology",
    title="Skin pathology reports",
    files=(
        RawFile(
            "rumc",
            _FILE,
            Layout.ANNOTATIONS,
            "all reports, with PHI marked in label and findings in meta.label: a finding's label is"
            f" its container's number, a hyphen and its name, such as 1-BCC; {EXCLUDED} marks a"
            " report that tells no diagnosis",
            (
                Column("text", "the report"),
                Column("meta/pid", "the patient's id", "patient_id"),
                Column("meta/pid_id", "the report's id", "uid"),
                *IDENTITY_COLUMNS,
            ),
            entities=f"{EXCLUDED}|{_OF_CONTAINER}",
            entity_member="meta/label",
            uid_member="meta/pid_id",
            uid_from=("uid",),
        ),
    ),
    fields=((EXCLUDED, "whether the annotators excluded the report"),),
)


@cohort.reader("rumc")
def read_rumc(source: Source) -> Funnel[Report]:
    """Reports of the Nijmegen centre: one file holds texts, ids and both kinds of spans."""
    table = source.table(_FILE)
    annotations = source.annotations(_FILE)

    def found(row: SheetRow) -> Found:
        patient, uid = (row.id(name) for name in ("patient_id", "uid"))
        annotation = annotations.by_uid.get(uid)
        labels = {span.label for span in annotation.entities} if annotation else set()
        fields = {EXCLUDED: EXCLUDED in labels}
        return Found(patient, uid, row["text"], fields, row.place, source.known(row))

    funnel = Funnel("rumc", map(found, table.rows), lost=len(table.unreadable))
    quarantine_without_ids(funnel)
    first_of_each(funnel, "row repeated")
    return as_reports(funnel, annotations)
