"""Ages: below 90 kept, 90 and over given as 90, whoever's they are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dragon_prep.replace.form import clean, scramble
from dragon_prep.replace.key import Use
from dragon_prep.replace.words import words

if TYPE_CHECKING:
    from dragon_prep.replace.scope import Scope

OLDEST = 90  # years; few people are older, so that a higher age points to somebody
_NUMBER = r"(?<![\d.,])\d{1,3}(?:[.,]\d{1,2})?(?![\d])"
_AGE = re.compile(rf"(?P<number>{_NUMBER})(?=\W*(?P<unit>[A-Za-z]*))|(?P<word>[A-Za-z]+)")
_OLD_IN_WORDS = re.compile(r"[a-z]*(?:negentig|honderd|ninety|hundred)[a-z]*")
_YOUNG_IN_WORDS = re.compile(
    r"(?:een|en|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|der|veer|tien|twin|tig|"
    r"dertig|veertig|vijftig|zestig|zeventig|tachtig|er|ers|jarige?)+"
)
_MOST_NUMBERS = 2  # "85-95 jaar"; more of them are no age


def age(original: str, scope: Scope) -> str:
    """The surrogate of an age; of what is no age, something else in its shape."""
    text = clean(original)
    numbers = re.findall(r"\d+(?:[.,]\d+)?", text)
    fit = [n for n in numbers if re.fullmatch(_NUMBER, n)]
    in_words = any(_in_words(word) for word in re.findall("[a-z]+", text.lower()))
    if len(fit) != len(numbers) or not (in_words or 0 < len(numbers) <= _MOST_NUMBERS):
        return scramble(text, scope.stream(Use.LETTERS, text))
    return _AGE.sub(lambda match: _capped(match, scope), text)


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
