"""Whether a number with a unit is somebody's age, and no span of time: ``67 jr, PSA 9``."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from dragon_prep.language.lexicon import cue
from dragon_prep.language.units import word_after
from dragon_prep.language.words import WordClass as W
from dragon_prep.phi.ages.notations import number_in
from dragon_prep.phi.ages.persons import looks_named, of_relative, person_before, subjects

if TYPE_CHECKING:
    from dragon_prep.language.page import Page
    from dragon_prep.phi.ages.notations import UnitBehind

ADULT = 16  # years; small numbers behind a word count things: "man, 2 kinderen"
# Behind a number of years only "54 m" is a man; elsewhere it is a length.
_YEARS = frozenset(("jaar", "jr", "jrs", "j", "jm", "jv"))
_WITH_SEX = frozenset(("jm", "jv"))
_LONGEST_GAP = 4
_HEADS = frozenset("\n.:;(|/,[†•)")
_SEX_BEHIND = re.compile(
    r"[ ,(/|]{1,3}(?:m|v|vr|man|vrouw|vrw|jongen|meisje|heer|dame|♂|♀)(?![^\W_])"
)
CLOSES = re.compile(r"[ \t]?(?:\Z|[,;)|/\n]|\.(?!\d)| - )")  # what is behind the end of a remark


def is_aged(page: Page, unit: UnitBehind) -> bool:
    """Whether ``-jarige`` says an age: not behind an empty line, and not of a thing."""
    things = word_after(page, unit.end).startswith(_things())
    return not things and page.low[unit.start : unit.start + 2] != "\n\n"


def is_age(page: Page, start: int, unit: UnitBehind) -> bool:
    """Whether ``N jaar``, ``N jr`` or ``N maanden oud`` is somebody's age."""
    if unit.old:
        return _is_old(page, start, unit)
    if unit.word in ("yo", "y/o"):
        return True
    no_span = _no_span(page, start, unit)
    if unit.word not in _YEARS:
        told = unit.word != "y" and number_in(page.text[start : unit.start]) > 0
        return told and no_span and person_before(page, start)
    if not no_span:
        return _is_told_before_why(page, start, unit)
    if unit.word in _WITH_SEX or _SEX_BEHIND.match(page.low, unit.end):
        return True
    return person_before(page, start) or _stands_free(page, start, unit)


def _is_old(page: Page, start: int, unit: UnitBehind) -> bool:
    """Whether ``oud`` is said of a person: not ``een 3 weken oude fractuur``."""
    of_person = bool(page.classes[word_after(page, unit.end)] & W.PERSON)
    if unit.old == "oude":
        return of_person
    if unit.old == "old":
        return unit.word.startswith("year")
    index = page.index_before(start)
    said = page.word(index) == "is" and bool(page.classes[page.word(index - 1)] & W.PERSON)
    if page.classes[page.word(index)] & W.PROCEDURE and not said:
        return False  # "THP 15 jaar oud"
    return said or of_person or unit.word in _YEARS or person_before(page, start)


def _is_told_before_why(page: Page, start: int, unit: UnitBehind) -> bool:
    """Whether it says who is spoken of, and then why: ``Man, 71 jaar controle na``."""
    if number_in(page.text[start : unit.start]) < ADULT:
        return False
    index, follows = page.index_before(start), word_after(page, unit.end)
    if page.word(index) == "van":  # "vrouw van 63 jr. bekend met"
        return follows != "geleden" and bool(page.classes[page.word(index - 1)] & W.AGE_PERSON)
    if not page.classes[page.word(index)] & W.AGE_PERSON:
        return False
    gap = page.low[page.end(index) : start]
    set_off = "," in gap and not gap.strip(" ,(\n")
    return set_off and not page.classes[follows] & W.DURATION_AFTER_HARD


def _no_span(page: Page, start: int, unit: UnitBehind) -> bool:
    """Whether no word beside it makes a span of time of a number with its unit."""
    index = page.index_before(start)
    near = index >= 0 and not page.low[page.end(index) : start].strip(" \t\n\xa0.")
    if near and page.classes[page.words[index]] & W.DURATION_BEFORE:
        return False
    end = unit.end
    closed = page.text[end - 1] == "."
    if closed and (unit.word == "jaar" or page.text[end + 1 : end + 2].isupper()):
        return True  # "Vrouw, 70 jr. Status na", "man van 44 jaar. status na": the next sentence
    return not page.classes[word_after(page, end)] & W.DURATION_AFTER


def _stands_free(page: Page, start: int, unit: UnitBehind) -> bool:
    """Whether years with no person beside them are an age because of their place."""
    index = page.index_before(start)
    gap = page.low[page.end(index) : start] if index >= 0 else page.low[:start]
    word = page.word(index) if not gap.strip(" \t\n\xa0.,:;(†") else ""
    if _is_announced(page, index, word, gap):
        return True
    is_adult = number_in(page.text[start : unit.start]) >= ADULT
    if gap == " " and is_adult and looks_named(page, index):
        return True
    closes = CLOSES.match(page.text, unit.end) is not None
    if word == "nu":
        return closes
    if word == "op":
        return unit.word == "jaar" or (is_adult and of_relative(page, start))
    return _heads_clause(page, start, unit, closes=closes)


def _is_announced(page: Page, index: int, word: str, gap: str) -> bool:
    """Whether the words before say an age: ``leeftijd: 63 jr``, ``zij is 63 jaar``."""
    if page.classes[word] & W.AGE_BEFORE and len(gap) <= _LONGEST_GAP:
        return True
    before = page.word(index - 1)
    if word == "van" and page.classes[before] & W.AGE_KEY:
        return True  # "op een leeftijd van 63 jaar"
    return bool(page.classes[word] & W.BEING) and before in subjects()


def _heads_clause(page: Page, start: int, unit: UnitBehind, *, closes: bool) -> bool:
    """Whether years stand at the head of a line or clause, and are no short time."""
    head = page.low[max(0, start - 3) : start].rstrip(" \t\xa0")
    if "(" in head and closes and page.low[start - 3 : start - 2].isdigit():
        return True
    at_head = head in ("", " -") or head[-1] in _HEADS
    if number_in(page.text[start : unit.start]) < ADULT or not at_head:
        return False
    if unit.word != "j":
        return True
    return closes or page.text[unit.end - 1] == "."


@cache
def _things() -> tuple[str, ...]:
    return tuple(sorted(cue("thing_after")))
