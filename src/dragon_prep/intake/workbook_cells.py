"""What the reader of workbooks does not tell: errors, formulas without a value, how far cells go.

The reader gives an empty cell for an error and for a formula whose value is not stored, and makes
room for every cell up to the last one, wherever that stands.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dragon_prep.core.codes.intake import FILE_UNREADABLE, SHEET_TOO_WIDE
from dragon_prep.core.errors import InputFault, Place
from dragon_prep.intake.placeholders import NO_VALUE_STORED

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

_MOST_CELLS = 20_000_000  # with those that are empty: what the reader makes room for
_LARGEST_PART = 1 << 30  # bytes of one sheet, unpacked
_COLUMN = re.compile(rb'\sr="([A-Z]{1,3})[0-9]{1,7}"')
_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]*?\sr="([0-9]{1,7})"')
_CELL = re.compile(
    rb"<(?:\w+:)?c\b(?P<attributes>[^>]*?)(?:/>|>(?P<body>.*?)</(?:\w+:)?c>)", re.DOTALL
)
_REFERENCE = re.compile(rb'\sr="([A-Z]{1,3})([0-9]{1,7})"')
_KIND = re.compile(rb'\st="(\w+)"')
_FORMULA = re.compile(rb"<(?:\w+:)?f\b")
_VALUE = re.compile(rb"<(?:\w+:)?v(?:\s[^>]*)?>([^<]+)</")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass(frozen=True, slots=True, repr=False)
class OddCells:
    """The cells of a sheet that the reader takes for empty ones and that are not.

    Attributes:
        by_place: what stands there, by row and column counted from 0.
    """

    by_place: dict[tuple[int, int], str] = field(default_factory=dict)

    def put_into(self, grid: list[list[object]]) -> None:
        """Writes them into the cells of their sheet, where they would be empty."""
        for (row, column), text in self.by_place.items():
            if row < len(grid) and column < len(grid[row]) and grid[row][column] == "":
                grid[row][column] = text


def odd_cells(data: bytes, place: Place, sheet: str | int = 0) -> OddCells:
    """Looks through a sheet of a workbook before it is read.

    Args:
        data: the file. Of what is no ``.xlsx`` nothing is told.
        place: of the file.
        sheet: its name, or its number from 0.

    Raises:
        InputFault: if the sheet is too large to be read.
    """
    if not data.startswith(b"PK"):
        return OddCells()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            part = _part_of(book, sheet)
            if part is None:
                return OddCells()
            if book.getinfo(part).file_size > _LARGEST_PART:
                raise InputFault(SHEET_TOO_WIDE, "the sheet is larger than 1 GiB", place=place)
            source = book.read(part)
    except (zipfile.BadZipFile, KeyError, OSError, EOFError, NotImplementedError, RuntimeError):
        raise InputFault(FILE_UNREADABLE, "it is not an Excel file", place=place) from None
    _require_bounded(source, place)
    return OddCells(dict(_odd(source)))


def _part_of(book: zipfile.ZipFile, sheet: str | int) -> str | None:
    """The name of the part that holds a sheet; None if there is no such sheet."""
    names = set(book.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        return None
    sheets = [e for e in _xml(book, "xl/workbook.xml").iter() if e.tag.endswith("}sheet")]
    if isinstance(sheet, str):
        sheets = [e for e in sheets if e.get("name") == sheet][:1]
    else:
        sheets = sheets[sheet : sheet + 1]
    targets = {e.get("Id"): e.get("Target") for e in _xml(book, "xl/_rels/workbook.xml.rels")}
    target = targets.get(sheets[0].get(_RELATION)) if sheets else None
    part = (target or "").removeprefix("/")
    return next((name for name in (part, f"xl/{part}") if name in names), None)


def _xml(book: zipfile.ZipFile, part: str) -> Element:
    from xml.etree import ElementTree

    try:
        return ElementTree.fromstring(book.read(part))  # noqa: S314 - expat bounds entities
    except ElementTree.ParseError:
        raise zipfile.BadZipFile from None


def _require_bounded(source: bytes, place: Place) -> None:
    columns = max((_number(name) for name in set(_COLUMN.findall(source))), default=0)
    rows = max(map(int, _ROW.findall(source)), default=0)
    if rows * columns > _MOST_CELLS:
        detail = f"a cell stands as far away as row {rows} and column {columns}"
        raise InputFault(SHEET_TOO_WIDE, detail, place=place)


def _odd(source: bytes) -> Iterator[tuple[tuple[int, int], str]]:
    if b't="e"' not in source and _FORMULA.search(source) is None:
        return
    for cell in _CELL.finditer(source):
        text = _odd_text(cell["attributes"], cell["body"] or b"")
        at = _REFERENCE.search(cell["attributes"])
        if text and at is not None:
            yield (int(at[2]) - 1, _number(at[1]) - 1), text


def _odd_text(attributes: bytes, body: bytes) -> str:
    """What stands in a cell that the reader takes for an empty one; empty if it is none."""
    kind = _KIND.search(attributes)
    value = _VALUE.search(body)
    if kind is not None and kind[1] == b"e":
        return value[1].decode("ascii", "replace") if value else "#N/A"
    if value is None and not _is_text(kind) and _FORMULA.search(body):
        return NO_VALUE_STORED
    return ""


def _is_text(kind: re.Match[bytes] | None) -> bool:
    """Whether a formula gives text, which may be an empty one."""
    return kind is not None and kind[1] == b"str"


def _number(letters: bytes) -> int:
    """The number of a column by its letters, from 1."""
    number = 0
    for letter in letters:
        number = 26 * number + letter - 64
    return number
