"""Text with separators, row by row."""

from __future__ import annotations

import contextlib
import csv
import io
import itertools
import re
from collections import Counter
from typing import TYPE_CHECKING

from dragon_prep.core.codes.intake import CELL_ENCODING, FILE_EMPTY, FILE_UNREADABLE, ROW_WIDTH
from dragon_prep.core.errors import ErrorCode, InputFault, Place
from dragon_prep.intake.decode import is_damaged

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

_LONGEST_CELL = 1 << 26  # far above any report; csv's own limit is 128 KiB
_END = "unexpected end of data"  # what csv says of a file that ends in a cell
_MANY = 10  # rows
_PAGE = re.compile(r"\s*<(?:!doctype\s+html|html|head|table|meta)\b", re.IGNORECASE)
_SEPARATORS = (";", ",", "\t", "|")


def csv_grid(
    text: str, place: Place, wanted: Collection[str], separator: str = "", within: int = 2
) -> list[list[str]]:
    """The cells of a text file with separators.

    Args:
        text: what it holds.
        place: the file.
        wanted: headers that are looked for, which tell what the separator is.
        separator: the separator, if somebody told it.
        within: the number of rows that the header is among.

    Raises:
        InputFault: if it is empty or a web page, or a quotation mark stands where none can be.
    """
    if not text.strip():
        raise InputFault(FILE_EMPTY, place=place)
    if _PAGE.match(text):
        detail = "it is a web page, whatever its name says"
        remedy = "Open it in a spreadsheet program, and save it as xlsx or csv."
        raise InputFault(FILE_UNREADABLE, detail, place=place, remedy=remedy)
    separator = separator or separator_of(text, wanted, within)
    return list(csv_rows(io.StringIO(text, newline=""), place, separator))


def separator_of(text: str, wanted: Collection[str], within: int = 2) -> str:
    """What parts the cells of a text: the sign that gives most of the headers looked for.

    Args:
        text: its beginning, or all of it.
        wanted: the headers.
        within: the number of rows that they are among.
    """

    def fits(separator: str) -> tuple[int, int]:
        start: list[list[str]] = []
        with contextlib.suppress(csv.Error), _long_cells():
            start.extend(
                itertools.islice(_reader(io.StringIO(text, newline=""), separator), within)
            )
        known = (sum(cell.strip() in wanted for cell in row) for row in start)
        return max(known, default=0), max(map(len, start), default=0)

    return max(_SEPARATORS, key=fits)


def csv_rows(lines: Iterable[str], place: Place, separator: str) -> Iterator[list[str]]:
    """The cells of each row, as the lines come.

    Args:
        lines: with their ends.
        place: the file.
        separator: what parts the cells.

    Raises:
        InputFault: if a quotation mark stands where none can be.
    """
    count = 0
    with _long_cells():
        try:
            for row in _reader(lines, separator):
                count += 1
                yield row
        except csv.Error as error:
            is_cut = _END in str(error)
            detail = "a quotation mark stands where none can be"
            raise InputFault(
                FILE_UNREADABLE,
                "it ends inside a quoted cell, as if it was cut off" if is_cut else detail,
                place=Place(place.file, count + 1),
                remedy="Export it again, whole." if is_cut else "Export it with quoted cells.",
            ) from None


def row_fault(cells: list[str], width: int) -> ErrorCode | None:
    """What is wrong with a row below a header of so many cells."""
    if len(cells) < width or any(cell.strip() for cell in cells[width:]):
        return ROW_WIDTH
    return CELL_ENCODING if any(map(is_damaged, cells)) else None


def checked_rows(
    rows: Iterable[tuple[int, list[str]]], width: int
) -> Iterator[tuple[int, list[str], ErrorCode | None]]:
    """Rows that are not blank, with their numbers, and what is wrong with each.

    A row in front of those with too few cells is as wrong as they are: its text may go on there,
    behind a line end that nobody quoted; unless they are one row together, which was cut by itself.

    Args:
        rows: with their numbers.
        width: how many cells the header has.
    """
    filled = ((number, cells) for number, cells in rows if any(cell.strip() for cell in cells))
    before: tuple[int, list[str]] | None = None
    for is_short, group in itertools.groupby(filled, lambda row: len(row[1]) < width):
        if not is_short:
            for row in group:
                if before is not None:
                    yield (*before, row_fault(before[1], width))
                before = row
            continue
        pieces = list(group)
        if before is not None:
            together = sum(len(cells) for _, cells in pieces) - len(pieces) + 1
            cut = ROW_WIDTH if together != width else None
            yield (*before, row_fault(before[1], width) or cut)
            before = None
        for piece in pieces:
            yield (*piece, ROW_WIDTH)
    if before is not None:
        yield (*before, row_fault(before[1], width))


def require_rows(faults: Iterable[ErrorCode | None], place: Place) -> None:
    """Sees to it that most rows of a file have as many cells as its header.

    Args:
        faults: what is wrong with each row.
        place: the file.

    Raises:
        InputFault: if most have not: then the others may be pieces of rows as well.
    """
    count = Counter(faults)
    if count[ROW_WIDTH] >= _MANY and 2 * count[ROW_WIDTH] > count.total():
        detail = f"{count[ROW_WIDTH]} of {count.total()} rows have not as many cells as the header"
        raise InputFault(FILE_UNREADABLE, detail, place=place, remedy=ROW_WIDTH.remedy)


def _reader(lines: Iterable[str], separator: str) -> Iterator[list[str]]:
    # Strict: a quote in the wrong place would let one row swallow others, other patients' too.
    return csv.reader(lines, delimiter=separator, strict=True)


@contextlib.contextmanager
def _long_cells() -> Iterator[None]:
    limit = csv.field_size_limit(_LONGEST_CELL)
    try:
        yield
    finally:
        csv.field_size_limit(limit)
