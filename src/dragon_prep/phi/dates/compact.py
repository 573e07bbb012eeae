"""Evidence for dates without separators, such as ``20190312`` and ``120319``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dragon_prep.language.units import is_day, word_after
from dragon_prep.language.words import WordClass as W
from dragon_prep.phi.dates.neighbours import before, glued
from dragon_prep.phi.staff_codes.finders import is_code

if TYPE_CHECKING:
    from dragon_prep.language.page import Page

_STAMP = re.compile(r"(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d)?\Z")
_COMPACT_DAY_LAST = re.compile(r"(?:19|20|21)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\Z")
_COMPACT_DAY_FIRST = re.compile(r"(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:19|20|21)\d\d\Z")
_CLOCK_BEHIND = re.compile(r"[ _T](?:[01]\d|2[0-3]):?[0-5]\d(?!\d)")
_SEXES = frozenset(("m", "v"))


def without_separators(page: Page, start: int, end: int) -> int:
    """End of the date at a run of six, eight or more digits; -1 if there is none."""
    if glued(page, start, end):
        return -1
    digits = page.text[start:end]
    if len(digits) == len("120319"):
        return end if _six(page, start, end) else -1
    if len(digits) == len("12032019"):
        return end if _eight(page, start, end) else -1
    day = start + len("20190312")
    stamped = _COMPACT_DAY_LAST.match(page.text[start:day]) is not None
    return day if stamped and _STAMP.match(page.text[day:end]) else -1


def _eight(page: Page, start: int, end: int) -> bool:
    """Whether eight digits are ``20190312``, or ``12032019`` behind a word that says so."""
    digits = page.text[start:end]
    if _COMPACT_DAY_LAST.match(digits):
        return True
    if _COMPACT_DAY_FIRST.match(digits) is None or not is_day(int(digits[:2]), int(digits[2:4])):
        return False
    word = before(page, start)[0]
    if page.classes[word] & (W.DATE_BEFORE | W.STUDY | W.BIRTH):
        return True
    return word == "van" or word.endswith("datum") or _CLOCK_BEHIND.match(page.low, end) is not None


def _six(page: Page, start: int, end: int) -> bool:
    """Whether six digits are ``140721`` or ``210714`` and stand where a date would."""
    digits = page.text[start:end]
    first, middle, last = int(digits[:2]), int(digits[2:4]), int(digits[4:])
    if not is_day(first, middle) and not is_day(last, middle):
        return False
    word, _, gap = before(page, start)
    if word.endswith("datum"):
        return True
    if page.classes[word] & (W.DATE_BEFORE | W.DATE_BEFORE_WEAK | W.BIRTH | W.COMPARE):
        return gap.strip(" ") in ("", ".", ":")
    return _is_beside_person(page, start, word, gap) or _opens_line(page, start, end)


def _is_beside_person(page: Page, start: int, word: str, gap: str) -> bool:
    """Whether six digits stand behind the code of staff, or a sex: ``A.J. / v / 110355``."""
    index = page.index_before(start)
    if word and is_code(page.text[page.starts[index] : page.end(index)]):
        return True
    return bool(gap) and page.word(index) in _SEXES and not gap.strip(" \t\n|/;,")


def _opens_line(page: Page, start: int, end: int) -> bool:
    """Whether an examination or a section stands behind six digits that open a line."""
    opens = start == 0 or page.text[start - 1] == "\n"
    return opens and bool(page.classes[word_after(page, end)] & (W.STUDY | W.SECTION))
