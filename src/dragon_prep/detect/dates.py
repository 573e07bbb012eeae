"""Dates: numeric, with month names, years alone, and ranges of them.

A full date stands by itself. A day and month without a year, or a year alone, need a sign that they
are a date, because scores, image numbers, levels and sizes look the same: a zero that pads
(``4-04``), a word in front (``d.d.``, ``MRI van``), a place in the text (head of a section).
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from dragon_prep.detect.codes import is_code
from dragon_prep.detect.daymonths import (
    SHORT,
    WEEKDAY_BEFORE,
    before,
    glued,
    glued_after,
    glued_before,
    holds_elsewhere,
    key_of,
    read_short,
)
from dragon_prep.detect.finding import Detection, found
from dragon_prep.detect.lexicon import cue
from dragon_prep.detect.monthnames import with_month_names
from dragon_prep.detect.plausible import is_day, is_year, unit_follows, word_after

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragon_prep.detect.page import Page

_SEPARATOR = r"(?:[ \t\xa0]?[-/.‐‑–][ \t\xa0\n]?|[ \t\xa0])"
_QUOTES = "'’‘`´"
# A time may be glued to the year: "12-03-201912:04".
_FULL = re.compile(
    rf"(\d{{1,2}})({_SEPARATOR})(\d{{1,2}})({_SEPARATOR})[{_QUOTES}]?"
    r"(\d{4}(?=\d{1,2}:\d\d)|(?:\d{4}|\d{2})(?!\d))"
)
_ROMAN = re.compile(
    r"(\d{1,2})([-/. ])(?:i{1,3}|i?v|vi{1,3}|i?x|xi{1,2})\2"
    rf"[{_QUOTES}]?(\d{{4}}|\d{{2}})(?![^\W_])"
)
_ISO = re.compile(
    r"(\d{4})([-/.‐‑–])(\d{1,2})\2(\d{1,2})(?!\d)(?:(?<=-\d\d)T\d{2}:\d{2}(?::\d{2})?Z?)?"
)
_YEAR_FIRST = re.compile(r"\d\d([-/.])(?:0[1-9]|1[0-2])\1(?:0[1-9]|[12]\d|3[01])(?!\d)")
_MONTH_YEAR = re.compile(r"(\d{1,2})[-/.](\d{4})(?!\d)")
_YEAR_MONTH = re.compile(r"\d{4}[-/](?:0[1-9]|1[0-2])(?![\d-])")
_STAMP = re.compile(r"(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d)?\Z")
_COMPACT_DAY_LAST = re.compile(r"(?:19[3-9]\d|20[0-3]\d)(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\Z")
_COMPACT_DAY_FIRST = re.compile(r"(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:19\d\d|20[0-3]\d)\Z")
_YEAR_RANGE_AFTER = re.compile(r"\s?(?:[-–/]|t/m|tot en met|tot)\s?['’]?(\d{4}|\d{2})(?!\d)")
_JOINS = frozenset(
    (" t/m ", " tot en met ", " tot ", "-", " - ", "–", " – ", "/", " / ", "t/m", " t/m\n")
)
_CHAINS = (", ", " en ", "/", ",", " & ", " of ", " + ", " resp. ", "; ", " | ")
_LENGTHS = frozenset((1, 2, 4, 6, 8, 12, 14))
_SIX = 6
_CLOCK_BEHIND = re.compile(r"[ _T](?:[01]\d|2[0-3]):?[0-5]\d(?!\d)")
_LAST_DAY = 31
_LIKELY_YEARS = range(1985, 2031)
_SHORT_GAP = 5
_MONTHS = 12
_CODE_GAP = re.compile(r"\d\d(?:\.\d{1,2})?:? \Z")
_MONTH_SHORT_YEAR = re.compile(r"(\d{1,2})/(\d\d)(?![\d/.,-])")
_FIRST_SHORT_YEAR, _LAST_SHORT_YEAR = 13, 35
_RECENT = range(1990, 2031)


def _full(page: Page, start: int) -> int:
    """End of the day, month and year at a place; -1 if there is none."""
    match = _FULL.match(page.text, start)
    if match is None or not is_day(int(match[1]), int(match[3])):
        return -1
    end, year = match.end(), match[5]
    after = page.text[end : end + 2]
    goes_on = len(after) == 2 and after[0] in "-/.," and after[1].isdigit()
    if goes_on and (after[0] not in "-/" or _FULL.match(page.text, end + 1) is None):
        return -1
    blank = not match[2].strip() or not match[4].strip()
    quoted = page.text[match.start(5) - 1] in _QUOTES
    if len(year) == 4:
        if not is_year(int(year)) or _number_before(page, start):
            return -1
        return -1 if blank and unit_follows(page, end) else end
    if glued(page, start, end) and not goes_on:
        return -1
    padded = match[1][0] == "0" or match[3][0] == "0"
    if before(page, start)[0] in cue("not_date_before") and not quoted:
        return -1
    if unit_follows(page, end) and not padded:
        return -1
    if blank and not quoted:
        return end if match[2] == match[4] and _spaced(page, start, end) else -1
    # Two digits are a year only behind two separators of one kind, and with nothing glued to them.
    return end if quoted or match[2].strip() == match[4].strip() else -1


def _number_before(page: Page, start: int) -> bool:
    last = page.text[max(0, start - 2) : start]
    return last[-1:].isdigit() or (len(last) == 2 and last[1] in "-/.,:" and last[0].isdigit())


def _spaced(page: Page, start: int, end: int) -> bool:
    """Whether ``12 4 19`` is a day because of its place: behind a key, or at the end of a line."""
    word, _, gap = before(page, start)
    if word in cue("date_before", "section", "signing") or word.endswith("datum"):
        return True
    index = page.index_before(start)
    ends_line = page.text[end : end + 2].strip(" .")[:1] in ("", "\n")
    return ends_line and bool(word) and gap == " " and page.is_capital(index)


def _numeric(page: Page, start: int) -> tuple[int, str] | None:
    """End and rule of the numeric date at a run of one or two digits, if there is one.

    The rule is empty for a day and month that only the rest of the report can tell.
    """
    end = _full(page, start)
    if end > 0:
        return end, "date.numeric"
    year_first = _YEAR_FIRST.match(page.text, start)
    if year_first is not None and not glued(page, start, year_first.end()):
        word = before(page, start)[0]
        if word in cue("date_before", "birth") or word.endswith("datum"):
            return year_first.end(), "date.numeric"
    match = _MONTH_YEAR.match(page.text, start)
    if match is not None:
        end = match.end()
        month_and_year = 1 <= int(match[1]) <= 12 and is_year(int(match[2]))
        if month_and_year and not glued(page, start, end) and not unit_follows(page, end):
            return end, "date.month_year"
    match = SHORT.match(page.text, start)
    if match is not None:
        sure = read_short(page, start, match)
        if sure is not False:
            return match.end(), "date.day_month" if sure else ""
        return _month_and_short_year(page, start)
    match = _ROMAN.match(page.low, start)
    if match is not None and int(match[1]) <= _LAST_DAY and not glued_before(page, start):
        year = int(match[3])
        if is_year(year) if len(match[3]) == 4 else match[2] != " ":
            return match.end(), "date.numeric"
    return None


def _month_and_short_year(page: Page, start: int) -> tuple[int, str] | None:
    """``extern 9/21``, ``vgl 11/19``: a month and year where the second can be no month."""
    match = _MONTH_SHORT_YEAR.match(page.text, start)
    if match is None or not 1 <= int(match[1]) <= _MONTHS:
        return None
    end = match.end()
    if not _FIRST_SHORT_YEAR <= int(match[2]) <= _LAST_SHORT_YEAR or glued(page, start, end):
        return None
    if before(page, start)[0] not in cue("compare", "study", "month_year_before"):
        return None
    counted = unit_follows(page, end) or word_after(page, end) in cue("counted", "not_date_after")
    return None if counted else (end, "date.month_year")


def _year_alone(page: Page, start: int, end: int, *, chained: bool) -> int:
    """End of the year, or range of years, at a run of four digits; -1 if it is no year."""
    first = int(page.text[start:end])
    if not is_year(first):
        return -1
    later = _YEAR_RANGE_AFTER.match(page.text, end)
    last = 0
    if later is not None and not glued(page, start, later.end()):
        last = int(later[1]) if len(later[1]) == 4 else first // 100 * 100 + int(later[1])
        if first < last <= 2035:
            end = later.end()
    if glued(page, start, end) or unit_follows(page, end):
        return -1
    whole_range = later is not None and end == later.end() and len(later[1]) == 4
    return end if whole_range or chained or _year_is_announced(page, start, end) else -1


def _year_is_announced(page: Page, start: int, end: int) -> bool:
    word, earlier, gap = before(page, start)
    index = page.index_before(start)
    if {earlier, word, page.word(index - 1), page.word(index - 2)} & cue("year_deny"):
        return False
    if word and int(page.text[start:end]) in _LIKELY_YEARS and _is_open_year(page, word, gap, end):
        return True
    if _belongs_to_patient(page, index, start):
        return True
    if page.text[start - 1 : start] == "(" or gap.strip() == "(":
        return page.text[end : end + 1] in frozenset("),;:-")
    dot = "." if word in cue("year_abbreviated") else ""
    if word and not gap.strip(" \n\t\xa0'’" + dot):
        if word in cue("year_before", "season", "procedure", "study"):
            return True
        if word.endswith(_procedure_ends()):
            return True
        if word in cue("year_before_weak"):
            return int(page.text[start : start + 4]) >= 1930
    return _opens_history_item(page, start, end)


def _belongs_to_patient(page: Page, index: int, start: int) -> bool:
    """Whether a year is one of birth, or of a coded disease: ``man, 1956``, ``P76 1999``."""
    gap = page.text[page.end(index) : start] if index >= 0 else "."
    if page.word(index) in cue("age_person", "birth"):
        return len(gap) < _SHORT_GAP and not gap.strip(" ,(:.*°'/")
    return (
        len(page.word(index)) == 1
        and page.word(index - 1) not in cue("typed", "no_year_after")
        and _CODE_GAP.match(gap) is not None
    )


def _is_open_year(page: Page, word: str, gap: str, end: int) -> bool:
    """Whether nothing speaks against a year behind a word: ``mamma li 2006 (ablatio``."""
    if word in cue("not_date_before", "no_year_after") or gap.strip(" \xa0("):
        return False
    follows = page.text[end : end + 2]
    return follows[:1] in ("", " ", ",", ".", ";", ")", "\n", ":", "?") and follows != " x"


def _opens_history_item(page: Page, start: int, end: int) -> bool:
    """Whether a line or clause starts here as in ``2011 mammacarcinoom`` or ``2014: TURP``."""
    clause = page.text[max(0, start - 3) : start].rstrip(" \t")
    if start and clause and clause[-1] not in "\n;•*-":
        headed = clause[-1] == ":" and page.word(page.index_before(start)) in cue("history")
        if not headed:
            return False
    follows = page.text[end : end + 1]
    return follows == ":" or (follows in frozenset(" -") and len(word_after(page, end)) > 1)


@cache
def _procedure_ends() -> tuple[str, ...]:
    return tuple(sorted(cue("procedure_end")))


def _short_year(page: Page, start: int, end: int) -> bool:
    """Whether the two digits behind an apostrophe are a year, as in ``('05)``."""
    if start > 1 and page.text[start - 2].isalnum():
        return False
    return (
        not glued_after(page, end)
        and not unit_follows(page, end)
        and (page.text[end : end + 1] != "'")
    )


def _compact(page: Page, start: int, end: int) -> bool:
    """Whether eight digits are ``20190312``, or ``12032019`` behind a word that says so."""
    if glued(page, start, end):
        return False
    digits = page.text[start:end]
    if _COMPACT_DAY_LAST.match(digits):
        return True
    if _COMPACT_DAY_FIRST.match(digits) is None or not is_day(int(digits[:2]), int(digits[2:4])):
        return False
    word = before(page, start)[0]
    dated = word in cue("date_before", "study", "birth") or word == "van"
    return dated or word.endswith("datum") or _CLOCK_BEHIND.match(page.low, end) is not None


def _weekday(page: Page, start: int) -> int:
    """Start of the weekday in front of a date, else its own start."""
    match = WEEKDAY_BEFORE.search(page.low, max(0, start - 12), start)
    return match.start() if match else start


def _six(page: Page, start: int, end: int) -> bool:
    """Whether six digits are ``140721`` or ``210714`` and stand where a date would."""
    digits = page.text[start:end]
    first, middle, last = int(digits[:2]), int(digits[2:4]), int(digits[4:])
    if not (is_day(first, middle) or is_day(last, middle)) or glued(page, start, end):
        return False
    word, _, gap = before(page, start)
    if word in cue("date_before", "date_before_weak", "birth", "compare") or word.endswith("datum"):
        return gap.strip(" ") in ("", ".", ":") or word.endswith("datum")
    index = page.index_before(start)
    token = page.text[page.starts[index] : page.end(index)] if word else ""
    if is_code(token) or (token in ("M", "V", "m", "v") and gap.isspace()):
        return True
    opens = start == 0 or page.text[start - 1] == "\n"
    return opens and word_after(page, end) in cue("study", "section")


def _first(page: Page, start: int, rule: str) -> int:
    """Where a date starts: at its weekday, or at a letter read for a zero (``O3-11-1949``)."""
    if rule == "date.numeric" and page.text[start - 1 : start] in ("O", "o", "l", "I"):
        return start - 1 if not page.text[start - 2 : start - 1].isalnum() else start
    return _weekday(page, start)


def _birth_year(page: Page, start: int, end: int) -> bool:
    """Whether two digits are a year of birth: ``geb 41``, ``geb41``."""
    word, _, gap = before(page, start)
    if word not in cue("birth") or gap.strip(" .:") or "\n" in gap:
        return False
    return not glued_after(page, end) and page.text[end : end + 1] not in ("-", "/")


def _at_number(page: Page, start: int, end: int, done: int) -> tuple[int, int, str] | None:
    """Start, end and rule of the date at a run of digits; ``done`` is the end of the last one."""
    length = end - start
    after = page.text[end : end + 1]
    if length <= 2 and after and after in "-/. \xa0\t‐‑–":
        hit = _numeric(page, start)
        # "12-03-2021 09.10": digits with a dot right behind a date are its time.
        if hit is not None and done and after == "." and page.text[done:start] in (" ", ", "):
            hit = None
        if hit is not None:
            return _first(page, start, hit[1]), *hit
    if length == 2:
        if _birth_year(page, start, end):
            return start, end, "date.short_year"
        quoted = start and page.text[start - 1] in _QUOTES and _short_year(page, start, end)
        return (start - 1, end, "date.short_year") if quoted else None
    if length == 4:
        return _at_four(page, start, end, done)
    if length in (_SIX, 8):
        whole = _six if length == _SIX else _compact
        return (start, end, "date.compact") if whole(page, start, end) else None
    if length in (12, 14) and not glued(page, start, end):
        stamp = _COMPACT_DAY_LAST.match(page.text[start : start + 8]) is not None
        if stamp and _STAMP.match(page.text[start + 8 : end]):
            return start, start + 8, "date.compact"
    return None


def _at_four(page: Page, start: int, end: int, done: int) -> tuple[int, int, str] | None:
    iso = _ISO.match(page.text, start)
    if iso and is_year(int(iso[1])) and is_day(int(iso[4]), int(iso[3])):
        return start, iso.end(), "date.iso"
    month = _YEAR_MONTH.match(page.text, start)
    if month is not None and int(page.text[start:end]) in _RECENT:
        stop = month.end()
        if not glued(page, start, stop) and not unit_follows(page, stop):
            return start, stop, "date.month_year"
    chained = bool(done) and page.text[done:start] in _CHAINS
    if done and not chained and start - done < 60 and page.text[start - 2 : start] == ", ":
        # "2004 CVA, 2011 TURP": the next item of a list of years.
        item = page.text[end : end + 1] == ":" or len(word_after(page, end)) > 1
        chained = item and page.low[done:start].count(",") == 1
    end = _year_alone(page, start, end, chained=chained)
    return (start, end, "date.year") if end > 0 else None


def _numbers(page: Page) -> Iterator[Detection]:
    done = 0
    open_: list[tuple[int, int]] = []
    days: set[tuple[int, str, int]] = set()
    ends: set[int] = set()
    for start, end in page.numbers:
        if start < done or end - start not in _LENGTHS:
            continue
        hit = _at_number(page, start, end, done)
        if hit is None:
            continue
        if not hit[2]:
            open_.append((start, hit[1]))
            continue
        done = hit[1]
        ends.add(done)
        match = SHORT.match(page.text, start) if end - start <= 2 else None
        if match is not None:
            days.add(key_of(match))
        yield found(hit[0], done, "DATUM", hit[2])
    yield from _open_days(page, open_, days, ends)


def _open_days(
    page: Page, places: list[tuple[int, int]], days: set[tuple[int, str, int]], ends: set[int]
) -> Iterator[Detection]:
    """Days and months that another date in the report explains.

    A day that is a date elsewhere (``8-8`` in the header of a table), or beside one: ``6/2 en
    19/12``.
    """
    for start, end in places:
        match = SHORT.match(page.text, start)
        if match is None:
            continue
        same = key_of(match) in days and holds_elsewhere(page, match)
        if same or _chained(page, start, end, ends):
            days.add(key_of(match))
            ends.add(end)
            yield found(_weekday(page, start), end, "DATUM", "date.day_month")


def _chained(page: Page, start: int, end: int, ends: set[int]) -> bool:
    """Whether only a comma, a slash or ``en`` stands between a day and a date before or behind."""
    for chain in _CHAINS:
        if start - len(chain) in ends and page.low.startswith(chain, start - len(chain)):
            return True
        if page.low.startswith(chain, end):
            follows = SHORT.match(page.text, end + len(chain))
            if follows is not None and follows.end() in ends:
                return True
    return False


def _place(hit: Detection) -> tuple[int, int]:
    return hit.span.start, hit.span.end


def find_dates(page: Page) -> list[Detection]:
    """All dates of a text, as DATUM; a range is one span."""
    joined: list[Detection] = []
    hits = [*_numbers(page), *with_month_names(page)]
    for hit in sorted(hits, key=_place):
        last = joined[-1] if joined else None
        if last is not None and hit.span.start < last.span.end:
            if hit.span.end > last.span.end:
                joined[-1] = found(last.span.start, hit.span.end, "DATUM", hit.rule)
        elif last is not None and page.low[last.span.end : hit.span.start] in _JOINS:
            joined[-1] = found(last.span.start, hit.span.end, "DATUM", "date.range")
        else:
            joined.append(hit)
    return joined
