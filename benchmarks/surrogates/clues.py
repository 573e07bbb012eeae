"""What gives a missed mention away: to a reader, and to who knows the public pools."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from dragon_prep.core.phi import PhiCategory
from dragon_prep.language.form import fold
from dragon_prep.language.pools import calendar, pool, words
from dragon_prep.phi.dates.surrogate import full_date

if TYPE_CHECKING:
    from release import Mention, Release

_WORD = re.compile(r"[A-Za-z]{3,}")
_NAME = re.compile(r"[A-Z][A-Za-z]{2,}")
# Neither initials ("MPM van Emmelen") nor codes ("MSch").
_WHOLE_NAME = re.compile(r"(?<![A-Za-z])(?:[A-Z][a-z]{2,}|[A-Z]{6,})(?![A-Za-z])")
_WEEKDAY_AND_DAY = re.compile(r"\b([A-Za-z]{2,9})\.? +(\d{1,2})[ -]([A-Za-z]{3,9})\b")
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
_POOLS = (
    *("first_names_male", "first_names_female", "surnames", "towns", "streets"),
    *("hospitals", "companies", "studies"),
)
READER = (
    "alone among repeated names",
    "same name at other patients",
    "far from the patient's dates",
    "weekday of another year",
    "another number of the same kind",
)
_WEIGHTS = (2.0, 2.0, 0.3, 3.0, 1.5)


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
    for at, mention in enumerate(release.mentions):
        if mention.category in _DIFFERENT:
            others = len(owners[mention.category, fold(mention.text)]) - 1
            clues[at][1] = math.log1p(others)
    return clues


def suspicion(clues: list[float]) -> float:
    """How suspicious a mention is to a reader, by weights set by hand."""
    return sum(weight * clue for weight, clue in zip(_WEIGHTS, clues, strict=True))


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


def out_of_pool(mention: Mention) -> float:
    """1 if no surrogate can be so, 0 if one can, or if it has no pool (dates, most numbers)."""
    text = mention.text
    match mention.category:
        case PhiCategory.EMAIL | PhiCategory.URL:
            return float("example." not in text.lower())
        case PhiCategory.BSN:
            return float(next(filter(str.isdigit, text), "9") != "9")
        case category if category in _WITH_A_POOL:
            # The detector may be wrong about the category, so any pool will do.
            return float(any(w.lower() not in _in_pools() for w in _WHOLE_NAME.findall(text)))
        case _:
            return 0.0


@cache
def _in_pools() -> frozenset[str]:
    """All words of all pools, and those that surrogates keep, in lower case."""
    lines = [line for which in _POOLS for line in pool(which)]
    lines += [line.split("\t")[2] for one in ("names_abroad", "names_added") for line in pool(one)]
    kept = (words(kind) for kind in ("title", "particle", "place", "company_form", "study"))
    known = frozenset(word.lower() for line in lines for word in _WORD.findall(line))
    return known.union(words("address"), *kept)
