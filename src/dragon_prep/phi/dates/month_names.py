"""Dates with the name of a month: ``4 okt '23``, ``di 7 februari``, ``feb 2017``, ``van mei``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dragon_prep.language.units import is_year, unit_follows, word_after
from dragon_prep.language.words import WordClass as W
from dragon_prep.phi.dates.grammar import parse_as
from dragon_prep.phi.dates.grammar.anchors import (
    LONGEST_DAYS,
    MONTH_BEHIND,
    NIGHT,
    YEAR_BEHIND,
    YEAR_WORDS,
    days_before,
)
from dragon_prep.phi.finding import Detection, found

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragon_prep.language.page import Page

_LONG = 5  # letters
_BEFORE_MONTH = W.MONTH_BEFORE | W.STUDY | W.COMPARE | W.SEASON
_NUMBER_GOES_ON = re.compile(r"[.,/:-]\d")
_STAGE = re.compile(r"mrt[0-4](?:[a-c]|[ \n]?n[0-2x]|(?=[,.;)]))")  # "mrT2a N0"
_COMING = re.compile(r" (?:a\.? ?s\b|aanstaande|j\.?l\b|jongstleden|komende?\b)")


def with_month_names(page: Page) -> Iterator[Detection]:
    """Dates around the names and abbreviations of months, also misspelt ones."""
    for index in page.of_kind("month"):
        if _STAGE.match(page.low, page.starts[index]):
            continue
        hit = _around(page, index)
        if hit is not None:
            yield hit


def _around(page: Page, index: int) -> Detection | None:
    start, end = page.starts[index], page.end(index)
    if start and page.text[start - 1] == "_":
        return None
    if page.classes[page.word(index - 1)] & W.DAY_WORD and page.gap_before(index) in (" ", "\n"):
        end = max(end, _end_of_year(page, index, end, behind_day=True))
        return found(page.starts[index - 1], end, "DATUM", "date.day_month_name")
    full = bool(page.classes[page.words[index]] & W.MONTH_FULL)
    if not full and page.text[end : end + 1] == ".":
        end += 1
    days = _days_before(page, index)
    year_end = _end_of_year(page, index, end, behind_day=days is not None)
    if days is not None:
        return found(_first_day(days), max(end, year_end), "DATUM", "date.day_month_name")
    day_end = _end_of_day(page, start)
    if day_end > 0:
        return found(start, day_end, "DATUM", "date.day_month_name")
    if year_end > 0 and _is_known(page, index):
        return found(start, year_end, "DATUM", "date.month_name_year")
    if _is_announced(page, index, full=full) or _opens_range(page, index, end):
        return found(start, end, "DATUM", "date.month_name")
    return None


def _is_known(page: Page, index: int) -> bool:
    """Whether a month is spelt as it should be, or is too long for a slip into another word."""
    name = page.words[index]
    return bool(page.classes[name] & (W.MONTH_FULL | W.MONTH_SHORT)) or len(name) > _LONG


def _days_before(page: Page, index: int) -> re.Match[str] | None:
    """The day in front of a month, with its weekday and the days it is listed with."""
    start = page.starts[index]
    # A day ends in a digit or as "4e", "14de" and "1ste" do.
    tail = page.low[max(0, start - 3) : start].rstrip(" \t\xa0\n.-")[-1:]
    if not tail.isdigit() and tail != "e":
        return None
    days = days_before().search(page.low, max(0, start - LONGEST_DAYS), start)
    if days is not None and ". " in days.group() and page.is_capital(index):
        return None  # "Groep 5. Mei": a sentence ends between the two
    return days


def _first_day(days: re.Match[str]) -> int:
    """Where the first of the days in front of a month starts, if they are days that follow."""
    night = NIGHT.search(days[0])
    if night is not None and int(night[2]) not in (1, int(night[1]) + 1):
        return days.start() + night.start(2)
    return days.start()


def _end_of_day(page: Page, start: int) -> int:
    """End of the day behind a month, and of its year: ``Oct 9, 2023``, ``March 5th``; or -1."""
    for name in ("month_first", "name_ordinal"):
        value = parse_as(name, page.text, start)
        if value is not None:
            return value.end
    return -1


def _opens_range(page: Page, index: int, end: int) -> bool:
    """Whether another month follows, as in ``okt/nov 2019`` and ``mei t/m juli``."""
    match = MONTH_BEHIND.match(page.low, end)
    return (
        match is not None
        and bool(page.classes[match[1]] & W.MONTH)
        and (bool(page.classes[page.words[index]] & (W.MONTH_SHORT | W.MONTH_FULL)))
    )


def _end_of_year(page: Page, index: int, end: int, *, behind_day: bool) -> int:
    """End of the year behind a month's name; -1 where there is none.

    Args:
        page: the text.
        index: of the month's name.
        end: of the month, with its dot.
        behind_day: whether a day stands in front of the month.
    """
    if page.word(index + 1).startswith(YEAR_WORDS) and page.gap_before(index + 1) == " ":
        in_words = parse_as("year_words", page.text, page.starts[index + 1])
        return in_words.end if in_words is not None else -1
    year = YEAR_BEHIND.match(page.text, end)
    if year is None:
        return -1
    if year[1] is not None:
        return year.end() if _is_full_year(page, year, behind_day=behind_day) else -1
    if year[2]:
        return year.end()
    return year.end() if behind_day and _is_bare_year(page, year) else -1


def _is_full_year(page: Page, year: re.Match[str], *, behind_day: bool) -> bool:
    """Whether four digits behind a month are its year: ``2 juni 2019``, ``2 juni, 2019``."""
    if not is_year(int(year[1])):
        return False
    comma = "," in page.text[year.start() : year.start(1)]
    return (behind_day and not comma) or not unit_follows(page, year.end())


def _is_bare_year(page: Page, year: re.Match[str]) -> bool:
    """Whether two digits are a year, and not the count or time that the next words are about."""
    end = year.end()
    follows = page.text[end : end + 1]
    if follows.isalnum() or follows in frozenset(":%°"):
        return False
    if _NUMBER_GOES_ON.match(page.text, end) or unit_follows(page, end):
        return False
    if follows != " " or year[3][0] == "0" or page.text[year.start() : year.start(3)].strip():
        return True
    return bool(page.classes[word_after(page, end)] & W.AFTER_YEAR)


def _is_announced(page: Page, index: int, *, full: bool) -> bool:
    """Whether a month without day and year is a date here and not part of something else."""
    if not full:
        return _is_announced_short(page, index)
    if _stands_close(page, index) and page.classes[page.word(index - 1)] & _BEFORE_MONTH:
        return True
    if _COMING.match(page.low, page.end(index)):
        return True
    # "Juni" and "April" are names too, but hardly in lower case; "maart" is dictated for "maar".
    return not page.is_capital(index) and page.words[index] not in ("mei", "maart")


def _stands_close(page: Page, index: int) -> bool:
    """Whether only blanks or a bracket stand between a word and the one before it."""
    gap = page.gap_before(index)
    return len(gap) <= 3 and not gap.strip(" \t\n\xa0(")


def _is_announced_short(page: Page, index: int) -> bool:
    """Whether a month's abbreviation is a date without day and year."""
    name, word = page.words[index], page.word(index - 1)
    capital = page.is_capital(index)
    if page.classes[name] & W.MONTH_SHORT_SURE and not capital:
        return page.text[page.end(index) : page.end(index) + 1] in ("", *" ,.;:)\n")
    if capital or name == "sep" or not page.classes[name] & W.MONTH_SHORT:
        return False
    if not _stands_close(page, index):
        return False
    studied = word == "van" and bool(page.classes[page.word(index - 2)] & W.STUDY)
    return studied or bool(page.classes[word] & W.MONTH_BEFORE_SHORT)
