"""How one time of the day is written: its notation, and another time in the same.

=============================== ==================================================================
``14:30``, ``9.05 uur``          hours and minutes, seconds and their fraction, with a unit or none
``14u30``, ``11 h 45``           the unit between them, also ``8 uur 30``
``1430``, ``103245``, ``930 u``  figures alone; three of them with a unit only
``14 uur``, ``8u``, ``3 pm``     a whole hour
``half drie``, ``5 over half 3`` a relation to an hour, in words or figures, one of twelve
``elf uur``, ``drie uur dertig`` an hour in words
=============================== ==================================================================

Behind all of them may stand a part of the day (``2 uur 's nachts``), behind figures a zone.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from dragon_prep.language.number_words import Spelling, spell

if TYPE_CHECKING:
    from dragon_prep.phi.times.parts_of_day import PartOfDay

MINUTE, HOUR, DAY = 60, 60 * 60, 24 * 60 * 60  # seconds
TWELVE = 12


class TimeForm(Enum):
    """How a time is written, in outline."""

    CLOCK = "hours and minutes, with something between"
    FIGURES = "four figures or six, or three"
    HOUR = "a whole hour in figures"
    WORDS = "an hour in words, or a relation to one"


@dataclass(frozen=True, slots=True, repr=False)
class Notation:
    """How a time is written, whichever time it is.

    Attributes:
        form: in outline.
        padded: whether hours of one figure get a zero.
        is_of_twelve: whether hours are counted to twelve.
        between: what stands between hours and minutes (and minutes and seconds).
        has_seconds: whether seconds are given.
        fraction: of a second, with its sign.
        unit: with the blank before it.
        meridiem: ``pm`` or the like, with the blank before it.
        relation: what stands before the hour in ``kwart over drie``.
        offset: what the relation adds to the hour, in seconds.
        hour: how the hour is spelt; None for figures.
        minute: how minutes in words are spelt; None if there are none.
        case: of the words, see :func:`dragon_prep.language.form.case_of`.
        part: the part of the day.
        zone: as written.
    """

    form: TimeForm
    padded: bool = False
    is_of_twelve: bool = False
    between: str = ""
    has_seconds: bool = False
    fraction: str = ""
    unit: str = ""
    meridiem: str = ""
    relation: str = ""
    offset: int = 0
    hour: Spelling | None = None
    minute: Spelling | None = None
    case: str = ""
    part: PartOfDay | None = None
    zone: str = ""

    @property
    def step(self) -> int:
        """The seconds between one time that can be written so and the next."""
        if self.has_seconds:
            return 1
        return MINUTE if self.form in (TimeForm.CLOCK, TimeForm.FIGURES) or self.minute else HOUR

    @property
    def is_bare(self) -> bool:
        """Whether it is a number and nothing else: ``14``, ``zes``."""
        return self.step == HOUR and not (self.unit or self.relation or self.meridiem)

    @property
    def is_figures(self) -> bool:
        """Whether it is figures and nothing else, which may be a date or a number."""
        return self.is_bare or (self.form is TimeForm.FIGURES and not self.unit)


@dataclass(frozen=True, slots=True, repr=False)
class Time:
    """A time of the day.

    Attributes:
        second: of the day; 86400 is the midnight that ends it (``24:00``). Of one of twelve hours
            with no word for the part of the day it is the first of the two it may be.
        notation: how it is written.
        end: where it ends in the text it was read from.
    """

    second: int
    notation: Notation
    end: int

    @property
    def meanings(self) -> frozenset[int]:
        """The seconds of the day that it may mean: two if it is one of twelve hours."""
        notation = self.notation
        if not notation.is_of_twelve or notation.part or notation.meridiem:
            return frozenset((self.second,))
        half_day = self.second % (TWELVE * HOUR)
        return frozenset((half_day, half_day + TWELVE * HOUR))


def render(time: Time, *, like: Time | None = None) -> str:
    """A time in its own notation or that of another; what that leaves out is cut off."""
    notation = (like or time).notation
    hour, rest = divmod(time.second - notation.offset, HOUR)
    part = notation.part.at(hour).written if notation.part else ""
    said = (hour - 1) % TWELVE + 1 if notation.is_of_twelve else hour
    minute, second = divmod(rest, MINUTE)
    if notation.form is TimeForm.WORDS:
        core = f"{notation.relation}{_spelt(said, notation)}"
        if notation.minute:
            core += f"{notation.between}{spell(minute, notation.minute, notation.case)}"
    else:
        core = f"{said:02}" if notation.padded else str(said)
        if notation.form is not TimeForm.HOUR:
            core += f"{notation.between}{minute:02}"
        if notation.has_seconds:
            core += f"{notation.between}{second:02}{notation.fraction}"
    meridiem = _meridiem(notation.meridiem, is_late=hour % 24 >= TWELVE)
    return f"{core}{notation.unit}{meridiem}{part}{notation.zone}"


def _spelt(hour: int, notation: Notation) -> str:
    return spell(hour, notation.hour, notation.case) if notation.hour else str(hour)


def _meridiem(model: str, *, is_late: bool) -> str:
    for old, new in (("a", "p"), ("A", "P")) if is_late else (("p", "a"), ("P", "A")):
        model = model.replace(old, new)
    return model
