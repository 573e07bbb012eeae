"""The words of dates: months, weekdays, Roman months, days and years in words."""

from __future__ import annotations

import difflib
import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from dragon_prep.language import lexicon
from dragon_prep.language.calendar import known
from dragon_prep.language.form import like
from dragon_prep.language.number_words import Spelling, number_words, read_number, spell
from dragon_prep.language.pools import calendar

if TYPE_CHECKING:
    from collections.abc import Mapping

ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
ROMAN_PATTERN = "viii|iii|vii|xii|ii|iv|vi|ix|xi|i|v|x"
LAST_DAY = 31
_MISSPELT = range(4, 13)  # letters; shorter words are too close to each other
_CENTURIES = {
    "achttienhonderd": 1800,
    "negentienhonderd": 1900,
    "tweeduizend": 2000,
    "eenentwintighonderd": 2100,
}
_PAIRS = {"negentien": 1900, "twintig": 2000, "eenentwintig": 2100}
_JOINT = re.compile(r"[ \n]?(?:en )?")
# Behind a number, which is no day then: "3 maanden geleden".
PLURALS = frozenset(
    (
        "dagen", "weken", "maanden", "jaar", "jaren", "days", "weeks", "months", "years", "dgn",
        "wkn", "mnd", "wk", "uur", "uren", "hours",
    )
)  # fmt: skip
# They stay as they are around a date or a word that says when.
BESIDE = frozenset(
    (
        "geleden", "terug", "later", "eerder", "tevoren", "ervoor", "erna", "ago", "earlier",
        "afgelopen", "vorig", "vorige", "voorgaande", "voorbije", "laatste", "verleden", "deze",
        "dit", "komende", "komend", "volgende", "aanstaande", "last", "next", "this", "jl",
        "jongstleden", "as", "dd", "anderhalf", "halve", "paar", "enkele", "aantal", "bijna",
        "ongeveer", "kwartaal", "een", "ochtend", "middag", "avond", "nacht", "vroeg", "laat",
    )
)  # fmt: skip


def month_number(word: str, *, lenient: bool = False) -> int:
    """The month that a word names, abbreviated or misspelt, Dutch or English; 0 if it is none.

    Args:
        word: in whatever case.
        lenient: whether a word counts that is merely like one.
    """
    low = word.lower()
    if month := known("month").get(low):
        return month.number
    if number := lexicon.months().get(low):
        return number
    return _corrected_month(low) if lenient else 0


def usual_month(word: str) -> str:
    """The right spelling of a month that may be misspelt, in its case."""
    low = word.lower()
    if low in known("month"):
        return word
    number = month_number(word, lenient=True)
    close = _closest(low)
    if close in known("month") and known("month")[close].number == number:
        return like(word, close)
    return like(
        word, next(name for name, month in known("month").items() if month.number == number)
    )


def misspelt_weekday(word: str) -> int:
    """The weekday, Monday is 1, that a misspelt word probably is; 0 if it is none."""
    weekday = known("weekday").get(_closest(word.lower()))
    return weekday.number if weekday is not None else 0


def usual_weekday(word: str) -> str:
    """The right spelling of a weekday that may be misspelt, in its case."""
    low = word.lower()
    return word if low in known("weekday") else like(word, _closest(low))


@lru_cache(maxsize=4096)
def _corrected_month(low: str) -> int:
    month = known("month").get(_closest(low))
    return month.number if month else 0


@lru_cache(maxsize=4096)
def _closest(low: str) -> str:
    if len(low) not in _MISSPELT:
        return ""
    options = [*_long_names("month"), *_long_names("weekday")]
    close = difflib.get_close_matches(low, options, n=1, cutoff=0.75)
    return close[0] if close else ""


@cache
def _long_names(kind: str) -> list[str]:
    return [word for word in known(kind) if len(word) > 3]


@cache
def weekday_pattern() -> str:
    """A regular expression for a Dutch weekday in lower case, in full or abbreviated."""
    spellings = {word for day in calendar("weekday", "nl") for word in day}
    return "|".join(sorted(spellings, key=lambda word: (-len(word), word)))


@cache
def day_words() -> str:
    """A regular expression for the days of a month in words, the longest first."""
    named = {**number_words(), **number_words(ordinal=True)}
    words = [word for word, number in named.items() if 1 <= number <= LAST_DAY]
    return "|".join(sorted(map(re.escape, words), key=lambda word: (-len(word), word)))


@cache
def year_words() -> str:
    """A regular expression for a year in words; :func:`year_in_words` reads it."""
    rest = sorted(
        (w for w, n in number_words().items() if 1 <= n <= 99), key=lambda w: (-len(w), w)
    )
    tail = f"(?:[ \\n]?(?:en )?(?:{'|'.join(map(re.escape, rest))}))"
    return f"(?:(?:{'|'.join(_CENTURIES)}){tail}?|(?:{'|'.join(_PAIRS)}){tail})"


def year_in_words(text: str) -> int:
    """The year that words mean: ``tweeduizend twintig``, ``negentien zesenvijftig``; 0 if none."""
    low = text.lower()
    for table in (_CENTURIES, _PAIRS):
        for head, century in table.items():
            if not low.startswith(head):
                continue
            if len(low) == len(head):
                return century if table is _CENTURIES else 0
            rest = read_number(low, _JOINT.match(low, len(head)).end())  # type: ignore[union-attr]
            if rest is not None and rest.end == len(low) and rest.number < 100:
                return century + rest.number
    return 0


def spell_year(year: int, model: str) -> str:
    """A year in words, joined as another one is."""
    low = model.lower()
    paired = not any(low.startswith(head) for head in _CENTURIES)
    table: Mapping[str, int] = _PAIRS if paired and year % 100 and year >= 1900 else _CENTURIES
    head = next(word for word, century in table.items() if century == year // 100 * 100)
    old = next(h for t in (_CENTURIES, _PAIRS) for h in t if low.startswith(h))
    joint = _JOINT.match(low, len(old))[0] if len(low) > len(old) else " "  # type: ignore[index]
    rest = read_number(low, len(old) + len(joint))
    spelling = rest.spelling if rest is not None else Spelling()
    tail = joint + spell(year % 100, spelling) if year % 100 else ""
    return like(model, head + tail)


def spell_day(day: int, model: str) -> str:
    """A day of the month in words, as another one is spelt."""
    found = read_number(model)
    return spell(day, found.spelling if found else Spelling(), model)


def ordinal_ending(day: int, model: str) -> str:
    """The ending of a day in digits: ``e``; ``ste`` or ``de``; ``st``, ``nd``, ``rd`` or ``th``."""
    low = model.lower()
    if low == "e":
        return model
    if low in ("ste", "de"):
        return like(model, "ste" if day in (1, 8) or day >= 20 else "de")
    ending = {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return like(model, "th" if 11 <= day <= 13 else ending)
