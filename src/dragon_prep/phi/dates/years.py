"""Evidence for years alone, in four digits or two: most such numbers are something else."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from dragon_prep.language.lexicon import cue
from dragon_prep.language.units import is_year, unit_follows, word_after
from dragon_prep.language.words import WordClass as W
from dragon_prep.phi.dates.neighbours import before, glued, glued_after

if TYPE_CHECKING:
    from dragon_prep.language.page import Page

_YEAR_RANGE_AFTER = re.compile(r"\s?(?:[-–/]|t/m|tot en met|tot)\s?['’]?(\d{4}|\d{2})(?!\d)")
_FIRST_LIKELY = 1985  # behind whatever word; a year before it is as often a value
_FIRST_REMEMBERED = 1930  # behind "van" and "na"
_SHORT_GAP = 5
_CODE_GAP = re.compile(r"\d\d(?:\.\d{1,2})?:? \Z")
_CLAUSE_ENDS = frozenset(",;.\n(")
_FIELD_ENDS = frozenset((".", ";", "|", "\n", ""))
_FIELD_GAP = re.compile(r"\s?[;|]\s?\Z")
_BEHIND_OPEN_YEAR = frozenset(("", " ", ",", ".", ";", ")", "\n", ":", "?"))


def year_alone(page: Page, start: int, end: int, *, chained: bool) -> int:
    """End of the year, or range of years, at a run of four digits; -1 if it is no year."""
    first = int(page.text[start:end])
    if not is_year(first):
        return -1
    range_end = _end_of_range(page, start, end, first)
    stop = max(end, range_end)
    if glued(page, start, stop) or unit_follows(page, stop):
        return -1
    in_full = range_end > 0 and page.text[stop - 4 : stop].isdigit()
    return stop if in_full or chained or _year_is_announced(page, start, stop) else -1


def _end_of_range(page: Page, start: int, end: int, first: int) -> int:
    """End of the later year of ``2011-2012`` and ``2018/19``; -1 if there is none."""
    later = _YEAR_RANGE_AFTER.match(page.text, end)
    if later is None or glued(page, start, later.end()):
        return -1
    last = int(later[1]) if len(later[1]) == 4 else first // 100 * 100 + int(later[1])
    return later.end() if first < last and is_year(last) else -1


def _year_is_announced(page: Page, start: int, end: int) -> bool:
    word, _, gap = before(page, start)
    index = page.index_before(start)
    if _is_edition(page, index):
        return False
    year = int(page.text[start : start + 4])
    if word and year >= _FIRST_LIKELY and _is_open_year(page, word, gap, end):
        return True
    if _belongs_to_patient(page, index, start):
        return True
    if page.text[start - 1 : start] == "(" or gap.strip() == "(":
        return page.text[end : end + 1] in frozenset("),;:-")
    if _closes_field(page, index, gap, end):
        return True
    said = _is_said_in_front(page, word, gap, year)
    return _opens_history_item(page, start, end) if said is None else said


def _is_said_in_front(page: Page, word: str, gap: str, year: int) -> bool | None:
    """Whether the word in front announces a year; None if it says nothing about one."""
    dot = "." if page.classes[word] & W.YEAR_ABBREVIATED else ""
    if not word or gap.strip(" \n\t\xa0'’" + dot):
        return None
    if page.classes[word] & (W.YEAR_BEFORE | W.SEASON | W.PROCEDURE | W.STUDY):
        return True
    if word.endswith(_procedure_ends()):
        return True
    return year >= _FIRST_REMEMBERED if page.classes[word] & W.YEAR_BEFORE_WEAK else None


def _closes_field(page: Page, index: int, gap: str, end: int) -> bool:
    """``(naevus rug, 2009)``, and a year of birth behind a name: ``de Wit, Koos ; 1951.``."""
    after = page.text[end : end + 1]
    if index < 0:
        return False
    if gap == ", " and after == ")":
        return not page.classes[page.words[index]] & (W.NO_YEAR_AFTER | W.UNIT)
    if after not in _FIELD_ENDS or not _FIELD_GAP.match(gap):
        return False
    return page.is_capital(index) and _is_name(page, index)


def _is_name(page: Page, index: int) -> bool:
    """Whether a word with a capital is a name: behind a surname and a comma, or a known one."""
    if index and page.gap_before(index).strip() == "," and page.is_capital(index - 1):
        return True
    return bool(page.classes[page.words[index]] & W.KNOWN_NAME)


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
    return follows[:1] in _BEHIND_OPEN_YEAR and follows != " x"


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


def short_year(page: Page, start: int, end: int) -> bool:
    """Whether the two digits behind an apostrophe are a year, as in ``('05)``."""
    if start > 1 and page.text[start - 2].isalnum():
        return False
    return (
        not glued_after(page, end)
        and not unit_follows(page, end)
        and (page.text[end : end + 1] != "'")
    )


def birth_year(page: Page, start: int, end: int) -> bool:
    """Whether two digits are a year of birth: ``geb 41``, ``geb41``."""
    word, _, gap = before(page, start)
    if not page.classes[word] & W.BIRTH or gap.strip(" .:") or "\n" in gap:
        return False
    return not glued_after(page, end) and page.text[end : end + 1] not in ("-", "/")
