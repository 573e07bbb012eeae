"""Cells of .ods: XML, in which one cell or row may stand for several."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from dragon_prep.intake.placeholders import NO_VALUE_STORED, is_error
from dragon_prep.intake.workbook_cells.odd import OddCells, as_error, part
from dragon_prep.intake.workbook_cells.relations import sheet_place

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from dragon_prep.core.errors import Place

_CONTENT = "content.xml"
IS_ONE = frozenset(("mimetype", _CONTENT))
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_PARAGRAPH = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}p"
_KIND = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type"
_NOT_SHOWN = ("collapse", "filter")
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")


def sheets(book: zipfile.ZipFile, place: Place) -> list[OddCells]:
    """What the reader does not tell of each sheet; nothing if it is locked.

    Raises:
        InputFault: if a sheet is too large to be read.
    """
    source = part(book, _CONTENT, place)
    if not source.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return []
    found = _sheets(source)
    for number, odd in enumerate(found):
        odd.require_bounded(sheet_place(place, number, len(found)))
    return found


def _sheets(source: bytes) -> list[OddCells]:
    from xml.etree import ElementTree

    found: list[OddCells] = []
    row = 0
    try:
        # expat bounds entities
        for event, element in ElementTree.iterparse(io.BytesIO(source), ("start", "end")):  # noqa: S314
            if element.tag == f"{_TABLE}table" and event == "start":
                found.append(OddCells())
                row = 0
            elif element.tag == f"{_TABLE}table-row" and event == "end":
                row = _take(element, row, found[-1])
                element.clear()
    except ElementTree.ParseError:
        raise zipfile.BadZipFile from None
    return found


def _take(element: Element, row: int, odd: OddCells) -> int:
    """Takes the cells of a row, and says which row follows."""
    rows = _times(element, "rows")
    column = reached = 0
    for cell in element:
        if cell.tag not in _CELLS:
            continue
        columns = _times(cell, "columns")
        shown = ["".join(line.itertext()) for line in cell if line.tag == _PARAGRAPH]
        if shown or cell.get(f"{_OFFICE}value-type") or cell.get(f"{_TABLE}formula"):
            odd.reach(row, column, rows, columns)
            reached = rows
        if text := _odd_text(cell, "\n".join(shown).strip()):
            odd.by_area[row, column, rows, columns] = text
        column += columns
    if element.get(f"{_TABLE}visibility") in _NOT_SHOWN:
        odd.hidden += reached
    return row + rows


def _times(element: Element, of: str) -> int:
    return max(1, int(element.get(f"{_TABLE}number-{of}-repeated") or 1))


def _odd_text(cell: Element, shown: str) -> str:
    """What stands in a cell that the reader takes for another one; empty if it is none."""
    if cell.get(_KIND) == "error":
        return as_error(shown)
    if not cell.get(f"{_TABLE}formula"):
        return ""
    if is_error(shown):
        return shown
    is_empty = not shown and not cell.get(f"{_OFFICE}value-type")
    return NO_VALUE_STORED if is_empty else ""
