"""Days with their month in digits and no year, such as ``12-3`` and ``24/5``.

Scores, fractions, ranges, levels and image numbers look the same. What tells a date is a zero that
pads, a word, weekday, time or staff code beside it, its place in the text, numbers that cannot be
a fraction or a range, or that it stands elsewhere in the same report as a date without doubt.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dragon_prep.language.units import is_day, unit_follows, word_after
from dragon_prep.language.words import WordClass as W
from dragon_prep.phi.dates.day_month_signs import (
    at_section_head,
    before_time,
    behind_hospital,
    behind_lab_value,
    beside_code,
    closes_title,
    is_announced,
    is_size,
)
from dragon_prep.phi.dates.grammar.anchors import LONGEST_WEEKDAY, weekday_before
from dragon_prep.phi.dates.neighbours import before, glued_after, glued_before

if TYPE_CHECKING:
    from dragon_prep.language.page import Page

# "5/10 dd uitsl 10/10": the two letters open the next date, and are no doses a day.
_NEXT_DATE = re.compile(r"\s+dd\.?\s+[^\W\d_]+\.?:?\s+\d{1,2}[-/]\d")
_MARKERS = frozenset(("19-9", "19.9", "15-3", "15.3"))
_PAIR = re.compile(r"\(\d{1,3}-\d{1,3}\)")
_ALWAYS = "24/7"
_LAST_MONTH = 12
# Up to here a second number is the whole of a fraction as often: "2/3", "3/4".
_SMALL_WHOLE = 4
_VALUE_BEHIND = re.compile(r":? \d{1,4}(?:[.,]\d)?")


def key_of(match: re.Match[str]) -> tuple[int, str, int]:
    """What two spellings of one day have in common."""
    return int(match[1]), match[2], int(match[3])


def read_short(page: Page, start: int, match: re.Match[str]) -> bool | None:
    """Whether ``12-3``, ``04.10``, ``24/5`` or ``8 06`` is a day and month and nothing else.

    Returns:
        None if only the rest of the report can tell.
    """
    day, separator, month = match.groups()
    end = match.end()
    if not is_day(int(day), int(month)):
        return False
    if unit_follows(page, end):
        return _NEXT_DATE.match(page.low, end) is not None and not glued_before(page, start)
    if _goes_on(page, start, end) or _counts(page, match):
        return False
    if separator in "-/." and behind_hospital(page, start, end):
        return True
    if separator in " \xa0":
        return _with_blank(page, start, match)
    if separator == ".":
        return _with_dot(page, start, match)
    if month[0] == "0" or day[0] == "0":
        return True
    return _unpadded(page, before(page, start)[0], match)


def _goes_on(page: Page, start: int, end: int) -> bool:
    """Whether the numbers go on to a side, and not with a word that announces a day."""
    if glued_after(page, end):
        return True
    return glued_before(page, start) and not _glued_to_cue(page, start)


def _counts(page: Page, match: re.Match[str]) -> bool:
    """Whether the words beside two numbers make a score, a marker or a count of them."""
    word = before(page, match.start())[0]
    if page.classes[word] & W.NOT_DATE_BEFORE or word.endswith("score"):
        return not _is_dated_value(page, word, match)
    if word == "ca" and match[0] in _MARKERS:
        return True
    follows = word_after(page, match.end())
    if not page.classes[follows] & W.NOT_DATE_AFTER:
        return False
    return int(match[1]) < int(match[3]) or follows not in ("van", "de")


def _is_dated_value(page: Page, word: str, match: re.Match[str]) -> bool:
    """Whether a day and month stand between a measure and its value: ``PSA 12-03: 4,5``."""
    if not page.classes[word] & W.LAB_VALUE or match[3][0] != "0":
        return False
    return _VALUE_BEHIND.match(page.text, match.end()) is not None


def _with_blank(page: Page, start: int, match: re.Match[str]) -> bool:
    """Whether ``8 06`` is a day and month: with a zero, where a date would stand."""
    if match[3][0] != "0":
        return False
    word, _, gap = before(page, start)
    if ":" in gap or start == 0 or page.text[start - 1] == "\n":
        return True
    return word in ("op", "dd", "d", "van") or at_section_head(page, start, match.end())


def _with_dot(page: Page, start: int, match: re.Match[str]) -> bool:
    """Whether ``04.10`` or ``28.9.`` is a day and month, and no decimal or number of a heading."""
    end, descending = match.end(), int(match[1]) > int(match[3])
    if len(match[3]) == 1 and not _is_dotted_twice(page, end, descending=descending):
        return False
    return match[1][0] == "0" or is_announced(page, start, match, descending=descending)


def _is_dotted_twice(page: Page, end: int, *, descending: bool) -> bool:
    """Whether a dot closes day and month too, as in ``30.8.: rustig beeld``."""
    after = page.text[end : end + 3]
    if after[:1] != ".":
        return False
    return after[1:2] in frozenset(":,;)") or (descending and after[1:2] in ("", " ", "\n"))


def end_of_short(page: Page, match: re.Match[str]) -> int:
    """End of a day and month, with the dot that belongs to it: ``30.8.:``, ``28.9. rustig``."""
    end = match.end()
    if match[2] != "." or page.text[end : end + 1] != ".":
        return end
    after = page.text[end + 1 : end + 3]
    closed = after[:1] in frozenset(":,;)") or (after[:1] == " " and after[1:].islower())
    return end + 1 if closed else end


def _unpadded(page: Page, word: str, match: re.Match[str]) -> bool | None:
    start, end = match.span()
    falls = int(match[1]) > int(match[3])
    if match[0] == _ALWAYS:
        return False
    if _has_time_or_weekday(page, word, start, end):
        return True
    if is_size(page, start, word):
        return False
    if beside_code(page, start, end, descending=falls) or _is_no_range(page, match):
        return True
    if falls and closes_title(page, start, end):
        return True
    descending = falls or (int(match[1]) == int(match[3]) and match[2] != "/")
    if is_announced(page, start, match, descending=descending):
        return not _is_fraction_or_range(page, word, match)
    if not _in_brackets(page, start, end):
        return None  # "9/4" at an end of a line may still be a ratio
    return match[2] == "/" and behind_lab_value(page, start)  # "(8-3)" is an image as often


def _has_time_or_weekday(page: Page, word: str, start: int, end: int) -> bool:
    if weekday_before().search(page.low, max(0, start - LONGEST_WEEKDAY), start) and word != "do":
        return True
    return before_time(page, word, end)


def _in_brackets(page: Page, start: int, end: int) -> bool:
    return page.text[start - 1 : start] == "(" and page.text[end : end + 1] == ")"


def _is_no_range(page: Page, match: re.Match[str]) -> bool:
    """Whether the first number is beyond any month: no range descends, no part exceeds the whole.

    ``(24-3)`` may still be a series and an image where a report has several such pairs.
    """
    if int(match[1]) <= _LAST_MONTH:
        return False
    return match[2] != "-" or not _in_brackets(page, *match.span()) or not _several(page)


def _several(page: Page) -> bool:
    """Whether a report has several pairs such as ``(8-104)``, which are series and image."""
    pairs = _PAIR.finditer(page.text)
    return next(pairs, None) is not None and next(pairs, None) is not None


def _glued_to_cue(page: Page, start: int) -> bool:
    """Whether a word that announces a day is glued to it: ``d.d06/02``, ``wo14/2``."""
    index = page.index_before(start)
    if index < 0 or page.end(index) != start:
        return False
    word = page.words[index]
    if word == "d":
        return page.word(index - 1) == "d"
    return (
        bool(page.classes[word] & (W.DATE_BEFORE | W.MONTH_BEFORE | W.WEEKDAY_ANY))
        and len(word) > 1
    )


def _is_fraction_or_range(page: Page, word: str, match: re.Match[str]) -> bool:
    """Whether it reads as ``op 2/3 van`` or ``op 3-4 plaatsen``."""
    first, second = int(match[1]), int(match[3])
    if first >= second:
        return False
    follows = word_after(page, match.end())
    if match[2] == "/":
        return second <= _SMALL_WHOLE and bool(follows)
    return (
        word in ("op", "per", "vanaf")
        and bool(follows)
        and not page.classes[follows] & W.AFTER_YEAR
    )


def holds_elsewhere(page: Page, match: re.Match[str]) -> bool:
    """Whether a string that is a date elsewhere in the report is one here too."""
    if int(match[1]) >= int(match[3]):
        return True
    # "3-4" in front of a small word may count things, whatever day it was.
    follows = word_after(page, match.end())
    return not follows or bool(page.classes[follows] & (W.AFTER_YEAR | W.DATE_AFTER))
