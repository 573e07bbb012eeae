"""Ranges of days that share a month or year: ``12/3-15/3 2019``, ``12 t/m 15-3-2019``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dragon_prep.language.words import WordClass as W
from dragon_prep.phi.dates.grammar import parse_as
from dragon_prep.phi.dates.neighbours import before, glued

if TYPE_CHECKING:
    from dragon_prep.language.page import Page

_RANGE_LINK = re.compile(r" ?(?:-|t/m|tot en met|tot) ?")
# The first of two days of one month: "12 t/m 15-3-2019".
_OPENING_DAY = re.compile(
    r"(?<![\d.,/:x+-])(?<![^\W_])(\d{1,2})-? ?(t/m|tot en met|tot|en) ?\Z", re.IGNORECASE
)
_LONGEST_OPENING = 16
_LINK_ENDS = ("m", "t", "n")


def days_of_range(page: Page, start: int) -> int:
    """End of two days with one year: ``12/3-15/3 2019``; -1 if there is none."""
    text = page.text
    first = parse_as("list_day_month", text, start)
    link = _RANGE_LINK.match(text, first.end) if first is not None else None
    last = parse_as("numeric", text, link.end()) if link is not None else None
    if first is None or last is None or glued(page, start, last.end):
        return -1
    return last.end if (first.month, first.day) <= (last.month, last.day) else -1


def opening_day(page: Page, start: int, day: int) -> int:
    """Start of the day that a range opens with in front of its last: ``12 t/m 15-3-2019``.

    Args:
        page: the text.
        start: of the last day of the range.
        day: which it is.
    """
    if page.low[max(0, start - 2) : start].strip()[-1:] not in _LINK_ENDS:
        return start
    match = _OPENING_DAY.search(page.low, max(0, start - _LONGEST_OPENING), start)
    if match is None or not 1 <= int(match[1]) < day:
        return start
    word = before(page, match.start())[0]
    if page.classes[word] & W.NOT_DATE_BEFORE:
        return start
    # "3 en 12-3-2019" may be a number and a date.
    announced = bool(page.classes[word] & (W.DATE_BEFORE | W.DATE_BEFORE_DESCENDING))
    return match.start() if announced or match[2] != "en" else start
