"""Which part of a workbook of Excel holds which sheet."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

from dragon_prep.core.errors import Place

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


def as_xml(source: bytes) -> Element:
    """The root of a part.

    Raises:
        zipfile.BadZipFile: if it is no XML.
    """
    from xml.etree import ElementTree

    try:
        return ElementTree.fromstring(source)  # noqa: S314 - expat bounds entities
    except ElementTree.ParseError:
        raise zipfile.BadZipFile from None


def parts_of(book: zipfile.ZipFile, relations: str, ids: list[str]) -> list[str]:
    """The names of the parts that hold sheets; empty where there is none.

    Args:
        book: the workbook.
        relations: the part that says where others stand.
        ids: of the sheets, in it.
    """
    names = set(book.namelist())
    targets = {e.get("Id"): e.get("Target") or "" for e in as_xml(book.read(relations))}
    found = []
    for one in ids:
        target = targets.get(one, "").removeprefix("/")
        found.append(next((name for name in (target, f"xl/{target}") if name in names), ""))
    return found


def sheet_place(place: Place, number: int, of: int) -> Place:
    """The place of a sheet, by its number from 0; that of the file if it is the only one."""
    return Place(f"{place.file}[{number + 1}]") if of > 1 else place
