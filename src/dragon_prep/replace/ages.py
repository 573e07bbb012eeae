"""Ages: below 90 kept, 90 and over given as 90, whoever's they are.

Only what can be nothing but an age is kept. A birth year or a date that was marked as an age moves
as dates do, and of all else nothing stays.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dragon_prep.replace.dates import date_surrogate
from dragon_prep.replace.form import clean, scramble
from dragon_prep.replace.key import Use
from dragon_prep.replace.words import words

if TYPE_CHECKING:
    from dragon_prep.replace.scope import Scope

OLDEST = 90  # years; few people are older, so that a higher age points to somebody
_ONE = r"(?:[1-9]\d{0,2}|0)(?:[.,]\d{1,2})?"
_NUMBER = r"(?<![\d.,])\d{1,3}(?:[.,]\d{1,2})?(?![\d])"
_AGE = re.compile(rf"(?P<number>{_NUMBER})(?=\W*(?P<unit>[A-Za-z]*))|(?P<word>[A-Za-z]+)")
_OLD_IN_WORDS = re.compile(r"[a-z]*(?:negentig|honderd|ninety|hundred)[a-z]*")
_YOUNG_IN_WORDS = re.compile(
    r"(?:een|en|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|der|veer|tien|twin|tig|"
    r"dertig|veertig|vijftig|zestig|zeventig|tachtig|er|ers|jarige?)+"
)
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
    return new if new != text else scramble(text, scope.stream(Use.LETTERS, text))


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
    if match["number"]:
        years = match["unit"].lower() not in words("age_short")
        old = float(match["number"].replace(",", ".")) >= OLDEST
        return str(OLDEST) if years and old else match["number"]
    low = match["word"].lower()
    if _OLD_IN_WORDS.fullmatch(low):
        return "ninety" if "ninety" in low else "negentig"
    if low in words("age") or _in_words(low):
        return match["word"]
    return scramble(match["word"], scope.stream(Use.LETTERS, low))


def _in_words(low: str) -> bool:
    return bool(_OLD_IN_WORDS.fullmatch(low) or _YOUNG_IN_WORDS.fullmatch(low))
