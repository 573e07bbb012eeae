"""Likely names that are words of the language where a word would be written so, too.

The model knows neither the words of medicine that it was not shown nor their compounds. A capital
tells nothing where a sentence opens, and nothing at all speaks for a name in small letters.
"""

from __future__ import annotations

import re
from enum import IntEnum
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from dragon_prep.detect.learned.families import FAMILIES
from dragon_prep.language.compounds import is_medical_compound
from dragon_prep.language.lexicon import cue
from dragon_prep.language.word_kinds import REMEMBERED, is_plain
from dragon_prep.language.words import WordClass as W
from dragon_prep.language.words import classes

if TYPE_CHECKING:
    from dragon_prep.detect.learned.model import Listed

_WORD = re.compile(r"[^\W\d_]+")
# Where a sentence, a line or a finding in a list opens; a line that was wrapped opens nothing.
_OPENS = re.compile(
    r"(?:\A|[.!?][ \t]{1,2}|[.:;?!][ \t]*\n|\n[ \t]*\n|\n[ \t]*[-*•>+][ \t]*|\A[ \t]*[-*•>+])\s*\Z"
)
_OPENS_VALUE = re.compile(r":\s{1,3}\Z")
_REACH = 12
_WORDS = W.DUTCH | W.ORGAN | W.SPECIMEN
_MEDICAL = W.MEDICAL | W.NOT_A_NAME
_NAMES = (
    W.KNOWN_NAME | W.SURNAME | W.NAME_AND_WORD | W.SURNAME_TOO | W.PROPER | W.PARTICLE
    | W.TOWN | W.TOWN_AMBIGUOUS | W.HOSPITAL | W.HOSPITAL_AMBIGUOUS
)  # fmt: skip
_LEAST = 4  # letters; shorter words are codes as often
_LEAST_CODE = 5  # where a code is likely
_LONG = 6  # letters of a word that its parts or its end may tell of
_LONG_PLAIN = 10  # letters of one that is no part of the name of a firm in small letters
_LONGEST_LISTED = 13  # letters of a Dutch word that the list has
_LONG_VERBS = ("eren", "eerd", "eerde", "erend", "erende")


class _Kind(IntEnum):
    """What a word is, the surest last."""

    NAME = 0  # or unknown
    EITHER = 1  # a name and a word
    DUTCH = 2
    MEDICAL = 3  # medical or everyday, and no name


# How likely, of 1000, words must be a name to be one, by family and by what all of them are:
# in small letters among capitals, in a text without capitals, and with the capital of a sentence.
_ALWAYS = 1001
_SMALL = {
    "person": {_Kind.MEDICAL: 990, _Kind.DUTCH: 600},
    "town": {_Kind.MEDICAL: _ALWAYS, _Kind.DUTCH: 760, _Kind.EITHER: 700},
    "code": {_Kind.MEDICAL: 900},
}
_SMALL_THROUGHOUT = {
    "person": {_Kind.MEDICAL: 930},
    "town": {_Kind.MEDICAL: 870},
    "code": {_Kind.MEDICAL: 900},
}
_OPENING = {"person": {_Kind.MEDICAL: 990, _Kind.DUTCH: 520}, "town": {_Kind.MEDICAL: 600}}
# Institutions and firms have words of medicine in their names, but hardly as the only one.
_ORGANISED = frozenset(("institution", "company", "address"))
_SURE_OF_ORGANISED = 700
_OPENING_VALUE = {"person": {_Kind.MEDICAL: 900}}


def are_words(text: str, weighed: Listed, first: int, end: int, *, capitals: bool) -> bool:
    """Whether likely pieces are words rather than a name.

    Args:
        text: the report in its plain form.
        weighed: what the model says of it.
        first: the first of the pieces.
        end: behind the last of them.
        capitals: whether the text opens its sentences with capitals.
    """
    family = FAMILIES[weighed.family[first]]
    start, stop = weighed.starts[first], weighed.ends[end - 1]
    if family in _ORGANISED:
        if family == "address" and not _may_be_address(text, start, stop):
            return True
        is_doubtful = max(weighed.likely[first:end]) < _SURE_OF_ORGANISED
        return is_doubtful and _is_medicine_alone(text, start, stop)
    bounds = _bounds(text, start, stop, capitals=capitals).get(family)
    if bounds is None:
        return False
    words = _WORD.findall(text, start, stop)
    if len(words) == 1 and len(words[0]) < (_LEAST_CODE if family == "code" else _LEAST):
        return False
    kinds = [(_kind(word.lower()), len(word)) for word in words]
    told = [kind for kind, length in kinds if length >= _LEAST]
    if not told or any(kind is _Kind.NAME for kind, _ in kinds):
        return False
    return max(weighed.likely[first:end]) < bounds.get(max(told), 0)


def _is_medicine_alone(text: str, start: int, stop: int) -> bool:
    """Whether it is a single medical word, with no capital behind it that goes on with a name."""
    goes_on = text[stop : stop + 1] == " " and text[stop + 1 : stop + 2].isupper()
    mention = text[start:stop]
    if goes_on:
        return False
    return _is_medicine(mention.lower()) or (mention.islower() and _is_long_plain(mention))


def _may_be_address(text: str, start: int, stop: int) -> bool:
    """Whether a number, the end of a street, or a capital within a sentence speaks for one."""
    mention = text[start:stop]
    if any(map(str.isdecimal, mention)) or text[stop : stop + 2].strip()[:1].isdecimal():
        return True
    if any(word.lower().endswith(_street_ends()) for word in _WORD.findall(mention)):
        return True
    has_capital = any(map(str.isupper, mention))
    return has_capital and _OPENS.search(text[max(0, start - _REACH) : start]) is None


@cache
def _street_ends() -> tuple[str, ...]:
    return tuple(sorted(cue("street_end")))


def _bounds(text: str, start: int, stop: int, *, capitals: bool) -> dict[str, dict[_Kind, int]]:
    """The bounds for what is written so, at such a place."""
    mention = text[start:stop]
    if any(map(str.isdecimal, mention)):
        return {}
    if mention.islower():
        return _SMALL if capitals else _SMALL_THROUGHOUT
    if not mention[1:].islower():
        return {}
    before = text[max(0, start - _REACH) : start]
    if _OPENS.search(before):
        return _OPENING
    return _OPENING_VALUE if _OPENS_VALUE.search(before) else {}


@lru_cache(maxsize=REMEMBERED)
def _is_medicine(word: str) -> bool:
    """Whether a single word is medical and no part of a name."""
    if not word.isalpha() or len(word) < _LONG or classes[word] & (_NAMES | W.INSTITUTION):
        return False
    return bool(classes[word] & W.MEDICAL) or is_medical_compound(word)


def _is_long_plain(word: str) -> bool:
    """Whether a word in small letters is one of the language by its ending or parts."""
    is_long = word.isalpha() and len(word) >= _LONG_PLAIN
    return is_long and not classes[word] & W.INSTITUTION and is_plain(word)


@lru_cache(maxsize=REMEMBERED)
def _kind(word: str) -> _Kind:
    kinds = classes[word]
    if kinds & _NAMES:
        return _Kind.EITHER if kinds & (_WORDS | _MEDICAL) else _Kind.NAME
    if kinds & _MEDICAL or (len(word) >= _LONG and is_plain(word)):
        return _Kind.MEDICAL
    if kinds & _WORDS:
        return _Kind.DUTCH
    is_long_verb = len(word) > _LONGEST_LISTED and word.endswith(_LONG_VERBS)
    return _Kind.MEDICAL if is_long_verb else _Kind.NAME
