"""Ages in words: ``vijfenzestigjarige man``, ``mevrouw Bakker, zestig jaar``."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from dragon_prep.language.number_words import number_words
from dragon_prep.language.openings import matches
from dragon_prep.phi.ages import with_unit
from dragon_prep.phi.ages.notations import number_in, unit_behind
from dragon_prep.phi.finding import found

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragon_prep.language.page import Page
    from dragon_prep.phi.ages.notations import UnitBehind
    from dragon_prep.phi.finding import Detection

_UNIT = re.compile(r"jarige?n?(?![^\W_])|(?<=[ \n\xa0-])(?:jaar|jr)(?![^\W_])")
_OPENS = ("jarig", "jaar", "jr")
_FEWEST, _MOST = 2, 115  # "een jaar" is no age
_TENS = ("twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig")
_LONGEST = 24
_GAPS = " \n\xa0-"


def find_ages_in_words(page: Page) -> Iterator[Detection]:
    """All ages of a text in words, as LEEFTIJD, the number only."""
    for match in matches(_UNIT, page.low, page.low, _OPENS):
        end = match.start()
        while end and page.low[end - 1] in _GAPS and match.start() - end < 2:
            end -= 1
        if not page.low[end - 1 : end].isalpha():
            continue  # "65 jaar"
        before = _number_before().search(page.low, max(0, end - _LONGEST), end)
        if before is None or not _FEWEST <= number_in(before[0]) <= _MOST:
            continue
        unit = unit_behind(page.low, end)
        if unit is not None and _is_age(page, before.start(), unit):
            yield found(before.start(), end, "LEEFTIJD", "age.words")


def _is_age(page: Page, start: int, unit: UnitBehind) -> bool:
    if unit.word == "jarige":
        return with_unit.is_aged(page, unit)
    return with_unit.is_age(page, start, unit)


@cache
def _number_before() -> re.Pattern[str]:
    """A number in words that ends at a place, also in three words: ``vier en zeventig``."""
    words = number_words()
    ones = "|".join(sorted(word for word, number in words.items() if 0 < number < 10))
    every = "|".join(sorted(words, key=lambda word: (-len(word), word)))
    return re.compile(rf"(?<![^\W_])(?:(?:{ones}) (?:en|ën) (?:{'|'.join(_TENS)})|{every})\Z")
