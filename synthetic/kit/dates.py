"""Dates in the notations of Dutch reports."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from dragon_prep.synthetic.kit.draw import lexicon

if TYPE_CHECKING:
    from random import Random

# Letters stand for: D M day and month, d m without leading zero, Y y year in four and two
# figures, N n name and short name of the month, W weekday.
_PLAIN = ("D-M-Y", "D-M-Y", "D-M-Y", "d-m-Y", "D/M/Y", "D.M.Y", "d N Y", "d N Y", "d n Y", "Y-M-D")
_FREE = (*_PLAIN, "D-M-y", "d/m/y", "d.m.y", "D-M-'y", "d n. Y", "d n 'y", "d-n-Y", "D M Y", "YMD",
         "W d N Y")  # fmt: skip
_NO_YEAR = ("D-M", "d/m", "D.M", "d N", "d N", "d n", "d n.", "W d N")
_MONTH = ("N Y", "N Y", "n Y", "N 'y", "n. 'y", "M-Y", "M/Y")


def random_date(rng: Random, first: date, last: date) -> date:
    """A day between two days, both included."""
    return first + timedelta(days=rng.randrange((last - first).days + 1))


def with_year(rng: Random, day: date, *, plain: bool) -> str:
    """A full date; ``plain``: figures or a month name in a form that leaves no doubt."""
    return _render(rng.choice(_PLAIN if plain else _FREE), day)


def without_year(rng: Random, day: date) -> str:
    """Day and month, such as ``04.10`` or ``2 okt``."""
    return _render(rng.choice(_NO_YEAR), day)


def month_and_year(rng: Random, day: date) -> str:
    """Month and year, such as ``mei 2019`` or ``nov. '19``."""
    return _render(rng.choice(_MONTH), day)


def month_name(day: date) -> str:
    """The name of the month."""
    return _render("N", day)


def short_year(day: date) -> str:
    """The year in two figures behind an apostrophe, such as ``'19``."""
    return _render("'y", day)


def age_on(birth: date, day: date) -> int:
    """Age in whole years."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def _render(pattern: str, day: date) -> str:
    words = lexicon("dates")
    month, short = words["months"][day.month - 1], words["months_short"][day.month - 1]
    if month == short:  # nothing is cut off, so there is no dot
        pattern = pattern.replace("n.", "n")
    parts = {
        "D": f"{day.day:02}",
        "M": f"{day.month:02}",
        "d": str(day.day),
        "m": str(day.month),
        "Y": str(day.year),
        "y": f"{day.year % 100:02}",
        "N": month,
        "n": short,
        "W": words["weekdays"][day.weekday()],
    }
    return "".join(parts.get(letter, letter) for letter in pattern)
