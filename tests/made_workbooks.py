"""Workbooks in formats that no library of the tests writes: minimal ones, .ods and .xlsb."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

_OASIS = "urn:oasis:names:tc:opendocument:xmlns"
_CALC = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"
_NAMES = (
    f'xmlns:office="{_OASIS}:office:1.0" xmlns:table="{_OASIS}:table:1.0"'
    f' xmlns:text="{_OASIS}:text:1.0" xmlns:calcext="{_CALC}"'
)
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_SHEET_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"


def write_ods(path: Path, *sheets: str) -> None:
    """A workbook of LibreOffice, of sheets that are told as the XML of their rows."""
    tables = "".join(
        f'<table:table table:name="S{number}">{rows}</table:table>'
        for number, rows in enumerate(sheets)
    )
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        book.writestr("META-INF/manifest.xml", f'<m:manifest xmlns:m="{_OASIS}:manifest:1.0"/>')
        book.writestr(
            "content.xml",
            f"<office:document-content {_NAMES}><office:body><office:spreadsheet>{tables}"
            "</office:spreadsheet></office:body></office:document-content>",
        )


def ods_row(*cells: str, times: int = 1) -> str:
    """A row of cells that are told as XML; one without a tag is a text."""
    made = (c if c.startswith("<") else ods_cell(c, 'office:value-type="string"') for c in cells)
    told = f' table:number-rows-repeated="{times}"' if times > 1 else ""
    return f"<table:table-row{told}>{''.join(made)}</table:table-row>"


def ods_cell(shown: str = "", attributes: str = "") -> str:
    """A cell."""
    text = f"<text:p>{shown}</text:p>" if shown else ""
    return f"<table:table-cell {attributes}>{text}</table:table-cell>"


def write_xlsb(
    path: Path, *sheets: dict[tuple[int, int], tuple[int, bytes]], hidden: Collection[int] = ()
) -> None:
    """A binary workbook, of sheets that are told as records (kind, value) by row and column.

    Args:
        path: where to.
        sheets: their cells.
        hidden: the rows that are not shown.
    """
    bundles = b"".join(
        _record(156, struct.pack("<II", 0, n) + _wide(f"rId{n}") + _wide(f"S{n}"))
        for n in range(1, len(sheets) + 1)
    )
    relations = "".join(
        f'<Relationship Id="rId{n}" Type="{_SHEET_KIND}" Target="worksheets/sheet{n}.bin"/>'
        for n in range(1, len(sheets) + 1)
    )
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("[Content_Types].xml", "<Types/>")
        book.writestr(
            "xl/_rels/workbook.bin.rels",
            f'<Relationships xmlns="{_RELATIONS}">{relations}</Relationships>',
        )
        whole = _record(131) + _record(143) + bundles + _record(144) + _record(132)
        book.writestr("xl/workbook.bin", whole)
        for number, cells in enumerate(sheets, start=1):
            book.writestr(f"xl/worksheets/sheet{number}.bin", _sheet(cells, hidden))


def xlsb_text(text: str) -> tuple[int, bytes]:
    """A cell with a text of its own."""
    return 6, _wide(text)


def _sheet(cells: dict[tuple[int, int], tuple[int, bytes]], hidden: Collection[int] = ()) -> bytes:
    rows = sorted({row for row, _ in cells})
    columns = [column for _, column in cells]
    made = [
        _record(129),
        _record(148, struct.pack("<IIII", rows[0], rows[-1], min(columns), max(columns))),
        _record(145),
    ]
    for row in rows:
        # Its number, style and height; flags, of which one hides it; which columns it has.
        flags = bytes((0, 0x10 if row in hidden else 0, 0))
        made.append(_record(0, struct.pack("<IIH", row, 0, 0) + flags + bytes(4)))
        for (at, column), (kind, value) in sorted(cells.items()):
            if at == row:
                made.append(_record(kind, struct.pack("<II", column, 0) + value))
    return b"".join((*made, _record(146), _record(130)))


def _record(kind: int, data: bytes = b"") -> bytes:
    return _number(kind) + _number(len(data)) + data


def _number(value: int) -> bytes:
    made = bytearray()
    while value >= 0x80:
        made.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes((*made, value))


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")
