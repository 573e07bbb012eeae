"""Dates in the notations of Dutch reports."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

from dragon_prep.phi.dates.grammar import of_day, parse, render

if TYPE_CHECKING:
    from random import Random

    from dragon_prep.phi.dates.grammar import DateValue

_MAY = 5

# Each notation by an example of it, which the grammar reads; those that come more often stand more
# than once. What is written with a month's short name has no dot where nothing is cut off ("mei").
_PLAIN = (
    "01-02-2003", "01-02-2003", "01-02-2003", "1-2-2003", "01/02/2003", "01.02.2003",
    "1 januari 2003", "1 januari 2003", "1 jan 2003", "2003-02-01",
)  # fmt: skip
_FREE = (
    *_PLAIN, "01-02-03", "1/2/03", "1.2.03", "01-02-'03", "1 jan. 2003", "1 jan '03", "1-jan-2003",
    "01 02 2003", "20030201", "zaterdag 1 februari 2003",
)  # fmt: skip
_NO_YEAR = (
    "01-02",
    "1/2",
    "01.02",
    "1 januari",
    "1 januari",
    "1 jan",
    "1 jan.",
    "zaterdag 1 februari",
)
_MONTH = (
    "januari 2003",
    "januari 2003",
    "jan 2003",
    "januari '03",
    "jan. '03",
    "01-2003",
    "01/2003",
)


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
    return _render("januari", day)


def short_year(day: date) -> str:
    """The year in two figures behind an apostrophe, such as ``'19``."""
    return _render("'03", day)


def age_on(birth: date, day: date) -> int:
    """Age in whole years."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def _render(example: str, day: date) -> str:
    value = _notation(example)
    written = render(of_day(day), like=value) + example[value.end :]  # the dot of "1 jan."
    return written.replace("mei.", "mei") if day.month == _MAY else written


@cache
def _notation(example: str) -> DateValue:
    value = parse(example)
    if value is None:
        raise ValueError("no date")
    return value
