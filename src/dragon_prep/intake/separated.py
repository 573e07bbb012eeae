"""Text with separators, row by row."""

from __future__ import annotations

import contextlib
import csv
import io
import itertools
from typing import TYPE_CHECKING

from dragon_prep.core.codes.intake import CELL_ENCODING, FILE_EMPTY, FILE_UNREADABLE, ROW_WIDTH
from dragon_prep.core.errors import ErrorCode, InputFault, Place
from dragon_prep.intake.decode import is_damaged

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

_LONGEST_CELL = 1 << 26  # far above any report; csv's own limit is 128 KiB
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
        InputFault: if it is empty, or a quotation mark stands where none can be.
    """
    if not text.strip():
        raise InputFault(FILE_EMPTY, place=place)
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
        except csv.Error:
            detail = "a quotation mark stands where none can be"
            raise InputFault(
                FILE_UNREADABLE,
                detail,
                place=Place(place.file, count + 1),
                remedy="Export it with quoted cells.",
            ) from None


def row_fault(cells: list[str], width: int) -> ErrorCode | None:
    """What is wrong with a row below a header of so many cells."""
    if len(cells) < width or any(cell.strip() for cell in cells[width:]):
        return ROW_WIDTH
    return CELL_ENCODING if any(map(is_damaged, cells)) else None


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
