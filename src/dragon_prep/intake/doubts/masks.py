"""The forms of ids and dates: masks in which each digit is 9 and each letter A or a."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from dragon_prep.intake.doubts.figures import ColumnForms, RowsFound

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dragon_prep.intake.sheet_rows import SheetRow

IDS, DATES = "ids", "dates"
_MOST_FORMS = 4
_FEWEST_OF_A_FORM = 5  # cells, of which a mask says nothing of one patient
_LEAST_SHARE = 0.02
_FEWEST_TO_COMPARE = 20
_NEARLY_ALL = 0.95
_LONGEST = 24
_SIGNS = "-_./:, "
_ASCII = {
    **dict.fromkeys(range(128), "?"),
    **{ord(c): "9" for c in "0123456789"},
    **dict.fromkeys(range(ord("A"), ord("Z") + 1), "A"),
    **dict.fromkeys(range(ord("a"), ord("z") + 1), "a"),
    **{ord(c): c for c in _SIGNS},
}
_COUNTED = re.compile(r"(?<=[^9])9+\+?$")  # behind something else, a number that counts up
_RUNS = re.compile(r"(.)\1+")
_HEX = re.compile(r"(?=.*[0-9])(?=.*[A-Fa-f])[0-9A-Fa-f-]{16,}")
_THREE_PARTS = re.compile(r"\s*([0-9]{1,4})[-/. ]([0-9]{1,2})[-/. ]([0-9]{1,4})(?![0-9])")
_EIGHT_DIGITS = re.compile(r"\s*[0-9]{8}(?![0-9])")
_MOST_MONTHS = 12


def mask(cell: str) -> str:
    """The form of a cell: digits as 9, letters as A or a, a few signs as they are, the rest as ?.

    Of a long one each run is drawn together: ``9+.9+.9+``.
    """
    cell = cell.strip()
    if _HEX.fullmatch(cell):
        return f"hexadecimal, {len(cell)} long"
    made = cell.translate(_ASCII) if cell.isascii() else "".join(map(_sign, cell))
    return _RUNS.sub(r"\1+", made)[: 2 * _LONGEST] if len(made) > _LONGEST else made


def _sign(char: str) -> str:
    if char.isascii():
        return _ASCII[ord(char)]
    if char.isalpha():
        return "A" if char.isupper() else "a"
    return "9" if char.isdecimal() else "?"


def forms_of(column: str, what: str, cells: Sequence[tuple[int | None, str]]) -> ColumnForms:
    """The forms of a column.

    Args:
        column: its header.
        what: whether it holds ids or dates.
        cells: those that are filled, with their rows.
    """
    masks = [mask(cell) for _, cell in cells]
    counts = Counter(masks)
    least = max(_FEWEST_OF_A_FORM, _LEAST_SHARE * len(cells))
    in_order = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    shown = tuple((form, count) for form, count in in_order[:_MOST_FORMS] if count >= least)
    orders = len(date_forms(cell for _, cell in cells)) if what == DATES else 0
    shapes = [(row, _COUNTED.sub("9", form)) for (row, _), form in zip(cells, masks, strict=True)]
    unlike = _unlike(shapes) if what == IDS else RowsFound()
    other = len(cells) - sum(count for _, count in shown)
    return ColumnForms(column, what, len(cells), shown, other, unlike, orders)


def _unlike(shapes: Sequence[tuple[int | None, str]]) -> RowsFound:
    """The rows of ids that do not look as nearly all do."""
    usual, count = Counter(shape for _, shape in shapes).most_common(1)[0]
    if len(shapes) < _FEWEST_TO_COMPARE or count < _NEARLY_ALL * len(shapes):
        return RowsFound()
    return RowsFound.of(row for row, shape in shapes if shape != usual)


def date_forms(cells: Iterable[str]) -> frozenset[str]:
    """In which ways dates are written; a day up to 12 says nothing of the order."""
    return frozenset(filter(None, map(_date_form, cells)))


def _date_form(cell: str) -> str:
    if parts := _THREE_PARTS.match(cell):
        first, second, _ = parts.groups()
        if len(first) > 2:
            return "year first"
        if int(first) > _MOST_MONTHS:
            return "day first"
        return "month first" if int(second) > _MOST_MONTHS else ""
    return "digits only" if _EIGHT_DIGITS.match(cell) else "another"


def filled_cells(rows: Sequence[SheetRow], field: str) -> list[tuple[int | None, str]]:
    """The filled cells of a column, with their rows."""
    cells = ((row.place.row, row.cells.get(field)) for row in rows)
    return [(row, cell) for row, cell in cells if cell]
