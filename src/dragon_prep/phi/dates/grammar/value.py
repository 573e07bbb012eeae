"""What a date means, and how it is written."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

SHORT_YEAR = 2  # digits
_PARTS = frozenset(("d", "m", "mon", "rom", "y"))


class Kind(StrEnum):
    """What a date says."""

    FULL = "full"
    DAY_MONTH = "day and month"
    MONTH_YEAR = "month and year"
    MONTH = "month"
    YEAR = "year"
    DAY = "day"
    WEEKDAY = "weekday"


@dataclass(frozen=True, slots=True, repr=False)
class Slot:
    """A part of a date as it is written.

    Attributes:
        name: the group of the notation: ``d`` and ``m`` are digits, ``dw`` a day in words, ``o``
            the ending of an ordinal, ``mon`` a month's name, ``rom`` a Roman month, ``y`` a year,
            ``yw`` a year in words, ``z`` the second year of ``2018/19``, ``w`` a weekday; and what
            tells how to write these: ``s`` what separates them, ``dot`` the one behind a month,
            ``last`` the last day of a list, ``next`` the digit behind a weekday.
        start: where it starts, from the start of the date. In a list it may be behind the date.
        text: what stands there.
    """

    name: str
    start: int
    text: str

    def __repr__(self) -> str:
        return f"<Slot {self.name}>"


@dataclass(frozen=True, slots=True, repr=False)
class DateValue:
    """A date, full or partial: what it means, and its notation.

    Attributes:
        kind: what it says.
        day: of the month, 0 where it is not said.
        month: 1 to 12, 0 where it is not said.
        year: in four digits, 0 where it is not said. Of a year in two digits the century is the
            one that :func:`dragon_prep.phi.dates.years.year_of` takes.
        weekday: Monday is 1; 0 where it is not said.
        last: the last day of the list that this one opens and whose month, and year if it has one,
            stand behind that last day: 5 of ``3 en 5 mei``. Else 0.
        start: where it starts in its text.
        written: how it is written.
        slots: the parts in it, in order; of a list also those behind its last day.
        final_month: of a list that has been moved: the month of its last day, 0 if it is the same.
    """

    kind: Kind
    day: int = 0
    month: int = 0
    year: int = 0
    weekday: int = 0
    last: int = 0
    start: int = 0
    written: str = ""
    slots: tuple[Slot, ...] = ()
    final_month: int = 0

    def __repr__(self) -> str:
        return f"<DateValue, {self.kind}>"

    @property
    def end(self) -> int:
        """Where it ends in its text."""
        return self.start + len(self.written)

    @property
    def meaning(self) -> tuple[int, int, int, int]:
        """What two spellings of one date have in common: year, month, day and weekday."""
        return self.year, self.month, self.day, self.weekday

    @property
    def has_century(self) -> bool:
        """Whether the year is written in full."""
        year = self.slot("y")
        return bool(self.year) and (year is None or len(year.text.lstrip("'’‘`´")) != SHORT_YEAR)

    @property
    def gaps(self) -> tuple[str, ...]:
        """What stands between day, month and year."""
        parts = [slot for slot in self.slots if slot.name in _PARTS]
        written = self.written
        return tuple(
            [written[one.start + len(one.text) : other.start] for one, other in pairwise(parts)]
        )

    def slot(self, name: str) -> Slot | None:
        """The part of a name, None if there is none."""
        for slot in self.slots:
            if slot.name == name:
                return slot
        return None

    def is_same_day(self, other: DateValue) -> bool:
        """Whether two full dates are one, where a short year means any century."""
        if (self.day, self.month) != (other.day, other.month) or self.kind is not other.kind:
            return False
        if self.has_century and other.has_century:
            return self.year == other.year
        return self.year % 100 == other.year % 100


def of_day(day: date) -> DateValue:
    """A full date without a notation, to be rendered in that of another."""
    return DateValue(Kind.FULL, day.day, day.month, day.year, day.isoweekday())
