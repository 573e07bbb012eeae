"""Dates: numeric, with month names, years alone, and ranges of them.

A full date stands by itself. A day and month without a year, or a year alone, need a sign that they
are a date, because scores, image numbers, levels and sizes look the same: a zero that pads
(``4-04``), a word in front (``d.d.``, ``MRI van``), a place in the text (head of a section).
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from dragon_prep.language.lexicon import cue
from dragon_prep.language.units import is_day, is_year, unit_follows, word_after
from dragon_prep.language.words import WordClass as W
from dragon_prep.phi.dates.day_months import (
    SHORT,
    WEEKDAY_BEFORE,
    before,
    end_of_short,
    glued,
    glued_after,
    glued_before,
    holds_elsewhere,
    key_of,
    read_short,
)
from dragon_prep.phi.dates.month_names import with_month_names
from dragon_prep.phi.finding import Detection, found
from dragon_prep.phi.staff_codes.grammar import is_code

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragon_prep.language.page import Page

_SEPARATOR = r"(?:[ \t\xa0]?[-/.‐‑–][ \t\xa0\n]?|[ \t\xa0])"
_QUOTES = "'’‘`´"
# A time may be glued to the year: "12-03-201912:04".
_FULL = re.compile(
    rf"(\d{{1,2}})({_SEPARATOR})(\d{{1,2}})({_SEPARATOR})[{_QUOTES}]?"
    r"(\d{4}(?=\d{1,2}[:.]\d\d(?!\d))|(?:\d{4}|\d{2})(?!\d))"
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
# Widest gaps between the numbers of a date: " - ", and the same with an apostrophe behind it.
_WIDEST, _WIDEST_TO_YEAR = 3, 4
# Between the columns of a table.
_COLUMN_GAPS = frozenset((" ", "\t", "|"))
_WIDEST_COLUMN = 12
_NOWHERE = (1 << 40, 1 << 40)
_LENGTHS = frozenset((1, 2, 4, 6, 8, 12, 14))
_SEPARATES = frozenset("-/. \xa0\t‐‑–")
_HYPHENS = frozenset("-/.‐‑–")
_ROMANS = frozenset("ivxIVX")
_CENTURIES = frozenset(("19", "20"))
_SIX = 6
_CLOCK_BEHIND = re.compile(r"[ _T](?:[01]\d|2[0-3]):?[0-5]\d(?!\d)")
_LAST_DAY = 31
_LIKELY_YEARS = range(1985, 2031)
_SHORT_GAP = 5
_MONTHS = 12
_CODE_GAP = re.compile(r"\d\d(?:\.\d{1,2})?:? \Z")
_MONTH_SHORT_YEAR = re.compile(r"(\d{1,2})/(\d\d)(?![\d/-]|[.,]\d)")
_FIRST_SHORT_YEAR, _LAST_SHORT_YEAR = 13, 35
_RECENT = range(1990, 2031)
_MONTH_QUOTED_YEAR = re.compile(rf"(\d{{1,2}})[-/. ]?[{_QUOTES}]\d\d(?![^\W_]|['’])")
# A time right behind the year: "3.4.2020/13.45 uur".
_CLOCK_GLUED = re.compile(r"[-/.](?:[01]?\d|2[0-3])[.:][0-5]\d(?!\d)")
# Hours of a clock face that follow each other, as stitches and inks do: "12-3-6 blauw".
_CLOCK_FACE = frozenset(("3-6-9", "6-9-12", "9-12-3", "12-3-6", "9-6-3", "12-9-6", "6-3-12"))
_SERIES_REACH = 40
_CLAUSE_ENDS = frozenset(",;.\n(")
_FIELD_ENDS = frozenset((".", ";", "|", "\n", ""))
_FIELD_GAP = re.compile(r"\s?[;|]\s?\Z")


def _full(page: Page, start: int) -> int:
    """End of the day, month and year at a place; -1 if there is none."""
    match = _FULL.match(page.text, start)
    if match is None or not is_day(int(match[1]), int(match[3])):
        return -1
    end, year = match.end(), match[5]
    after = page.text[end : end + 2]
    goes_on = len(after) == 2 and after[0] in "-/.," and after[1].isdigit()
    if (
        goes_on
        and (after[0] not in "-/" or _FULL.match(page.text, end + 1) is None)
        and (len(year) != len("2020") or _CLOCK_GLUED.match(page.text, end) is None)
    ):
        return -1
    blank = not match[2].strip() or not match[4].strip()
    quoted = page.text[match.start(5) - 1] in _QUOTES
    if not quoted and (len(match[2]) > 1) != (len(match[4]) > 1) and _is_version(page, start):
        return -1  # "RECIST 1.1. 40-jarige man", "v1.1. 2022"
    if len(year) == 4:
        if not is_year(int(year)) or _number_before(page, start):
            return -1
        return -1 if blank and unit_follows(page, end) else end
    if (glued(page, start, end) and not goes_on) or match[0] in _CLOCK_FACE:
        return -1
    padded = match[1][0] == "0" or match[3][0] == "0"
    if page.classes[before(page, start)[0]] & W.NOT_DATE_BEFORE and not quoted:
        return -1
    if unit_follows(page, end) and not padded:
        return -1
    if blank and not quoted:
        return end if match[2] == match[4] and _spaced(page, start, end) else -1
    # Two digits are a year only behind two separators of one kind, and with nothing glued to them.
    return end if quoted or match[2].strip() == match[4].strip() else -1


def _is_version(page: Page, start: int) -> bool:
    """Whether a version stands here, behind the name of a scale or a ``v``."""
    word = page.word(page.index_before(start))
    return bool(
        page.classes[word] & (W.VERSIONED | W.NOT_DATE_BEFORE | W.YEAR_DENY)
    ) or word.endswith("rads")


def _number_before(page: Page, start: int) -> bool:
    last = page.text[max(0, start - 2) : start]
    return last[-1:].isdigit() or (len(last) == 2 and last[1] in "-/.,:" and last[0].isdigit())


def _spaced(page: Page, start: int, end: int) -> bool:
    """Whether ``12 4 19`` is a day because of its place: behind a key, or at the end of a line."""
    word, _, gap = before(page, start)
    if page.classes[word] & (W.DATE_BEFORE | W.SECTION | W.SIGNING) or word.endswith("datum"):
        return True
    index = page.index_before(start)
    ends_line = page.text[end : end + 2].strip(" .")[:1] in ("", "\n")
    return ends_line and bool(word) and gap == " " and page.is_capital(index)


def _numeric(page: Page, at: int) -> tuple[int, str] | None:
    """End and rule of the numeric date whose first number is the one at an index, if there is one.

    The rule is empty for a day and month that only the rest of the report can tell. What the next
    numbers are, and how far they stand, rules most forms out before a pattern is tried.
    """
    text, numbers = page.text, page.numbers
    start, end = numbers[at]
    second = numbers[at + 1] if at + 1 < len(numbers) else _NOWHERE
    gap, length = second[0] - end, second[1] - second[0]
    if text[end + 1 : end + 2] in _ROMANS:
        return _with_roman_month(page, start)
    if gap > _WIDEST:
        return None
    third = numbers[at + 2][0] if at + 2 < len(numbers) else _NOWHERE[0]
    if length <= 2 and third - second[1] <= _WIDEST_TO_YEAR:
        stop = _full(page, start)
        if stop > 0:
            return stop, "date.numeric"
        year_first = _YEAR_FIRST.match(text, start)
        if year_first is not None and not glued(page, start, year_first.end()):
            word = before(page, start)[0]
            if page.classes[word] & (W.DATE_BEFORE | W.BIRTH) or word.endswith("datum"):
                return year_first.end(), "date.numeric"
    if gap == 1:
        return _two_numbers(page, start, length)
    if gap == 2 and text[second[0] - 1] in _QUOTES:
        match = _MONTH_QUOTED_YEAR.match(text, start)
        if match is not None and 1 <= int(match[1]) <= _MONTHS and not glued_before(page, start):
            return match.end(), "date.month_year"
    return None


def _two_numbers(page: Page, start: int, length: int) -> tuple[int, str] | None:
    """A month and year, or a day and month; ``length`` is that of the second number."""
    if length == 4:
        match = _MONTH_YEAR.match(page.text, start)
        if match is None:
            return None
        end = match.end()
        month_and_year = 1 <= int(match[1]) <= 12 and is_year(int(match[2]))
        if month_and_year and not glued(page, start, end) and not unit_follows(page, end):
            return end, "date.month_year"
        return None
    match = SHORT.match(page.text, start) if length <= 2 else None
    if match is None:
        return None
    sure = read_short(page, start, match)
    if sure is not False:
        return end_of_short(page, match), "date.day_month" if sure else ""
    return _month_and_short_year(page, start)


def _with_roman_month(page: Page, start: int) -> tuple[int, str] | None:
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
    word, earlier, _ = before(page, start)
    compared = word in ("met", "van") and bool(
        page.classes[earlier] & (W.COMPARE | W.MONTH_YEAR_BEFORE)
    )
    if not compared and not page.classes[word] & (W.COMPARE | W.STUDY | W.MONTH_YEAR_BEFORE):
        # "6,9 (10/22)" in a series of dated values, which only the rest of it can tell.
        bracketed = page.text[start - 1 : start] == "(" and page.text[end : end + 1] == ")"
        return (end, "") if bracketed else None
    counted = unit_follows(page, end) or bool(
        page.classes[word_after(page, end)] & (W.COUNTED | W.NOT_DATE_AFTER)
    )
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
    word, _, gap = before(page, start)
    index = page.index_before(start)
    if _is_edition(page, index):
        return False
    year = int(page.text[start : start + 4])
    if word and year in _LIKELY_YEARS and _is_open_year(page, word, gap, end):
        return True
    if _belongs_to_patient(page, index, start):
        return True
    if page.text[start - 1 : start] == "(" or gap.strip() == "(":
        return page.text[end : end + 1] in frozenset("),;:-")
    if _closes_field(page, index, gap, end):
        return True
    dot = "." if page.classes[word] & W.YEAR_ABBREVIATED else ""
    if word and not gap.strip(" \n\t\xa0'’" + dot):
        if page.classes[word] & (W.YEAR_BEFORE | W.SEASON | W.PROCEDURE | W.STUDY):
            return True
        if word.endswith(_procedure_ends()):
            return True
        if page.classes[word] & W.YEAR_BEFORE_WEAK:
            return int(page.text[start : start + 4]) >= 1930
    return _opens_history_item(page, start, end)


def _closes_field(page: Page, index: int, gap: str, end: int) -> bool:
    """``(naevus rug, 2009)``, and a year of birth behind a name: ``de Wit, Koos ; 1951.``."""
    after = page.text[end : end + 1]
    if index < 0:
        return False
    if gap == ", " and after == ")":
        return not page.classes[page.words[index]] & (W.NO_YEAR_AFTER | W.UNIT)
    if after in _FIELD_ENDS and _FIELD_GAP.match(gap) and page.is_capital(index):
        listed = index > 0 and page.gap_before(index).strip() == "," and page.is_capital(index - 1)
        return listed or bool(page.classes[page.words[index]] & W.KNOWN_NAME)
    return False


def _is_edition(page: Page, index: int) -> bool:
    """Whether one of the last words of the clause names a guideline, a norm or a measured value."""
    deny = cue("year_deny")
    for at in range(index, max(-1, index - 3), -1):
        if page.words[at] in deny:
            return True
        # "EN 2019 regel", "1000 ml en 2018 CT"
        joined = page.words[at] == "en" and at == index
        if joined and (_is_norm(page, at) or page.classes[page.word(at - 1)] & W.UNIT):
            return True
        if not _CLAUSE_ENDS.isdisjoint(page.gap_before(at)):
            return False
    return False


def _is_norm(page: Page, index: int) -> bool:
    """Whether ``EN`` is the European norm: in capitals beside words that are not."""
    start = page.starts[index]
    if not page.text.startswith("EN", start):
        return False
    last = page.starts[index - 1] if index else start
    return index == 0 or not page.text[last : last + 2].isupper()


def _belongs_to_patient(page: Page, index: int, start: int) -> bool:
    """Whether a year is one of birth, or of a coded disease: ``man, 1956``, ``P76 1999``."""
    gap = page.text[page.end(index) : start] if index >= 0 else "."
    if page.classes[page.word(index)] & (W.AGE_PERSON | W.BIRTH):
        return len(gap) < _SHORT_GAP and not gap.strip(" ,(:.*°'/")
    return (
        len(page.word(index)) == 1
        and not page.classes[page.word(index - 1)] & (W.TYPED | W.NO_YEAR_AFTER)
        and _CODE_GAP.match(gap) is not None
    )


def _is_open_year(page: Page, word: str, gap: str, end: int) -> bool:
    """Whether nothing speaks against a year behind a word: ``mamma li 2006 (ablatio``."""
    if page.classes[word] & (W.NOT_DATE_BEFORE | W.NO_YEAR_AFTER) or gap.strip(" \xa0("):
        return False
    follows = page.text[end : end + 2]
    return follows[:1] in ("", " ", ",", ".", ";", ")", "\n", ":", "?") and follows != " x"


def _opens_history_item(page: Page, start: int, end: int) -> bool:
    """Whether a line or clause starts here as in ``2011 mammacarcinoom`` or ``2014: TURP``."""
    clause = page.text[max(0, start - 3) : start].rstrip(" \t")
    if start and clause and clause[-1] not in "\n;•*-":
        headed = clause[-1] == ":" and bool(
            page.classes[page.word(page.index_before(start))] & W.HISTORY
        )
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
    dated = bool(page.classes[word] & (W.DATE_BEFORE | W.STUDY | W.BIRTH)) or word == "van"
    return dated or word.endswith("datum") or _CLOCK_BEHIND.match(page.low, end) is not None


def _weekday(page: Page, start: int) -> int:
    """Start of the weekday in front of a date, else its own start."""
    if not page.classes[page.word(page.index_before(start))] & W.WEEKDAY_ANY:
        return start
    match = WEEKDAY_BEFORE.search(page.low, max(0, start - 12), start)
    return match.start() if match else start


def _six(page: Page, start: int, end: int) -> bool:
    """Whether six digits are ``140721`` or ``210714`` and stand where a date would."""
    digits = page.text[start:end]
    first, middle, last = int(digits[:2]), int(digits[2:4]), int(digits[4:])
    if not (is_day(first, middle) or is_day(last, middle)) or glued(page, start, end):
        return False
    word, _, gap = before(page, start)
    if page.classes[word] & (
        W.DATE_BEFORE | W.DATE_BEFORE_WEAK | W.BIRTH | W.COMPARE
    ) or word.endswith("datum"):
        return gap.strip(" ") in ("", ".", ":") or word.endswith("datum")
    index = page.index_before(start)
    if word and is_code(page.text[page.starts[index] : page.end(index)]):
        return True
    # "A.J. / v / 110355", "M 110355"
    if gap and page.word(index) in ("m", "v") and not gap.strip(" \t\n|/;,"):
        return True
    opens = start == 0 or page.text[start - 1] == "\n"
    return opens and bool(page.classes[word_after(page, end)] & (W.STUDY | W.SECTION))


def _first(page: Page, start: int, rule: str) -> int:
    """Where a date starts: at its weekday, or at a letter read for a zero (``O3-11-1949``)."""
    if rule == "date.numeric" and page.text[start - 1 : start] in ("O", "o", "l", "I"):
        return start - 1 if not page.text[start - 2 : start - 1].isalnum() else start
    return _weekday(page, start)


def _birth_year(page: Page, start: int, end: int) -> bool:
    """Whether two digits are a year of birth: ``geb 41``, ``geb41``."""
    word, _, gap = before(page, start)
    if not page.classes[word] & W.BIRTH or gap.strip(" .:") or "\n" in gap:
        return False
    return not glued_after(page, end) and page.text[end : end + 1] not in ("-", "/")


def _at_number(page: Page, at: int, done: int, *, born: bool) -> tuple[int, int, str] | None:
    """Start, end and rule of the date whose first number is the one at an index.

    Args:
        page: the text.
        at: the index of the number.
        done: the end of the last date, 0 if there is none yet.
        born: whether the text speaks of a birth at all.
    """
    text = page.text
    start, end = page.numbers[at]
    length = end - start
    if length <= 2:
        return _at_two(page, at, done, born=born)
    if length == 4:
        return _at_four(page, start, end, done)
    if length in (_SIX, 8):
        whole = _six if length == _SIX else _compact
        return (start, end, "date.compact") if whole(page, start, end) else None
    if not glued(page, start, end):
        stamp = _COMPACT_DAY_LAST.match(text[start : start + 8]) is not None
        if stamp and _STAMP.match(text[start + 8 : end]):
            return start, start + 8, "date.compact"
    return None


def _at_two(page: Page, at: int, done: int, *, born: bool) -> tuple[int, int, str] | None:
    text = page.text
    start, end = page.numbers[at]
    after = text[end : end + 1]
    if after in _SEPARATES:
        hit = _numeric(page, at)
        # "12-03-2021 09.10": digits with a dot right behind a date are its time.
        if hit is not None and done and after == "." and text[done:start] in (" ", ", "):
            hit = None
        if hit is not None:
            return _first(page, start, hit[1]), *hit
    if end - start == 1 or not start:
        return None
    if born and _birth_year(page, start, end):
        return start, end, "date.short_year"
    quoted = text[start - 1] in _QUOTES and _short_year(page, start, end)
    return (start - 1, end, "date.short_year") if quoted else None


def _at_four(page: Page, start: int, end: int, done: int) -> tuple[int, int, str] | None:
    if page.text[end : end + 1] in _HYPHENS:
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


def _places(page: Page, *, born: bool) -> list[int]:
    """The indices of the numbers that may start a date.

    Most are ruled out by their length, their neighbours and their first digits.
    """
    text, numbers = page.text, page.numbers
    found_at = []
    following = 1 << 40
    for at in range(len(numbers) - 1, -1, -1):
        start, end = numbers[at]
        length = end - start
        if length <= 2:
            after = text[end : end + 1]
            near = after in _SEPARATES and (
                following - end <= _WIDEST or text[end + 1 : end + 2] in _ROMANS
            )
            if near or (length == 2 and start and (born or text[start - 1] in _QUOTES)):
                found_at.append(at)
        elif length == 4:
            if text[start : start + 2] in _CENTURIES:
                found_at.append(at)
        elif length in _LENGTHS:
            found_at.append(at)
        following = start
    found_at.reverse()
    return found_at


def _numbers(page: Page, named: list[Detection]) -> Iterator[Detection]:
    done = 0
    open_: list[tuple[int, int]] = []
    short: list[int] = []
    ends = {hit.span.end for hit in named}
    born = "geb" in page.low
    for at in _places(page, born=born):
        start, end = page.numbers[at]
        if start < done:
            continue
        hit = _at_number(page, at, done, born=born)
        if hit is None:
            continue
        if not hit[2]:
            open_.append((start, hit[1]))
            continue
        done = hit[1]
        ends.add(done)
        if end - start <= 2:
            short.append(start)
        yield found(hit[0], done, "DATUM", hit[2])
    if open_:
        matches = (SHORT.match(page.text, start) for start in short)
        days = {key_of(match) for match in matches if match is not None}
        yield from _open_days(page, open_, days, ends)


def _open_days(
    page: Page, places: list[tuple[int, int]], days: set[tuple[int, str, int]], ends: set[int]
) -> Iterator[Detection]:
    """Days and months that another date in the report explains.

    A day that is a date elsewhere (``8-8`` in the header of a table), or beside one: ``6/2 en
    19/12``, or a month and year in a series of dated values.
    """
    for start, end in places:
        match = SHORT.match(page.text, start)
        if match is None:
            continue
        if int(match[3]) > _MONTHS:
            if _in_series(page, start, end, ends):
                ends.add(end)
                yield found(start, end, "DATUM", "date.month_year")
            continue
        same = key_of(match) in days and holds_elsewhere(page, match)
        if same or _chained(page, start, end, ends):
            days.add(key_of(match))
            ends.add(end)
            yield found(_weekday(page, start), end, "DATUM", "date.day_month")


def _in_series(page: Page, start: int, end: int, ends: set[int]) -> bool:
    """Whether a date in brackets stands near before or behind: ``5,1 (2021) - 6,9 (10/22)``."""
    return any(
        other != end
        and start - _SERIES_REACH < other < end + _SERIES_REACH
        and page.text[other : other + 1] == ")"
        for other in ends
    )


def _chained(page: Page, start: int, end: int, ends: set[int]) -> bool:
    """Whether only a comma, a slash or ``en`` stands between a day and a date before or behind."""
    for chain in _CHAINS:
        if start - len(chain) in ends and page.low.startswith(chain, start - len(chain)):
            return True
        if page.low.startswith(chain, end):
            follows = SHORT.match(page.text, end + len(chain))
            if follows is not None and follows.end() in ends:
                return True
    return _in_row(page, start, end, ends)


def _in_row(page: Page, start: int, end: int, ends: set[int]) -> bool:
    """Whether nothing but blanks stands between a day and a date: ``12/1   14/3   10/5``."""
    text = page.text
    last = start
    while last and text[last - 1] in _COLUMN_GAPS and start - last < _WIDEST_COLUMN:
        last -= 1
    if last < start and last in ends:
        return not unit_follows(page, end)
    first = end
    while text[first : first + 1] in _COLUMN_GAPS and first - end < _WIDEST_COLUMN:
        first += 1
    follows = SHORT.match(text, first) if first > end else None
    return follows is not None and follows.end() in ends and follows[2] in text[start:end]


def _offsets(hit: Detection) -> tuple[int, int]:
    return hit.span.start, hit.span.end


def find_dates(page: Page) -> list[Detection]:
    """All dates of a text, as DATUM; a range is one span."""
    joined: list[Detection] = []
    named = list(with_month_names(page))
    hits = [*_numbers(page, named), *named]
    for hit in sorted(hits, key=_offsets):
        last = joined[-1] if joined else None
        if last is not None and hit.span.start < last.span.end:
            if hit.span.end > last.span.end:
                joined[-1] = found(last.span.start, hit.span.end, "DATUM", hit.rule)
        elif last is not None and page.low[last.span.end : hit.span.start] in _JOINS:
            joined[-1] = found(last.span.start, hit.span.end, "DATUM", "date.range")
        else:
            joined.append(hit)
    return joined
