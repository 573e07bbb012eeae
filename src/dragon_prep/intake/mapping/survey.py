"""Looks at what a centre's folder holds: tables, annotated reports, lists of ids."""

from __future__ import annotations

import itertools
import zipfile
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from dragon_prep.core.errors import DragonPrepError, Place
from dragon_prep.intake.decode import read_bytes, text_of
from dragon_prep.intake.file_kind import FileKind, kind_of
from dragon_prep.intake.formats.databases import open_parquet, open_sqlite, sqlite_tables
from dragon_prep.intake.formats.fhir import is_fhir, open_fhir
from dragon_prep.intake.formats.grids import HEADER_WITHIN, below
from dragon_prep.intake.formats.json_file import json_records
from dragon_prep.intake.formats.opened import Opened, Sought, as_cell, flat
from dragon_prep.intake.mapping.mapping import FILE_NAME
from dragon_prep.intake.mapping.synonyms import is_known
from dragon_prep.intake.reading import Opening
from dragon_prep.intake.records import as_json, member
from dragon_prep.intake.separated import csv_grid
from dragon_prep.intake.span_members import SPAN_KEYS
from dragon_prep.intake.tables import as_texts
from dragon_prep.intake.workbook import read_sheets

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from dragon_prep.intake.formats.json_file import Found

_SEPARATORS = (";", ",", "\t", "|")
_FEWEST_KNOWN = 2  # names of columns in a row that is a header
_FEWEST_FILES = 3  # of one kind that are told as a pattern
_UID_MEMBERS = ("meta/uid", "uid", "meta/id", "id", "accession", "meta/accession")
_NOTHING = Sought(frozenset(), frozenset())


@dataclass(slots=True, repr=False)
class FoundTable:
    """A table in a centre's folder.

    Attributes:
        files: a path or pattern below the folder.
        opening: what has to be told to read it; the header's row where it is not the first.
        opened: what it holds.
        about: what it is, for people.
        uid_member: of annotated reports, where their id stands; empty if it is no such file.
    """

    files: str
    opening: Opening
    opened: Opened
    about: str
    uid_member: str = ""

    @property
    def folder(self) -> str:
        """Where it stands."""
        return self.files.rpartition("/")[0]


@dataclass(slots=True, repr=False)
class Survey:
    """What a centre's folder holds."""

    tables: list[FoundTable] = field(default_factory=list)
    annotated: list[FoundTable] = field(default_factory=list)
    lists: list[tuple[str, frozenset[str]]] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def survey(root: Path, centre: str) -> Survey:
    """Reads all files below a centre's folder, those in zip archives too.

    Args:
        root: the source folder.
        centre: the name of the folder.
    """
    found = Survey()
    records: dict[str, list[Found]] = {}
    for path in sorted(_paths(root / centre)):
        try:
            data = read_bytes(root, f"{centre}/{path}")
            if kind_of(data) is FileKind.JSON:
                _take_json(path, data, found, records)
                continue
            tables = list(_tables(path, data))
        except DragonPrepError:
            tables = []
        found.tables += tables
        if not tables:
            found.unknown.append(path)
    found.tables += _fhir_tables(records)
    found.tables = _together(found.tables)
    return found


def _paths(folder: Path) -> Iterator[str]:
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if not path.is_file() or name == FILE_NAME or path.suffix.lower() in (".toml", ".md"):
            continue
        with path.open("rb") as file:
            start = file.read(4)
        is_archive = start.startswith(b"PK") and zipfile.is_zipfile(path)
        if is_archive and kind_of(path.read_bytes()) is not FileKind.WORKBOOK:
            with zipfile.ZipFile(path) as archive:
                yield from (f"{name}/{m}" for m in archive.namelist() if not m.endswith("/"))
        else:
            yield name


def _tables(path: str, data: bytes) -> Iterator[FoundTable]:
    kind, place = kind_of(data), Place(path)
    if kind is FileKind.PARQUET:
        yield FoundTable(path, Opening(), open_parquet(data, place), "Parquet")
    elif kind is FileKind.SQLITE:
        for table in sqlite_tables(data):
            opening = Opening(table=table)
            opened = open_sqlite(data, place, opening, _NOTHING)
            yield FoundTable(path, opening, opened, "a table of a SQLite database")
    elif kind is FileKind.WORKBOOK:
        sheets = read_sheets(data, place)
        for sheet in sheets:
            told = Opening(sheets=(sheet.number,) if len(sheets) > 1 else ())
            about = f"sheet {sheet.number} of {len(sheets)} of a workbook"
            if sheet.is_visible:
                yield from _grid(path, as_texts(sheet.rows), told, about)
    else:
        yield from _text(path, data)


