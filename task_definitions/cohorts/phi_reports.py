"""Reports of rumc in which PHI was marked for T25 alone: CT, and pathology of the prostate.

What else T25 is made of, and what it calls each category of PHI, stands here, too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragon_prep.core.attrition import Funnel
from dragon_prep.core.phi import category_of
from dragon_prep.core.spans import Span
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
from dragon_prep.task_definitions.cohorts import (
    lung_pathology,
    prostate_biopsy,
    prostate_mri,
    prostate_pathology,
    skin_pathology,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dragon_prep.core.report import Report
    from dragon_prep.intake.sheet_rows import SheetRow
    from dragon_prep.intake.source import Source

_RUMC = "rumc/anonymisation"
_CT = f"{_RUMC}/ct-thorax-abdomen/anon_ground_truth_v11.jsonl"
_PATHOLOGY = f"{_RUMC}/pathology-prostate/all_checked.jsonl"
_FILES = {  # what the file holds, the patient's id, the report's id
    _CT: ("CT reports of thorax and abdomen", "meta/PatientID", "meta/StudyInstanceUID"),
    _PATHOLOGY: ("pathology reports of the prostate", "meta/MDN:", "meta/PA-NR.:"),
}

# What T25 calls each category. The benchmark has the first eight names; none of its centres marked
# the categories in the second lines, which are called like what they are most like. So every name
# is frequent enough to be learnt.
_MEMBERS = {
    "<PERSOON>": ("PERSOON", "PERSOONAFKORTING"),
    "<DATUM>": ("DATUM",),
    "<TIJD>": ("TIJD",),
    "<PLAATS>": ("PLAATS", "ZIEKENHUIS",
                 "ADRES", "POSTCODE", "BEDRIJF"),
    "<PHINUMMER>": ("PHINUMMER", "PATIENTNUMMER", "ZNUMMER", "TELEFOONNUMMER",
                    "BSN", "IBAN", "EMAIL", "URL"),
    "<RAPPORT-ID>": ("RAPPORT_ID",),
    "<STUDIE_NAAM>": ("STUDIE_NAAM",),
    "<ACCREDATIE_NUMMER>": ("ACCREDITATIE_NUMMER",),
    "<LEEFTIJD>": ("LEEFTIJD",),
}  # fmt: skip
ENTITIES = {category: name for name, categories in _MEMBERS.items() for category in categories}

cohort = Cohort(
    name="phi_reports",
    title="Reports with PHI marked",
    files=tuple(
        RawFile(
            "rumc",
            path,
            Layout.ANNOTATIONS,
            f"{meaning}, with PHI marked",
            (
                Column(patient, "the patient's id", "patient_id"),
                Column(uid, "the report's id", "uid"),
                Column("text", "the report"),
                *IDENTITY_COLUMNS,
            ),
            uid_member=uid,
            uid_from=("uid",),
        )
        for path, (meaning, patient, uid) in _FILES.items()
    ),
    fields=(),
)

# Whose annotated reports T25 uses besides, and of which centres.
DRAWS_ON = (
    (skin_pathology.cohort, ("rumc",)),
    (prostate_biopsy.cohort, ("rumc",)),
    (lung_pathology.cohort, ("rumc",)),
    (prostate_pathology.cohort, ("avl",)),
    (prostate_mri.cohort, ("avl",)),
)


def by_entity(phi: Iterable[Span]) -> list[Span]:
    """PHI spans with the names of T25's entities."""
    return [Span(s.start, s.end, ENTITIES[category_of(s.label)]) for s in phi]


@cohort.reader("rumc")
def read_rumc(source: Source) -> Funnel[Report]:
    """Reports of the Nijmegen centre: two files, each with texts, ids and PHI."""
    tables = [source.table(path) for path in _FILES]
    annotations = source.annotations(*_FILES)

    def found(row: SheetRow) -> Found:
        patient, uid = (row.id(name) for name in ("patient_id", "uid"))
        return Found(patient, uid, row["text"], {}, row.place, source.known(row))

    rows = [row for table in tables for row in table.rows]
    funnel = Funnel("rumc", map(found, rows), lost=sum(len(t.unreadable) for t in tables))
    quarantine_without_ids(funnel)
    first_of_each(funnel, "report repeated")
    reports = as_reports(funnel, annotations)
    first_of_each_text(reports)
    return reports
