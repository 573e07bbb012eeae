"""Invented records of T101 to T109: a cohort of one file for each. They need no de-identification.

A file of records is one of JSON lines, a record a line, with its id, its text, and its label. Where
the label is about words (T108, T109), it is spans ``[start, end, name]`` in code points.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dragon_prep.core.attrition import Funnel
from dragon_prep.core.codes import intake as kinds
from dragon_prep.core.errors import Problem
from dragon_prep.core.report import Cleaning, Report
from dragon_prep.core.tags import has_unknown_tag
from dragon_prep.intake.annotations import Annotations
from dragon_prep.intake.cohort import Cohort
from dragon_prep.intake.join import Found, first_of_each, quarantine_without_ids
from dragon_prep.intake.raw_file import Column, Layout, RawFile
from dragon_prep.intake.values import ValueProblem, filled, present
from dragon_prep.language.line_ends import normalise_newlines

if TYPE_CHECKING:
    from dragon_prep.core.spans import Span
    from dragon_prep.intake.sheet_rows import SheetRow
    from dragon_prep.intake.source import Source

CENTRE = "examples"
_NO_TEXT = "no text"


def one_of(cell: str | None, *names: str) -> str:
    """The name in a cell.

    Raises:
        ValueProblem: if it is empty or none of the names.
    """
    name = present(cell)
    if name not in names:
        raise ValueProblem(f"the value is none of {', '.join(names)}")
    return name


def five(cell: str | None) -> list[str]:
    """The five values in a cell, parted by commas; an empty one is missing.

    Raises:
        ValueProblem: if it is empty or there are more or fewer.
    """
    values = [value.strip() for value in present(cell).split(",")]
    if len(values) != 5:
        raise ValueProblem(f"there are {len(values)} values, not five")
    return values


def spans(row: Any) -> list[Span]:
    """All spans of a row, as they are named."""
    return list(row.entities)


def _cohort(number: int, name: str, title: str, *labels: Column, entities: str = "") -> Cohort:
    path = f"examples/Task{number}_{name.replace('example', 'Example')}.jsonl"
    layout = Layout.ANNOTATIONS if entities else Layout.RECORDS
    ids = (
        Column("uid", "the record's id"),
        Column("group", "the id of what must stay together in a split; its own where nothing must"),
        Column("text", "the record"),
    )
    meaning = "one record per line"
    if entities:
        meaning += f", with spans [start, end, name] in label; names match {entities}"
    own = ("uid",) if entities else ()
    raw = RawFile(CENTRE, path, layout, meaning, (*ids, *labels), entities, uid_from=own)
    fields = tuple((column.field, f"text: {column.meaning}") for column in labels)
    cohort = Cohort(name=name, title=title, files=(raw,), fields=fields, is_public=True)

    @cohort.reader(CENTRE)
    def read(source: Source) -> Funnel[Report]:
        """Records as they are: nothing in them is personal."""
        table = source.table(path)
        marked = source.annotations(path) if entities else Annotations()

        def found(row: SheetRow) -> Found:
            text = row["text"] if filled(row["text"]) else None
            values = {column.field: filled(row[column.field]) for column in labels}
            group, uid = filled(row["group"]) or "", filled(row["uid"]) or ""
            return Found(group, uid, text, values, row.place)

        funnel = Funnel(CENTRE, map(found, table.rows), lost=len(table.unreadable))
        quarantine_without_ids(funnel)
        first_of_each(funnel, "record repeated")
        if any(one.uid in marked.quarantined for one in funnel.items):
            funnel.exclude("spans cannot be used", lambda one: one.uid in marked.quarantined)
        funnel.exclude(_NO_TEXT, lambda one: one.text is None)
        reports = funnel.map_all(lambda items: [_report(one, marked) for one in items])
        reports.quarantine(
            kinds.TAG_UNKNOWN.title,
            lambda r: Problem(kinds.TAG_UNKNOWN, r.place) if has_unknown_tag(r.text) else None,
        )
        return reports

    return cohort


def _report(found: Found, marked: Annotations) -> Report:
    annotation = marked.by_uid.get(found.uid)
    return Report(
        centre=CENTRE,
        patient=found.patient,
        uid=found.uid,
        text=annotation.text if annotation else normalise_newlines(found.text or "")[0],
        phi=annotation.phi if annotation else (),
        entities=annotation.entities if annotation else (),
        fields=found.fields,
        place=found.place,
        cleaned=annotation.cleaned if annotation else Cleaning(),
    )


_PARTS_OF_A_RECORD = "PREFIX|SYMPTOM|DIAGNOSIS|ROMAN_NUMERAL|STRUCTURE|NOTE"

COHORTS = {
    101: _cohort(
        101,
        "example_sl_bin_clf",
        "Examples: whether a lesion is given in cm",
        Column("lesion_in_cm", "true = the size of a lesion is given in cm; or false"),
    ),
    102: _cohort(
        102,
        "example_sl_mc_clf",
        "Examples: how many lesions are given in cm",
        Column("lesions_in_cm", "how many lesions have their size in cm: 0 to 3, or 4 for more"),
    ),
    103: _cohort(
        103,
        "example_mednli",
        "Examples: premises and hypotheses, one below the other in the text",
        Column("relation", "entailment, contradiction or neutral"),
    ),
    104: _cohort(
        104,
        "example_ml_bin_clf",
        "Examples: whether there are one, two, ... five large lesions",
        Column("large_lesions", "five times true or false: a 1st, ... 5th lesion above 10 mm"),
    ),
    105: _cohort(
        105,
        "example_ml_mc_clf",
        "Examples: disease and treatment",
        Column("disease", "what the complaints and findings make"),
        Column("treatment", "what it is treated with"),
    ),
    106: _cohort(
        106,
        "example_sl_reg",
        "Examples: size of the largest lesion",
        Column("largest_lesion", "in mm; 0 = there is no lesion"),
    ),
    107: _cohort(
        107,
        "example_ml_reg",
        "Examples: sizes of five structures",
        Column("sizes", "five numbers, in mm, of structures I to V; null = not named"),
    ),
    108: _cohort(
        108,
        "example_sl_ner",
        "Examples: parts of a record",
        entities=_PARTS_OF_A_RECORD,
    ),
    109: _cohort(
        109,
        "example_ml_ner",
        "Examples: sizes of lesions, by the number of the lesion",
        entities=r"[0-9]-lesion",
    ),
}
"""By the number of their task."""
