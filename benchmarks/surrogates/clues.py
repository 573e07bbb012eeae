"""What gives a missed mention away: to a reader, and to who knows the public pools."""

from __future__ import annotations

import gzip
import math
import re
from collections import Counter, defaultdict
from datetime import date
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from population import common_surnames, towns

from dragon_prep.core.phi import PhiCategory
from dragon_prep.language import made_names
from dragon_prep.language.form import fold
from dragon_prep.language.pools import calendar
from dragon_prep.phi.dates.surrogate import full_date

if TYPE_CHECKING:
    from collections.abc import Iterable

    from release import Mention, Release

_WORD = re.compile(r"[A-Za-z]{3,}")
_NAME = re.compile(r"[A-Z][A-Za-z]{2,}")
# Neither initials ("MPM van Emmelen") nor codes ("MSch").
_WHOLE_NAME = re.compile(r"(?<![A-Za-z])(?:[A-Z][a-z]{2,}|[A-Z]{6,})(?![A-Za-z])")
_WEEKDAY_AND_DAY = re.compile(r"\b([A-Za-z]{2,9})\.? +(\d{1,2})[ -]([A-Za-z]{3,9})\b")
_SHORTEST = 5
_NEW = 1990
_LONG_AGO = 20 * 365  # days; a birth date rather than an examination
_OWN_NUMBERS = frozenset(
    (
        PhiCategory.PATIENTNUMMER,
        PhiCategory.BSN,
        PhiCategory.ZNUMMER,
        PhiCategory.POSTCODE,
        PhiCategory.ADRES,
    )
)
# Surrogates of towns and hospitals recur as well, for there are only so many.
_DIFFERENT = frozenset((PhiCategory.PERSOON, PhiCategory.PERSOONAFKORTING))
_GIVEN = (("given", "dutch", "male"), ("given", "dutch", "female"))
_WITH_A_POOL = frozenset(
    (
        PhiCategory.PERSOON,
        PhiCategory.PLAATS,
        PhiCategory.ADRES,
        PhiCategory.ZIEKENHUIS,
        PhiCategory.BEDRIJF,
        PhiCategory.STUDIE_NAAM,
    )
)
READER = (
    "alone among repeated names",
    "same name at other patients",
    "far from the patient's dates",
    "weekday of another year",
    "another number of the same kind",
    "odd form",
    "a common name misspelt",
    "another place than the patient's others",
    "outside the dates of the release",
)
_PLACES = frozenset((PhiCategory.PLAATS, PhiCategory.ZIEKENHUIS))
_WORDS = frozenset((*_PLACES, *_DIFFERENT)) - {PhiCategory.PERSOONAFKORTING}
_GLUED = re.compile(r"[A-Z]\.[a-z]{2}|\.[A-Z][a-z]{2}")
_COMMON_NAMES = 400
_EDGE = 0.004  # of the dates of a release, at either end


def reader(release: Release) -> list[list[float]]:
    """For each mention, each clue of :data:`READER`, 0 where there is none."""
    by_patient: dict[int, list[int]] = defaultdict(list)
    owners: dict[tuple[PhiCategory, str], set[int]] = defaultdict(set)
    for at, mention in enumerate(release.mentions):
        by_patient[mention.patient].append(at)
        owners[mention.category, fold(mention.text)].add(mention.patient)
    clues = [[0.0] * len(READER) for _ in release.mentions]
    for some in by_patient.values():
        _of_patient(release, some, clues)
    first, last = _period(release)
    for at, mention in enumerate(release.mentions):
        if mention.category in _WORDS:
            clues[at][5] = float(is_odd(mention.text))
            clues[at][6] = float(any(map(_is_misspelt, _WORD.findall(mention.text.lower()))))
        if mention.label == "DATUM" and (day := full_date(mention.text)):
            clues[at][8] = float(day.year > _NEW and not first <= day <= last)
        if mention.category in _DIFFERENT:
            others = len(owners[mention.category, fold(mention.text)]) - 1
            clues[at][1] = math.log1p(others)
    return clues


def is_odd(text: str) -> bool:
    """Whether a name is written as few are: in lower case, over two lines, without a blank."""
    return "\n" in text or text.islower() or _GLUED.search(text) is not None


@cache
def _is_misspelt(word: str) -> bool:
    """Whether a word is within one change of a common name or town, and none itself."""
    if len(word) < _SHORTEST or word in _known_words():
        return False
    return not _changes(word).isdisjoint(_changed_words())


def _changes(word: str) -> set[str]:
    """A word, and what is left of it without each of its letters."""
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


@cache
def _known_words() -> frozenset[str]:
    names = (*(name for _, name in common_surnames()), *towns())
    return frozenset(word for name in names for word in _WORD.findall(name.lower()))


@cache
def _changed_words() -> frozenset[str]:
    common = [name for _, name in common_surnames()][:_COMMON_NAMES] + list(towns())[:_COMMON_NAMES]
    words = (word for name in common for word in _WORD.findall(name.lower()))
    return frozenset(form for word in words if len(word) >= _SHORTEST for form in _changes(word))


