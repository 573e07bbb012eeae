"""Numbers in cells, as hospitals write them: decimal commas, units, three diameters."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

from dragon_prep.core.codes.intake import VALUE_MISSING, VALUE_UNREADABLE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragon_prep.core.errors import ErrorCode


class ValueProblem(ValueError):
    """A cell that cannot be turned into a value; it costs its own row only.

    Args:
        detail: what is wrong with it, without quoting it.
        kind: what sort of problem it is.
    """

    def __init__(self, detail: str, *, kind: ErrorCode = VALUE_UNREADABLE) -> None:
        super().__init__(detail)
        self.detail = detail
        self.kind = kind


_NUMBER = re.compile(r"([0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+|[0-9]+(?:[.,][0-9]+)?)\s*(.*)", re.DOTALL)


def present(cell: str | None) -> str:
    """The cell's text.

    Raises:
        ValueProblem: if it is empty.
    """
    if cell is None or not cell.strip():
        raise ValueProblem("the cell is empty", kind=VALUE_MISSING)
    return cell.strip()


_NO_VALUE = ("", "na", "n/a", "nan", "none", "null")  # what exports write for an empty cell
TRUE, FALSE = TRUTH = ("True", "False")  # what a column of truth values may hold; and 1, 0
_TRUTH = {"true": True, "1": True, "1.0": True, "false": False, "0": False, "0.0": False}


def filled(cell: str | None) -> str | None:
    """The cell's text without blanks around it; None if it is empty or says so (``NaN``)."""
    text = (cell or "").strip()
    return None if text.lower() in _NO_VALUE else text


def truth(cell: str | None) -> bool:
    """Reads ``True`` or ``False``, ``1`` or ``0``, in any case; other text is never true.

    Raises:
        ValueProblem: if the cell is empty or holds something else.
    """
    value = _TRUTH.get(present(cell).lower())
    if value is None:
        raise _unreadable(cell, "the cell is neither True nor False, 1 nor 0")
    return value


_MONTH = "jan|feb|mrt|mar|apr|mei|may|jun|jul|aug|sep|okt|oct|nov|dec"
_DATE = re.compile(
    rf"""[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}(?:[ T][0-9]{{2}}:[0-9]{{2}}.*)?
        | [0-9]{{1,2}}(?P<s>[-/.])[0-9]{{1,2}}(?P=s)[0-9]{{2,4}}
        | [0-9]{{1,2}}[- .](?:{_MONTH})[a-z]*\.?(?:[- .][0-9]{{2,4}})?
        | (?:{_MONTH})[a-z]*\.?[- ][0-9]{{2,4}}""",
    re.VERBOSE | re.IGNORECASE,
)
_TIME = re.compile(r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}.*)?")


def _unreadable(cell: str | None, otherwise: str) -> ValueProblem:
    """Why a cell cannot be read: spreadsheets make dates and times of numbers."""
    text = (cell or "").strip()
    if _DATE.fullmatch(text):
        return ValueProblem("the cell is a date: a spreadsheet may have made it of a number")
    if _TIME.fullmatch(text):
        return ValueProblem("the cell is a time: a spreadsheet may have made it of a number")
    return ValueProblem(otherwise)


def number(cell: str | None, *, units: Sequence[str] = ()) -> float:
    """Reads a number such as ``9.7``, ``9,7``, ``1.234,5`` or ``9,7 ng/ml``.

    Args:
        cell: the cell.
        units: the units it may have, in lower case; none is always allowed.

    Raises:
        ValueProblem: if the cell is empty, is not a number, or has another unit.
    """
    match = _NUMBER.fullmatch(present(cell).replace("\N{NO-BREAK SPACE}", " "))
    if match is None:
        raise _unreadable(cell, "the cell is not a number")
    digits, unit = match.groups()
    if unit and _fold_unit(unit) not in {_fold_unit(u) for u in units}:
        allowed = ", ".join(units) or "no unit"
        raise _unreadable(cell, f"the number is followed by something else than {allowed}")
    return _decimal(digits)


def _fold_unit(unit: str) -> str:
    folded = unit.lower().replace("µ", "u").replace("μ", "u")
    return folded.replace("²", "2").replace("³", "3").replace("^", "").replace(" ", "").rstrip(".")


