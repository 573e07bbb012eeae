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
# A year in two digits without a full date beside it: 00 to 40 mean 2000 to 2040. The rule is fixed,
# so that a date moves in the same way whenever it is read; that it may miss by a century changes
# neither day nor month of the moved date, nor its last two digits.
_PIVOT = 40
_AHEAD = 10  # years after a report that it may still speak of; the other 89 are before it


def year_of(digits: str, near: date | None = None) -> int:
    """The year that two or four digits mean; an unbelievable one is brought near.

    Args:
        digits: two or four.
        near: a full date of the report. Two digits mean a year from 89 before it to 10 after it.
    """
    year = int(digits)
    if len(digits) == 4 and _EARLIEST <= year <= _LATEST:
        return year
    year %= 100
    if near is not None:
        latest = near.year + _AHEAD
        return latest - (latest - year) % 100
    return year + (2000 if year <= _PIVOT else 1900)


def is_date(day: int, month: int, year: int) -> bool:
    """Whether there is such a day."""
    return 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]


def nearest(day: int, month: int, year: int) -> date:
    """The date, or for an impossible one (31-02) the nearest that exists."""
    try:
        return date(year, month, day)
    except ValueError:
        month = min(max(month, 1), 12)
    return date(year, month, min(max(day, 1), monthrange(year, month)[1]))


def moved(when: date, days: int) -> date:
    """A full date, moved."""
    return when + timedelta(days)


def usual_year(day: int, month: int, weekday: int | None, anchor: date | None = None) -> int:
    """The year to take a date without a year in.

    Args:
        day: of the month.
        month: 1 to 12.
        weekday: which day of the week it was, Monday is 1, where that is said.
        anchor: a full date nearby in the report, to which the date is taken to be as near as it
            can. Without one it is taken near a fixed year.
    """
    around = anchor.year if anchor else _USUAL_YEAR
    # Without a weekday the nearest years will do, leap days apart.
    furthest = 2 if weekday is None and (day, month) != (29, 2) else 30
    options = [
        year
        for distance in range(furthest)
        for year in dict.fromkeys((around - distance, around + distance))
        if not (day == 29 and month == 2 and not isleap(year))
    ]
    if anchor:
        near = [year for year in options if abs(year - around) <= 1] or options[:1]
        near.sort(key=lambda year: abs(nearest(day, month, year) - anchor))
        options = near + options[:1]
    right = (y for y in options if weekday in (None, nearest(day, month, y).isoweekday()))
    return next(right, options[0])


def moved_month(month: int, year: int | None, days: int, anchor: date | None = None) -> date:
    """A day in the month to which a month moves; never of the same month.

    Args:
        month: 1 to 12.
        year: where there is one.
        days: the shift.
        anchor: a full date nearby in the report. If it is in the month, the month moves to where
            it does; else to where its own middle does.
    """
    taken = year or usual_year(15, month, None, anchor)
    if anchor and (anchor.year, anchor.month) == (taken, month):
        new = moved(anchor, days)
    else:
        new = moved(nearest(15, month, taken), days)
    if new.month == month and (year is None or new.year == year):
        sign = days if year else residue(days)
        return moved(nearest(15, month, new.year), 30 if sign > 0 else -30)
    return new


def moved_year(year: int, days: int, anchor: date | None = None) -> int:
    """The year to which a year moves; never the same.

    It is that of an anchor which lies in the year, moved; else that of the middle of the year.
    """
    inside = anchor if anchor and anchor.year == year else date(year, 7, 1)
    new = moved(inside, days).year
    return new if new != year else year + (1 if days > 0 else -1)


def moved_day(day: int, days: int, anchor: date | None = None) -> int:
    """A day without a month: in the month of the anchor, or else moved without the whole years."""
    if anchor and 1 <= day <= monthrange(anchor.year, anchor.month)[1]:
        new = moved(anchor.replace(day=day), days).day
        if new != day:
            return new
    new = (day - 1 + residue(days)) % 28 + 1
    return new if new != day else new % 28 + 1


def residue(days: int) -> int:
    """What is left of a shift without its whole years, in days."""
    return round(days - round(days / _DAYS_IN_YEAR) * _DAYS_IN_YEAR)
