"""How a date moves: full dates by exactly the patient's shift, partial ones as nearly as they can.

What is missing in a partial date is filled in by a fixed rule, never from the clock; the result
therefore depends on the date as written and on the patient alone.
"""

from __future__ import annotations

from calendar import isleap, monthrange
from datetime import date, timedelta

_DAYS_IN_YEAR = 365.2425
_USUAL_YEAR = 2015  # stands in for a missing year; not a leap year
_EARLIEST, _LATEST = 1800, 2200  # a year outside is a slip
_PIVOT = 40  # 00 to 40 mean 2000 to 2040


def year_of(digits: str) -> int:
    """The year that two or four digits mean; an unbelievable one is brought near."""
    year = int(digits)
    if len(digits) == 4 and _EARLIEST <= year <= _LATEST:
        return year
    year %= 100
    return year + (2000 if year <= _PIVOT else 1900)


def is_date(day: int, month: int, year: int) -> bool:
    """Whether there is such a day."""
    return 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]


def nearest(day: int, month: int, year: int) -> date:
    """The date, or for an impossible one (31-02) the nearest that exists."""
    month = min(max(month, 1), 12)
    return date(year, month, min(max(day, 1), monthrange(year, month)[1]))


def moved(when: date, days: int) -> date:
    """A full date, moved."""
    return when + timedelta(days)


def usual_year(day: int, month: int, weekday: int | None) -> int:
    """The year to take a date without a year in.

    Args:
        day: of the month.
        month: 1 to 12.
        weekday: which day of the week it was, Monday is 1, where that is said.
    """
    for distance in range(30):
        for year in (_USUAL_YEAR - distance, _USUAL_YEAR + distance):
            if day == 29 and month == 2 and not isleap(year):
                continue
            if weekday in (None, nearest(day, month, year).isoweekday()):
                return year
    return _USUAL_YEAR


def moved_month(month: int, year: int | None, days: int) -> date:
    """A day in the month to which the middle of a month moves; never of the same month."""
    new = moved(nearest(15, month, year or _USUAL_YEAR), days)
    if year is None and new.month == month:
        return moved(new, 30 if residue(days) > 0 else -30)
    return new


def moved_year(year: int, days: int) -> int:
    """The year of the middle of a year, moved; another one, since shifts are about whole years."""
    return moved(date(year, 7, 1), days).year


def moved_day(day: int, days: int) -> int:
    """A day without a month, moved by the part of the shift that is not whole years."""
    new = (day - 1 + residue(days)) % 28 + 1
    return new if new != day else new % 28 + 1


def residue(days: int) -> int:
    """What is left of a shift without its whole years, in days; not zero for any shift."""
    return round(days - round(days / _DAYS_IN_YEAR) * _DAYS_IN_YEAR)
