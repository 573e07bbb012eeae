"""Cells of .xlsx: XML, with an error's own kind of cell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dragon_prep.intake.placeholders import NO_VALUE_STORED
from dragon_prep.intake.workbook_cells.odd import OddCells, as_error, part
from dragon_prep.intake.workbook_cells.relations import as_xml, parts_of, sheet_place

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator

    from dragon_prep.core.errors import Place

_RELATIONS = "xl/_rels/workbook.xml.rels"
IS_ONE = frozenset(("xl/workbook.xml", _RELATIONS))
_COLUMN = re.compile(rb'\sr="([A-Z]{1,3})[0-9]{1,7}"')
_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]*?\sr="([0-9]{1,7})"')
# With a cell right behind it: others have none.
_HIDDEN_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]*?\shidden="(?:1|true)"[^>]*(?<!/)>\s*<(?:\w+:)?c\b')
_CELL = re.compile(
    rb"<(?:\w+:)?c\b(?P<attributes>[^>]*?)(?:/>|>(?P<body>.*?)</(?:\w+:)?c>)", re.DOTALL
)
_REFERENCE = re.compile(rb'\sr="([A-Z]{1,3})([0-9]{1,7})"')
_KIND = re.compile(rb'\st="(\w+)"')
_FORMULA = re.compile(rb"<(?:\w+:)?f\b")
_VALUE = re.compile(rb"<(?:\w+:)?v(?:\s[^>]*)?>([^<]+)</")
_RELATION = "}id"  # in either of the namespaces that Excel writes


def sheets(book: zipfile.ZipFile, place: Place) -> list[OddCells]:
    """What the reader does not tell of each sheet.

    Raises:
        InputFault: if a sheet is too large to be read.
    """
    every = (e for e in as_xml(book.read("xl/workbook.xml")).iter() if e.tag.endswith("}sheet"))
    ids = [next((v for k, v in e.items() if k.endswith(_RELATION)), "") for e in every]
    names = parts_of(book, _RELATIONS, ids)
    found = []
    for number, name in enumerate(names):
        at = sheet_place(place, number, len(names))
        found.append(_sheet(part(book, name, at), at) if name else OddCells())
    return found


def _sheet(source: bytes, place: Place) -> OddCells:
    odd = OddCells(
        rows=max(map(int, _ROW.findall(source)), default=0),
        columns=max((_number(name) for name in set(_COLUMN.findall(source))), default=0),
        hidden=len(_HIDDEN_ROW.findall(source)),
    )
    odd.require_bounded(place)
    odd.by_area.update(_odd(source))
    return odd


def _odd(source: bytes) -> Iterator[tuple[tuple[int, int, int, int], str]]:
    if b't="e"' not in source and _FORMULA.search(source) is None:
        return
    for cell in _CELL.finditer(source):
        text = _odd_text(cell["attributes"], cell["body"] or b"")
        at = _REFERENCE.search(cell["attributes"])
        if text and at is not None:
            yield (int(at[2]) - 1, _number(at[1]) - 1, 1, 1), text


def _odd_text(attributes: bytes, body: bytes) -> str:
    """What stands in a cell that the reader takes for an empty one; empty if it is none."""
    kind = _KIND.search(attributes)
    value = _VALUE.search(body)
    if kind is not None and kind[1] == b"e":
        return as_error(value[1].decode("ascii", "replace")) if value else "#N/A"
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
