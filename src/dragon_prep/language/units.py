"""What a number may mean: days, years, and the units that speak against both."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dragon_prep.language.words import WordClass as W

if TYPE_CHECKING:
    from dragon_prep.language.page import Page

_NEXT_WORD = re.compile(r"[ \t\xa0]{0,3}\n?[ \t\xa0]{0,3}([^\W\d_]+[²³]?|[%°×])")
_LONGEST_UNIT = 3
# Right behind a number these rule a unit or word out before any pattern is tried.
_ENDS = frozenset(".,;:)(/-–+*\"'=<>[]|")
_FIRST_YEAR, _LAST_YEAR = 1900, 2199  # far from today on both sides
_DAYS_IN_MONTH = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def is_day(day: int, month: int) -> bool:
    """Whether there is such a day in some year."""
    return 1 <= month <= 12 and 1 <= day <= _DAYS_IN_MONTH[month - 1]


def is_year(year: int) -> bool:
    """Whether a report can speak of such a year."""
    return _FIRST_YEAR <= year <= _LAST_YEAR


def word_after(page: Page, end: int) -> str:
    """The word right behind a place in lower case, empty if something else stands there."""
    if page.low[end : end + 1] in _ENDS:
        return ""
    match = _NEXT_WORD.match(page.low, end)
    return match[1] if match is not None else ""


def unit_follows(page: Page, end: int) -> bool:
    """Whether a unit or a countable thing stands right behind a place."""
    if page.low[end : end + 1] in _ENDS:
        return False
    match = _NEXT_WORD.match(page.low, end)
    if match is None:
        return False
    # A longer word with a capital opens a sentence or field: "2 10 2024 Jaar".
    capital = page.text[match.start(1)].isupper()
    if len(match[1]) > _LONGEST_UNIT and capital:
        return False
    # "M" is a man and no metre; a letter alone on the next line opens something.
    if len(match[1]) == 1 and ((match[1] == "m" and capital) or "\n" in match[0]):
        return False
    return bool(page.classes[match[1]] & W.UNIT) or match[1] in "%°×"