def _period(release: Release) -> tuple[date, date]:
    """The dates between which nearly all of a release are."""
    days = sorted(
        day
        for mention in release.mentions
        if mention.label == "DATUM" and (day := full_date(mention.text)) and day.year > _NEW
    )
    edge = int(len(days) * _EDGE)
    return days[edge], days[-1 - edge]


def _of_patient(release: Release, some: list[int], clues: list[list[float]]) -> None:
    mentions = [release.mentions[at] for at in some]
    names = [set(_NAME.findall(m.text)) if m.label == "PERSOON" else set() for m in mentions]
    known = Counter(name for found in names for name in found)
    repeated = any(count > 1 for count in known.values())
    values: dict[PhiCategory, Counter[str]] = defaultdict(Counter)
    for mention in mentions:
        values[mention.category][fold(mention.text)] += 1
    days = [full_date(m.text) if m.label == "DATUM" else None for m in mentions]
    full = [(m.report, day) for m, day in zip(mentions, days, strict=True) if day]
    latest = max((day for _, day in full), default=None)
    births = {day for _, day in full if latest and (latest - day).days > _LONG_AGO}
    for at, mention, found, day in zip(some, mentions, names, days, strict=True):
        clue = clues[at]
        if found and repeated and all(known[name] == 1 for name in found):
            clue[0] = 1.0
        if mention.label == "DATUM":
            near = [d for report, d in full if report == mention.report and d not in births]
            if day in births:
                continue
            if day and (others := [abs((day - d).days) for d in near if d != day]):
                clue[2] = float(min(others) > 270)
            elif not day and near:
                clue[3] = float(_wrong_weekday(mention.text, near))
        if mention.category in _OWN_NUMBERS and len(values[mention.category]) > 1:
            mine = values[mention.category][fold(mention.text)]
            clue[4] = 1.0 if mine < max(values[mention.category].values()) else 0.5
        if mention.category in _PLACES:
            here = values[mention.category]
            clue[7] = float(here[fold(mention.text)] == 1 and max(here.values()) > 1)


@cache
def _numbers(kind: str) -> dict[str, int]:
    return {
        word.lower(): number
        for number, spellings in enumerate(calendar(kind, "nl"))
        for word in spellings
    }


def _wrong_weekday(text: str, near: list[date]) -> bool:
    match = _WEEKDAY_AND_DAY.search(text)
    if not match or match[1].lower() not in _numbers("weekday"):
        return False
    month = _numbers("month").get(match[3].lower())
    if month is None:
        return False
    weekdays = set()
    for year in {day.year + back for day in near for back in (0, -1)}:
        try:
            weekdays.add(date(year, month + 1, int(match[2])).weekday())
        except ValueError:
            continue
    return _numbers("weekday")[match[1].lower()] not in weekdays


def out_of_pool(mention: Mention, made: frozenset[str]) -> float:
    """1 if no surrogate can be so, 0 if one can, or if it has no pool (dates, most numbers).

    Args:
        mention: in a release.
        made: words of surrogates that the attacker has seen made, in lower case.
    """
    text = mention.text
    match mention.category:
        case PhiCategory.EMAIL | PhiCategory.URL:
            words = (word.lower() for word in _WORD.findall(text.rpartition("@")[2]))
            return float(not any(word in made or word in _in_pools() for word in words))
        case PhiCategory.BSN:
            return float(next(filter(str.isdigit, text), "9") != "9")
        case category if category in _WITH_A_POOL:
            words = (word.lower() for word in _WHOLE_NAME.findall(text))
            unknown = [word for word in words if word not in made and word not in _in_pools()]
            if category is PhiCategory.PERSOON:
                unknown = [word for word in unknown if not can_be_made(word)]
            return float(bool(unknown))
        case _:
            return 0.0


@cache
def can_be_made(word: str) -> bool:
    """Whether a name that no list has can be put together letter by letter."""
    kinds = (("surname", "dutch", kind) for kind in ("none", "van", "de", "vd"))
    return any(_is_made(which, word) for which in (*kinds, *_GIVEN))


def _is_made(which: tuple[str, str, str], word: str) -> bool:
    before = "^^^"
    for letter in f"{word}$":
        if letter not in made_names._behind(which, before).options:  # noqa: SLF001
            return False
        before = (before + letter)[-3:]
    return True


def name_words(texts: Iterable[str]) -> frozenset[str]:
    """The words of names in some texts, in lower case."""
    return frozenset(word.lower() for text in texts for word in _WHOLE_NAME.findall(text))


@cache
def _in_pools() -> frozenset[str]:
    """All words of all pools, and those that surrogates keep, in lower case."""
    known = set[str]()
    for file in resources.files("dragon_prep.data").iterdir():
        if file.name.startswith("pool_") and file.name != "pool_licence.txt":
            packed = file.read_bytes()
            raw = gzip.decompress(packed) if file.name.endswith(".gz") else packed
            lines = (line for line in raw.decode().splitlines() if not line.startswith("#"))
            known.update(word.lower() for line in lines for word in _WORD.findall(line))
    return frozenset(known)
