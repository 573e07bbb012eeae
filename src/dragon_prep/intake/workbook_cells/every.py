"""Looks through the sheets of a workbook before it is read.

The reader gives an empty cell for an error and for a formula whose value is not stored, and makes
room for every cell up to the last one, wherever that stands; in some formats when it opens a file.
"""

from __future__ import annotations

import io
import struct
import zipfile
from typing import TYPE_CHECKING

from dragon_prep.core.codes.intake import FILE_UNREADABLE
from dragon_prep.core.errors import InputFault, Place
from dragon_prep.intake.workbook_cells import ods, xls, xlsb, xlsx

if TYPE_CHECKING:
    from dragon_prep.intake.workbook_cells.odd import OddCells

_ARCHIVE = b"PK"
_ARCHIVES = (
    (xlsx.IS_ONE, xlsx.sheets),
    (xlsb.IS_ONE, xlsb.sheets),
    (ods.IS_ONE, ods.sheets),
)
_NOT_ONE = "it is not an Excel file"
# What the libraries raise of bytes that are no such file.
_FAULTS = (
    zipfile.BadZipFile,
    struct.error,
    KeyError,
    IndexError,
    ValueError,
    OSError,
    EOFError,
    NotImplementedError,
    RuntimeError,
)


def odd_cells(data: bytes, place: Place) -> list[OddCells]:
    """What the reader does not tell of each sheet of a workbook, in their order.

    Args:
        data: the file: .xlsx, .xls, .xlsb or .ods.
        place: of the file.

    Returns:
        One for each sheet; none where the file is locked, or is no workbook that is known.

    Raises:
        InputFault: if it cannot be read, or a sheet is too large to be read.
    """
    try:
        return _of_archive(data, place) if data.startswith(_ARCHIVE) else xls.sheets(data, place)
    except _FAULTS:
        raise InputFault(FILE_UNREADABLE, _NOT_ONE, place=place) from None


def _of_archive(data: bytes, place: Place) -> list[OddCells]:
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        names = book.namelist()
        for parts, sheets in _ARCHIVES:
            if parts.issubset(names):
                return sheets(book, place)
    return []
