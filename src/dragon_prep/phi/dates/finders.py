"""Dates: numeric, with month names, years alone, and ranges of them.

A full date stands by itself. A day and month without a year, or a year alone, need a sign that they
are a date, because scores, image numbers, levels and sizes look the same: a zero that pads
(``4-04``), a word in front (``d.d.``, ``MRI van``), a place in the text (head of a section).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragon_prep.language.units import unit_follows, word_after
from dragon_prep.language.words import WordClass as W
from dragon_prep.phi.dates.compact import without_separators
from dragon_prep.phi.dates.day_months import holds_elsewhere, key_of
from dragon_prep.phi.dates.grammar.anchors import LONGEST_WEEKDAY, SHORT, weekday_before
from dragon_prep.phi.dates.month_names import with_month_names
from dragon_prep.phi.dates.numeric import (
    QUOTES,
    ROMANS,
    WIDEST,
    iso,
    numeric,
    placeholder_before,
)
from dragon_prep.phi.dates.ranges import opening_day
from dragon_prep.phi.dates.years import birth_year, short_year, year_alone
from dragon_prep.phi.finding import Detection, found

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragon_prep.language.page import Page

    Place = tuple[int, int, str]  # start, end and rule

_JOINS = frozenset(
    (" t/m ", " tot en met ", " tot ", "-", " - ", "–", " – ", "/", " / ", "t/m", " t/m\n")
)
_CHAINS = (", ", " en ", "/", ",", " & ", " of ", " + ", " resp. ", "; ", " | ")
# Between the columns of a table.
_COLUMN_GAPS = frozenset((" ", "\t", "|"))
_WIDEST_COLUMN = 12
_LENGTHS = frozenset((1, 2, 4, 6, 8, 12, 14))
_SEPARATES = frozenset("-/. \xa0\t‐‑–")
_HYPHENS = frozenset("-/.")
_CENTURIES = frozenset(("19", "20", "21"))
_TWO, _FOUR = 2, 4  # digits
_MONTHS = 12
_SERIES_REACH = 40
_LIST_REACH = 60


def _weekday(page: Page, start: int) -> int:
    """Start of the weekday in front of a date, else its own start."""
    if not page.classes[page.word(page.index_before(start))] & W.WEEKDAY_ANY:
        return start
    match = weekday_before().search(page.low, max(0, start - LONGEST_WEEKDAY), start)
    return match.start() if match else start


def _first(page: Page, start: int, rule: str) -> int:
    """Where a date starts: at its weekday, at the first day of a range, or at a misread zero."""
    if rule == "date.numeric" and page.text[start - 1 : start] in ("O", "o", "l", "I"):  # O3-11
        return start - 1 if not page.text[start - 2 : start - 1].isalnum() else start
    if rule in ("date.numeric", "date.day_month"):
        digits = page.text[start : start + 2]
        start = opening_day(page, start, int(digits if digits.isdigit() else digits[:1]))
    return _weekday(page, start)


def _at_number(page: Page, at: int, done: int, *, born: bool) -> Place | None:
    """Start, end and rule of the date whose first number is the one at an index.

    Args:
        page: the text.
        at: the index of the number.
        done: the end of the last date, 0 if there is none yet.
        born: whether the text speaks of a birth at all.
    """
    start, end = page.numbers[at]
    length = end - start
    if length <= _TWO:
        return _at_two(page, at, done, born=born)
    if length == _FOUR:
        return _at_four(page, start, end, done)
    stop = without_separators(page, start, end)
    return (start, stop, "date.compact") if stop > 0 else None


def _at_two(page: Page, at: int, done: int, *, born: bool) -> Place | None:
    text = page.text
    start, end = page.numbers[at]
    after = text[end : end + 1]
    # "12-03-2021 09.10": digits with a dot right behind a date are its time.
    is_time = bool(done) and after == "." and text[done:start] in (" ", ", ")
    if after in _SEPARATES and not is_time:
        hit = numeric(page, at)
        if hit is not None:
            return max(_first(page, start, hit[1]), done), *hit
        first = placeholder_before(page, start, end)
        if first >= 0:
            return first, end + len("-2019"), "date.numeric"
    return _short_year(page, start, end, born=born)


def _short_year(page: Page, start: int, end: int, *, born: bool) -> Place | None:
    """A year in two digits, behind an apostrophe or a word of birth."""
    if end - start == 1 or not start:
        return None
    if born and birth_year(page, start, end):
        return start, end, "date.short_year"
    quoted = page.text[start - 1] in QUOTES and short_year(page, start, end)
    return (start - 1, end, "date.short_year") if quoted else None


def _at_four(page: Page, start: int, end: int, done: int) -> Place | None:
    if page.text[end : end + 1] in _HYPHENS:
        hit = iso(page, start)
        if hit is not None:
            return start, *hit
    first = placeholder_before(page, start, end)
    if first >= 0:
        return first, end, "date.numeric"
    chained = bool(done) and _is_chained_year(page, start, end, done)
    end = year_alone(page, start, end, chained=chained)
    return (start, end, "date.year") if end > 0 else None


def _is_chained_year(page: Page, start: int, end: int, done: int) -> bool:
    """Whether a year follows another date of a list: ``2004 CVA, 2011 TURP``, ``2004 en 2011``."""
    if page.text[done:start] in _CHAINS:
        return True
    if start - done >= _LIST_REACH or page.text[start - 2 : start] != ", ":
        return False
    item = page.text[end : end + 1] == ":" or len(word_after(page, end)) > 1
    return item and page.low[done:start].count(",") == 1


def _places(page: Page, *, born: bool) -> list[int]:
    """The indices of the numbers that may start a date.

    Most are ruled out by their length, their neighbours and their first digits.
    """
    text, numbers = page.text, page.numbers
    found_at = []
    following = 1 << 40
    for at in range(len(numbers) - 1, -1, -1):
        start, end = numbers[at]
        length = end - start
        if length <= _TWO:
            near = following - end <= WIDEST or text[end + 1 : end + 2] in ROMANS
            near = near and text[end : end + 1] in _SEPARATES
            if near or (length == _TWO and _may_be_year(text, start, born=born)):
                found_at.append(at)
        elif length == _FOUR:
            if text[start : start + 2] in _CENTURIES:
                found_at.append(at)
        elif length in _LENGTHS:
            found_at.append(at)
        following = start
    found_at.reverse()
    return found_at


def _may_be_year(text: str, start: int, *, born: bool) -> bool:
    """Whether two digits may be a year: behind an apostrophe, or in a text about a birth."""
    return start > 0 and (born or text[start - 1] in QUOTES)


def _numbers(page: Page, named: list[Detection]) -> Iterator[Detection]:
    done = 0
    open_: list[tuple[int, int]] = []
    short: list[int] = []
    ends = {hit.span.end for hit in named}
    born = "geb" in page.low
    for at in _places(page, born=born):
        start, end = page.numbers[at]
        if start < done:
            continue
        hit = _at_number(page, at, done, born=born)
        if hit is None:
            continue
        if not hit[2]:
            open_.append((start, hit[1]))
            continue
        done = hit[1]
        ends.add(done)
        if end - start <= 2:
            short.append(start)
        yield found(hit[0], done, "DATUM", hit[2])
    if open_:
        matches = (SHORT.match(page.text, start) for start in short)
        days = {key_of(match) for match in matches if match is not None}
        yield from _open_days(page, open_, days, ends)


def _open_days(
    page: Page, places: list[tuple[int, int]], days: set[tuple[int, str, int]], ends: set[int]
) -> Iterator[Detection]:
    """Days and months that another date in the report explains.

    A day that is a date elsewhere (``8-8`` in the header of a table), or beside one: ``6/2 en
    19/12``, or a month and year in a series of dated values.
    """
    for start, end in places:
        match = SHORT.match(page.text, start)
        if match is None:
            continue
        if int(match[3]) > _MONTHS:
            if _in_series(page, start, end, ends):
                ends.add(end)
                yield found(start, end, "DATUM", "date.month_year")
            continue
        same = key_of(match) in days and holds_elsewhere(page, match)
        if same or _chained(page, start, end, ends):
            days.add(key_of(match))
            ends.add(end)
            yield found(_weekday(page, start), end, "DATUM", "date.day_month")


def _in_series(page: Page, start: int, end: int, ends: set[int]) -> bool:
    """Whether a date in brackets stands near before or behind: ``5,1 (2021) - 6,9 (10/22)``."""
    return any(
        other != end
        and start - _SERIES_REACH < other < end + _SERIES_REACH
        and page.text[other : other + 1] == ")"
        for other in ends
    )


def _chained(page: Page, start: int, end: int, ends: set[int]) -> bool:
    """Whether only a comma, a slash or ``en`` stands between a day and a date before or behind."""
    for chain in _CHAINS:
        if start - len(chain) in ends and page.low.startswith(chain, start - len(chain)):
            return True
        if page.low.startswith(chain, end):
            follows = SHORT.match(page.text, end + len(chain))
            if follows is not None and follows.end() in ends:
                return True
    return _in_row(page, start, end, ends)


def _in_row(page: Page, start: int, end: int, ends: set[int]) -> bool:
    """Whether nothing but blanks stands between a day and a date: ``12/1   14/3   10/5``."""
    text = page.text
    last = start
    while last and text[last - 1] in _COLUMN_GAPS and start - last < _WIDEST_COLUMN:
        last -= 1
    if last < start and last in ends:
        return not unit_follows(page, end)
    follows = SHORT.match(text, _next_column(text, end))
    if follows is None or follows.start() == end:
        return False
    return follows.end() in ends and follows[2] in text[start:end]


def _next_column(text: str, end: int) -> int:
    """Where the next column of a table starts; the end itself if none does."""
    first = end
    while text[first : first + 1] in _COLUMN_GAPS and first - end < _WIDEST_COLUMN:
        first += 1
    return first


def _offsets(hit: Detection) -> tuple[int, int]:
    return hit.span.start, hit.span.end


def find_dates(page: Page) -> list[Detection]:
    """All dates of a text, as DATUM; a range is one span."""
    joined: list[Detection] = []
    named = list(with_month_names(page))
    hits = [*_numbers(page, named), *named]
    for hit in sorted(hits, key=_offsets):
        last = joined[-1] if joined else None
        if last is not None and hit.span.start < last.span.end:
            if hit.span.end > last.span.end:
                joined[-1] = found(last.span.start, hit.span.end, "DATUM", hit.rule)
        elif last is not None and page.low[last.span.end : hit.span.start] in _JOINS:
            joined[-1] = found(last.span.start, hit.span.end, "DATUM", "date.range")
        else:
            joined.append(hit)
    return joined
