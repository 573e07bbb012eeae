"""Dates: numeric, with month names, years alone, and ranges of them.

A full date stands by itself. A day and month without a year, or a year alone, need a sign that they
are a date, because scores, image numbers, levels and sizes look the same: a zero that pads
(``4-04``), a word in front (``d.d.``, ``MRI van``), a place in the text (head of a section).
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from dragon_prep.detect.finding import Detection, found
from dragon_prep.detect.lexicon import cue
from dragon_prep.detect.monthnames import with_month_names
from dragon_prep.detect.plausible import is_day, is_year, unit_follows, word_after

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragon_prep.detect.page import Page

_SEPARATOR = r"(?:[ \t\xa0]?[-/.‐‑–][ \t\xa0\n]?|[ \t\xa0])"
_FULL = re.compile(
    rf"(\d{{1,2}})({_SEPARATOR})(\d{{1,2}})({_SEPARATOR})['’]?(\d{{4}}|\d{{2}})(?![\d_])"
)
_ISO = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)(?:T\d{2}:\d{2}(?::\d{2})?Z?)?")
_SHORT = re.compile(r"(\d{1,2})([-/.]|[ \xa0])(\d{1,2})(?!\d)")
_MONTH_YEAR = re.compile(r"(\d{1,2})[-/.](\d{4})(?!\d)")
_COMPACT_DAY_LAST = re.compile(r"(?:19[3-9]\d|20[0-3]\d)(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\Z")
_COMPACT_DAY_FIRST = re.compile(r"(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:19\d\d|20[0-3]\d)\Z")
_WEEKDAY_BEFORE = re.compile(
    r"(?<![^\W_])(?:ma|di|wo|do|vr|za|zo|(?:maan|dins|woens|donder|vrij|zater|zon)dag)"
    r"\.?,?[ \xa0]\Z"
)
_YEAR_RANGE_AFTER = re.compile(r"\s?(?:[-–/]|t/m|tot en met|tot)\s?['’]?(\d{4}|\d{2})(?!\d)")
_JOINS = frozenset(
    (" t/m ", " tot en met ", " tot ", "-", " - ", "–", " – ", "/", " / ", "t/m", " t/m\n")
)
_CHAINS = frozenset((", ", " en ", "/", ",", " & ", " of ", " + "))


def _glued(page: Page, start: int, end: int) -> bool:
    """Whether the number goes on to a side, as in ``1.2.3.4``, ``NM_12``, ``L4-5`` or ``3-4x``."""
    return _glued_before(page, start) or _glued_after(page, end)


def _glued_before(page: Page, start: int, *, letters: bool = True) -> bool:
    before = page.text[start - 1] if start else " "
    if (before.isalnum() if letters else before.isdigit()) or before in "_-/+=<>±*^~≥≤×":
        return True
    return before in ".,:" and start > 1 and page.text[start - 2].isdigit()


def _glued_after(page: Page, end: int) -> bool:
    after = page.text[end : end + 2]
    if after and (after[0].isalnum() or after[0] in "_%+*^×°"):
        return True
    return len(after) == 2 and after[0] in "-/.,:" and after[1].isdigit()


def _before(page: Page, start: int) -> tuple[str, str, str]:
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


def _at_section_head(page: Page, start: int, end: int) -> bool:
    """Whether a date here would open a section: ``MACROSCOPIE: 07-03`` or ``4-04 AANVULLING``."""
    word, _, gap = _before(page, start)
    if word in cue("section") and (":" in gap or not gap.strip()):
        return True
    index = page.index_from(end)
    return (
        page.word(index) in cue("section")
        and page.is_capital(index)
        and page.starts[index] - end < 3
    )


def _is_announced(page: Page, start: int, end: int, *, descending: bool) -> bool:
    """Whether the words around a day and month say that they are a date."""
    word, earlier, _ = _before(page, start)
    if word in cue("date_before", "signing") or word.endswith("datum"):
        return word != "d" or earlier == "d"
    if word in ("van", "vd") and (earlier in cue("study") or earlier.endswith("grafie")):
        return True
    # Ranges ascend, so "van 23-4" and "tot 23/4" are no ranges, and no fractions either.
    if descending and word in cue("date_before_descending"):
        return page.text[start : start + 3].count(".") == 0
    # "tov CT 12-3"; without a word of comparison 3-4 behind "CT" may be a range, 12-3 is none.
    if word in cue("study") and (earlier in cue("compare") or descending):
        return True
    # "25/12 mpMRI prostaat" opens a line with its day.
    if (start == 0 or page.text[start - 1] == "\n") and word_after(page, end) in cue("study"):
        return True
    return _at_section_head(page, start, end) or _closes_signed_line(page, start, end)


def _closes_signed_line(page: Page, start: int, end: int) -> bool:
    """Whether a line such as ``Getekend: J. ter Borg (JtB) 4/7`` ends here."""
    if page.text[end : end + 2].strip(".")[:1] not in ("", "\n"):
        return False
    index = page.index_before(start)
    line = page.text.rfind("\n", 0, start)
    nearest = range(index, max(-1, index - 8), -1)
    return any(page.words[at] in cue("signing") and page.starts[at] > line for at in nearest)


def _short_is_date(page: Page, start: int, match: re.Match[str]) -> bool:
    """Whether ``12-3``, ``04.10``, ``24/5`` or ``8 06`` is a day and month and nothing else."""
    day, separator, month = match.groups()
    end = match.end()
    if not is_day(int(day), int(month)) or _glued(page, start, end) or unit_follows(page, end):
        return False
    word, _, gap = _before(page, start)
    if word in cue("not_date_before") or word_after(page, end) in cue("not_date_after"):
        return False
    padded_month = month[0] == "0"
    padded_day = day[0] == "0"
    if separator in " \xa0":
        at_head = ":" in gap or start == 0 or page.text[start - 1] == "\n"
        return padded_month and (
            at_head or word in ("op", "dd", "d", "van") or _at_section_head(page, start, end)
        )
    announced = _is_announced(page, start, end, descending=int(day) > int(month))
    if separator == ".":
        return len(month) == 2 and (padded_day or announced)
    if padded_month or padded_day:
        return True
    return announced and not _is_fraction_or_range(page, word, match)


def _is_fraction_or_range(page: Page, word: str, match: re.Match[str]) -> bool:
    """Whether it reads as ``op 2/3 van`` or ``op 3-4 plaatsen``."""
    first, second = int(match[1]), int(match[3])
    if first >= second:
        return False
    follows = word_after(page, match.end())
    if match[2] == "/":
        return second <= 4
    return word == "op" and bool(follows) and follows not in cue("after_year")


def _full(page: Page, start: int) -> int:
    """End of the day, month and year at a place; -1 if there is none."""
    match = _FULL.match(page.text, start)
    if match is None or not is_day(int(match[1]), int(match[3])):
        return -1
    end, year = match.end(), match[5]
    after = page.text[end : end + 2]
    if _glued_before(page, start, letters=False) or (
        len(after) == 2 and after[0] in "-/.," and after[1].isdigit()
    ):
        return -1
    blank = not match[2].strip() or not match[4].strip()
    if len(year) == 4:
        return end if is_year(int(year)) and not (blank and unit_follows(page, end)) else -1
    # Two digits are a year only behind two separators of one kind, and with nothing glued to them.
    if blank or match[2].strip() != match[4].strip() or _glued(page, start, end):
        return -1
    denied = _before(page, start)[0] in cue("not_date_before") or unit_follows(page, end)
    return -1 if denied else end


def _numeric(page: Page, start: int) -> tuple[int, str] | None:
    """End and rule of the numeric date at a run of one or two digits, if there is one."""
    end = _full(page, start)
    if end > 0:
        return end, "date.numeric"
    match = _MONTH_YEAR.match(page.text, start)
    if match is not None:
        end = match.end()
        month_and_year = 1 <= int(match[1]) <= 12 and is_year(int(match[2]))
        if month_and_year and not _glued(page, start, end) and not unit_follows(page, end):
            return end, "date.month_year"
    match = _SHORT.match(page.text, start)
    if match is not None and _short_is_date(page, start, match):
        return match.end(), "date.day_month"
    return None


def _year_alone(page: Page, start: int, end: int, *, chained: bool) -> int:
    """End of the year, or range of years, at a run of four digits; -1 if it is no year."""
    first = int(page.text[start:end])
    if not is_year(first):
        return -1
    later = _YEAR_RANGE_AFTER.match(page.text, end)
    last = 0
    if later is not None and not _glued(page, start, later.end()):
        last = int(later[1]) if len(later[1]) == 4 else first // 100 * 100 + int(later[1])
        if first < last <= 2035:
            end = later.end()
    if _glued(page, start, end) or unit_follows(page, end):
        return -1
    whole_range = later is not None and end == later.end() and len(later[1]) == 4
    return end if whole_range or chained or _year_is_announced(page, start, end) else -1


def _year_is_announced(page: Page, start: int, end: int) -> bool:
    word, earlier, gap = _before(page, start)
    if earlier in cue("year_deny") or word in cue("year_deny"):
        return False
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


def _opens_history_item(page: Page, start: int, end: int) -> bool:
    """Whether a line or clause starts here as in ``2011 mammacarcinoom`` or ``2014: TURP``."""
    clause = page.text[max(0, start - 3) : start].rstrip(" \t")
    if start and clause and clause[-1] not in "\n;•*-":
        headed = clause[-1] == ":" and page.word(page.index_before(start)) in cue("history")
        if not headed:
            return False
    follows = page.text[end : end + 1]
    return follows == ":" or (follows in frozenset(" -") and len(word_after(page, end)) > 2)


@cache
def _procedure_ends() -> tuple[str, ...]:
    return tuple(sorted(cue("procedure_end")))


def _short_year(page: Page, start: int, end: int) -> bool:
    """Whether the two digits behind an apostrophe are a year, as in ``('05)``."""
    if start > 1 and page.text[start - 2].isalnum():
        return False
    return (
        not _glued_after(page, end)
        and not unit_follows(page, end)
        and (page.text[end : end + 1] != "'")
    )


def _compact(page: Page, start: int, end: int) -> bool:
    """Whether eight digits are ``20190312``, or ``12032019`` behind a word that says so."""
    if _glued(page, start, end):
        return False
    if _COMPACT_DAY_LAST.match(page.text[start:end]):
        return True
    word = _before(page, start)[0]
    dated = word in cue("date_before") or word == "van" or word.endswith("datum")
    return dated and _COMPACT_DAY_FIRST.match(page.text[start:end]) is not None


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
            weekday = _WEEKDAY_BEFORE.search(page.low, max(0, start - 12), start)
            return (weekday.start() if weekday else start), *hit
    if length == 2:
        quoted = start and page.text[start - 1] in "'’‘`´" and _short_year(page, start, end)
        return (start - 1, end, "date.short_year") if quoted else None
    if length == 4:
        iso = _ISO.match(page.text, start)
        if iso and is_year(int(iso[1])) and is_day(int(iso[4]), int(iso[3])):
            return start, iso.end(), "date.iso"
        chained = bool(done) and page.text[done:start] in _CHAINS
        if done and not chained and start - done < 60 and page.text[start - 2 : start] == ", ":
            # "2004 CVA, 2011 TURP": the next item of a list of years.
            item = page.text[end : end + 1] == ":" or len(word_after(page, end)) > 1
            chained = item and page.low[done:start].count(",") == 1
        end = _year_alone(page, start, end, chained=chained)
        return (start, end, "date.year") if end > 0 else None
    return (start, end, "date.compact") if length == 8 and _compact(page, start, end) else None


def _numbers(page: Page) -> Iterator[Detection]:
    done = 0
    for start, end in page.numbers:
        if start >= done and end - start in (1, 2, 4, 8):
            hit = _at_number(page, start, end, done)
            if hit is not None:
                done = hit[1]
                yield found(hit[0], done, "DATUM", hit[2])


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
