"""A centre's own files as the table that a layout has."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from dragon_prep.core.codes.intake import COLUMN_MISSING, FILE_EMPTY, FILE_UNREADABLE
from dragon_prep.core.codes.mapping import DATE_UNREADABLE, IDS_AMBIGUOUS, ROW_UNJOINED
from dragon_prep.core.errors import InputFault, Place, Problem
from dragon_prep.intake.formats.open_files import open_files
from dragon_prep.intake.formats.opened import Sought
from dragon_prep.intake.ids import JOINT, is_no_id, plain_id
from dragon_prep.intake.placeholders import error_in, is_error
from dragon_prep.intake.reading import DateOrder, Located, ReadingPlan
from dragon_prep.intake.sheet_rows import SheetRow, Table
from dragon_prep.language.line_ends import normalise_newlines

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from dragon_prep.intake.formats.opened import Opened, OpenedRow
    from dragon_prep.intake.raw_file import RawFile
    from dragon_prep.intake.reading import Cell, Join

_DATE = re.compile(r"([0-9]{1,4})[-/. ]([0-9]{1,2})[-/. ]([0-9]{1,4})((?:[T ].*)?)", re.DOTALL)
_HEADER_END = r"[ \t]*[:.]?[ \t]*"
_MOST_ROWS = 20  # that one message names


def read_mapped(root: Path, raws: Sequence[RawFile]) -> Table:
    """Reads files of a centre with a mapping as one table of the layout.

    Args:
        root: the source folder.
        raws: the files that stand for one file of the layout.

    Raises:
        InputFault: if one cannot be read, or lacks a column.
    """
    reading = raws[0].reading or ReadingPlan()
    opened = open_mapped(root, raws)
    _require_columns(raws, opened)
    cells = _Cells(raws[0], reading)
    rows: list[SheetRow] = []
    unreadable: list[Problem] = []
    damaged: list[SheetRow] = []
    for found in opened.rows:
        row, problem = cells.row(found)
        if problem is not None:
            unreadable.append(problem)
            damaged.append(row)
        else:
            rows.append(row)
    if not rows:
        detail = "none of its rows can be read" if unreadable else ""
        kind = FILE_UNREADABLE if unreadable else FILE_EMPTY
        raise InputFault(kind, detail, place=Place(raws[0].path))
    return Table(tuple(rows), tuple(unreadable), tuple(damaged), notes=tuple(opened.notes))


def open_mapped(root: Path, raws: Sequence[RawFile]) -> Opened:
    """What the files hold by their own headers, with what is joined to them."""
    reading = raws[0].reading or ReadingPlan()
    parts = [Located(raw.location, raw.path) for raw in raws]
    joined = [(join, _open_join(root, join, reading)) for join in reading.joins]
    elsewhere = {name for _, other in joined for name in other.names}
    keys = {ours for join in reading.joins for ours, _ in join.on}
    needed = _headers(raws[0], reading, only_needed=True) - elsewhere | keys
    wanted = _headers(raws[0], reading) | keys
    sought = Sought(frozenset(needed), frozenset(wanted), reading.section)
    opened = open_files(root, parts, reading.opening, sought)
    for join, other in joined:
        _attach(opened, join, other, Place(raws[0].path))
    return opened


def _headers(raw: RawFile, reading: ReadingPlan, *, only_needed: bool = False) -> set[str]:
    cells = dict(reading.cells)
    found: set[str] = set()
    for column in raw.columns:
        if column.required or not only_needed:
            cell = cells.get(column.field)
            found |= {column.name} if cell is None else set(cell.columns)
    return found


def _require_columns(raws: Sequence[RawFile], opened: Opened) -> None:
    raw = raws[0]
    reading = raw.reading or ReadingPlan()
    missing = sorted(_headers(raw, reading, only_needed=True) - opened.names.keys())
    if missing:
        what = "column" if len(missing) == 1 else "columns"
        detail = f"{what} missing: {', '.join(map(repr, missing))}"
        remedy = (
            f"Say under {reading.section} which column it is (columns), in which row the header "
            "stands (header_row) and in which sheet (sheet); a column that you do not have is "
            "NAME = false there."
        )
        raise InputFault(COLUMN_MISSING, detail, place=Place(raw.path), remedy=remedy)


def _open_join(root: Path, join: Join, reading: ReadingPlan) -> Opened:
    keys = frozenset(theirs for _, theirs in join.on)
    wanted = {name for _, cell in reading.cells for name in cell.columns}
    sought = Sought(keys, keys | wanted, reading.section)
    opened = open_files(root, join.parts, join.opening, sought)
    if missing := sorted(keys - opened.names.keys()):
        detail = f"columns missing: {', '.join(map(repr, missing))}"
        remedy = f"Say under {reading.section}.join which columns have the same values (on)."
        place = Place(join.parts[0].shown)
        raise InputFault(COLUMN_MISSING, detail, place=place, remedy=remedy)
    return opened


def _attach(opened: Opened, join: Join, other: Opened, place: Place) -> None:
    """Puts the cells of another file into the rows that have the same values."""
    by_key: dict[tuple[str, ...], OpenedRow] = {}
    for row in other.rows:
        key = tuple(row.cells.get(theirs, "").strip() for _, theirs in join.on)
        earlier = by_key.setdefault(key, row)
        if all(key) and earlier.cells != row.cells:
            detail = "two different rows are joined to one"
            remedy = "Join by more columns (on), or take one of the rows out."
            raise InputFault(IDS_AMBIGUOUS, detail, place=row.place, remedy=remedy)
    lonely: list[int] = []
    for row in opened.rows:
        key = tuple(row.cells.get(ours, "").strip() for ours, _ in join.on)
        match = by_key.get(key) if all(key) else None
        if match is None:
            lonely.append(row.place.row or 0)
        else:
            row.cells.update({n: c for n, c in match.cells.items() if n not in row.cells})
    opened.names = {**opened.names, **other.names}
    if lonely:
        more = ", ..." if len(lonely) > _MOST_ROWS else ""
        numbers = ", ".join(map(str, lonely[:_MOST_ROWS]))
        detail = f"{len(lonely)} rows have none in {join.parts[0].shown}: row {numbers}{more}"
        at = Place(place.file, lonely[0])
        opened.notes.append(Problem(ROW_UNJOINED, at, detail, quarantined=False))


@dataclass(slots=True, repr=False)
class _Cells:
    """Fills the fields of a row, as the mapping says."""

    raw: RawFile
    reading: ReadingPlan

    def row(self, found: OpenedRow) -> tuple[SheetRow, Problem | None]:
        """A row of the layout, and what is wrong with it."""
        place = found.place
        problem = Problem(found.fault, place) if found.fault else self._error(found)
        sources = dict(self.reading.cells)
        values = {name: dict(pairs) for name, pairs in self.reading.values}
        cells: dict[str, str | None] = {}
        for column in self.raw.columns:
            field = column.field
            cell = _filled(sources.get(field), column.name, found.cells)
            cell = self._stated(cell, values.get(field, {}))
            if cell and self.reading.date_order and field in self.reading.dates:
                cell = in_iso(cell, self.reading.date_order)
                if cell is None and problem is None:
                    problem = Problem(DATE_UNREADABLE, place)
            cells[field] = cell
        return SheetRow(place, cells), problem

    def _error(self, found: OpenedRow) -> Problem | None:
        """The problem of a cell with an error of a spreadsheet that the mapping is silent about."""
        if not any(map(is_error, found.cells.values())):
            return None
        sources = dict(self.reading.cells)
        values = dict(self.reading.values)
        for column in self.raw.columns:
            source = sources.get(column.field)
            names = (column.name,) if source is None else source.columns
            cells = {name: found.cells.get(name) for name in names}
            told = {said for said, _ in values.get(column.field, ())} | self.reading.not_stated
            odd = {n: c for n, c in cells.items() if c and c.strip().casefold() not in told}
            problem = error_in(odd, dict(zip(odd, odd, strict=True)), found.place)
            if problem is not None:
                return problem
        return None

    def _stated(self, cell: str | None, values: Mapping[str, str]) -> str | None:
        said = (cell or "").strip().casefold()
        if not said or said in self.reading.not_stated:
            return None
        return values[said] or None if said in values else cell


def _filled(source: Cell | None, name: str, cells: Mapping[str, str]) -> str | None:
    if source is None:
        return cells.get(name)
    if source.value is not None:
        return source.value or None
    parts = [cells[column] for column in source.columns if column in cells]
    whole = source.join.join(parts) or None
    if whole and (source.begins or source.ends):
        return cut(whole, source.begins, source.ends)
    return whole


def cut(text: str, begins: str, ends: str) -> str | None:
    """What stands in a text behind one header and before another; None if a header is not there.

    A header stands at the beginning of a line, in any case; a colon behind it belongs to it.
    """
    text = normalise_newlines(text)[0]
    start, stop = 0, len(text)
    if begins:
        match = _header(begins).search(text)
        if match is None:
            return None
        start = match.end()
    if ends:
        match = _header(ends).search(text, start)
        stop = match.start() if match else stop
    return text[start:stop].strip() or None


def _header(header: str) -> re.Pattern[str]:
    words = r"\s+".join(map(re.escape, header.rstrip(" :.").split()))
    return re.compile(rf"^[ \t]*{words}\b{_HEADER_END}", re.IGNORECASE | re.MULTILINE)


def in_iso(cell: str, order: DateOrder) -> str | None:
    """A date in another order of its numbers as year, month and day; None if it is none."""
    match = _DATE.fullmatch(cell.strip())
    if match is None:
        return None
    first, second, third = match[1], match[2], match[3]
    if len(first) == 4 or order is DateOrder.YEAR_FIRST:
        year, month, day = first, second, third
    elif order is DateOrder.MONTH_FIRST:
        year, month, day = third, first, second
    else:
        year, month, day = third, second, first
    try:
        if len(year) != 4:
            return None
        return date(int(year), int(month), int(day)).isoformat() + match[4]
    except ValueError:
        return None


def own_ids(tables: Iterable[Table], reading: ReadingPlan) -> dict[str, str]:
    """By the id that annotations or lists have, the one that the layout puts together.

    Args:
        tables: the sheets.
        reading: of the annotations or the list, with how its ids are put together.

    Raises:
        InputFault: if one id is that of several reports.
    """
    found: dict[str, str] = {}
    for row in (row for table in tables for row in (*table.rows, *table.damaged)):
        own = _own_id(row, reading)
        if not own:
            continue
        # A part may be spelled in its own way, or in the one that ids are compared in.
        raw = {field: (cell or "").strip() for field, cell in row.cells.items()}
        for cells in (raw, {field: plain_id(cell) for field, cell in raw.items()}):
            theirs = plain_id(put_together(reading.uid, cells))
            if found.setdefault(theirs, own) != own:
                detail = f"by {reading.section}, an id is that of two reports"
                raise InputFault(IDS_AMBIGUOUS, detail, place=row.place)
    return found


def _own_id(row: SheetRow, reading: ReadingPlan) -> str:
    """A row's id as the layout has it; empty if a part of it is missing."""
    first, *others = [
        [plain_id(row.cells.get(field)) for field in fields] for fields in reading.own_uid
    ]
    if others and any(map(is_no_id, first)):
        first = others[0]
    return JOINT.join(first) if all(first) else ""


def put_together(template: str, cells: Mapping[str, str]) -> str:
    """A template with the cells of its fields."""
    return re.sub(r"\{([^{}]*)\}", lambda match: cells.get(match[1], ""), template)


def template_fields(template: str) -> Iterable[str]:
    """The fields that a template names."""
    return re.findall(r"\{([^{}]*)\}", template)
