"""Pairs of a premise and a hypothesis, of a Dutch translation of MedNLI, for T14.

They come from published notes without identifiers: nothing in them is replaced. The three pairs of
a premise stay together, as a patient's reports do elsewhere. A premise that stands in the test
file and in another counts as one: its pairs in the other file are left out.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from dragon_prep.core.attrition import Funnel
from dragon_prep.core.codes.intake import TAG_UNKNOWN, VALUE_MISSING
from dragon_prep.core.errors import Place, Problem
from dragon_prep.core.report import Report
from dragon_prep.core.tags import has_unknown_tag
from dragon_prep.intake.cohort import Cohort
from dragon_prep.intake.join import Found
from dragon_prep.intake.raw_file import Column, Layout, RawFile
from dragon_prep.intake.values import ValueProblem, present
from dragon_prep.language.ascii import to_ascii

if TYPE_CHECKING:
    from typing import Any

    from dragon_prep.intake.sheet_rows import SheetRow
    from dragon_prep.intake.source import Source

RELATIONS = ("contradiction", "entailment", "neutral")
TEST = "test"

_CENTRE = "mednli"
_PARTS = ("train", "dev", TEST)  # in this order they are numbered
_PATHS = {f"{_CENTRE}/MEDNLI_{part}_dutch_dl.txt": part for part in _PARTS}
_LINE_ENDS = re.compile("[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")  # some are line feeds in ASCII

cohort = Cohort(
    name="mednli_dutch",
    is_public=True,
    title="Premises and hypotheses, in Dutch",
    files=tuple(
        RawFile(
            _CENTRE,
            path,
            Layout.SHEET,
            f"the {part} pairs, as text: one a line, three fields between tabs, no header, and"
            " quotation marks and words such as NA are text",
            (
                Column("premise", "what a note says"),
                Column("hypothesis", "what may follow from it"),
                Column("label", f"one of {', '.join(RELATIONS)}"),
            ),
            header=False,
        )
        for path, part in _PATHS.items()
    ),
    fields=(
        ("label", "text: what the premise says of the hypothesis; missing = not stated"),
        ("part", f"text: the published part, one of {', '.join(_PARTS)}"),
    ),
)


def premise_id(premise: str) -> str:
    """An id for a premise, which is the same wherever the premise stands."""
    return hashlib.sha256(premise.encode()).hexdigest()[:32]


def pair(row: Any) -> list[str]:
    """Premise and hypothesis of a row."""
    premise, _, hypothesis = row.text.partition("\n")
    return [premise, hypothesis]


def relation(cell: str | None) -> str:
    """Reads what a premise says of a hypothesis.

    Raises:
        ValueProblem: if the cell is empty or is none of :data:`RELATIONS`.
    """
    found = present(cell)
    if found not in RELATIONS:
        raise ValueProblem(f"the label is none of {', '.join(RELATIONS)}")
    return found


@cohort.reader(_CENTRE)
def read_mednli(source: Source) -> Funnel[Report]:
    """The three published files, one after another."""
    tables = [source.table(path) for path in _PATHS]
    rows = [row for table in tables for row in table.rows]
    empty = {row.place: missing for row in rows if (missing := _empty_part(row))}

    def found(row: SheetRow) -> Found:
        part = _PATHS[row.place.file]
        premise, hypothesis = _one_line(row["premise"]), _one_line(row["hypothesis"])
        fields = {"label": row["label"], "part": part}
        uid = f"{part}-{row.place.row}"
        return Found(premise_id(premise), uid, f"{premise}\n{hypothesis}", fields, row.place)

    lost = sum(len(table.unreadable) for table in tables)
    funnel = Funnel(_CENTRE, map(found, rows), lost=lost)
    funnel.quarantine("premise or hypothesis missing", lambda f: empty.get(f.place))
    reports = funnel.map_all(lambda items: [_report(f) for f in items])
    reports.quarantine(
        TAG_UNKNOWN.title,
        lambda r: Problem(TAG_UNKNOWN, r.place) if has_unknown_tag(r.text) else None,
    )
    return reports


def _one_line(cell: str | None) -> str:
    return _LINE_ENDS.sub(" ", cell or "").strip()


def _empty_part(row: SheetRow) -> Problem | None:
    for column in ("premise", "hypothesis"):
        if not to_ascii(_one_line(row[column]))[0].strip():
            place = Place(row.place.file, row.place.row, column)
            return Problem(VALUE_MISSING, place, f"the {column} is empty")
    return None


def _report(found: Found) -> Report:
    return Report(
        centre=_CENTRE,
        patient=found.patient,
        uid=found.uid,
        text=found.text or "",
        phi=(),  # there is nothing to replace
        entities=(),
        fields=found.fields,
        place=found.place,
    )
