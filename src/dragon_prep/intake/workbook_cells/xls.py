"""Cells of .xls: records of BIFF in a stream of an OLE file."""

from __future__ import annotations

import io
import struct
from typing import TYPE_CHECKING

from dragon_prep.intake.placeholders import NO_VALUE_STORED
from dragon_prep.intake.workbook_cells.odd import OddCells, error_of
from dragon_prep.intake.workbook_cells.relations import sheet_place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragon_prep.core.errors import Place

_STREAMS = ("Workbook", "Book")
_BEGINS, _ENDS = 0x0809, 0x000A
_LOCKED = 0x002F
_SHEET = 0x0085
# Who wrote it: libraries, which store an empty text for each formula, write neither.
_CALCULATED_BY = 0x01C1
_SUMMARY = "\x05SummaryInformation"
_DIMENSIONS = 0x0200
_ROW = 0x0208
_IS_HIDDEN = 0x20  # of a row's flags
_FORMULAS = (0x0006, 0x0206, 0x0406)
_BOOL_OR_ERROR = 0x0205
_SEVERAL = 0x00BD  # numbers from one column to another
_CELLS = frozenset((*_FORMULAS, _BOOL_OR_ERROR, _SEVERAL, 0x0203, 0x0204, 0x00D6, 0x00FD, 0x027E))
_NO_NUMBER = b"\xff\xff"  # at the end of a formula's value
_ERROR, _EMPTY_TEXT = 2, 3


def sheets(data: bytes, place: Place) -> list[OddCells]:
    """What the reader does not tell of each sheet; nothing if it is locked.

    Raises:
        InputFault: if a sheet is too large to be read.
        OSError: if it is no OLE file.
    """
    stream, is_calculated = _stream(data)
    begins: list[int] = []
    for kind, at, _ in _records(stream, 0):
        if kind == _LOCKED:
            return []
        if kind == _SHEET:
            begins.append(struct.unpack_from("<I", stream, at)[0])
        is_calculated |= kind == _CALCULATED_BY
    found = []
    for number, begin in enumerate(begins):
        odd = _sheet(stream, begin, is_calculated)
        odd.require_bounded(sheet_place(place, number, len(begins)))
        found.append(odd)
    return found


def _stream(data: bytes) -> tuple[bytes, bool]:
    """The stream with the sheets, empty if there is none; and whether a person's program wrote it.

    Excel and LibreOffice say who wrote a file, and calculate its formulas.
    """
    import olefile

    with olefile.OleFileIO(io.BytesIO(data)) as file:
        for name in _STREAMS:
            if file.exists(name):
                return bytes(file.openstream(name).read()), file.exists(_SUMMARY)
    return b"", False


def _records(stream: bytes, at: int) -> Iterator[tuple[int, int, int]]:
    """Kind, beginning and length of the records of a sheet, without those of charts within it."""
    depth = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        at += 4
        depth += (kind == _BEGINS) - (kind == _ENDS)
        if depth <= 0 or at + length > len(stream):
            return
        if depth == 1:
            yield kind, at, length
        at += length


def _sheet(stream: bytes, begin: int, is_calculated: bool) -> OddCells:
    odd = OddCells()
    filled: set[int] = set()
    hidden: set[int] = set()
    for kind, at, length in _records(stream, begin):
        if kind in _CELLS:
            row, column = struct.unpack_from("<HH", stream, at)
            filled.add(row)
            odd.reach(row, column)
            if kind == _SEVERAL:
                odd.reach(row, struct.unpack_from("<H", stream, at + length - 2)[0])
            elif text := _odd_text(kind, stream[at : at + length], is_calculated):
                odd.by_area[row, column, 1, 1] = text
        elif kind == _ROW and length >= 16:
            if stream[at + 12] & _IS_HIDDEN:
                hidden.add(struct.unpack_from("<H", stream, at)[0])
        elif kind == _DIMENSIONS and length >= 14:
            # The reader makes room for as many, whatever the cells are.
            _, rows, _, columns = struct.unpack_from("<IIHH", stream, at)
            if rows * columns:
                odd.reach(rows - 1, columns - 1)
    odd.hidden = len(hidden & filled)
    return odd


def _odd_text(kind: int, record: bytes, is_calculated: bool) -> str:
    """What stands in a cell that the reader takes for an empty one; empty if it is none."""
    if kind == _BOOL_OR_ERROR:
        return error_of(record[6]) if record[7] else ""
    if kind not in _FORMULAS or record[12:14] != _NO_NUMBER:
        return ""
    if record[6] == _ERROR:
        return error_of(record[8])
    return NO_VALUE_STORED if record[6] == _EMPTY_TEXT and not is_calculated else ""
