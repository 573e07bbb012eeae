"""Dates: moved by the patient's shift, in the notation they had.

A mention is read from left to right by the grammar; each date in it moves and is written as it was.
A word that says when (``gisteren``, ``Pasen``) stays beside a date and becomes another of its kind
where it stands alone. What nothing can read is never scrambled: numbers become others of as many
digits, words the name of a month.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from dragon_prep.core.keys import KeyPurpose
from dragon_prep.language.form import clean, like, redraw
from dragon_prep.language.number_words import read_number, spell
from dragon_prep.language.pools import calendar
from dragon_prep.phi.dates import moves
from dragon_prep.phi.dates.grammar import (
    Beside,
    DateValue,
    Kind,
    full_dates,
    of_day,
    read,
    render,
    written,
)
from dragon_prep.phi.dates.grammar.feasts import in_case_of, is_feast, others_like
from dragon_prep.phi.times.surrogate import clock

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from dragon_prep.phi.scope import Scope

_FEWEST = 2  # days or months, so that the word behind them stays right


def date_surrogate(original: str, scope: Scope, anchor: date | None = None) -> str:
    """The surrogate of one or more dates, full or partial; other than the original.

    Args:
        original: what the report says.
        scope: the patient's.
        anchor: the nearest full date of the report, as it was before the move; what a partial date
            leaves out is taken from it unless the mention has a full date itself.
    """
    text = clean(original)
    items = read(text)
    writing = _Writing(scope, full_date(text, anchor) or anchor)
    for item in items:
        writing.add(item)
    writing.leave_weekday()
    writing.name_days()
    new = "".join(writing.new)
    if new.lower() == text.lower() and any(map(str.isalnum, text)):
        writing.change_a_word(items)
        new = "".join(writing.new)
    return new


def full_date(original: str, near: date | None = None, *, sure_only: bool = False) -> date | None:
    """The first full date of a mention, None if it has none: an anchor for dates beside it.

    Args:
        original: what the report says.
        near: a full date of the report, which tells the century of a year in two digits.
        sure_only: whether one with a year in two digits does not count.
    """
    dates = full_dates(clean(original))
    first = next((value for value in dates if value.has_century or not sure_only), None)
    return None if first is None else _day_of(_of_century(first, near))


@lru_cache(maxsize=1 << 14)  # a patient's dates stand in one report after another
def days_in(original: str) -> tuple[date, ...]:
    """The days that the dates of a mention move with: of a month or year alone, its middle.

    Days without a year are left out: they are near others.

    Args:
        original: what the report says.
    """
    dates = (item for item in read(clean(original)) if isinstance(item, DateValue))
    return tuple(
        moves.nearest(value.day or 15, value.month or 7, value.year)
        for value in dates
        if value.year
    )


def nearest_full(at: int, known: Iterable[tuple[int, date]]) -> date | None:
    """The anchor for a mention: the full date that stands nearest to it, the first of equals.

    Args:
        at: where the mention stands.
        known: where the full dates of its report stand, and which they are.
    """
    return min(known, key=lambda place: (abs(place[0] - at), place), default=(0, None))[1]


def _day_of(value: DateValue) -> date:
    return moves.nearest(value.day, value.month, value.year)


def _of_century(value: DateValue, near: date | None) -> DateValue:
    """A date in whose short year the century is that of a date near it."""
    if value.has_century or not value.year:
        return value
    year = moves.year_of(f"{value.year % 100:02}", near)
    return value if year == value.year else replace(value, year=year)


class _Writing:
    """What has been written so far."""

    def __init__(self, scope: Scope, anchor: date | None) -> None:
        self.scope = scope
        self.anchor = anchor
        self.new: list[str] = []
        self.weekday: tuple[int, DateValue] | None = None  # where; it waits for its date
        self.last: date | None = None
        self.feasts: list[int] = []  # where

    def name_days(self) -> None:
        """Puts the weekday for a feast beside a date, which would tell by how much that moved."""
        if self.last is None:
            return
        day = calendar("weekday", "nl")[self.last.isoweekday() - 1][0]
        for at in self.feasts:
            self.new[at] = in_case_of(self.new[at], day)

    def add(self, item: DateValue | Beside) -> None:
        """Writes what comes next."""
        if isinstance(item, Beside):
            self.new.append(self._beside(item))
        elif item.kind is Kind.WEEKDAY:
            self._add_weekday(item)
        else:
            self.new.append(self._moved(_of_century(item, self.anchor)))

    def leave_weekday(self) -> None:
        """Replaces a weekday that has no date: whole weeks do not move it."""
        if self.weekday is not None:
            word = self.weekday[1]
            stream = self.scope.stream(KeyPurpose.SHIFT, "weekday", word.written.lower())
            self._settle_weekday(stream.other(range(1, 8), word.weekday))

    def change_a_word(self, items: Iterable[DateValue | Beside]) -> None:
        """Puts another of its kind for the last feast, else the last word that says when.

        Where nothing says when, for the last word the name of a month.
        """
        says_when = [at for at, text in enumerate(self.new) if others_like(text)]
        feasts = [at for at in says_when if is_feast(self.new[at])]
        words = [at for at, item in enumerate(items) if written(item).isalnum()]
        last = next((places[-1] for places in (feasts, says_when, words) if places), 0)
        self.new[last] = self._another(self.new[last])

    def _another(self, word: str) -> str:
        """Another word of the kind of one; the name of a month for one that says no time."""
        stream = self.scope.stream(KeyPurpose.LETTERS, word.lower())
        return in_case_of(word, stream.choice(others_like(word) or _months(word)))

    def _beside(self, item: Beside) -> str:
        text = item.text
        if is_feast(text):
            self.feasts.append(len(self.new))
        if item.sort == "clock":
            return clock(text, self.scope)
        if item.sort == "count":
            return _other_count(text, self.scope)
        if item.sort == "number":
            return redraw(text, self.scope.stream(KeyPurpose.DIGITS, text))
        if item.sort == "letters":
            stream = self.scope.stream(KeyPurpose.LETTERS, text.lower())
            return like(text, stream.choice(_months(text)))
        return text

    def _add_weekday(self, item: DateValue) -> None:
        if self.last is not None and item.slot("next") is None:  # "7-2-2017 (dinsdag)"
            self.new.append(render(of_day(self.last), item))
            return
        self.leave_weekday()
        self.weekday = (len(self.new), item)
        self.new.append(item.written)

    def _settle(self, new: date) -> None:
        """Notes a date that is written, and corrects the weekday before it."""
        self._settle_weekday(new.isoweekday())
        self.last = new

    def _settle_weekday(self, number: int) -> None:
        if self.weekday is not None:
            at, word = self.weekday
            self.new[at] = render(replace(word, weekday=number), word)
            self.weekday = None

    def _moved(self, value: DateValue) -> str:
        if value.last:
            return self._first_of_list(value)
        if value.kind in (Kind.FULL, Kind.DAY_MONTH):
            new = self._moved_day(value.day, value)
            self._settle(new)
            return render(of_day(new), value)
        return render(self._moved_partial(value), value)

    def _moved_day(self, day: int, value: DateValue) -> date:
        weekday = self.weekday[1].weekday if self.weekday is not None else None
        year = value.year or moves.usual_year(day, value.month, weekday, self.anchor)
        return moves.moved(moves.nearest(day, value.month, year), self.scope.days)

    def _moved_partial(self, value: DateValue) -> DateValue:
        days, anchor = self.scope.days, self.anchor
        if value.kind is Kind.YEAR:
            return replace(value, year=moves.moved_year(value.year, days, anchor))
        if value.kind is Kind.DAY:
            return replace(value, day=moves.moved_day(value.day, days, anchor))
        new = moves.moved_month(value.month, value.year or None, days, anchor)
        return replace(value, month=new.month, year=value.year and new.year)

    def _first_of_list(self, value: DateValue) -> str:
        # The first of "3 en 5 mei 2019": month and year stand behind the last. Where the move puts
        # the two into different months, the first gets a month of its own.
        year = value.year or moves.usual_year(value.last, value.month, None, self.anchor)
        known = replace(value, year=year)
        first, final = (self._moved_day(day, known) for day in (value.day, value.last))
        self._settle(first)
        apart = final.month if first.month != final.month else 0
        return render(replace(of_day(first), final_month=apart), value)


def _other_count(text: str, scope: Scope) -> str:
    """Another number of days or months, near the first, in digits or words as it is."""
    in_words = read_number(text)
    number = in_words.number if in_words is not None else int(text)
    near = [n for n in range(number - 2, number + 3) if n >= _FEWEST and n != number]
    new = scope.stream(KeyPurpose.SHIFT, "count", str(number)).choice(near or (_FEWEST,))
    if in_words is not None:
        return spell(new, in_words.spelling, text)
    return f"{new:0{len(text)}}" if text[0] == "0" else str(new)


def _months(but: str) -> tuple[str, ...]:
    """The names of the months but one."""
    return tuple(names[0] for names in calendar("month", "nl") if names[0] != but.lower())
