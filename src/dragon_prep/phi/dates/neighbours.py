"""What stands beside a number: whether it goes on, and which words are in front."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dragon_prep.language.page import Page

_DATE_BEFORE = re.compile(r"(?<![\w.,:/-])\d{1,2}([-/.])\d{1,2}\1(?:\d{4}|\d\d)[-/]\Z")
_LONGEST_DATE = len("-12-03-2019-")


def glued(page: Page, start: int, end: int) -> bool:
    """Whether the number goes on to a side, as in ``1.2.3.4``, ``NM_12``, ``L4-5`` or ``3-4x``."""
    return glued_before(page, start) or glued_after(page, end)


def glued_before(page: Page, start: int) -> bool:
    """Whether a number goes on to its left."""
    before = page.text[start - 1] if start else " "
    if before.isalnum() or before in "_-/+=<>±*^~≥≤×":
        return True
    return before in ".,:" and start > 1 and page.text[start - 2].isdigit()


def behind_date(page: Page, start: int) -> bool:
    """Whether a number only goes on from a date, as the second of ``12-03-2019/15-03-2019``."""
    return _DATE_BEFORE.search(page.text, max(0, start - _LONGEST_DATE), start) is not None


def glued_after(page: Page, end: int) -> bool:
    """Whether a number goes on to its right."""
    after = page.text[end : end + 2]
    if after and (after[0].isalnum() or after[0] in "_%+*^×°"):
        return True
    return len(after) == 2 and after[0] in "-/.,:" and after[1].isdigit()


def before(page: Page, start: int) -> tuple[str, str, str]:
    """The word before a place, the word before that, and what stands between word and place.

    Both words are empty unless only blanks and light punctuation separate the word from the place.
    """
    index = page.index_before(start)
    gap = page.low[page.end(index) if index >= 0 else max(0, start - 8) : start]
    if index < 0 or len(gap) > 4 or gap.strip(" \t\n\xa0.:('’‘"):
        return "", "", gap
    if page.words[index] == "v" and page.low.endswith("t.o.v", 0, page.end(index)):
        return "tov", "", gap
    return page.words[index], page.word(index - 1), gap
