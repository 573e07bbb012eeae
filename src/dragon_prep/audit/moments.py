"""Dates, times and high ages by what they mean, to be compared whatever their spelling."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from dragon_prep.audit.dates import date_in_words, dates_at, meanings
from dragon_prep.audit.in_words import places
from dragon_prep.audit.times import (
    age_at,
    age_in_words,
    ages_of,
    is_sure,
    time_from,
    times_at,
    times_of,
    values_of_time,
)
from dragon_prep.core.phi import PhiCategory
from dragon_prep.phi.dates.grammar import parse_plain

if TYPE_CHECKING:
    from collections.abc import Iterator

_RUN = re.compile(r"[0-9]+")


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

    def __repr__(self) -> str:
        return f"<Moment {self.category} at {self.start}>"


def moments(text: str) -> Iterator[Moment]:
    """The dates, times and high ages of an ASCII text.

    The value of a date is ``(year of the century, month, day)``, without a year ``(month, day)``,
    of a time ``(hour, minute)``, of an age ``(years,)``.
    """
    for run in _RUN.finditer(text):
        start, end = run.span()
        for first, value, sure in dates_at(text, start, end):
            yield Moment(first, value, PhiCategory.DATUM, sure)
        for time, sure in times_at(text, start, end):
            yield Moment(start, time, PhiCategory.TIJD, sure)
        if (age := age_at(text, start, end)) is not None:
            yield Moment(start, (age,), PhiCategory.LEEFTIJD, sure=True)
    yield from _in_words(text)


def _in_words(text: str) -> Iterator[Moment]:
    done = 0
    for start in places(text):
        if start < done:
            continue
        if (date := date_in_words(text, start)) is not None:
            value, done = date
            yield Moment(start, value, PhiCategory.DATUM, sure=True)
        elif (age := age_in_words(text, start)) is not None:
            years, done = age
            yield Moment(start, (years,), PhiCategory.LEEFTIJD, sure=True)
        elif (time := time_from(text, start)) is not None:
            done = time.end
            for value in values_of_time(time):
                yield Moment(start, value, PhiCategory.TIJD, is_sure(time))


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
    found = set(meanings(original))
    if parse_plain(original) is None:
        found.update(m.value for m in moments(original) if m.category is category)
    found |= {value[1:] for value in found if len(value) == 3}
    return frozenset((category, value) for value in found)
