"""Clock times, told apart from durations, clock-face positions, ratios and laboratory values."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from dragon_prep.detect.finding import Detection, found
from dragon_prep.detect.lexicon import cue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragon_prep.detect.page import Page

_CLOCK = re.compile(
    r"([01]?\d|2[0-4])(?:(:)[0-5]\d(?::[0-5]\d)?|(\s?u\s?|h)[0-5]\d|(\.)[0-5]\d(?:\.[0-5]\d)?"
    r"|( )[0-5]\d(?=\s?uur))(?![\d])(\s?(?:uur|u|hr|h)(?![^\W_]))?(?![^\W_]|[.:]\d)"
)
_WHOLE_HOUR = re.compile(r"(\d{1,2}|[01]\d[0-5]\d|2[0-3][0-5]\d)\s?(uur|u|h)(?![^\W_])")
_DATE_GAP = re.compile(r"(?:,? {1,2}|,? om | ?[|/;] ?)\Z")
_RANGE_GAP = re.compile(r"\s?(?:-|–|t/m|tot|en)\s?\Z")


def _word_before(page: Page, start: int) -> str:
    index = page.index_before(start)
    if index < 0:
        return ""
    gap = page.low[page.end(index) : start]
    return "" if len(gap) > 3 or gap.strip(" \t\n\xa0.:(") else page.words[index]


def _clock(page: Page, start: int, match: re.Match[str], *, behind_date: bool) -> bool:
    """Whether hours and minutes here are a time of day."""
    if int(match[1]) == 24 and "00" not in match[0]:
        return False
    word = _word_before(page, start)
    if word in cue("time_deny"):
        return False
    announced = behind_date or word in cue("time_before") or word.startswith("tijd")
    if match[4] is not None and match[6] is None:
        # A dot between the digits is a decimal sign more often than not.
        # "op 15.15" is a time, because no year has fifteen months; "op 04.10" is a day.
        late = word == "op" and int(match[1]) > 12 and not page.low[match.start(4) + 1] == "0"
        return behind_date or word == "om" or word.startswith("tijd") or late
    if match[3] is not None or match[6] is not None:
        return True
    if match[2] is not None:
        # "1:40" is a titre and "5:23" an image unless something says that it is a time.
        return announced or len(match[1]) == 2 or word == "op"
    return announced


def _whole_hour(page: Page, start: int, match: re.Match[str]) -> bool:
    """Whether ``15 uur`` is a time of day and no duration or position on a clock face."""
    digits = match[1]
    hour = int(digits[:2]) if len(digits) == 4 else int(digits)
    if hour > 24:
        return False
    word = _word_before(page, start)
    if len(digits) == 4:
        return word not in cue("time_deny")
    if word == "om":
        return True
    # Positions on a clock face end at twelve, so "op 15 uur" is a time and "op 3 uur" is not.
    return hour > 12 and word in ("op", "rond", "omstreeks", "vanaf", "tijdstip")


def _at_numbers(page: Page, date_ends: frozenset[int]) -> Iterator[Detection]:
    text = page.text
    done = -1
    for start, end in page.numbers:
        if end - start > 4 or start < done or _glued(text, start, done):
            continue
        match = _CLOCK.match(page.low, start) if end - start <= 2 else None
        if match is not None:
            behind_date = _behind_date(text, start, date_ends) or (
                done > 0 and _RANGE_GAP.match(page.low, done, start) is not None
            )
            if _clock(page, start, match, behind_date=behind_date):
                done = match.end()
                yield found(start, done, "TIJD", "time.clock")
                continue
        match = _WHOLE_HOUR.match(page.low, start)
        if match is not None and _whole_hour(page, start, match):
            done = match.end()
            yield found(start, done, "TIJD", "time.whole_hour")


def _glued(text: str, start: int, done: int) -> bool:
    before = text[start - 1] if start else " "
    if before.isalnum() or before in "_/+=<>×*^":
        return True
    if before == "-":
        return start - 1 != done
    return before in ".,:" and start > 1 and text[start - 2].isdigit()


def _behind_date(text: str, start: int, date_ends: frozenset[int]) -> bool:
    gap = _DATE_GAP.search(text, max(0, start - 6), start)
    return gap is not None and gap.start() in date_ends


@cache
def _in_words() -> re.Pattern[str]:
    hour = "(?:" + "|".join(sorted(cue("number_word"))) + ")"
    return re.compile(
        rf"(?:(?:kwart|vijf|tien)\s(?:over|voor)\s(?:half\s)?|half\s){hour}(?![^\W_])(?:\suur)?"
    )


def _spelt_out(page: Page) -> Iterator[Detection]:
    """``kwart over drie``, ``om half vier``, ``tien voor half vijf``."""
    for index in page.of_kind("clock"):
        first = page.words[index]
        if first in ("over", "voor"):
            if page.word(index - 1) not in ("vijf", "tien"):
                continue
            index -= 1
        match = _in_words().match(page.low, page.starts[index])
        if match is None:
            continue
        # "half drie" may end a sum or a dose; a time has "om" before it, or says kwart.
        if first == "kwart" or page.word(index - 1) in cue("time_before") or "uur" in match[0]:
            yield found(match.start(), match.end(), "TIJD", "time.words")


def find_times(page: Page, dates: list[Detection]) -> list[Detection]:
    """All clock times of a text, as TIJD, with their unit.

    Args:
        page: the text.
        dates: its dates; digits right behind one are a time.
    """
    date_ends = frozenset(hit.span.end for hit in dates)
    return [*_at_numbers(page, date_ends), *_spelt_out(page)]
