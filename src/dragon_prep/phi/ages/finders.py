"""Ages, the number only: ``67-jarige``, ``vrouw, 41jr``, ``mw R. Mahabier 69``; no durations.

An age needs a unit that says so (``-jarige``, ``jaar oud``), or a person in front: a word for one
(``man 72``, ``zus 50``), a sign or letter of the sex (``V 63,``), a title with its name.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dragon_prep.language.abbreviations import is_abbreviation
from dragon_prep.language.lexicon import cue
from dragon_prep.language.words import WordClass as W
from dragon_prep.phi.ages import with_unit
from dragon_prep.phi.ages.notations import BRACKETED, unit_behind
from dragon_prep.phi.ages.without_unit import is_bare_age
from dragon_prep.phi.finding import Detection, found

if TYPE_CHECKING:
    from dragon_prep.language.page import Page

_OLDEST = 115
_MOST_DIGITS, _PAIR = 3, 2
_YEAR_BEFORE = re.compile(r"[-/. ](?:19|20|21)\d\d[ ,]{0,2}\Z")
# What the first letters of a unit of age are; "mm", "ml" and "mg" are not.
_UNIT_STARTS = ("j", "w", "y", "maand", "mnd", "dagen")
_UNIT_LETTERS = frozenset("jwymd")
_UNIT_GAPS = frozenset(" -\xa0\n")
_OF_SPANS = frozenset(("w", "week", "d", "dag"))  # units that nobody's age is told in
_OVER_BEFORE = frozenset(".,:-/xX")
_NO_AGE_BEFORE = frozenset("_-/+=<>")
_SEXES = frozenset("mvMV")
_CAPITAL_SEXES = frozenset("MV")


def find_ages(page: Page) -> list[Detection]:
    """All ages of a text, as LEEFTIJD, the digits only."""
    hits: list[Detection] = []
    listed = 0
    for start, end in page.numbers:
        if page.text[start - 1 : start] == "(":
            listed = _in_brackets(page, start)
        if end < listed or (_may_be_age(page, start, end) and _is_age(page, start, end)):
            hits.append(found(start, end, "LEEFTIJD", "age.number"))
    return hits


def _is_age(page: Page, start: int, end: int) -> bool:
    low = page.low
    at, after = end, low[end : end + 1]
    if after in _UNIT_GAPS:
        at = end + 1 if low[end + 1 : end + 2] not in _UNIT_GAPS else end + 2
        after = low[at : at + 1]
    if after in _UNIT_LETTERS and low.startswith(_UNIT_STARTS, at):
        unit = unit_behind(low, end)
        if unit is not None and unit.word not in _OF_SPANS:
            if unit.word == "jarige":
                return with_unit.is_aged(page, unit)
            return with_unit.is_age(page, start, unit)
    return _is_before_sex(page, start, end) or is_bare_age(page, start, end)


def _is_before_sex(page: Page, start: int, end: int) -> bool:
    """``Boot 80V bloeding``, of lists: the sex as a capital behind the age of who may be named."""
    text = page.text
    if text[end : end + 1] not in _CAPITAL_SEXES or text[end + 1 : end + 2].isalnum():
        return False
    index = page.index_before(start)
    if end - start != _PAIR or index < 0 or text[page.end(index) : start] != " ":
        return False
    return _may_name(page, index)


def _may_name(page: Page, index: int) -> bool:
    """Whether a word with a capital may be a name, of however common a word."""
    word = page.text[page.starts[index] : page.end(index)]
    if len(word) <= _PAIR or not word[0].isupper() or is_abbreviation(word):
        return False
    return not page.classes[page.words[index]] & W.NOT_A_NAME


def _may_be_age(page: Page, start: int, end: int) -> bool:
    """Whether a number may be an age: small, and part of nothing larger."""
    text = page.text
    if end - start > _MOST_DIGITS or int(text[start:end]) > _OLDEST:
        return False
    if text[end : end + 1] in _OVER_BEFORE and text[end + 1 : end + 2].isdigit():
        return False
    before = text[start - 1] if start else " "
    return before in " (\n" or _may_stand_behind(page, before, start, end)


def _may_stand_behind(page: Page, before: str, start: int, end: int) -> bool:
    """Whether an age may start behind a sign or letter."""
    if before.isalnum():
        return before in _SEXES and _is_behind_sex(page, start, end)
    earlier = page.text[start - 2 : start - 1]
    if before in "/-" and earlier in _SEXES:
        return True
    return before not in _NO_AGE_BEFORE and not (before in ".," and earlier.isdigit())


def _is_behind_sex(page: Page, start: int, end: int) -> bool:
    """Whether a letter of the sex is glued to an age: ``M54,`` at the head of a line or clause."""
    if end - start != _PAIR:
        return False
    head = page.text[max(0, start - 3) : start - 1].rstrip(" ")
    return (not head or head[-1] in "\n,(|") and page.text[end : end + 1] in frozenset(",j")


def _in_brackets(page: Page, start: int) -> int:
    """End of bracketed ages: ``12-12-1939 (82)``, ``kinderen (4, 9 en 13)``; -1 if none."""
    match = BRACKETED.match(page.text, start - 1)
    if match is None:
        return -1
    alone = match[1] is None
    if alone and _YEAR_BEFORE.search(page.text, max(0, start - 8), start - 1):
        return match.end()
    index = page.index_before(start)
    near = index >= 0 and page.text[page.end(index) : start] == " ("
    if near and page.words[index] in cue("kin_list" if alone else "kin_lists"):
        return match.end()
    return -1
