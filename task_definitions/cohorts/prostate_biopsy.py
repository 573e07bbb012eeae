"""Reports of MRI-guided prostate biopsies, of rumc, for T27."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dragon_prep.core.attrition import Funnel
from dragon_prep.intake.cohort import Cohort
from dragon_prep.intake.identity import IDENTITY_COLUMNS
from dragon_prep.intake.join import (
    Found,
    as_reports,
    first_of_each,
    first_of_each_text,
    quarantine_without_ids,
)
from dragon_prep.intake.raw_file import Column, Layout, RawFile
from dragon_prep.task_definitions.cohorts.prostate_pathology import EXCLUDE

if TYPE_CHECKING:
    from dragon_prep.core.report import Report
    from dragon_prep.intake.sheet_rows import SheetRow
    from dragon_prep.intake.source import Source

MOST_NEEDLES = 6  # names of more than one figure would hold others: 11-ambigu has 1-ambigu in it

_ANNOTATED = "rumc/prostate-biopsy/all_checked_with_phi_annot.jsonl"
_NEEDLE = re.compile(r"([1-9][0-9]*)-[a-z]+(?: [a-z]+)*")

cohort = Cohort(
    name="prostate_biopsy",
    title="Prostate biopsy procedure reports",
    files=(
        RawFile(
            "rumc",
            _ANNOTATED,
            Layout.ANNOTATIONS,
            "all reports, with PHI marked in label; meta.label has spans for needle N: N-locatie"
            " naald, N-representatief or N-ambigu; or a span exclude anywhere",
            (
                Column("meta/PatientID", "the patient's number", "patient_id"),
                Column("meta/uid", "the report's id", "uid"),
                Column("text", "the report"),
                *IDENTITY_COLUMNS,
            ),
            entities=rf"{_NEEDLE.pattern}|{EXCLUDE}",
            entity_member="meta/label",
            uid_member="meta/uid",
            uid_from=("uid",),
        ),
    ),
    fields=(
        ("excluded", "whether the annotator excluded the report"),
        ("many_needles", f"whether the report has a needle beyond number {MOST_NEEDLES}"),
    ),
)


@cohort.reader("rumc")
def read_rumc(source: Source) -> Funnel[Report]:
    """Reports of the Nijmegen centre: one file of reports with everything marked in them."""
    table = source.table(_ANNOTATED)
    annotations = source.annotations(_ANNOTATED)

    def found(row: SheetRow) -> Found:
        patient, uid = (row.id(name) for name in ("patient_id", "uid"))
        annotation = annotations.by_uid.get(uid)
        labels = {span.label for span in annotation.entities} if annotation else set()
        needles = [int(match[1]) for label in labels if (match := _NEEDLE.fullmatch(label))]
        fields = {
            "excluded": EXCLUDE in labels,
            "many_needles": max(needles, default=0) > MOST_NEEDLES,
        }
        return Found(patient, uid, row["text"], fields, row.place, source.known(row))

    funnel = Funnel("rumc", map(found, table.rows), lost=len(table.unreadable))
    quarantine_without_ids(funnel)
    first_of_each(funnel, "record repeated")
    reports = as_reports(funnel, annotations)
    first_of_each_text(
        reports, rather=lambda r: not (r.fields["excluded"] or r.fields["many_needles"])
    )
    return reports
