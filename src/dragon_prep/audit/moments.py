"""Dates, times and high ages by what they mean, to be compared whatever their spelling."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from dragon_prep.audit.times import age_at, ages_of, times_at, times_of
from dragon_prep.core.phi import PhiCategory
from dragon_prep.language import lexicon
from dragon_prep.language.units import is_day
from dragon_prep.language.words import WordClass as W
from dragon_prep.language.words import classes

if TYPE_CHECKING:
    from collections.abc import Iterator

_RUN = re.compile(r"[0-9]+")
# All are matched where a run of digits starts.
_DAY_FIRST = re.compile(
    r"(?<![0-9][.,])(\d{1,2})(?:[ ]?[-/.,'][ ]?(\d{1,2})[ ]?[-/.,'][ ]?'?(\d{4}|\d{2})"
    r"| (\d{1,2}) (\d{4}))(?![0-9])"
)
_YEAR_FIRST = re.compile(r"(\d{4})[ ]?[-/. ][ ]?(\d{1,2})[ ]?[-/. ][ ]?(\d{1,2})(?![0-9])")
_NAMED = re.compile(
    r"(\d{1,2})(?:e|ste|de)?[ \n]?[ .\-/]{0,2}([A-Za-z]{3,9})"
    r"(?![A-Za-z])(?:[ ,.\n\-/]{0,3}'?(\d{4}|\d{2})(?![0-9]))?"
)
_NO_YEAR = re.compile(r"(?<![.,/\-])(\d{1,2})[-/](\d{1,2})(?![0-9/\-]|[.,]\d)")
_YEAR, _DAY = 4, 8  # digits of a year, and of a date without separators


class Moment(NamedTuple):
    """A date, time or high age in a text.

    Attributes:
        start: where it starts.
        value: what it means: ``(day of the year of the century)`` parts, see :func:`moments`.
        category: what it is.
        sure: whether its form leaves no doubt that it is one.
    """

    start: int
    value: tuple[int, ...]
    category: PhiCategory
    sure: bool


def moments(text: str) -> Iterator[Moment]:
    """The dates, times and high ages of an ASCII text.

    The value of a date is ``(year of the century, month, day)``, without a year ``(month, day)``,
    of a time ``(hour, minute)``, of an age ``(years,)``.
    """
    for run in _RUN.finditer(text):
        start, end = run.span()
        if end - start <= 2:
            yield from _short(text, start)
        elif end - start == _YEAR and (match := _YEAR_FIRST.match(text, start)):
            yield from _date(start, *match.groups())
        elif end - start == _DAY:
            digits = run.group()
            yield from _date(start, digits[:4], digits[4:6], digits[6:])
            yield from _date(start, digits[4:], digits[2:4], digits[:2])
        for time, sure in times_at(text, start, end):
            yield Moment(start, time, PhiCategory.TIJD, sure)
        if (age := age_at(text, start, end)) is not None:
            yield Moment(start, (age,), PhiCategory.LEEFTIJD, sure=True)


def _short(text: str, start: int) -> Iterator[Moment]:
    """What a run of one or two digits starts."""
    if match := _DAY_FIRST.match(text, start):
        day, month, year = (g for g in match.groups() if g is not None)
        yield from _date(start, year, month, day)
    elif (match := _NAMED.match(text, start)) and classes[match[2].lower()] & W.MONTH:
        month = str(lexicon.months()[match[2].lower()])
        yield from _date(start, match[3] or "", month, match[1])
    elif match := _NO_YEAR.match(text, start):
        day, month = match.groups()
        yield from _date(start, "", month, day, sure=len(day) == len(month) == 2)


def _date(start: int, year: str, month: str, day: str, *, sure: bool = True) -> Iterator[Moment]:
    if is_day(int(day), int(month)):
        value: tuple[int, ...] = (int(month), int(day))
        if year:
            value = (int(year) % 100, *value)
        yield Moment(start, value, PhiCategory.DATUM, sure)


@lru_cache(maxsize=1 << 14)
def values_of(
    original: str, category: PhiCategory
) -> frozenset[tuple[PhiCategory, tuple[int, ...]]]:
    """What the dates and times of an original mean; of a full date also its day without a year.

    Args:
        original: in ASCII.
        category: what it was marked as. An age is a number, perhaps without a unit.
    """
    if category is PhiCategory.LEEFTIJD:
        return frozenset((category, (age,)) for age in ages_of(original))
    if category is PhiCategory.TIJD:
        return frozenset((category, time) for time in times_of(original))
    found = frozenset((m.category, m.value) for m in moments(original) if m.category is category)
    return found | {(c, value[1:]) for c, value in found if len(value) == 3}
