"""Sheets, csv or xlsx: every cell is text until a rule parses it."""

from __future__ import annotations

import csv
import datetime
import difflib
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragon_prep.errors import InputFault, Kind, Place, Problem
from dragon_prep.read.decode import decode, is_damaged, read_bytes
from dragon_prep.read.kinds import (
    CELL_ENCODING,
    COLUMN_MISSING,
    FILE_EMPTY,
    FILE_UNREADABLE,
    HEADER_BLANK,
    HEADER_REPEATED,
    ROW_WIDTH,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from dragon_prep.model.cohort import RawFile

_LONGEST_CELL = 1 << 26  # far above any report; csv's own limit is 128 KiB
_SEPARATORS = (";", ",", "\t", "|")


@dataclass(frozen=True, slots=True, repr=False)
class Row:
    """One row of a sheet: cells by field, None where empty, and where it stands."""

    place: Place
    cells: Mapping[str, str | None]

    def __getitem__(self, field: str) -> str | None:
        return self.cells[field]

    def __repr__(self) -> str:
        return f"<Row of {self.place}, {len(self.cells)} cells>"


@dataclass(frozen=True, slots=True)
class Table:
    """What a sheet holds, and the rows that could not be read."""

    rows: tuple[Row, ...]
    unreadable: tuple[Problem, ...]


def read_table(root: Path, raw: RawFile) -> Table:
    """Reads a sheet.

    Args:
        root: the source folder.
        raw: the file, with the columns to read; others are passed over.

    Raises:
        InputFault: if the file is missing or not a sheet, if it has no header, a header twice, no
            rows, or lacks a column.
    """
    data = read_bytes(root, raw.path)
    excel = raw.path.lower().endswith((".xlsx", ".xls", ".xlsb", ".ods"))
    grid = _excel_grid(data, raw) if excel else _csv_grid(data, raw)
    header = [cell.strip() for cell in grid[0]] if grid else []
    at = _columns(header, raw)
    rows: list[Row] = []
    unreadable: list[Problem] = []
    for number, cells in enumerate(grid[1:], start=2):
        if not any(cell.strip() for cell in cells):
            continue
        place = Place(raw.path, number)
        if (fault := _row_fault(cells, len(header))) is not None:
            unreadable.append(Problem(fault, place))
            continue
        values = {field: cells[i] if cells[i].strip() else None for field, i in at.items()}
        rows.append(Row(place, {c.field: values.get(c.field) for c in raw.columns}))
    if not rows and not unreadable:
        raise InputFault(FILE_EMPTY, place=Place(raw.path))
    return Table(tuple(rows), tuple(unreadable))


def _row_fault(cells: list[str], width: int) -> Kind | None:
    if len(cells) < width or any(cell.strip() for cell in cells[width:]):
        return ROW_WIDTH
    return CELL_ENCODING if any(map(is_damaged, cells)) else None


def _columns(header: list[str], raw: RawFile) -> dict[str, int]:
    """Where each field's column stands."""
    place = Place(raw.path, 1)
    if not any(header):
        raise InputFault(HEADER_BLANK, "the first row is blank", place=place)
    at: dict[str, int] = {}
    for column in raw.columns:
        found = [i for i, name in enumerate(header) if name == column.name]
        if len(found) > 1:
            detail = f"{len(found)} columns have this header"
            raise InputFault(HEADER_REPEATED, detail, place=Place(raw.path, 1, column.name))
        if found:
            at[column.field] = found[0]
    missing = [c.name for c in raw.columns if c.required and c.field not in at]
    if missing:
        raise InputFault(COLUMN_MISSING, _missing(missing, header, raw), place=place)
    return at


def _missing(missing: list[str], header: list[str], raw: RawFile) -> str:
    # The header is quoted only as far as it is like a column name we know: a first row that is
    # data, not a header, may hold anything.
    known = {c.name for c in raw.columns}
    words = []
    for name in missing:
        spare = [h for h in header if h and h not in known]
        folded = {h.casefold(): h for h in spare}
        near = difflib.get_close_matches(name.casefold(), folded, 1, cutoff=0.75)
        words.append(f"{name!r} (did you mean {folded[near[0]]!r}?)" if near else f"{name!r}")
    detail = f"{'column' if len(missing) == 1 else 'columns'} missing: {', '.join(words)}"
    if len(missing) == sum(c.required for c in raw.columns):
        detail += (
            f"; none of the columns was found among {len(header)} in the first row: is that row the"
            " header, and is the separator one of ; , tab |?"
        )
    return detail


def _csv_grid(data: bytes, raw: RawFile) -> list[list[str]]:
    if b"\x00" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InputFault(FILE_UNREADABLE, "it is not a text file", place=Place(raw.path))
    text = decode(data)
    if not text.strip():
        raise InputFault(FILE_EMPTY, place=Place(raw.path))
    wanted = {c.name for c in raw.columns}
    first = text.lstrip("\r\n").split("\n", 1)[0]
    headers = {s: next(csv.reader([first], delimiter=s)) for s in _SEPARATORS}
    separator = max(
        _SEPARATORS, key=lambda s: (sum(h.strip() in wanted for h in headers[s]), len(headers[s]))
    )
    limit = csv.field_size_limit(_LONGEST_CELL)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error:
        raise InputFault(FILE_UNREADABLE, "it is not a csv file", place=Place(raw.path)) from None
    finally:
        csv.field_size_limit(limit)


def _excel_grid(data: bytes, raw: RawFile) -> list[list[str]]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    place = Place(raw.path)
    try:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
        rows = sheet.to_python(skip_empty_area=False)
    except PasswordError:
        raise InputFault(FILE_UNREADABLE, "it is locked with a password", place=place) from None
    except (CalamineError, IndexError):
        raise InputFault(FILE_UNREADABLE, "it is not an Excel file", place=place) from None
    return [[_as_text(cell) for cell in row] for row in rows]


def _as_text(cell: object) -> str:
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime.datetime) and cell.time() == datetime.time():
        return cell.date().isoformat()
    return str(cell)
