"""Opens a centre's own files, in whatever format their bytes are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragon_prep.core.codes.intake import FILE_EMPTY, FILE_UNREADABLE
from dragon_prep.core.errors import InputFault, Place
from dragon_prep.intake.decode import read_bytes
from dragon_prep.intake.file_kind import FileKind, kind_of
from dragon_prep.intake.formats.databases import open_parquet, open_sqlite, open_url
from dragon_prep.intake.formats.fhir import is_fhir, open_fhir
from dragon_prep.intake.formats.grids import open_text, open_workbook
from dragon_prep.intake.formats.json_file import json_records
from dragon_prep.intake.formats.opened import Opened, flat

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from dragon_prep.intake.formats.json_file import Found
    from dragon_prep.intake.formats.opened import Sought
    from dragon_prep.intake.reading import Located, Opening


def open_files(root: Path, parts: Sequence[Located], opening: Opening, sought: Sought) -> Opened:
    """The rows of one or more files of one kind, one after the other.

    Args:
        root: the source folder.
        parts: the files.
        opening: what was told of them.
        sought: what is looked for.

    Raises:
        InputFault: if one is missing or cannot be read, or if it is not clear which sheet or table
            is meant.
    """
    opened = Opened()
    records: list[Found] = []
    for part in parts:
        place = Place(part.shown)
        if opening.url:
            opened.add(open_url(place, opening, sought))
            continue
        data = read_bytes(root, part.path, part.shown)
        if not data.strip():
            raise InputFault(FILE_EMPTY, place=place)
        kind = kind_of(data)
        if kind is FileKind.JSON:
            records += json_records(data, place, opening)
        else:
            opened.add(_opened(kind, data, place, opening, sought))
    # Together: the patients of FHIR reports may stand in another file.
    opened.add(open_fhir(records) if is_fhir(records) else _flat(records))
    return opened


def _opened(kind: FileKind, data: bytes, place: Place, opening: Opening, sought: Sought) -> Opened:
    if kind is FileKind.WORKBOOK:
        return open_workbook(data, place, opening, sought)
    if kind is FileKind.PARQUET:
        return open_parquet(data, place)
    if kind is FileKind.SQLITE:
        return open_sqlite(data, place, opening, sought)
    if data.startswith(b"PK\x03\x04"):
        detail = "it is a zip archive"
        remedy = 'Name the files within it: files = "export.zip/*.csv".'
        raise InputFault(FILE_UNREADABLE, detail, place=place, remedy=remedy)
    return open_text(data, place, opening, sought)


def _flat(records: list[Found]) -> Opened:
    opened = Opened()
    for place, record, fault in records:
        opened.add_row(place, flat(record), fault)
    return opened
