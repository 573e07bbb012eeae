"""Clock times, told apart from durations, clock-face positions, ratios and laboratory values."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from dragon_prep.detect.finding import Detection, found
from dragon_prep.detect.lexicon import cue
from dragon_prep.detect.plausible import unit_follows, word_after

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragon_prep.detect.page import Page

_CLOCK = re.compile(
    r"([01]?\d|2[0-4])(?:(:)[0-5]\d(?::[0-5]\d)?|(\s?u\s?|h)[0-5]\d|(\.)[0-5]\d(?:\.[0-5]\d)?"
    r"|( )[0-5]\d(?=\s?uur))(?![\d])(\s?(?:uur|u|hr|h)(?![^\W_]))?(?![^\W_]|[.:]\d)"
)
_RANGE = re.compile(
    r"(?:[01]?\d|2[0-4])[.:][0-5]\d ?(?:-|–|t/m|tot) ?(?:[01]?\d|2[0-4])[.:][0-5]\d"
    r"(?: ?(?:uur|u|h)(?![^\W_]))"
)
_RANGE_JOIN = re.compile(r" ?(?:-|–|t/m|tot) ?")
_RANGE_AHEAD = re.compile(r" ?(?:-|–|t/m|tot) ?(?:[01]?\d|2[0-4])[.:][0-5]\d(?!\d)")
_HOUR_AND_MINUTES = re.compile(r"(?:[01]?\d|2[0-4]) ?uur ?[0-5]\d(?!\d|[.,:/-]\d|%)")
_FOUR = re.compile(r"(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d)?\Z")
_PART_OF_DAY = re.compile(
    r" (?:'s|’s|des|in de) ?(?:ochtend|morgen|middag|avond|nacht)s?(?![^\W_])"
)
_UNIT = re.compile(r" ?(?:uur|u|h|hr)(?![^\W_])")
_GLUED = re.compile(r"(?:[01]\d|2[0-3]):?[0-5]\d(?::?[0-5]\d)?(?!\d)")
_PAIR = 2
_GOES_ON = frozenset(".: \xa0\nuUhH")
_SIX = 6
_NOON = 12
_HOME = 17
_MIDNIGHT = 24
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
    exact = match[3] is not None or (match[6] is not None and len(match[1]) == 2)
    if word in cue("time_deny") and not exact:
        return False
    if match[6] is None and word_after(page, match.end()) in cue("time_unit_deny"):
        return False
    announced = behind_date or word in cue("time_before") or word.startswith("tijd")
    if match[4] is not None and match[6] is None:
        # A dot between the digits is a decimal sign more often than not.
        # "op 15.15" is a time, because no year has fifteen months; "op 04.10" is a day.
        late = word == "op" and int(match[1]) > 12 and page.low[match.start(4) + 1] != "0"
        if behind_date or word == "om" or word.startswith("tijd") or late:
            return True
        return len(match[1]) == 2 and (
            word in cue("time_verb") or _closes_remark(page, start, match.end())
        )
    if match[3] is not None or match[6] is not None:
        return True
    if match[2] is not None:
        # "1:40" is a titre and "5:23" an image unless something says that it is a time.
        if announced or len(match[1]) == 2 or word == "op" or word in cue("time_verb"):
            return True
        return int(match[1]) >= _SIX or _RANGE_AHEAD.match(page.low, match.end()) is not None
    return announced


def _closes_remark(page: Page, start: int, end: int) -> bool:
    """Whether a remark ends here as in ``(Gr, 21.30)``."""
    if page.text[end : end + 1] == ")" and page.text[start - 2 : start] == ", ":
        return True
    if page.text[end : end + 2].strip(" .")[:1] not in ("", "\n"):
        return False
    index = page.index_before(start)
    nearest = page.words[max(0, index - 3) : index + 1]
    return page.text[start - 1 : start] == " " and not cue("time_verb").isdisjoint(nearest)


def _whole_hour(page: Page, start: int, match: re.Match[str], *, behind_date: bool) -> bool:
    """Whether ``15 uur`` is a time of day and no duration or position on a clock face."""
    digits = match[1]
    hour = int(digits[:2]) if len(digits) == 4 else int(digits)
    if hour > 24:
        return False
    word = _word_before(page, start)
    if len(digits) == 4:
        return word not in cue("time_deny")
    if word == "om" or _PART_OF_DAY.match(page.low, match.end()):
        return True
    if behind_date or word in cue("day_named"):
        return True
    # Positions on a clock face end at twelve, so "op 15 uur" is a time and "op 3 uur" is not.
    # "na 14 uur" is how long a culture took; "na 17 uur" is when somebody is at home.
    first = _HOME if word == "na" else _NOON + 1
    return first <= hour < _MIDNIGHT and word in cue("hour_before")


def _whole(page: Page, start: int, end: int, date_ends: dict[int, bool]) -> Iterator[Detection]:
    """Times that need no word: ``20230714 1032``, ``16.00-17.15 uur``, ``8 uur 30``."""
    if end - start > _PAIR:
        behind = _FOUR.match(page.text[start:end]) and _behind_date(page.text, start, date_ends)
        if behind and _closes_time(page, end):
            unit = _UNIT.match(page.low, end)
            yield found(start, unit.end() if unit else end, "TIJD", "time.clock")
        return
    span = _RANGE.match(page.low, start) or _HOUR_AND_MINUTES.match(page.low, start)
    if span is None or unit_follows(page, span.end()):
        return
    parts = _RANGE_JOIN.split(span[0], maxsplit=1) if span.re is _RANGE else [span[0]]
    yield found(start, start + len(parts[0]), "TIJD", "time.clock")
    if len(parts) > 1:
        yield found(span.end() - len(parts[1]), span.end(), "TIJD", "time.clock")


def _at_numbers(page: Page, date_ends: dict[int, bool]) -> Iterator[Detection]:
    text = page.text
    done = -1
    for start, end in page.numbers:
        if end - start > _SIX or start < done or _glued(text, start, done):
            continue
        if end - start <= _PAIR and text[end : end + 1] not in _GOES_ON:
            continue
        hits = [*_whole(page, start, end, date_ends)]
        if hits:
            done = hits[-1].span.end
            yield from hits
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
        if match is not None and _whole_hour(
            page, start, match, behind_date=_behind_date(text, start, date_ends)
        ):
            done = match.end()
            yield found(start, done, "TIJD", "time.whole_hour")


def _closes_time(page: Page, end: int) -> bool:
    after = page.text[end : end + 2]
    if after[:1].isalnum():
        return _UNIT.match(page.low, end) is not None
    return not unit_follows(page, end) and not (len(after) == 2 and after[1].isdigit())


def _glued(text: str, start: int, done: int) -> bool:
    before = text[start - 1] if start else " "
    if before.isalnum() or before in "_/+=<>×*^":
        return True
    if before == "-":
        return start - 1 != done
    return before in ".,:" and start > 1 and text[start - 2].isdigit()


def _behind_date(text: str, start: int, date_ends: dict[int, bool]) -> bool:
    gap = _DATE_GAP.search(text, max(0, start - 6), start)
    return gap is not None and date_ends.get(gap.start(), False)


@cache
def _in_words() -> re.Pattern[str]:
    hour = "(?:" + "|".join(sorted(cue("number_word"))) + r"|1[0-2]|[1-9])"
    minutes = "(?:" + "|".join(sorted(cue("minute_word"))) + r"|[1-9]|1\d|2[0-5])"
    return re.compile(
        rf"(?:{minutes}\s(?:minuten\s)?(?:over|voor)\s(?:half\s)?|half\s){hour}(?![^\W_]|[.,:/-]\d)(?:\s?(?:uur|u)(?![^\W_]))?"
    )


def _spelt_out(page: Page) -> Iterator[Detection]:
    """``kwart over drie``, ``om half vier``, ``tien voor half vijf``."""
    for index in page.of_kind("clock"):
        first, start = page.words[index], page.starts[index]
        if first in ("over", "voor"):
            gap = page.gap_before(index)
            if page.word(index - 1) in cue("minute_word") and gap.isspace():
                index -= 1
                start = page.starts[index]
            elif (minutes := _MINUTES_BEFORE.search(gap)) is not None:
                start -= len(minutes[0])
            else:
                continue
        match = _in_words().match(page.low, start)
        if match is not None and _is_spelt(page, first, match):
            yield found(match.start(), match.end(), "TIJD", "time.words")


_MINUTES_BEFORE = re.compile(r"(?<![\d.,:/])\d{1,2}\s\Z")


def _is_spelt(page: Page, first: str, match: re.Match[str]) -> bool:
    """Whether the words are a time and not part of a sum, a dose or a list."""
    word = _word_before(page, match.start())
    if first == "kwart" or "uur" in match[0] or word in cue("time_before", "time_verb"):
        return True
    if "half" not in match[0]:
        return False
    # "half drie" may end a sum or a dose, and half an hour is "een half uur".
    if first != "half":
        return True
    if word in cue("half_deny") or word_after(page, match.end()) in cue("unit", "counted"):
        return False
    return not match[0][-1].isdigit() and match[0].rpartition(" ")[2] not in ("een", "één")


def find_times(page: Page, dates: list[Detection]) -> list[Detection]:
    """All clock times of a text, as TIJD, with their unit.

    Args:
        page: the text.
        dates: its dates; digits right behind one are a time.
    """
    date_ends = {hit.span.end: hit.rule != "date.year" for hit in dates}
    return [*_glued_to_dates(page, dates), *_at_numbers(page, date_ends), *_spelt_out(page)]


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
        match = _CLOCK.match(page.low, start) or _GLUED.match(page.low, start)
        if match is not None:
            yield found(start, match.end(), "TIJD", "time.clock")
