"""Workbooks: their sheets, and which of them is meant."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dragon_prep.core.codes.intake import FILE_UNREADABLE, ROWS_HIDDEN
from dragon_prep.core.codes.mapping import SHEET_CHOSEN, SHEET_UNCLEAR
from dragon_prep.core.errors import InputFault, Place, Problem
from dragon_prep.intake.workbook_cells.every import odd_cells

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from python_calamine import CalamineWorkbook

    from dragon_prep.intake.workbook_cells.odd import OddCells


@dataclass(frozen=True, slots=True, repr=False)
class WorkSheet:
    """A sheet of a workbook.

    Attributes:
        number: from 1, as messages name it: its name may be anything.
        name: its name.
        is_visible: whether a person sees it.
        rows: what its cells hold.
        hidden: how many of them are not shown, as behind a filter.
    """

    number: int
    name: str
    is_visible: bool
    rows: Sequence[Sequence[object]]
    hidden: int = 0

    def notes(self, place: Place) -> list[Problem]:
        """What is worth a look of it: rows that nobody sees are read like all others."""
        if not self.hidden:
            return []
        detail = f"{self.hidden} rows"
        return [Problem(ROWS_HIDDEN, place, detail, quarantined=False)]


def read_sheets(data: bytes, place: Place) -> list[WorkSheet]:
    """All sheets of cells of a workbook, in order: .xlsx, .xls, .xlsb or .ods.

    Raises:
        InputFault: if it is no workbook, or locked.
    """
    from python_calamine import (
        CalamineError,
        CalamineWorkbook,
        PasswordError,
        SheetTypeEnum,
        SheetVisibleEnum,
    )

    odd = odd_cells(data, place)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        if odd and len(odd) != len(book.sheets_metadata):
            raise IndexError  # which are whose is not known
        return [
            WorkSheet(
                number,
                about.name,
                about.visible == SheetVisibleEnum.Visible,
                _rows(book, number - 1, odd),
                odd[number - 1].hidden if odd else 0,
            )
            for number, about in enumerate(book.sheets_metadata, start=1)
            if about.typ == SheetTypeEnum.WorkSheet
        ]
    except PasswordError:
        raise InputFault(FILE_UNREADABLE, "it is locked with a password", place=place) from None
    except (CalamineError, IndexError):
        raise InputFault(FILE_UNREADABLE, "it is not an Excel file", place=place) from None


def _rows(book: CalamineWorkbook, sheet: int, odd: Sequence[OddCells]) -> list[list[Any]]:
    """What the cells of a sheet hold, with what the library does not tell."""
    rows: list[list[Any]] = book.get_sheet_by_index(sheet).to_python(skip_empty_area=False)
    if odd:
        odd[sheet].put_into(rows)
    return rows


def named_sheets(
    sheets: Sequence[WorkSheet], names: Sequence[str | int], place: Place
) -> list[WorkSheet]:
    """The sheets of these names or numbers.

    Raises:
        InputFault: if there is none of a name.
    """
    found: list[WorkSheet] = []
    for name in names:
        fitting = [sheet for sheet in sheets if name in (sheet.number, sheet.name)]
        if not fitting:
            detail = f"it has no sheet {name!r}" if sheets else "it has no sheet"
            raise InputFault(FILE_UNREADABLE, detail, place=place)
        found += fitting[:1]
    return found


def fitting_sheet(
    sheets: Sequence[WorkSheet], has: Callable[[WorkSheet], int], needed: int, place: Place
) -> tuple[WorkSheet, list[Problem]]:
    """The one sheet with the columns that are needed; if none has them, the one with most.

    Args:
        sheets: of a workbook.
        has: how many of the columns a sheet has.
        needed: how many it must have.
        place: of the workbook.

    Returns:
        The sheet, and what is worth a look.

    Raises:
        InputFault: if several have the columns, or only hidden ones.
    """
    if not sheets:
        raise InputFault(FILE_UNREADABLE, "it has no sheet", place=place)
    fitting = [sheet for sheet in sheets if has(sheet) >= needed]
    seen = [sheet for sheet in fitting if sheet.is_visible]
    if len(seen) > 1:
        numbers = " and ".join(str(sheet.number) for sheet in seen)
        detail = f"its sheets {numbers} all have the columns"
        raise InputFault(SHEET_UNCLEAR, detail, place=place)
    if fitting and not seen:
        numbers = ", ".join(str(sheet.number) for sheet in fitting)
        detail = f"only its sheet {numbers} has the columns, and it is hidden"
        raise InputFault(SHEET_UNCLEAR, detail, place=place)
    if not seen:
        return max(sheets, key=lambda sheet: (has(sheet), sheet.is_visible)), []
    chosen = seen[0]
    if chosen is sheets[0]:
        return chosen, []
    detail = f"sheet {chosen.number} of {len(sheets)}"
    return chosen, [Problem(SHEET_CHOSEN, place, detail, quarantined=False)]
