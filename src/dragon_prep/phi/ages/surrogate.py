"""Ages: below the cap (90) kept, from there on given as the cap, whoever's they are.

Only what can be nothing but an age is kept. A birth year or a date that was marked as an age moves
as dates do, and of all else nothing stays.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from dragon_prep.core.keys import KeyPurpose
from dragon_prep.language.form import clean, like, scramble
from dragon_prep.language.pools import calendar, words
from dragon_prep.phi.dates.surrogate import date_surrogate

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dragon_prep.phi.scope import Scope

_ONE = r"(?:[1-9]\d{0,2}|0)(?:[.,]\d{1,2})?"
_NUMBER = r"(?<![\d.,])\d{1,3}(?:[.,]\d{1,2})?(?![\d])"
_AGE = re.compile(
    rf"(?P<number>{_NUMBER})(?=\W*(?P<unit>[A-Za-z]*))|(?P<word>[a-z]+ty-[a-z]+|[A-Za-z]+)"
)
_SAID = re.compile(r"(?P<number>[a-z-]+?)(?:jarigen?|(?P<decade>ers?|s))?")  # "tachtiger"
_MOST_NUMBERS = 2  # "85-95 jaar"; more of them are no age
_RUN = re.compile(r"[A-Za-z]*'?\d+(?:[^\sA-Za-z\d]+\d+)*")  # digits with their joins
_BARE = re.compile(r"[1-9]\d{0,2}|0")
_WITH_UNIT = re.compile(rf"(?P<before>[A-Za-z]*){_ONE}(?:\s?[-/]\s?{_ONE})?")
_DATE = re.compile(
    r"(?<![\d.,/:'-])(?:'\d\d|\d{4}|\d{1,2}(?P<s>[-/.])\d{1,2}(?:(?P=s)(?:\d{4}|\d\d))?)"
    r"(?![.,/:-]?\d)"
)


def age(original: str, scope: Scope) -> str:
    """The surrogate of an age; of what is no age, something else in its shape."""
    text = clean(original)
    if _is_age(text):
        return _AGE.sub(lambda match: _capped(match, scope), text)
    new = date_surrogate(text, scope) if _DATE.search(text) else text
    return new if new != text else scramble(text, scope.stream(KeyPurpose.LETTERS, text))


def _is_age(text: str) -> bool:
    low = re.findall("[a-z]+", text.lower())
    runs = _RUN.findall(text)
    numbers = re.findall(_NUMBER, text)
    if not runs:
        return any(map(_in_words, low))
    if len(numbers) > _MOST_NUMBERS or len(re.findall(r"\d+(?:[.,]\d+)?", text)) > len(numbers):
        return False
    unit = any(word in words("age_year") or word in words("age_short") for word in low)
    if not unit and len(runs) > 1:
        return False
    return all(_is_plain(run, unit=unit) for run in runs)


def _is_plain(run: str, *, unit: bool) -> bool:
    """Whether digits and what joins them are ages: bare ones, or any beside words of ages."""
    if not unit:
        return _BARE.fullmatch(run) is not None
    match = _WITH_UNIT.fullmatch(run)
    return match is not None and (not match["before"] or match["before"].lower() in words("age"))


def _capped(match: re.Match[str], scope: Scope) -> str:
    cap = scope.rules.oldest
    if match["number"]:
        years = match["unit"].lower() not in words("age_short")
        is_old = float(match["number"].replace(",", ".")) >= cap
        return str(cap) if years and is_old else match["number"]
    word = match["word"]
    low = word.lower()
    if low in words("age"):
        return word
    if not (said := _SAID.fullmatch(low)) or not (known := _numbers().get(said["number"])):
        return scramble(word, scope.stream(KeyPurpose.LETTERS, low))
    number, language = known
    if said["decade"] and number % 10 == 0:
        cap -= cap % 10
    if number < cap:
        return word
    return like(word, calendar("number", language)[cap - 1][0] + word[len(said["number"]) :])


def _in_words(low: str) -> bool:
    said = _SAID.fullmatch(low)
    return bool(said and said["number"] in _numbers())


@cache
def _numbers() -> Mapping[str, tuple[int, str]]:
    """The numbers in words, with the language each is in."""
    return {
        spelling: (number, language)
        for language in ("en", "nl")
        for number, spellings in enumerate(calendar("number", language), 1)
        for spelling in (*spellings, spellings[0].replace("ty", "ty-"))  # "ninety-five"
    }