def _text(path: str, data: bytes) -> Iterator[FoundTable]:
    place = Place(path)
    text = text_of(data, place)
    told = Opening(encoding=_told_encoding(data))
    about = f"text with separators, {told.encoding or 'Unicode'}"
    best: list[FoundTable] = []
    for separator in _SEPARATORS:
        try:
            grid = csv_grid(text, place, (), separator)
        except DragonPrepError:
            continue
        found = list(_grid(path, grid, replace(told, separator=separator), about))
        if found and (not best or len(found[0].opened.names) > len(best[0].opened.names)):
            best = found
    yield from best


def _told_encoding(data: bytes) -> str:
    """``cp1252`` where the bytes are no Unicode."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return ""


def _grid(path: str, grid: list[list[str]], told: Opening, about: str) -> Iterator[FoundTable]:
    """The table of a grid, if one of its first rows has names of columns that are known."""
    known = [sum(map(is_known, row)) for row in itertools.islice(grid, HEADER_WITHIN)]
    if not known or max(known) < _FEWEST_KNOWN:
        return
    row = known.index(max(known)) + 1
    opened = below(grid, Place(path), replace(told, header_row=row), _NOTHING)
    if row > 1:
        told, about = replace(told, header_row=row), f"{about}, header in row {row}"
    yield FoundTable(path, told, opened, about)


def _take_json(path: str, data: bytes, found: Survey, fhir: dict[str, list[Found]]) -> None:
    listed = as_json(text_of(data, Place(path)))
    if isinstance(listed, list) and not any(isinstance(one, dict | list) for one in listed):
        found.lists.append((path, frozenset(str(one).strip() for one in listed)))
        return
    records = json_records(data, Place(path), Opening())
    if is_fhir(records):
        fhir[path] = records
        return
    opened = Opened()
    for place, record, fault in records:
        opened.add_row(place, flat(record), fault)
    first: dict[str, Any] = next((r for _, r, fault in records if not fault), {})
    table = FoundTable(path, Opening(), opened, "JSON")
    if "text" in first and any(key in first for key in SPAN_KEYS):
        table.uid_member = next(
            (name for name in _UID_MEMBERS if as_cell(member(first, name)) is not None), ""
        )
        table.about = "annotated reports"
        found.annotated.append(table)
    else:
        found.tables.append(table)


def _fhir_tables(records: dict[str, list[Found]]) -> list[FoundTable]:
    """The reports of each file; of all files of a folder where no file has its own patients."""
    alone = [
        FoundTable(path, Opening(), open_fhir(found), "FHIR")
        for path, found in records.items()
        if any(r.get("resourceType") == "Patient" for _, r, _ in found)
    ]
    if len(alone) == len(records):
        return [table for table in alone if table.opened.rows]
    folders: dict[str, list[str]] = defaultdict(list)
    for path in records:
        folders[path.rpartition("/")[0]].append(path)
    made = []
    for folder, paths in folders.items():
        every = [one for path in paths for one in records[path]]
        pattern = f"{folder}/*".lstrip("/") + _ending(paths[0])
        made.append(FoundTable(pattern, Opening(), open_fhir(every), "FHIR"))
    return [table for table in made if table.opened.rows]


def _ending(path: str) -> str:
    name = path.rpartition("/")[2]
    return f".{name.rpartition('.')[2]}" if "." in name else ""


def _together(tables: list[FoundTable]) -> list[FoundTable]:
    """Files of one folder with the same columns become one table, by a pattern."""
    alike: dict[tuple[object, ...], list[FoundTable]] = defaultdict(list)
    for table in tables:
        names = frozenset(table.opened.names) if table.about != "FHIR" else frozenset()
        key = (table.folder, _ending(table.files), table.opening.table, table.opening.sheets)
        alike[(*key, table.about, names)].append(table)
    made: list[FoundTable] = []
    for same in alike.values():
        if len(same) < _FEWEST_FILES:
            made += same
            continue
        first = same[0]
        every = Opened()
        for table in same:
            every.add(table.opened)
        pattern = f"{first.folder}/*".lstrip("/") + _ending(first.files)
        about = f"{len(same)} files: {first.about}"
        made.append(FoundTable(pattern, first.opening, every, about))
    return made
