"""Clock times: the grammar reads them at numbers and cue words, the evidence tells them apart."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dragon_prep.language.units import unit_follows
from dragon_prep.language.words import WordClass as W
from dragon_prep.phi.finding import Detection, found
from dragon_prep.phi.times.evidence import (
    is_bare_hour,
    is_clock,
    is_hour_in_words,
    is_related,
    is_whole_hour,
    word_before,
)
from dragon_prep.phi.times.figures import in_figures
from dragon_prep.phi.times.grammar import RANGE
from dragon_prep.phi.times.notations import TimeForm
from dragon_prep.phi.times.words import in_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragon_prep.language.page import Page
    from dragon_prep.phi.times.grammar import Time

_PAIR, _LONG = 2, frozenset((4, 6))  # figures of an hour, and of a time without signs
_POINTS = frozenset(".:")
_GOES_ON = frozenset(".: \xa0\nuh")
_UNIT_LETTERS = frozenset("uh")
_UNITS_OF_HOURS = frozenset(("uur", "u", "h"))
_MINUTES_BEFORE = re.compile(r"(?<![\d.,:/])\d{1,2}\s\Z")
_DATE_GAPS = frozenset(
    (
        *(" ", "  ", ", ", ",  ", " om ", ", om ", " - ", " – "),
        *(left + mark + right for mark in "|/;" for left in ("", " ") for right in ("", " ")),
    )
)
_LONGEST_GAP = 6


def find_times(page: Page, dates: list[Detection]) -> list[Detection]:
    """All clock times of a text, as TIJD, with their unit.

    Args:
        page: the text.
        dates: its dates; digits right behind one are a time.
    """
    date_ends = {hit.span.end: hit.rule != "date.year" for hit in dates}
    return [
        *_glued_to_dates(page, dates),
        *_at_numbers(page, date_ends),
        *_in_relation(page),
        *_hours_in_words(page),
    ]


def _glued_to_dates(page: Page, dates: list[Detection]) -> Iterator[Detection]:
    """Times that touch their date: ``12-03-201912:04``, ``2024/02/29T10:12``, ``1mrt11.40u``."""
    for date in dates:
        end = date.span.end
        after = page.text[end : end + 2]
        if after[:1].isdigit():
            start = end
        elif len(after) == 2 and after[0] in "T_" and after[1].isdigit():
            start = end + 1
        else:
            continue
        time = next(in_figures(page.low, start), None)
        if time is not None and time.notation.form is not TimeForm.HOUR:
            yield found(start, time.end, "TIJD", "time.clock")


def _at_numbers(page: Page, date_ends: dict[int, bool]) -> Iterator[Detection]:
    spoken = "at_hour" in page.hits
    low = page.low + "  "
    done = -1
    for start, end in page.numbers:
        hits: list[Detection] = []
        if end - start > _PAIR:
            if end - start in _LONG and not _is_taken(page, start, done, date_ends):
                hits = list(_long(page, start, end, date_ends))
        elif low[end] in _GOES_ON and _may_go_on(low, end):
            if not _is_taken(page, start, done, date_ends):
                hits = list(_short(page, start, done, date_ends))
        elif spoken and is_bare_hour(page, start, end):
            hits = [found(start, end, "TIJD", "time.whole_hour")]
        if hits:
            done = hits[-1].span.end
            yield from hits


def _may_go_on(low: str, end: int) -> bool:
    """Whether a digit or unit follows an hour, the latter not behind a dot or colon."""
    after, then = low[end], low[end + 1]
    unit = after in _UNIT_LETTERS or then in _UNIT_LETTERS
    return then.isdigit() or (unit and after not in _POINTS)


def _is_taken(page: Page, start: int, done: int, date_ends: dict[int, bool]) -> bool:
    """Whether a number belongs to the time before it, or to something larger."""
    return start < done or _is_glued(page.text, start, done, date_ends)


def _is_glued(text: str, start: int, done: int, date_ends: dict[int, bool]) -> bool:
    before = text[start - 1] if start else " "
    if before in " \n(":
        return False
    if before == "/" and date_ends.get(start - 1, False):
        return False
    if before.isalnum() or before in "_/+=<>×*^":
        return True
    if before == "-":
        return start - 1 != done
    return before in ".,:" and start > 1 and text[start - 2].isdigit()


def _long(page: Page, start: int, end: int, date_ends: dict[int, bool]) -> Iterator[Detection]:
    """Four or six digits that are a time: ``20230714 1032``, ``0938 uur``."""
    time = next(in_figures(page.low, start), None)
    if time is None:
        return
    if _behind_date(page.text, start, date_ends) and _closes(page, end, time):
        yield found(start, time.end, "TIJD", "time.clock")
        return
    unit = time.notation.unit.strip()
    if end - start > _PAIR + _PAIR or unit not in _UNITS_OF_HOURS:
        return
    if not page.classes[word_before(page, start)] & W.TIME_DENY:
        yield found(start, time.end, "TIJD", "time.whole_hour")


def _closes(page: Page, end: int, time: Time) -> bool:
    """Whether the figures of a time end here, and are no part of a number or measure."""
    after = page.text[end : end + 2]
    if after[:1].isalnum():
        return bool(time.notation.unit)
    return not unit_follows(page, end) and not (len(after) == 2 and after[1].isdigit())


def _short(page: Page, start: int, done: int, date_ends: dict[int, bool]) -> Iterator[Detection]:
    """The times that start at one or two digits."""
    behind_date = _behind_date(page.text, start, date_ends)
    follows = behind_date or (done > 0 and RANGE.fullmatch(page.low, done, start) is not None)
    for time in in_figures(page.low, start):
        notation = time.notation
        if notation.form is TimeForm.CLOCK:
            if (last := _end_of_range(page, time)) is not None:
                yield found(start, time.end, "TIJD", "time.clock")
                yield found(*last, "TIJD", "time.clock")
                return
            if is_clock(page, start, time, behind_date=follows):
                yield found(start, time.end, "TIJD", "time.clock")
                return
        elif notation.unit.strip() in _UNITS_OF_HOURS:
            if is_whole_hour(page, start, time, behind_date=behind_date):
                yield found(start, time.end, "TIJD", "time.whole_hour")
            return


def _end_of_range(page: Page, first: Time) -> tuple[int, int] | None:
    """The second of two times that need no word: ``16.00-17.15 uur``, ``8.00 en 9.30 uur``."""
    join = RANGE.match(page.low, first.end) if first.notation.between in _POINTS else None
    if join is None or first.notation.unit:
        return None
    last = next(in_figures(page.low, join.end()), None)
    if last is None or last.notation.between not in _POINTS or unit_follows(page, last.end):
        return None
    return (join.end(), last.end) if last.notation.unit.strip() in _UNITS_OF_HOURS else None


def _behind_date(text: str, start: int, date_ends: dict[int, bool]) -> bool:
    for gap in range(1, _LONGEST_GAP) if date_ends else ():
        if start - gap in date_ends:
            return date_ends[start - gap] and text[start - gap : start] in _DATE_GAPS
    return False


def _in_relation(page: Page) -> Iterator[Detection]:
    """``kwart over drie``, ``om half vier``, ``tien voor half vijf``."""
    for index in page.of_kind("clock"):
        start = page.starts[index]
        if page.words[index] in ("over", "voor"):
            gap = page.gap_before(index)
            if page.classes[page.word(index - 1)] & W.MINUTE_WORD and gap.isspace():
                start = page.starts[index - 1]
            elif (minutes := _MINUTES_BEFORE.search(gap)) is not None:
                start -= len(minutes[0])
        time = next(in_words(page.low, start), None)
        if time is None or not time.notation.relation:
            continue
        if is_related(page, start, time):
            yield found(start, time.end, "TIJD", "time.words")


def _hours_in_words(page: Page) -> Iterator[Detection]:
    """``om acht uur``, ``vandaag rond elf uur``: a whole hour in words, behind a sign of a day."""
    for unit in page.of_kind("hour"):
        if unit == 0:
            continue
        start, end = page.starts[unit - 1], page.ends[unit]
        readings = in_words(page.low, start)
        if any(time.end == end for time in readings) and is_hour_in_words(page, start, end):
            yield found(start, end, "TIJD", "time.words")
