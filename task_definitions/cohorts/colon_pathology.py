"""Colon pathology reports, of rumc, for T15. Nobody has marked PHI in them.

The sheet has a row per slide and no patient's id. A report here is one container of a case: its
text is the conclusion of the whole case, so that the containers of a case share one text. The
case's number ``pa`` stands for the patient: two cases of one person count as two patients, who get
different surrogates and may be on both sides of a split.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from dragon_prep.core.attrition import Funnel
from dragon_prep.core.codes import intake as kinds
from dragon_prep.core.errors import Place, Problem
from dragon_prep.core.known import KnownKind
from dragon_prep.intake.annotations import Annotations
from dragon_prep.intake.cohort import Cohort
from dragon_prep.intake.identity import IDENTITY_COLUMNS
from dragon_prep.intake.join import Found, as_reports, first_of_each, quarantine_without_ids
from dragon_prep.intake.raw_file import Column, Layout, RawFile
from dragon_prep.intake.values import TRUTH, ValueProblem, filled, truth

if TYPE_CHECKING:
    from dragon_prep.core.known import KnownFact
    from dragon_prep.core.report import Report
    from dragon_prep.intake.sheet_rows import SheetRow
    from dragon_prep.intake.source import Source

_SHEET = "rumc/colon/colon_rumc_gt.xlsx"
_NOT_DUTCH = "rumc/colon/excluded_cases_not_dutch.json"

FINDINGS = ("biopsy", "cancer", "hgd", "hyperplastic", "lgd", "ni", "serrated")
_MEANINGS = (
    "the tissue is a biopsy", "cancer", "high-grade dysplasia", "a hyperplastic polyp",
    "low-grade dysplasia", "not informative: none of the others", "a serrated polyp",
)  # fmt: skip
_NUMERALS = ("NA", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII",
             "XIII", "XIV", "XV")  # fmt: skip

cohort = Cohort(
    name="colon_pathology",
    title="Colon pathology reports",
    files=(
        RawFile(
            "rumc",
            _SHEET,
            Layout.SHEET,
            "one row per slide",
            (
                Column(
                    "pa",
                    "the pathology case's number, which stands for the patient's id",
                    "patient_id",
                    known=KnownKind.REPORT_NUMBER,
                ),
                Column("block", "the container's id, unique over all cases", "uid"),
                Column("block_nr", "the container's number, 1 to 15; 0 = not numbered"),
                Column("Conclusion", "the case's report, in one or more of its rows", "text"),
                Column(
                    "exclude",
                    "1 (or True) = leave the slide out; 0 or empty = keep it",
                    values=TRUTH,
                ),
                *(
                    Column(name, f"1 (or True) = {meaning}; 0 (or False) = not", values=TRUTH)
                    for name, meaning in zip(FINDINGS, _MEANINGS, strict=True)
                ),
                *IDENTITY_COLUMNS,
            ),
        ),
        RawFile(
            "rumc",
            _NOT_DUTCH,
            Layout.UID_LIST,
            "containers whose report is not in Dutch (block)",
            uid_from=("uid",),
        ),
    ),
    fields=(
        ("container", "text: the container's Roman numeral; NA = not numbered"),
        *(
            (name, f"text: whether it is {meaning}; missing = not stated")
            for name, meaning in zip(FINDINGS, _MEANINGS, strict=True)
        ),
    ),
)


@cohort.reader("rumc")
def read_rumc(source: Source) -> Funnel[Report]:
    """Containers of the Nijmegen centre: one sheet, and a list of those not in Dutch."""
    table = source.table(_SHEET)
    rows = {row.place: row for row in table.rows}
    not_dutch = source.uid_list(_NOT_DUTCH, [row.id("uid") for row in table.rows])
    texts: dict[str, dict[str, str]] = defaultdict(dict)
    known: dict[str, dict[KnownFact, None]] = defaultdict(dict)
    for row in table.rows:
        case = row.id("patient_id")
        known[case] |= dict.fromkeys(source.known(row))
        if text := filled(row["text"]):
            texts[case].setdefault(" ".join(text.split()), text)

    def found(row: SheetRow) -> Found:
        case, uid = row.id("patient_id"), row.id("uid")
        fields: dict[str, str | bool | None] = {name: filled(row[name]) for name in FINDINGS}
        fields["container"] = _numeral(row)
        text = next(iter(texts[case].values()), None)
        return Found(case, uid, text, fields, row.place, tuple(known[case]))

    def two_texts(found: Found) -> Problem | None:
        place = Place(_SHEET, found.place.row, "Conclusion")
        detail = "the case has more than one conclusion"
        several = len(texts[found.patient]) > 1
        return Problem(kinds.TEXTS_DIFFER, place, detail) if several else None

    funnel = Funnel("rumc", map(found, table.rows), lost=len(table.unreadable))
    quarantine_without_ids(funnel)
    funnel.quarantine("exclude cannot be read", lambda f: _flag_fault(rows[f.place]))
    funnel.exclude("slide excluded by the centre", lambda f: _excluded(rows[f.place]))
    funnel.quarantine("one case, different conclusions", two_texts)
    funnel.quarantine("container's number cannot be read", lambda f: _number_fault(rows[f.place]))
    first_of_each(funnel, "another slide of the container")
    funnel.exclude("not in Dutch", lambda f: f.uid in not_dutch)
    return as_reports(funnel, Annotations())


def _excluded(row: SheetRow) -> bool:
    flag = filled(row["exclude"])
    return flag is not None and truth(flag)


def _flag_fault(row: SheetRow) -> Problem | None:
    try:
        _excluded(row)
    except ValueProblem as problem:
        return Problem(problem.kind, Place(_SHEET, row.place.row, "exclude"), problem.detail)
    return None


def _numeral(row: SheetRow) -> str | None:
    number = filled(row["block_nr"]) or ""
    known = number.isascii() and number.isdigit() and int(number) < len(_NUMERALS)
    return _NUMERALS[int(number)] if known else None


def _number_fault(row: SheetRow) -> Problem | None:
    if _numeral(row):
        return None
    place = Place(_SHEET, row.place.row, "block_nr")
    if filled(row["block_nr"]) is None:
        return Problem(kinds.VALUE_MISSING, place)
    detail = f"the cell is not a whole number from 0 to {len(_NUMERALS) - 1}"
    return Problem(kinds.VALUE_UNREADABLE, place, detail)
