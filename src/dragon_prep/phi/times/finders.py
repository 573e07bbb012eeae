"""Clock times, told apart from durations, clock-face positions, ratios and laboratory values."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from dragon_prep.language.lexicon import cue
from dragon_prep.language.units import unit_follows, word_after
from dragon_prep.language.words import WordClass as W
from dragon_prep.phi.finding import Detection, found
from dragon_prep.phi.staff_codes.grammar import is_code

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragon_prep.language.page import Page

_CLOCK = re.compile(
    r"([01]?\d|2[0-4])(?:(:)[0-5]\d(?::[0-5]\d)?|(\s?u\s?|h)[0-5]\d|(\.)[0-5]\d(?:\.[0-5]\d)?"
    r"|( )[0-5]\d(?=\s?uur))(?![\d])(\s?(?:uur|u|hr|h)(?![^\W_]))?(?![^\W_]|[.:]\d)"
)
_RANGE = re.compile(
    r"(?:[01]?\d|2[0-4])[.:][0-5]\d ?(?:-|–|t/m|tot|en) ?(?:[01]?\d|2[0-4])[.:][0-5]\d"
    r"(?: ?(?:uur|u|h)(?![^\W_]))"
)
_RANGE_JOIN = re.compile(r" ?(?:-|–|t/m|tot|en) ?")
_RANGE_AHEAD = re.compile(r" ?(?:-|–|t/m|tot) ?(?:[01]?\d|2[0-4])[.:][0-5]\d(?!\d)")
_HOUR_AND_MINUTES = re.compile(r"(?:[01]?\d|2[0-4]) ?uur ?[0-5]\d(?!\d|[.,:/-]\d|%)")
_FOUR = re.compile(r"(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d)?\Z")
_PART_OF_DAY = re.compile(
    r" (?:'s|’s|des|in de) ?(?:ochtend|morgen|middag|avond|nacht)s?(?![^\W_])"
)
_UNIT = re.compile(r" ?(?:uur|u|h|hr)(?![^\W_])")
_GLUED = re.compile(r"(?:[01]\d|2[0-3]):?[0-5]\d(?::?[0-5]\d)?(?!\d)")
_PAIR = 2
_GOES_ON = frozenset(".: \xa0\nuh")
_POINTS = frozenset(".:")
_LONG = frozenset((4, 6))
_UNIT_LETTERS = frozenset("uh")
_ROUND = frozenset("±~")
_BARE_CLOSES = frozenset((".", ",", ";", ")", "\n", ""))
_REACH = 5
_SENTENCE_ENDS = frozenset(".\n;")
_SIX = 6
_NOON = 12
_HOME = 17
_MIDNIGHT = 24
_WHOLE_HOUR = re.compile(r"(\d{1,2}|[01]\d[0-5]\d|2[0-3][0-5]\d)\s?(uur|u|h)(?![^\W_])")
_DATE_GAPS = frozenset(
    (
        *(" ", "  ", ", ", ",  ", " om ", ", om ", " - ", " – "),
        *(left + mark + right for mark in "|/;" for left in ("", " ") for right in ("", " ")),
    )
)
_LONGEST_GAP = 6
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
    if page.classes[word] & W.TIME_DENY and not exact:
        # "binnen 11:08" is when something came in, "na 02:00" may be how long it took.
        weak = match[2] is not None and len(match[1]) == 2 and int(match[1]) >= _SIX
        if not (weak and page.classes[word] & W.TIME_DENY_WEAK):
            return False
    if match[6] is None and page.classes[word_after(page, match.end())] & W.TIME_UNIT_DENY:
        return False
    announced = behind_date or bool(page.classes[word] & W.TIME_BEFORE) or word.startswith("tijd")
    if match[4] is not None and match[6] is None:
        return _with_dot(page, start, match, word, announced=announced, behind_date=behind_date)
    if match[3] is not None or match[6] is not None:
        return True
    if match[2] is not None:
        # "1:40" is a titre and "5:23" an image unless something says that it is a time.
        if announced or len(match[1]) == 2 or word == "op" or page.classes[word] & W.TIME_VERB:
            return True
        later = int(match[1]) >= _SIX or match[1] == "0"
        return later or _RANGE_AHEAD.match(page.low, match.end()) is not None
    return announced


def _with_dot(
    page: Page, start: int, match: re.Match[str], word: str, *, announced: bool, behind_date: bool
) -> bool:
    """Whether ``15.30`` is a time: the dot is a decimal sign more often than not."""
    # "op 15.15" is a time, because no year has fifteen months; "op 04.10" is a day.
    late = word == "op" and int(match[1]) > 12 and page.low[match.start(4) + 1] != "0"
    counted = unit_follows(page, match.end()) and word_after(page, match.end()) != "per"
    if (behind_date and not counted) or word == "om" or word.startswith("tijd") or late:
        return True
    if len(match[1]) == 1:
        return int(match[1]) >= _SIX and bool(page.classes[word] & W.TIME_VERB) and not counted
    # No decimal has a zero in front of another digit: "tot 03.30".
    padded = match[1][0] == "0" and announced and not counted
    return (
        padded or bool(page.classes[word] & W.TIME_VERB) or _closes_remark(page, start, match.end())
    )


def _closes_remark(page: Page, start: int, end: int) -> bool:
    """Whether a remark ends here as in ``(Gr, 21.30)``."""
    if page.text[end : end + 1] == ")" and page.text[start - 2 : start] == ", ":
        return True
    if page.text[end : end + 2].strip(" .")[:1] not in ("", "\n"):
        return False
    index = page.index_before(start)
    if page.text[start - 3 : start] == " | ":
        # "FKo | 17.02": a signature and its time.
        return index >= 0 and is_code(page.text[page.starts[index] : page.end(index)])
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
        return not page.classes[word] & W.TIME_DENY
    return (
        word == "om"
        or behind_date
        or bool(page.classes[word] & W.DAY_NAMED)
        or _PART_OF_DAY.match(page.low, match.end()) is not None
        or _hour_in_day(page, start, match.end(), word, hour)
    )


def _hour_in_day(page: Page, start: int, end: int, word: str, hour: int) -> bool:
    """Whether a whole hour without ``om`` or a day right before it is a time of day."""
    if page.classes[word] & W.TIME_VERB:
        # "Gezien 8h", "aanvang 9 uur"; "gestopt 24 uur voor" and "gezien 7 uur na" are spans.
        return (
            _SIX <= hour < _MIDNIGHT and not page.classes[word_after(page, end)] & W.HOUR_DENY_AFTER
        )
    # Positions on a clock face end at twelve, so "op 15 uur" is a time and "op 3 uur" is not.
    # "na 14 uur" is how long a culture took; "na 17 uur" is when somebody is at home.
    first = _HOME if word == "na" else _NOON + 1
    if first <= hour < _MIDNIGHT and page.classes[word] & W.HOUR_BEFORE:
        return True
    about = page.text[start - 1 : start] in _ROUND or page.text[start - 2 : start - 1] in _ROUND
    if word == "na" or not (about or page.classes[word] & W.HOUR_BEFORE or word in _BETWEEN):
        return False
    return hour <= _MIDNIGHT and _in_daily_context(page, start, end)


def _in_daily_context(page: Page, start: int, end: int) -> bool:
    """Whether the clause speaks of what is done at an hour, and not of a place on a clock face."""
    words, starts = page.words, page.starts
    index = page.index_before(start)
    daily = False
    limit = start
    for at in range(index, max(-1, index - _REACH - 2), -1):
        if not _SENTENCE_ENDS.isdisjoint(page.low[page.end(at) : limit]):
            break
        if page.classes[words[at]] & W.HOUR_PLACE:
            return False
        daily = daily or bool(page.classes[words[at]] & W.HOUR_CONTEXT)
        limit = starts[at]
    first = page.index_from(end)
    limit = end
    for at in range(first, min(len(words), first + _REACH)):
        if not _SENTENCE_ENDS.isdisjoint(page.low[limit : starts[at]]):
            break
        if page.classes[words[at]] & W.HOUR_PLACE:
            return False
        daily = daily or bool(page.classes[words[at]] & W.HOUR_CONTEXT)
        limit = page.end(at)
    return daily


_BETWEEN = frozenset(("tussen", "en"))


def _bare_hour(page: Page, start: int, end: int) -> bool:
    """``om 9 bij de assistente``, ``om 14.``: an hour without unit behind ``om``."""
    hour = int(page.text[start:end])
    if hour > _MIDNIGHT or page.text[start - 4 : start - 3].isalnum():
        return False
    follows = word_after(page, end)
    if follows:
        return bool(page.classes[follows] & W.HOUR_AFTER)
    return page.text[end : end + 1] in _BARE_CLOSES and not page.text[end + 1 : end + 2].isdigit()


def _whole(page: Page, start: int, *, pointed: bool) -> Iterator[Detection]:
    """Times that need no word: ``16.00-17.15 uur``, ``8.00 en 9.30 uur``, ``8 uur 30``."""
    span = (_RANGE if pointed else _HOUR_AND_MINUTES).match(page.low, start)
    if span is None or unit_follows(page, span.end()):
        return
    parts = _RANGE_JOIN.split(span[0], maxsplit=1) if pointed else [span[0]]
    yield found(start, start + len(parts[0]), "TIJD", "time.clock")
    if len(parts) > 1:
        yield found(span.end() - len(parts[1]), span.end(), "TIJD", "time.clock")


def _long(page: Page, start: int, end: int, date_ends: dict[int, bool]) -> Detection | None:
    """Four or six digits that are a time: ``20230714 1032``, ``0938 uur``."""
    text = page.text
    behind = _behind_date(text, start, date_ends) and _FOUR.match(text[start:end]) is not None
    if behind and _closes_time(page, end):
        unit = _UNIT.match(page.low, end)
        return found(start, unit.end() if unit else end, "TIJD", "time.clock")
    if page.low[end : end + 1] in _UNIT_LETTERS or page.low[end + 1 : end + 2] in _UNIT_LETTERS:
        match = _WHOLE_HOUR.match(page.low, start)
        if match is not None and _whole_hour(page, start, match, behind_date=behind):
            return found(start, match.end(), "TIJD", "time.whole_hour")
    return None


def _at_numbers(page: Page, date_ends: dict[int, bool]) -> Iterator[Detection]:
    text, low = page.text, page.low + "  "
    spoken = "at_hour" in page.hits
    done = -1
    for start, end in page.numbers:
        length = end - start
        if length > _PAIR:
            if length in _LONG and start >= done and not _glued(text, start, done, date_ends):
                hit = _long(page, start, end, date_ends)
                if hit is not None:
                    done = hit.span.end
                    yield hit
            continue
        # A digit or unit must follow, the latter not behind a dot or colon.
        if (after := low[end]) in _GOES_ON and (
            (then := low[end + 1]).isdigit()
            or (after not in _POINTS and (then in _UNIT_LETTERS or after in _UNIT_LETTERS))
        ):
            if start >= done and not _glued(text, start, done, date_ends):
                hits = list(_short(page, start, end, done, date_ends))
                if hits:
                    done = hits[-1].span.end
                    yield from hits
        elif (
            spoken
            and start > 2
            and low.startswith("om ", start - 3)
            and _bare_hour(page, start, end)
        ):
            done = end
            yield found(start, end, "TIJD", "time.whole_hour")


def _short(
    page: Page, start: int, end: int, done: int, date_ends: dict[int, bool]
) -> Iterator[Detection]:
    """The times that start at one or two digits."""
    text = page.text
    hits = list(_whole(page, start, pointed=text[end] in _POINTS))
    if hits:
        yield from hits
        return
    behind_date = _behind_date(text, start, date_ends)
    match = _CLOCK.match(page.low, start)
    if match is not None:
        follows = behind_date or (done > 0 and _RANGE_GAP.match(page.low, done, start) is not None)
        if _clock(page, start, match, behind_date=follows):
            yield found(start, match.end(), "TIJD", "time.clock")
            return
    match = _WHOLE_HOUR.match(page.low, start)
    if match is not None and _whole_hour(page, start, match, behind_date=behind_date):
        yield found(start, match.end(), "TIJD", "time.whole_hour")


def _closes_time(page: Page, end: int) -> bool:
    after = page.text[end : end + 2]
    if after[:1].isalnum():
        return _UNIT.match(page.low, end) is not None
    return not unit_follows(page, end) and not (len(after) == 2 and after[1].isdigit())


def _glued(text: str, start: int, done: int, date_ends: dict[int, bool]) -> bool:
    before = text[start - 1] if start else " "
    if before in " \n(":
        return False
    if before == "/" and date_ends.get(start - 1, False):
        return False
    if before.isalnum() or before in "_/+=<>×*^":
        return True
    if before == "-":
        return start - 1 != done
    return before in ".,:" and start > 1 and text[start - 2].isdigit()


def _behind_date(text: str, start: int, date_ends: dict[int, bool]) -> bool:
    for gap in range(1, _LONGEST_GAP) if date_ends else ():
        if start - gap in date_ends:
            return date_ends[start - gap] and text[start - gap : start] in _DATE_GAPS
    return False


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
            if page.classes[page.word(index - 1)] & W.MINUTE_WORD and gap.isspace():
                index -= 1
                start = page.starts[index]
            elif (minutes := _MINUTES_BEFORE.search(gap)) is not None:
                start -= len(minutes[0])
            else:
                continue
        match = _in_words().match(page.low, start)
        if match is not None and _is_spelt(page, first, match):
            yield found(match.start(), match.end(), "TIJD", "time.words")


def _hours_in_words(page: Page) -> Iterator[Detection]:
    """``om acht uur``, ``vandaag rond elf uur``: a whole hour in words, behind a sign of a day."""
    for hour in page.of_kind("hour"):
        index = hour - 1
        word = page.word(index)
        end = page.ends[hour]
        if (
            page.classes[word] & W.NUMBER_WORD
            and page.gap_before(hour) == " "
            and not page.classes[page.word(index - 1)] & W.MINUTE_SIGN
        ):
            start = page.starts[index]
            word = _word_before(page, start)
            if (
                word == "om"
                or page.classes[word] & W.DAY_NAMED
                or _PART_OF_DAY.match(page.low, end) is not None
                or (
                    page.classes[word] & W.HOUR_BEFORE
                    and word != "na"
                    and _in_daily_context(page, start, end)
                )
            ):
                yield found(start, end, "TIJD", "time.words")


_MINUTES_BEFORE = re.compile(r"(?<![\d.,:/])\d{1,2}\s\Z")


def _is_spelt(page: Page, first: str, match: re.Match[str]) -> bool:
    """Whether the words are a time and not part of a sum, a dose or a list."""
    word = _word_before(page, match.start())
    if first == "kwart" or "uur" in match[0] or page.classes[word] & (W.TIME_BEFORE | W.TIME_VERB):
        return True
    if "half" not in match[0]:
        return False
    # "half drie" may end a sum or a dose, and half an hour is "een half uur".
    if first != "half":
        return True
    if page.classes[word] & W.HALF_DENY or page.classes[word_after(page, match.end())] & (
        W.UNIT | W.COUNTED
    ):
        return False
    return not match[0][-1].isdigit() and match[0].rpartition(" ")[2] not in ("een", "één")


def find_times(page: Page, dates: list[Detection]) -> list[Detection]:
    """All clock times of a text, as TIJD, with their unit.

    Args:
        page: the text.
        dates: its dates; digits right behind one are a time.
    """
    date_ends = {hit.span.end: hit.rule != "date.year" for hit in dates}
    return [
        *_glued_to_dates(page, dates),
        *_at_numbers(page, date_ends),
        *_spelt_out(page),
        *_hours_in_words(page),
    ]


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
