"""Lines of fields between tabs, without a header, in which every character stands for itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragon_prep.core.codes.intake import CELL_ENCODING, FIELDS_WRONG, FILE_EMPTY, FILE_UNREADABLE
from dragon_prep.core.errors import InputFault, Place, Problem
from dragon_prep.intake.decode import is_damaged, read_text
from dragon_prep.intake.sheet_rows import SheetRow, Table
from dragon_prep.language.line_ends import normalise_newlines

if TYPE_CHECKING:
    from pathlib import Path

    from dragon_prep.core.errors import ErrorCode
    from dragon_prep.intake.raw_file import RawFile


def read_tab_lines(root: Path, raw: RawFile) -> Table:
    """Reads a file of lines with a field for each of ``raw.columns``, in their order.

    A quotation mark opens nothing, and no word means that a field is empty: ``"`` and ``NA`` are
    what they are. A field of nothing but white space is empty; blank lines are passed over.

    Args:
        root: the source folder.
        raw: the file.

    Raises:
        InputFault: if the file is missing or empty, is no text, or has no line of so many fields.
    """
    lines = normalise_newlines(read_text(root, raw.location, raw.path))[0].split("\n")
    rows: list[SheetRow] = []
    unreadable: list[Problem] = []
    damaged: list[SheetRow] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        place = Place(raw.path, number)
        fields = line.split("\t")
        cells = dict.fromkeys((column.field for column in raw.columns), None) | {
            column.field: cell
            for column, cell in zip(raw.columns, fields, strict=False)
            if cell.strip()
        }
        row = SheetRow(place, cells)
        if (fault := _fault(fields, len(raw.columns))) is not None:
            unreadable.append(Problem(fault, place))
            damaged.append(row)
        else:
            rows.append(row)
    if not rows:
        kind = FILE_UNREADABLE if unreadable else FILE_EMPTY
        detail = f"none of its lines has {len(raw.columns)} fields between tabs"
        raise InputFault(kind, detail if unreadable else "", place=Place(raw.path))
    return Table(tuple(rows), tuple(unreadable), tuple(damaged))


def _fault(fields: list[str], width: int) -> ErrorCode | None:
    if len(fields) < width or any(cell.strip() for cell in fields[width:]):
        return FIELDS_WRONG
    return CELL_ENCODING if any(map(is_damaged, fields)) else None
