"""Whether a person stands in front of a number: a word for one, a sex, a title with a name."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from dragon_prep.language.abbreviations import is_abbreviation
from dragon_prep.language.lexicon import cue
from dragon_prep.language.words import WordClass as W
from dragon_prep.phi.names.reader import is_plain

if TYPE_CHECKING:
    from dragon_prep.language.page import Page

SIGNS = frozenset("♂♀")
_LONG_NUMBER = 4
# Between a title and the age stand the name's words: initials, particles, capitals.
_LONGEST_NAME = 6
_SHORTEST_NAME = 4
_IN_NAME = frozenset(" .-'’,()")
# Only initials and shortened words have a stop inside a name: "Joh.", "Prof.".
_SHORTENED = 4
_SEX_LETTER = re.compile(
    r"(?:^|[\s,;:(|/\d]|[\s,;:(|]m[/-])([mv])(?:[ /:-]{0,2}|[,;.|] |\s[;|,/]\s)\Z"
)
_CLAUSE_ENDS = frozenset(".;\n|")
_WORDS_TO_RELATIVE = 8


def person_before(page: Page, start: int) -> bool:
    """Whether a word for a person, or a title with a name, stands in front of a number."""
    if start and page.text[start - 1] in SIGNS:
        return True
    index = page.index_before(start)
    if index < 0:
        return page.low[:start].strip(" ,(|/:") in SIGNS
    gap = page.low[page.end(index) : start]
    if len(gap) > 3 or gap.strip(" \t\n\xa0,:;(†|/-."):
        return gap.strip(" ,(|/:") in SIGNS
    word = page.words[index]
    if word == "van":
        known = page.classes[page.word(index - 1)] & (W.PERSON | W.RELATIVE | W.AGE_PERSON)
        return bool(known) and not gap.strip()
    if page.classes[word] & (W.PERSON | W.AGE_PERSON):
        return word not in ("m", "v") or is_sex(page, start)
    return word in relations() or name_before(page, index, gap)


def is_sex(page: Page, start: int) -> bool:
    """Whether a lone ``m`` or ``v`` before a number is the sex, and no unit behind a length."""
    match = _SEX_LETTER.search(page.low, max(0, start - 8), start)
    if match is None:
        return False
    last = page.low[max(0, match.start(1) - 8) : match.start(1)].rstrip(" ")
    long = last[-_LONG_NUMBER:].isdigit() and len(last) >= _LONG_NUMBER
    return long or not last[-1:].isdigit()


def name_before(page: Page, index: int, gap: str) -> bool:
    """Whether a name with its title ends at a word: ``mevr k. ploeg, 51``, ``Jan Bos (70)``."""
    if page.classes[page.words[index]] & W.MEASURED:
        return False
    closed = bool(gap.strip())
    means_else = _means_something(page, index)
    capitals, has_first = 0, False
    for at in range(index, max(-1, index - _LONGEST_NAME), -1):
        word = page.words[at]
        if at < index:
            if word in _titles():
                # "zus ovca (47)", "vader MI 49": of relatives, what they had is told as well.
                return not means_else or word in relations()
            if _ends_before(page, at + 1):
                return False
        means_else |= _is_short_for(page, at)
        if page.is_capital(at):
            capitals += 1
            has_first |= at < index and bool(page.classes[word] & W.FIRST_NAME)
        elif not (closed or _may_be_small(page, word)):
            return False
        if has_first and closed and capitals > 1:
            return not means_else
    return False


def _may_be_small(page: Page, word: str) -> bool:
    """Whether a part of a name without capital is nothing odd: a particle, an initial."""
    return len(word) == 1 or bool(page.classes[word] & W.PARTICLE)


def _means_something(page: Page, index: int) -> bool:
    """Whether the last word before a number is no surname: ``dhr. Jansen Prostaat 57``."""
    word = page.words[index]
    return is_plain(word) and not page.classes[word] & (W.SURNAME | W.SURNAME_TOO)


def _is_short_for(page: Page, index: int) -> bool:
    """Whether a word is an abbreviation: ``Mw. Bakker GFR 91``."""
    if page.classes[page.words[index]] & W.PARTICLE:
        return False
    return is_abbreviation(page.text[page.starts[index] : page.end(index)])


def _ends_before(page: Page, index: int) -> bool:
    """Whether a name ends before a word: a stop, a colon, or the line's end is between.

    A line may be wrapped behind an initial, a particle or a first name.
    """
    gap, before = page.gap_before(index), page.words[index - 1]
    if "\n" in gap:
        wrapped = len(before) == 1 or page.classes[before] & (W.PARTICLE | W.FIRST_NAME)
        return not wrapped or gap.count("\n") > 1
    stop = "." in gap and len(before) > _SHORTENED
    return stop or not _IN_NAME.issuperset(gap)


def looks_named(page: Page, index: int) -> bool:
    """Whether two words stand here as a first name and surname do: ``Tjitske Hoekema 77 jr``."""
    if index < 1 or page.gap_before(index) != " ":
        return False
    for at in (index - 1, index):
        start, word = page.starts[at], page.words[at]
        if len(word) < _SHORTEST_NAME or not page.is_capital(at):
            return False
        if page.text[start + 1].isupper() or page.classes[word] & (W.DUTCH | W.NOT_A_NAME):
            return False
    return True


def of_relative(page: Page, start: int) -> bool:
    """Whether the clause before a place speaks of a relative: ``moeder mammaca op 44``."""
    index = page.index_before(start)
    for at in range(index, max(-1, index - _WORDS_TO_RELATIVE), -1):
        if page.classes[page.words[at]] & W.KIN:
            return True
        if not _CLAUSE_ENDS.isdisjoint(page.gap_before(at)):
            return False
    return False


@cache
def relations() -> frozenset[str]:
    """The words for relatives."""
    return cue("relative", "kin", "kin_young")


@cache
def _titles() -> frozenset[str]:
    return cue("title_of_patient", "age_person")


@cache
def subjects() -> frozenset[str]:
    """The words that stand for the patient in a sentence."""
    return cue("subject", "subject_spoken")
