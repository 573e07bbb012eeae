"""Sheets, csv or xlsx: every cell is text until a rule parses it."""

from __future__ import annotations

import datetime
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from dragon_prep.core.codes.intake import (
    COLUMN_MISSING,
    FILE_EMPTY,
    FILE_UNREADABLE,
    HEADER_BLANK,
    HEADER_REPEATED,
)
from dragon_prep.core.errors import InputFault, Place, Problem
from dragon_prep.intake.decode import read_bytes, text_of
from dragon_prep.intake.file_kind import FileKind, kind_of
from dragon_prep.intake.hints import nearest
from dragon_prep.intake.placeholders import error_in
from dragon_prep.intake.separated import checked_rows, csv_grid, require_rows
from dragon_prep.intake.sheet_rows import SheetRow, Table
from dragon_prep.intake.tab_lines import read_tab_lines
from dragon_prep.intake.workbook import fitting_sheet, named_sheets, read_sheets

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from dragon_prep.intake.raw_file import RawFile
    from dragon_prep.intake.workbook import WorkSheet

_WORKBOOKS = (".xlsx", ".xls", ".xlsb", ".ods")
_SEPARATOR_LINE = re.compile(r"sep=[;,|\t]?")


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
    data = read_bytes(root, raw.location, raw.path)
    place = Place(raw.path)
    if kind_of(data) is FileKind.WORKBOOK:
        needed = {column.name for column in raw.columns if column.required}
        sheets = read_sheets(data, place)
        sheet, notes = fitting_sheet(
            sheets, lambda s: len(needed & _first_row(s)), len(needed), place
        )
        if len(sheets) > 1 and not needed <= _first_row(sheet):
            raw = replace(raw, path=f"{raw.path}[{sheet.number}]")  # for the message
        return replace(_table(as_texts(sheet.rows), raw), notes=(*notes, *sheet.notes(place)))
    text = text_of(data, place)
    try:
        return _table(csv_grid(text, place, {column.name for column in raw.columns}), raw)
    except InputFault as fault:
        if fault.kind is COLUMN_MISSING and raw.path.lower().endswith(_WORKBOOKS):
            detail = "it is not an Excel file, nor a text with these columns"
            raise InputFault(FILE_UNREADABLE, detail, place=place) from None
        raise


def read_named_sheet(root: Path, raw: RawFile, sheet: str) -> Table:
    """Reads one sheet of a workbook by its name; else as :func:`read_table`.

    Args:
        root: the source folder.
        raw: the workbook, with the columns of that sheet.
        sheet: its name. Places name it behind the file: ``overview.xlsx[Sheet2]``.

    Raises:
        InputFault: as for any sheet, and if the workbook has none of that name.
    """
    place = Place(raw.path)
    sheets = read_sheets(read_bytes(root, raw.location, raw.path), place)
    (found,) = named_sheets(sheets, [sheet], place)
    read = _table(as_texts(found.rows), replace(raw, path=f"{raw.path}[{sheet}]"))
    return replace(read, notes=tuple(found.notes(place)))


def _first_row(sheet: WorkSheet) -> set[str]:
    return {cell.strip() for cell in as_texts(sheet.rows[:1])[0]} if sheet.rows else set()


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
    checked = [*checked_rows(enumerate(grid[1:], start=first + 1), len(header))]
    require_rows((fault for *_, fault in checked), Place(raw.path))
    for number, cells, fault in checked:
        place = Place(raw.path, number)
        values = {field: cells[i] for field, i in at.items() if i < len(cells) and cells[i].strip()}
        row = SheetRow(place, {c.field: values.get(c.field) for c in raw.columns})
        if fault is not None:
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
            if any(h != column.name and h.casefold() == column.name.casefold() for h in header):
                detail = "another column has this header in other capitals: which of them is it?"
                raise InputFault(HEADER_REPEATED, detail, place=Place(raw.path, row, column.name))
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


def as_texts(rows: Iterable[Iterable[object]]) -> list[list[str]]:
    """The cells of a sheet as a person sees them."""
    return [[_as_text(cell) for cell in row] for row in rows]


def _as_text(cell: object) -> str:
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime.datetime) and cell.time() == datetime.time():
        return cell.date().isoformat()
    return str(cell)
