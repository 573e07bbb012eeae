"""Evidence for dates in digits: day, month and year, month and year, and those without separators.

What the digits say is the grammar's; here stands what tells a date from a version, a score, a place
on a clock face or a number that goes on.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dragon_prep.language.units import is_day, is_year, unit_follows, word_after
from dragon_prep.language.words import WordClass as W
from dragon_prep.phi.dates.day_months import end_of_short, read_short
from dragon_prep.phi.dates.grammar import end_of_stamp, parse_as
from dragon_prep.phi.dates.grammar.anchors import SHORT
from dragon_prep.phi.dates.grammar.notations import match_numeric
from dragon_prep.phi.dates.neighbours import (
    before,
    behind_date,
    glued,
    glued_after,
    glued_before,
)
from dragon_prep.phi.dates.ranges import days_of_range

if TYPE_CHECKING:
    from dragon_prep.language.page import Page
    from dragon_prep.phi.dates.grammar import DateValue

    Found = tuple[int, str] | None  # the end, and the rule; an empty rule: the rest must tell

QUOTES = "'’‘`´"
ROMANS = frozenset("ivxIVX")
# Widest gaps between the numbers of a date: " - ", and " tot en met " between two days.
WIDEST, WIDEST_TO_YEAR = 3, 12
_NOWHERE = (1 << 40, 1 << 40)
_NARROW = re.compile(r"[ \t\xa0]?[-/.][ \t\xa0\n]?|[ \t\xa0]")
# A time right behind the year: "3.4.2020/13.45 uur".
_CLOCK_GLUED = re.compile(r"[-/.](?:[01]?\d|2[0-3])[.:][0-5]\d(?!\d)")
# Hours of a clock face that follow each other, as stitches and inks do: "12-3-6 blauw".
_CLOCK_FACE = frozenset(("3-6-9", "6-9-12", "9-12-3", "12-3-6", "9-6-3", "12-9-6", "6-3-12"))
_FIRST_RECENT = 1990  # "2031-05"; before it four and two digits are as often something else
_TWO, _FULL_YEAR = 2, 4  # digits


def numeric(page: Page, at: int) -> Found:
    """End and rule of the numeric date whose first number is the one at an index, if there is one.

    The rule is empty for a day and month that only the rest of the report can tell. What the next
    numbers are, and how far they stand, rules most forms out before a notation is tried.
    """
    text, numbers = page.text, page.numbers
    start, end = numbers[at]
    second = numbers[at + 1] if at + 1 < len(numbers) else _NOWHERE
    gap, length = second[0] - end, second[1] - second[0]
    if text[end + 1 : end + 2] in ROMANS:
        return _with_roman_month(page, start)
    if gap > WIDEST:
        return None
    third = numbers[at + 2][0] if at + 2 < len(numbers) else _NOWHERE[0]
    if length <= _TWO and third - second[1] <= WIDEST_TO_YEAR:
        hit = _three_numbers(page, start)
        if hit is not None:
            return hit
    if gap == 1:
        return _two_numbers(page, start, length)
    if gap == len("-'") and text[second[0] - 1] in QUOTES:
        value = parse_as("month_quoted", text, start)
        if value is not None and not _goes_on(text, value.end) and not glued_before(page, start):
            return value.end, "date.month_year"
    return None


def _goes_on(text: str, end: int) -> bool:
    """Whether a letter, a digit or another apostrophe follows a short year: ``3 '12'``."""
    after = text[end : end + 1]
    return after.isalnum() or after in ("'", "’")


def _three_numbers(page: Page, start: int) -> Found:
    """Day, month and year in whatever order, or two days and a year."""
    text = page.text
    end = _full(page, start)
    if end > 0:
        return end, "date.numeric"
    if text.startswith("00", start):
        return _placeholder(page, start)
    end = days_of_range(page, start)
    if end > 0:
        return end, "date.range"
    value = parse_as("year_first", text, start) if text[start + 2 : start + 3] in "-/." else None
    if value is None or glued(page, start, value.end):
        return None
    word = before(page, start)[0]
    dated = bool(page.classes[word] & (W.DATE_BEFORE | W.BIRTH)) or word.endswith("datum")
    return (value.end, "date.numeric") if dated else None


def _full(page: Page, start: int) -> int:
    """End of the day, month and year at a place; -1 if there is none."""
    match = match_numeric(page.text, start)
    if match is None or not _is_some_day(match) or not all(map(_NARROW.fullmatch, _gaps(match))):
        return -1
    if _runs_on(page, match):
        return -1
    left, right = _gaps(match)
    uneven = match["y"][0] not in QUOTES and (len(left) > 1) != (len(right) > 1)
    if uneven and _is_version(page, start):
        return -1  # "RECIST 1.1. 40-jarige man", "v1.1. 2022"
    is_right = _has_long_year if len(match["y"]) == _FULL_YEAR else _has_short_year
    return match.end() if is_right(page, match) else -1


def _is_some_day(match: re.Match[str]) -> bool:
    """Whether there is such a day, its month in front only before a whole year: 12/31/2019."""
    first, second = int(match["d"]), int(match["m"])
    if is_day(first, second):
        return True
    return len(match["y"]) == _FULL_YEAR and is_day(second, first)


def _gaps(match: re.Match[str]) -> tuple[str, str]:
    text = match.string
    return text[match.end("d") : match.start("m")], text[match.end("m") : match.start("y")]


def _runs_on(page: Page, match: re.Match[str]) -> bool:
    """Whether a number goes on behind a date, and is neither a date nor a time."""
    text, end = page.text, match.end()
    if not _number_joins(page, end):
        return False
    if text[end] in "-/" and match_numeric(text, end + 1) is not None:
        return False
    return len(match["y"]) != _FULL_YEAR or _CLOCK_GLUED.match(text, end) is None


def _number_joins(page: Page, end: int) -> bool:
    after = page.text[end : end + 2]
    return len(after) == _TWO and after[0] in "-/.," and after[1].isdigit()


def _is_blank(match: re.Match[str]) -> bool:
    return not all(gap.strip() for gap in _gaps(match))


def _has_long_year(page: Page, match: re.Match[str]) -> bool:
    """Whether day, month and a year in four digits are a date where they stand."""
    start = match.start()
    if not is_year(int(match["y"])) or (
        _number_before(page, start) and not behind_date(page, start)
    ):
        return False
    return not (_is_blank(match) and unit_follows(page, match.end()))


def _has_short_year(page: Page, match: re.Match[str]) -> bool:
    """Whether three numbers, the last a year in two digits, are a date where they stand."""
    start, end = match.span()
    if not _number_joins(page, end) and glued_after(page, end):
        return False
    if glued_before(page, start) and not behind_date(page, start):
        return False
    if match["y"][0] in QUOTES:
        return True
    if match[0] in _CLOCK_FACE or _is_score(page, match):
        return False
    if unit_follows(page, end) and "0" not in (match["d"][0], match["m"][0]):
        return False
    left, right = _gaps(match)
    if _is_blank(match):
        return left == right and _spaced(page, start, end)
    # Two digits are a year only behind two separators of one kind.
    return left.strip() == right.strip()


def _is_score(page: Page, match: re.Match[str]) -> bool:
    """Whether a word in front makes three numbers a score, image or level.

    Behind a measure a date is when it was taken (``PSA 2-3-18 6.7``), and behind none of them has
    a month a zero in front (``serie 12-03-19``).
    """
    classes = page.classes[before(page, match.start())[0]]
    if not classes & W.NOT_DATE_BEFORE or classes & W.LAB_VALUE:
        return False
    return match["m"][0] != "0" or len(match["d"]) == 1


def _is_version(page: Page, start: int) -> bool:
    """Whether a version stands here, behind the name of a scale or a ``v``."""
    word = page.word(page.index_before(start))
    return bool(
        page.classes[word] & (W.VERSIONED | W.NOT_DATE_BEFORE | W.YEAR_DENY)
    ) or word.endswith("rads")


def _number_before(page: Page, start: int) -> bool:
    last = page.text[max(0, start - 2) : start]
    return last[-1:].isdigit() or (len(last) == 2 and last[1] in "-/.,:" and last[0].isdigit())


def _spaced(page: Page, start: int, end: int) -> bool:
    """Whether ``12 4 19`` is a day because of its place: behind a key, or at the end of a line."""
    word, _, gap = before(page, start)
    if page.classes[word] & (W.DATE_BEFORE | W.SECTION | W.SIGNING) or word.endswith("datum"):
        return True
    index = page.index_before(start)
    ends_line = page.text[end : end + 2].strip(" .")[:1] in ("", "\n")
    return ends_line and bool(word) and gap == " " and page.is_capital(index)


def _placeholder(page: Page, start: int) -> Found:
    """A date whose day, or day and month, nobody knows: ``00-00-1953``."""
    for name in ("placeholder", "placeholder_day"):
        value = parse_as(name, page.text, start)
        if value is not None and not glued(page, start, value.end):
            return value.end, "date.numeric"
    return None


def placeholder_before(page: Page, start: int, end: int) -> int:
    """Start of the date that ends in a year, or month and year: ``XX-XX-1963``; -1 if none does.

    Args:
        page: the text.
        start: of the year, or of the month in front of it.
        end: of the number there.
    """
    if page.text[start - 1 : start] not in ("-", "/", "."):
        return -1
    for name, length in (("placeholder", len("xx-xx-")), ("placeholder_day", len("xx-"))):
        first = start - length
        value = parse_as(name, page.text, first) if first >= 0 else None
        if value is not None and value.end >= end and not glued(page, first, value.end):
            return first
    return -1


def _two_numbers(page: Page, start: int, length: int) -> Found:
    """A month and year, or a day and month; ``length`` is that of the second number."""
    if length == _FULL_YEAR:
        return _month_and_year(page, start)
    match = SHORT.match(page.text, start) if length <= _TWO else None
    if match is None:
        return None
    sure = read_short(page, start, match)
    if sure is not False:
        return end_of_short(page, match), "date.day_month" if sure else ""
    return _month_and_short_year(page, start)


def _month_and_year(page: Page, start: int) -> Found:
    value = parse_as("month_year", page.text, start)
    if value is None or glued(page, start, value.end) or unit_follows(page, value.end):
        return None
    # "versie 10-2019"
    if page.classes[before(page, start)[0]] & W.VERSIONED:
        return None
    return value.end, "date.month_year"


def _with_roman_month(page: Page, start: int) -> Found:
    value = parse_as("roman", page.text, start)
    if value is None or glued_before(page, start):
        return None
    if page.text[value.end : value.end + 1].isalnum():
        return None
    return (value.end, "date.numeric") if value.has_century or value.gaps[0] != " " else None


def _month_and_short_year(page: Page, start: int) -> Found:
    """``extern 9/21``, ``vgl 11/19``: a month and year where the second can be no month."""
    text = page.text
    value = parse_as("month_short_year", text, start)
    if value is None or value.gaps != ("/",) or _goes_on_behind_slash(page, value):
        return None
    end = value.end
    if not _dates_month_and_year(page, start):
        # "6,9 (10/22)" in a series of dated values, which only the rest of it can tell.
        bracketed = text[start - 1 : start] == "(" and text[end : end + 1] == ")"
        return (end, "") if bracketed else None
    counted = page.classes[word_after(page, end)] & (W.COUNTED | W.NOT_DATE_AFTER)
    return None if counted or unit_follows(page, end) else (end, "date.month_year")


def _goes_on_behind_slash(page: Page, value: DateValue) -> bool:
    after = page.text[value.end : value.end + 2]
    if after[:1] in ("/", "-") or (after[:1] in (".", ",") and after[1:].isdigit()):
        return True
    return glued(page, value.start, value.end)


def _dates_month_and_year(page: Page, start: int) -> bool:
    """Whether the words in front are of a month and year: ``extern``, ``vgl met``, ``datum``."""
    word, earlier, _ = before(page, start)
    if word.endswith("datum"):
        return True
    if word in ("met", "van") and page.classes[earlier] & (W.COMPARE | W.MONTH_YEAR_BEFORE):
        return True
    return bool(page.classes[word] & (W.COMPARE | W.STUDY | W.MONTH_YEAR_BEFORE))


def iso(page: Page, start: int) -> Found:
    """``2019-03-12``, with its time and zone where these are glued to it, and ``2019-03``."""
    value = parse_as("year_month_day", page.text, start)
    if value is None:
        return _year_and_month(page, start)
    dashed = value.gaps[0] == "-" and len(value.written) == len("2019-03-12")
    return end_of_stamp(page.text, value.end) if dashed else value.end, "date.iso"


def _year_and_month(page: Page, start: int) -> Found:
    value = parse_as("year_month", page.text, start)
    if value is None or value.year < _FIRST_RECENT:
        return None
    if value.gaps[0] == "." or len(value.written) < len("2019-03"):
        return None
    end = value.end
    goes_on = page.text[end : end + 1] == "-" or glued(page, start, end)
    return None if goes_on or unit_follows(page, end) else (end, "date.month_year")
