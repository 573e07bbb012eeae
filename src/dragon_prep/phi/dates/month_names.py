"""Dates with the name of a month: ``4 okt '23``, ``di 7 februari``, ``feb 2017``, ``van mei``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dragon_prep.language.units import is_year, unit_follows, word_after
from dragon_prep.language.words import WordClass as W
from dragon_prep.phi.finding import Detection, found

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragon_prep.language.page import Page

_DAY = r"(?:[0-2]?\d|3[01])(?:e|ste|de)?"
_WEEKDAY = r"(?:ma|di|wo|woe|do|don|vr|za|zo|(?:maan|dins|woens|donder|vrij|zater|zon)dag)\.?,?"
_DAYS_BEFORE = re.compile(
    rf"(?:(?<![^\W_]){_WEEKDAY}\s{{0,2}})?(?<![\d.,/:x+-])"
    rf"{_DAY}(?:\s?"
    rf"(?:t/m|tot en met|tot|en|op|[-–/&,])\s?(?:{_WEEKDAY}\s)?{_DAY}){{0,2}}[ \t\xa0\n.-]{{0,2}}\Z"
)
_YEAR_AFTER = re.compile(r"[ \t\xa0\n./-]{0,3}(?:((?:19|20)\d\d)|(['’‘`´]?)(\d\d))(?!\d)")
_MONTH_BEHIND = re.compile(r" ?(?:-|–|/|t/m|tot) ?([^\W\d_]{3,})")
_NUMBER_GOES_ON = re.compile(r"[.,/:-]\d")
# "nacht van 11 op 12 januari" is one span, "score 8 op 12 januari" is not.
_NIGHT = re.compile(r"(\d+)\D* op \D*(\d+)")
_COMING = re.compile(r" (?:a\.? ?s\b|aanstaande|j\.?l\b|jongstleden|komende?\b)")


def with_month_names(page: Page) -> Iterator[Detection]:
    """Dates around the names and abbreviations of months, also misspelt ones."""
    for index in page.of_kind("month"):
        hit = _around(page, index)
        if hit is not None:
            yield hit


def _around(page: Page, index: int) -> Detection | None:
    start, end, name = page.starts[index], page.end(index), page.words[index]
    if start and page.text[start - 1] == "_":
        return None
    full = bool(page.classes[name] & W.MONTH_FULL)
    if page.classes[page.word(index - 1)] & W.DAY_WORD and page.gap_before(index) in (" ", "\n"):
        year = _YEAR_AFTER.match(page.text, end)
        year_end = _end_of_year(page, year, behind_day=True) if year is not None else -1
        return found(page.starts[index - 1], max(end, year_end), "DATUM", "date.day_month_name")
    if not full and page.text[end : end + 1] == ".":
        end += 1
    # A day ends in a digit or as "4e", "14de" and "1ste" do.
    tail = page.low[max(0, start - 3) : start].rstrip(" \t\xa0\n.-")[-1:]
    may_be_day = tail.isdigit() or tail == "e"
    days = _DAYS_BEFORE.search(page.low, max(0, start - 34), start) if may_be_day else None
    if days is not None and ". " in days.group() and page.is_capital(index):
        days = None  # "Groep 5. Mei": a sentence ends between the two
    year = _YEAR_AFTER.match(page.text, end)
    year_end = _end_of_year(page, year, behind_day=days is not None) if year is not None else -1
    if days is not None:
        night = _NIGHT.search(days[0])
        first = days.start()
        if night is not None and int(night[2]) not in (1, int(night[1]) + 1):
            first += night.start(2)
        return found(first, max(end, year_end), "DATUM", "date.day_month_name")
    known = full or bool(page.classes[name] & W.MONTH_SHORT) or len(name) > 5
    if year_end > 0 and known:
        return found(start, year_end, "DATUM", "date.month_name_year")
    if _is_announced(page, index, full=full) or _opens_range(page, index, end):
        return found(start, end, "DATUM", "date.month_name")
    return None


def _opens_range(page: Page, index: int, end: int) -> bool:
    """Whether another month follows, as in ``okt/nov 2019`` and ``mei t/m juli``."""
    match = _MONTH_BEHIND.match(page.low, end)
    return (
        match is not None
        and bool(page.classes[match[1]] & W.MONTH)
        and (bool(page.classes[page.words[index]] & (W.MONTH_SHORT | W.MONTH_FULL)))
    )


def _end_of_year(page: Page, year: re.Match[str], *, behind_day: bool) -> int:
    """End of the year behind a month's name; -1 where the digits are something else."""
    end = year.end()
    if year[1] is not None:
        return end if is_year(int(year[1])) and (behind_day or not unit_follows(page, end)) else -1
    if year[2]:
        return end
    # Two bare digits: a year, or the count or clock time that the next words are about.
    follows = page.text[end : end + 1]
    if not behind_day or follows.isalnum() or follows in frozenset(":%°"):
        return -1
    if _NUMBER_GOES_ON.match(page.text, end) or unit_follows(page, end):
        return -1
    bare = not page.text[year.start() : year.start(3)].strip() and follows == " "
    if bare and year[3][0] != "0" and not page.classes[word_after(page, end)] & W.AFTER_YEAR:
        return -1
    return end


def _is_announced(page: Page, index: int, *, full: bool) -> bool:
    """Whether a month without day and year is a date here and not part of something else."""
    name, word = page.words[index], page.word(index - 1)
    gap = page.gap_before(index)
    close = len(gap) <= 3 and not gap.strip(" \t\n\xa0(")
    capital = page.is_capital(index)
    if not full:
        if page.classes[name] & W.MONTH_SHORT_SURE and not capital:
            return page.text[page.end(index) : page.end(index) + 1] in ("", *" ,.;:)\n")
        if capital or not close or not page.classes[name] & W.MONTH_SHORT or name == "sep":
            return False
        studied = word == "van" and bool(page.classes[page.word(index - 2)] & W.STUDY)
        return studied or bool(page.classes[word] & W.MONTH_BEFORE_SHORT)
    if close and page.classes[word] & (W.MONTH_BEFORE | W.STUDY | W.COMPARE | W.SEASON):
        return True
    if _COMING.match(page.low, page.end(index)):
        return True
    # "Juni" and "April" are names too, but hardly in lower case; "maart" is dictated for "maar".
    return not capital and name not in ("mei", "maart")
