"""Sheets, csv or xlsx: every cell is text until a rule parses it."""

from __future__ import annotations

import contextlib
import csv
import datetime
import io
import itertools
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from dragon_prep.core.codes.intake import (
    CELL_ENCODING,
    COLUMN_MISSING,
    FILE_EMPTY,
    FILE_UNREADABLE,
    HEADER_BLANK,
    HEADER_REPEATED,
    ROW_WIDTH,
)
from dragon_prep.core.errors import ErrorCode, InputFault, Place, Problem
from dragon_prep.intake.decode import is_damaged, read_bytes, read_text
from dragon_prep.intake.hints import nearest
from dragon_prep.intake.placeholders import error_in
from dragon_prep.intake.sheet_rows import SheetRow, Table
from dragon_prep.intake.tab_lines import read_tab_lines
from dragon_prep.intake.workbook_cells import odd_cells

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from dragon_prep.intake.raw_file import RawFile

_LONGEST_CELL = 1 << 26  # far above any report; csv's own limit is 128 KiB
_SEPARATOR_LINE = re.compile(r"sep=[;,|\t]?")
_SEPARATORS = (";", ",", "\t", "|")


def read_table(root: Path, raw: RawFile) -> Table:
    """Reads a sheet.

    Args:
        root: the source folder.
        raw: the file, with the columns to read; others are passed over.

    Raises:
        InputFault: if the file is missing or not a sheet, if it has no header, a header twice, no
            rows, or lacks a column.
    """
    if not raw.header:
        return read_tab_lines(root, raw)
    excel = raw.path.lower().endswith((".xlsx", ".xls", ".xlsb", ".ods"))
    return _table(_excel_grid(root, raw) if excel else _csv_grid(root, raw), raw)


def read_named_sheet(root: Path, raw: RawFile, sheet: str) -> Table:
    """Reads one sheet of a workbook by its name; else as :func:`read_table`.

    Args:
        root: the source folder.
        raw: the workbook, with the columns of that sheet.
        sheet: its name. Places name it behind the file: ``overview.xlsx[Sheet2]``.

    Raises:
        InputFault: as for any sheet, and if the workbook has none of that name.
    """
    return _table(_excel_grid(root, raw, sheet), replace(raw, path=f"{raw.path}[{sheet}]"))


def _table(grid: list[list[str]], raw: RawFile) -> Table:
    first = 1
    if grid and _SEPARATOR_LINE.fullmatch("".join(grid[0]).strip()):
        first, grid = 2, grid[1:]  # Excel's own first line, which says what the separator is
    header = [cell.strip() for cell in grid[0]] if grid else []
    while header and not header[-1]:
        header.pop()
    at = _columns(header, raw, first)
    rows: list[SheetRow] = []
    unreadable: list[Problem] = []
    damaged: list[SheetRow] = []
    names = {column.field: column.name for column in raw.columns}
    for number, cells in enumerate(grid[1:], start=first + 1):
        if not any(cell.strip() for cell in cells):
            continue
        place = Place(raw.path, number)
        values = {field: cells[i] for field, i in at.items() if i < len(cells) and cells[i].strip()}
        row = SheetRow(place, {c.field: values.get(c.field) for c in raw.columns})
        if (fault := _row_fault(cells, len(header))) is not None:
            unreadable.append(Problem(fault, place))
            damaged.append(row)
        elif (problem := error_in(values, names, place)) is not None:
            unreadable.append(problem)
            damaged.append(row)
        else:
            rows.append(row)
    if not rows:
        kind = FILE_UNREADABLE if unreadable else FILE_EMPTY
        detail = "none of its rows has as many cells as its header" if unreadable else ""
        raise InputFault(kind, detail, place=Place(raw.path))
    others = tuple(name for name in header if name and name not in set(names.values()))
    return Table(tuple(rows), tuple(unreadable), tuple(damaged), others)


def _row_fault(cells: list[str], width: int) -> ErrorCode | None:
    if len(cells) < width or any(cell.strip() for cell in cells[width:]):
        return ROW_WIDTH
    return CELL_ENCODING if any(map(is_damaged, cells)) else None


def _columns(header: list[str], raw: RawFile, row: int) -> dict[str, int]:
    """Where each field's column stands."""
    place = Place(raw.path, row)
    if not any(header):
        raise InputFault(HEADER_BLANK, "the first row is blank", place=place)
    at: dict[str, int] = {}
    for column in raw.columns:
        found = [i for i, name in enumerate(header) if name == column.name]
        if len(found) > 1:
            detail = f"{len(found)} columns have this header"
            raise InputFault(HEADER_REPEATED, detail, place=Place(raw.path, row, column.name))
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
        near = nearest(name, (h for h in header if h and h not in known), cutoff=0.75)
        words.append(f"{name!r} (did you mean {near!r}?)" if near else f"{name!r}")
    detail = f"{'column' if len(missing) == 1 else 'columns'} missing: {', '.join(words)}"
    if len(missing) == sum(c.required for c in raw.columns):
        detail += (
            f"; none of the columns was found among {len(header)} in the first row: is that row the"
            " header, and is the separator one of ; , tab |?"
        )
    return detail


def _csv_grid(root: Path, raw: RawFile) -> list[list[str]]:
    text = read_text(root, raw.path)
    if not text.strip():
        raise InputFault(FILE_EMPTY, place=Place(raw.path))
    wanted = {c.name for c in raw.columns}

    def reader(separator: str) -> Iterator[list[str]]:
        # Strict: a quote in the wrong place would let one row swallow others, other patients' too.
        return csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)

    def fits(separator: str) -> tuple[int, int]:
        start: list[list[str]] = []
        with contextlib.suppress(csv.Error):
            start.extend(itertools.islice(reader(separator), 2))
        known = (sum(cell.strip() in wanted for cell in row) for row in start)
        return max(known, default=0), max(map(len, start), default=0)

    limit = csv.field_size_limit(_LONGEST_CELL)
    rows: list[list[str]] = []
    try:
        rows.extend(reader(max(_SEPARATORS, key=fits)))
    except csv.Error:
        place = Place(raw.path, len(rows) + 1)
        detail = "a quotation mark stands where none can be"
        raise InputFault(
            FILE_UNREADABLE, detail, place=place, remedy="Export it with quoted cells."
        ) from None
    finally:
        csv.field_size_limit(limit)
    return rows


def _excel_grid(root: Path, raw: RawFile, name: str = "") -> list[list[str]]:
    """The cells of a sheet: the first one, or the one of that name."""
    from python_calamine import (
        CalamineError,
        CalamineWorkbook,
        PasswordError,
        WorksheetNotFound,
    )

    data = read_bytes(root, raw.path)
    place = Place(raw.path)
    odd = odd_cells(data, place, name or 0)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheet = book.get_sheet_by_name(name) if name else book.get_sheet_by_index(0)
        rows = sheet.to_python(skip_empty_area=False)
    except WorksheetNotFound:
        detail = f"it has no sheet {name!r}" if name else "it has no sheet"
        raise InputFault(FILE_UNREADABLE, detail, place=place) from None
    except PasswordError:
        raise InputFault(FILE_UNREADABLE, "it is locked with a password", place=place) from None
    except (CalamineError, IndexError):
        raise InputFault(FILE_UNREADABLE, "it is not an Excel file", place=place) from None
    grid = [[_as_text(cell) for cell in row] for row in rows]
    odd.put_into(grid)
    return grid


def _as_text(cell: object) -> str:
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime.datetime) and cell.time() == datetime.time():
        return cell.date().isoformat()
    return str(cell)
