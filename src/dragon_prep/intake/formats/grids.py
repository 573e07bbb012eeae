"""Sheets and text files: where the header is, and what stands below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragon_prep.core.codes.intake import HEADER_BLANK, HEADER_REPEATED
from dragon_prep.core.errors import InputFault, Place
from dragon_prep.intake.decode import text_of
from dragon_prep.intake.formats.opened import Opened
from dragon_prep.intake.separated import checked_rows, csv_grid, require_rows
from dragon_prep.intake.tables import as_texts
from dragon_prep.intake.workbook import fitting_sheet, named_sheets, read_sheets

if TYPE_CHECKING:
    from dragon_prep.intake.formats.opened import Sought
    from dragon_prep.intake.reading import Opening
    from dragon_prep.intake.workbook import WorkSheet

HEADER_WITHIN = 30  # rows from the top among which the header is looked for


def open_workbook(data: bytes, place: Place, opening: Opening, sought: Sought) -> Opened:
    """The rows of the sheets that are named, or of the only visible one with the columns.

    Raises:
        InputFault: if it cannot be read, or it is not clear which sheet is meant.
    """
    sheets = read_sheets(data, place)
    if not opening.sheets:
        sheet, notes = fitting_sheet(
            sheets, lambda s: _has(s, opening, sought), len(sought.needed), place
        )
        opened = below(as_texts(sheet.rows), _sheet_place(place, sheet, sheets), opening, sought)
        opened.notes += [*notes, *sheet.notes(place)]
        return opened
    every = Opened()
    for sheet in named_sheets(sheets, opening.sheets, place):
        at = _sheet_place(place, sheet, sheets)
        every.add(below(as_texts(sheet.rows), at, opening, sought))
        every.notes += sheet.notes(at)
    return every


def open_text(data: bytes, place: Place, opening: Opening, sought: Sought) -> Opened:
    """The rows of a text file with separators.

    Raises:
        InputFault: if it cannot be read.
    """
    text = text_of(data, place, opening.encoding)
    within = opening.header_row or HEADER_WITHIN
    grid = csv_grid(text, place, sought.wanted, opening.separator, within)
    return below(grid, place, opening, sought)


def _sheet_place(place: Place, sheet: WorkSheet, sheets: list[WorkSheet]) -> Place:
    """Rows of several sheets have one number; the sheet tells them apart."""
    return place if len(sheets) == 1 else Place(f"{place.file}[{sheet.number}]")


def _has(sheet: WorkSheet, opening: Opening, sought: Sought) -> int:
    """How many of the headers that are needed stand in one of the first rows."""
    top = as_texts(sheet.rows[: opening.header_row or HEADER_WITHIN])
    return max((len(sought.needed & {c.strip() for c in row}) for row in top), default=0)


def header_at(grid: list[list[str]], sought: Sought) -> int:
    """The row, from 0, that has most of the headers; the first that has any cell if none has."""
    best, most = 0, -1
    for number, row in enumerate(grid[:HEADER_WITHIN]):
        names = {cell.strip() for cell in row if cell.strip()}
        if not names:
            continue
        found = len(names & sought.wanted) + len(names & sought.needed)
        if found > most:
            best, most = number, found
    return best


def below(grid: list[list[str]], place: Place, opening: Opening, sought: Sought) -> Opened:
    """The rows below the header of a grid of cells.

    Raises:
        InputFault: if the header is blank, or names a column that is wanted twice.
    """
    at = opening.header_row - 1 if opening.header_row else header_at(grid, sought)
    header = [cell.strip() for cell in grid[at]] if at < len(grid) else []
    while header and not header[-1]:
        header.pop()
    if not header:
        detail = f"row {at + 1} is blank, and header_row says that it is the header"
        if not opening.header_row:
            detail = "the sheet is blank"
        raise InputFault(HEADER_BLANK, detail, place=Place(place.file, at + 1))
    for name in sought.wanted:
        if header.count(name) > 1:
            detail = f"{header.count(name)} columns have this header"
            raise InputFault(HEADER_REPEATED, detail, place=Place(place.file, at + 1, name))
    opened = Opened(dict.fromkeys(name for name in header if name))
    rows = [*checked_rows(enumerate(grid[at + 1 :], start=at + 2), len(header))]
    require_rows((fault for *_, fault in rows), place)
    for number, cells, fault in rows:
        filled = {n: c for n, c in zip(header, cells, strict=False) if n and c.strip()}
        opened.add_row(Place(place.file, number), filled, fault)
    return opened
