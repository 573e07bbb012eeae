"""Cells of .xlsb: binary records in the parts of an archive."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from dragon_prep.intake.workbook_cells.odd import OddCells, error_of, part
from dragon_prep.intake.workbook_cells.relations import parts_of, sheet_place

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator

    from dragon_prep.core.errors import Place

_BOOK, _RELATIONS = "xl/workbook.bin", "xl/_rels/workbook.bin.rels"
IS_ONE = frozenset((_BOOK, _RELATIONS))
_ROW = 0
_IS_HIDDEN = 0x10  # of the flags of a row, behind its number, style and height
_CELLS = range(2, 12)  # 1 is a blank one
_ERRORS = (3, 11)  # a value, a formula's
_SHEET = 156
_LONGEST_NUMBER = 4  # bytes of a record's length


def sheets(book: zipfile.ZipFile, place: Place) -> list[OddCells]:
    """What the reader does not tell of each sheet.

    Raises:
        InputFault: if a sheet is too large to be read.
    """
    source = book.read(_BOOK)
    ids = [_relation(source, at) for kind, at, _ in _records(source) if kind == _SHEET]
    names = parts_of(book, _RELATIONS, ids)
    found = []
    for number, name in enumerate(names):
        at = sheet_place(place, number, len(names))
        odd = _sheet(part(book, name, at)) if name else OddCells()
        odd.require_bounded(at)
        found.append(odd)
    return found


def _relation(source: bytes, at: int) -> str:
    """A sheet's id, behind its state and number."""
    (length,) = struct.unpack_from("<I", source, at + 8)
    return source[at + 12 : at + 12 + 2 * length].decode("utf-16-le")


def _records(source: bytes) -> Iterator[tuple[int, int, int]]:
    """Kind, beginning and length of records."""
    at = 0
    while at < len(source):
        kind, at = _number(source, at, 2)
        length, at = _number(source, at, _LONGEST_NUMBER)
        yield kind, at, length
        at += length


def _number(source: bytes, at: int, most: int) -> tuple[int, int]:
    """A number of seven bits a byte, and where it ends."""
    number = 0
    for place in range(most):
        byte = source[at + place]
        number |= (byte & 0x7F) << 7 * place
        if byte < 0x80:
            return number, at + place + 1
    return number, at + most


def _sheet(source: bytes) -> OddCells:
    odd = OddCells()
    row, is_hidden = 0, False
    for kind, at, length in _records(source):
        if kind == _ROW:
            (row,) = struct.unpack_from("<I", source, at)
            is_hidden = length > 11 and bool(source[at + 11] & _IS_HIDDEN)
        elif kind in _CELLS:
            # At the first of its cells.
            odd.hidden, is_hidden = odd.hidden + is_hidden, False
            (column,) = struct.unpack_from("<I", source, at)
            odd.reach(row, column)
            if kind in _ERRORS:
                odd.by_area[row, column, 1, 1] = error_of(source[at + 8])
    return odd
