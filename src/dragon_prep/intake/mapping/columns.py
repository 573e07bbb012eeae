"""Which of a table's columns are those of a layout, and why."""

from __future__ import annotations

import re
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from dragon_prep.intake.mapping.synonyms import likeness

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from dragon_prep.intake.mapping.survey import FoundTable
    from dragon_prep.intake.raw_file import Column

ENOUGH = 50.0
_LONG = 60  # characters of a report, at least
_ID = re.compile(r"\S{1,64}(?: \S{1,20})?")
_SHOWN = 2000  # rows that forms are told from


@dataclass(frozen=True, slots=True)
class ColumnForm:
    """What the cells of a column look like; nothing of what they say.

    Attributes:
        filled: the share of rows that have one, in percent.
        distinct: how many different ones there are.
        length: their usual length.
        ids: the share that looks like an id, in percent.
        numbers: the share that begins with a digit, in percent.
    """

    filled: int
    distinct: int
    length: int
    ids: int
    numbers: int

    @property
    def words(self) -> str:
        """For people."""
        kind = "texts" if self.length >= _LONG else "numbers" if self.numbers > 80 else "words"
        return f"{self.filled} % filled, {self.distinct} different {kind}"


@dataclass(frozen=True, slots=True, repr=False)
class ColumnChoice:
    """A column that was chosen for a field: its header, how sure, and why."""

    header: str
    score: float
    why: str


def form_of(table: FoundTable, header: str) -> ColumnForm:
    """What the cells of a column look like."""
    rows = table.opened.rows
    cells = [row.cells[header] for row in rows if header in row.cells]
    some = cells[:_SHOWN] or [""]

    def share(count: int, of: int) -> int:
        return round(100 * count / of) if of else 0

    return ColumnForm(
        share(len(cells), len(rows)),
        len(set(cells)),
        int(median(map(len, some))),
        share(sum(_ID.fullmatch(cell.strip()) is not None for cell in some), len(some)),
        share(sum(cell.strip()[:1].isdigit() for cell in some), len(some)),
    )


def choose(
    table: FoundTable, columns: Sequence[Column], ids: Collection[str] = ()
) -> dict[str, ColumnChoice]:
    """The columns of a table that fill the fields of a layout, each at most once.

    Args:
        table: of a hospital.
        columns: of the layout.
        ids: of annotated reports; a column that has them has the reports' ids.
    """
    forms = {header: form_of(table, header) for header in table.opened.names}
    offers: list[tuple[float, int, str, str, str]] = []
    for number, column in enumerate(columns):
        for header, form in forms.items():
            score, why = _offer(table, header, form, column, ids)
            if score >= ENOUGH:
                offers.append((-score, number, column.field, header, why))
    chosen: dict[str, ColumnChoice] = {}
    taken: set[str] = set()
    for score, _, field, header, why in sorted(offers):
        if field not in chosen and header not in taken:
            chosen[field] = ColumnChoice(header, -score, f"{why}; {forms[header].words}")
            taken.add(header)
    return chosen


def _offer(
    table: FoundTable, header: str, form: ColumnForm, column: Column, ids: Collection[str]
) -> tuple[float, str]:
    score, why = likeness(header, column.field, (column.name,)), "its name"
    if is_text(column):
        if form.length < _LONG:
            return 0.0, ""
        return (score + 10, why) if score else (ENOUGH + form.length / 1e6, "its long texts")
    if is_id(column):
        if form.ids < 80:
            return 0.0, ""
        same = matches(table, header, ids) if is_report_id(column) else 0
        if 2 * same > len(ids) > 0:
            return max(score, 70.0) + 20, f"{same} of {len(ids)} ids of annotations"
    if column.known is not None and form.filled == 0:
        return 0.0, ""
    return score, why


def matches(table: FoundTable, header: str, ids: Collection[str]) -> int:
    """How many of some ids, or of what stands behind their last ``_``, are cells of a column."""
    cells = {row.cells.get(header, "").strip() for row in table.opened.rows}
    return sum(bool({one, one.rpartition("_")[2]} & cells) for one in ids)


def is_text(column: Column) -> bool:
    """Whether it is the report's."""
    return column.field == "text" or column.field.endswith("_report")


def is_id(column: Column) -> bool:
    """Whether it is the patient's or the report's id."""
    return column.field == "patient_id" or is_report_id(column)


def is_report_id(column: Column) -> bool:
    """Whether it is the report's id."""
    return column.field in ("uid", "study_id", "study")


def texts_of(table: FoundTable, header: str) -> Iterable[str]:
    """The texts of a column, but for white space."""
    return (" ".join(row.cells.get(header, "").split()) for row in table.opened.rows)