def _decimal(digits: str) -> float:
    if "," in digits:
        digits = digits.replace(".", "").replace(",", ".")
    return float(digits)


_TIMES = re.compile(r"×|\*|normaal|normale|maal|bij|keer")
_DICTATED_TWO = re.compile(r",\s*twee\b")
_DIAMETER = r"([0-9]+(?:[.,][0-9]+)?)\s*(cm|mm)?\.?"
_DIAMETERS = re.compile(rf"{_DIAMETER}\s*x\s*{_DIAMETER}\s*x\s*{_DIAMETER}")
_CM = {"cm": 1.0, "mm": 0.1}
_LARGEST_IN_CM = 1000  # a product of three bare numbers above this is in mm: 50 x 40 x 47
_VOLUME_UNITS = ("cc", "ml", "cm3")


def volume(cell: str | None) -> float:
    """Reads a volume in cm3: a number with or without unit, or three diameters.

    Three diameters make an ellipsoid, pi/6 * a * b * c. A unit after any of them decides: a
    diameter without one has that of the next diameter that has one, or else of the one before.
    Only where there is no unit at all does size decide: a product above 1000 is in mm.
    The Dutch words normaal, normale, maal, bij and keer are read as "x" (speech recognition turns
    "maal" into "normaal"), and ", twee" as ",2".

    Raises:
        ValueProblem: if the cell is empty or is neither.
    """
    text = present(cell).lower().replace("\N{NO-BREAK SPACE}", " ")
    text = _TIMES.sub(" x ", _DICTATED_TWO.sub(",2", text))
    if "x" not in text:
        return number(text, units=_VOLUME_UNITS)
    match = _DIAMETERS.fullmatch(text.strip())
    if match is None:
        raise _unreadable(cell, "the cell is neither a volume nor three diameters")
    numbers = [_decimal(match[i]) for i in (1, 3, 5)]
    units = [match[i] for i in (2, 4, 6)]
    if not any(units):
        units = ["mm" if math.prod(numbers) > _LARGEST_IN_CM else "cm"] * 3
    sizes = [
        n * _CM[next(u for u in (*units[i:], *reversed(units[:i])) if u)]
        for i, n in enumerate(numbers)
    ]
    return math.pi / 6 * math.prod(sizes)


_ONE_DIAMETER = re.compile(_DIAMETER)
_MM = {"cm": 10.0, "mm": 1.0}


def short_axis(cell: str | None) -> float:
    """Reads a size in mm: one diameter, or the shortest of two or three, as in ``68 x 40 mm``.

    Without any unit it is in mm. A diameter without a unit has that of the next one that has one,
    or else of the one before; words and slips of dictation are read as in :func:`volume`.

    Raises:
        ValueProblem: if the cell is empty or is no such size.
    """
    text = present(cell).lower().replace("\N{NO-BREAK SPACE}", " ")
    parts = _TIMES.sub(" x ", _DICTATED_TWO.sub(",2", text)).split("x")
    found = [match for part in parts if (match := _ONE_DIAMETER.fullmatch(part.strip()))]
    if len(found) < len(parts) or len(parts) > 3:
        raise _unreadable(cell, "the cell is neither a size nor two or three diameters")
    units = [match[2] for match in found]
    sizes = []
    for i, match in enumerate(found):
        unit = next((u for u in (*units[i:], *reversed(units[:i])) if u), "mm")
        sizes.append(round(_decimal(match[1]) * _MM[unit], 6))  # 1.1 cm is 11 mm
    return min(sizes)


def whole_numbers(cell: str | None) -> list[int]:
    """Reads a list of whole numbers such as ``4,3`` or ``3,N/A``.

    Dots count as commas (a sheet may have made the number 4.3 of 4,3); ``N/A`` items are skipped.

    Raises:
        ValueProblem: if the cell is empty or an item is not a whole number.
    """
    items = [item.strip() for item in present(cell).replace(".", ",").split(",")]
    kept = [item for item in items if item.upper() not in ("N/A", "NA")]
    if not all(item.isascii() and item.isdigit() for item in kept):
        raise _unreadable(cell, "an item of the list is not a whole number")
    return [int(item) for item in kept]
