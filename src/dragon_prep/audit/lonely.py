"""What one patient of a cohort alone has: unknown words, years of dates, hours of times.

The table of words (:mod:`dragon_prep.audit.word_use`) says with how many patients each stands. A
word that no list knows and that nobody else's reports have is a device, a drug or a slip more often
than a name; behind ``bij``, ``collega`` or ``besproken met`` it is a name.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from dragon_prep.audit.search_terms import LONG_NAME
from dragon_prep.audit.surroundings import is_announced_by_place, last_word
from dragon_prep.audit.thresholds import LONELY_MOMENT_AMONG
from dragon_prep.audit.word_use import UnknownWords, unknown
from dragon_prep.core.phi import PhiCategory
from dragon_prep.language.words import WordClass as W
from dragon_prep.language.words import classes
from dragon_prep.phi.dates.grammar import DateValue, parse_as, parse_plain, read
from dragon_prep.phi.times import grammar as times
from dragon_prep.phi.times.notations import HOUR, Time, TimeForm

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_VERSION = W.VERSIONED | W.YEAR_DENY | W.MEASURED | W.LAB_VALUE | W.STUDY
# A space and no sign before it: it is the first of no sentence.
_CAPITAL_INSIDE = re.compile(rf"(?<=[A-Za-z] )\(?([A-Z][a-z]{{{LONG_NAME - 1},}})(?![A-Za-z])")
_SIGNS = frozenset(".,:/-")

ROUGH = (PhiCategory.DATUM, PhiCategory.TIJD)
# A year of a date, or an hour of a time.
Rough = tuple[PhiCategory, int]


@dataclass(frozen=True, slots=True, repr=False)
class Lonely:
    """What one patient of the cohort alone has.

    Attributes:
        words: that no list knows.
        rough: years and hours.
    """

    words: UnknownWords = field(default_factory=UnknownWords)
    rough: frozenset[Rough] = frozenset()


@dataclass(slots=True, repr=False)
class RoughCount:
    """With how many patients each year and hour is; all reports of a patient in one go.

    Attributes:
        of: what each patient has.
    """

    of: dict[tuple[str, str], set[Rough]] = field(default_factory=dict)

    def add(self, who: tuple[str, str], found: Iterable[Rough]) -> None:
        """Takes what one report of a patient has."""
        self.of.setdefault(who, set()).update(found)

    def to_json(self) -> list[Any]:
        """How many patients there are, and with how many of them each year and hour is."""
        counts = Counter(one for theirs in self.of.values() for one in theirs)
        return [len(self.of), [[*one, n] for one, n in sorted(counts.items())]]


def lonely_rough(parts: Iterable[Any]) -> frozenset[Rough]:
    """The years and hours that one patient alone has, if there are patients enough to tell.

    Args:
        parts: of each shard :meth:`RoughCount.to_json`.
    """
    patients, counts = 0, Counter[Rough]()
    for number, found in parts:
        patients += number
        for category, value, count in found:
            counts[PhiCategory(category), value] += count
    if patients < LONELY_MOMENT_AMONG:
        return frozenset()
    return frozenset(one for one, count in counts.items() if count == 1)


@lru_cache(maxsize=1 << 15)
def rough_of(original: str, category: PhiCategory) -> tuple[Rough, ...]:
    """The years of a date, or the hours of a time, of a mention.

    Args:
        original: in ASCII or not.
        category: what it was marked as.
    """
    if category is PhiCategory.DATUM:
        plain = parse_plain(original)
        values = [plain] if plain is not None else read(original)
        years = {v.year for v in values if isinstance(v, DateValue) and v.year}
        return tuple((category, year) for year in sorted(years))
    if category is PhiCategory.TIJD:
        found = (p.value for p in times.pieces(original) if isinstance(p.value, Time))
        hours = {second // HOUR % 24 for time in found for second in time.meanings}
        return tuple((category, hour) for hour in sorted(hours))
    return ()


def rough_in(text: str, wanted: frozenset[Rough]) -> Iterator[PhiCategory]:
    """Where a year or a whole hour stands alone that is wanted.

    Args:
        text: ASCII, without the surrogates.
        wanted: what to look for.
    """
    for category, number in sorted(wanted):
        is_one = _is_year if category is PhiCategory.DATUM else _is_hour
        for said in {str(number), f"{number:02}"}:
            at = text.find(said)
            while at >= 0:
                if _stands_alone(text, at, at + len(said)) and is_one(text, at):
                    yield category
                at = text.find(said, at + 1)


def _stands_alone(text: str, start: int, end: int) -> bool:
    if text[start - 1 : start].isalnum() or text[start - 1 : start] in _SIGNS:
        return False
    return not text[end : end + 1].isdigit()


def _is_year(text: str, at: int) -> bool:
    value = parse_as("years", text, at)
    if value is None or text[value.end : value.end + 1].isalnum():
        return False
    if text[value.end : value.end + 1] in _SIGNS and text[value.end + 1 : value.end + 2].isdigit():
        return False
    before = last_word(text, at)
    return not classes[before] & _VERSION and not _has_unit(text, value.end)


def _has_unit(text: str, end: int) -> bool:
    behind = text[end : end + 9].split(maxsplit=1)
    return bool(behind) and bool(classes[behind[0].lower()] & W.UNIT)


def _is_hour(text: str, at: int) -> bool:
    time = times.parse(text, at)
    if time is None or time.notation.form is not TimeForm.HOUR:
        return False
    return bool(classes[last_word(text, at)] & W.TIME_BEFORE) and bool(time.notation.unit)


def lonely_words(text: str, words: UnknownWords) -> int:
    """How many words of a text stand as names do and are in nobody else's reports.

    Args:
        text: ASCII, without the surrogates.
        words: what one patient alone has.
    """
    if not words:
        return 0
    return sum(
        is_announced_by_place(text, *match.span(1)) and unknown(match[1]) in words
        for match in _CAPITAL_INSIDE.finditer(text)
        if unknown(match[1])
    )
