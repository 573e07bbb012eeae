"""Cells that the reader of workbooks takes for others than they are, and how far cells go."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dragon_prep.core.codes.intake import SHEET_TOO_WIDE
from dragon_prep.core.errors import InputFault
from dragon_prep.intake.placeholders import is_error

if TYPE_CHECKING:
    import zipfile

    from dragon_prep.core.errors import Place

MOST_CELLS = 20_000_000  # with those that are empty: what the reader makes room for
_LARGEST_PART = 1 << 30  # bytes of one sheet, unpacked
_SOME_ERROR = "#UNKNOWN!"
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}


@dataclass(slots=True, repr=False)
class OddCells:
    """The cells of a sheet that the reader takes for others than they are, mostly empty ones.

    Attributes:
        by_area: what stands there, by first row, first column, rows and columns; from 0.
        rows: as many as the last cell is away.
        columns: likewise.
        hidden: how many rows with cells are not shown, as behind a filter.
    """

    by_area: dict[tuple[int, int, int, int], str] = field(default_factory=dict)
    rows: int = 0
    columns: int = 0
    hidden: int = 0

    def reach(self, row: int, column: int, rows: int = 1, columns: int = 1) -> None:
        """Notes that something stands in an area."""
        self.rows = max(self.rows, row + rows)
        self.columns = max(self.columns, column + columns)

    def put_into(self, grid: list[list[object]]) -> None:
        """Writes what the reader does not tell into the cells of their sheet."""
        for (row, column, rows, columns), text in self.by_area.items():
            for cells in grid[row : row + rows]:
                last = min(column + columns, len(cells))
                cells[column:last] = [text] * (last - column)

    def require_bounded(self, place: Place) -> None:
        """Refuses a sheet that the reader could not hold.

        Raises:
            InputFault: if a cell stands too far away.
        """
        if self.rows * self.columns > MOST_CELLS:
            detail = f"a cell stands as far away as row {self.rows} and column {self.columns}"
            raise InputFault(SHEET_TOO_WIDE, detail, place=place)


def error_of(code: int) -> str:
    """An error as a sheet shows it, by the number that Excel's binary formats have for it."""
    return _ERRORS.get(code, _SOME_ERROR)


def as_error(shown: str) -> str:
    """What a cell with an error shows, in words that are known for one."""
    return shown if is_error(shown) else _SOME_ERROR


def part(book: zipfile.ZipFile, name: str, place: Place) -> bytes:
    """A part of a workbook that is an archive.

    Raises:
        InputFault: if it is too large to be read.
        KeyError: if there is none of the name.
    """
    if book.getinfo(name).file_size > _LARGEST_PART:
        raise InputFault(SHEET_TOO_WIDE, "the sheet is larger than 1 GiB", place=place)
    return book.read(name)
