"""What does not fit a public calendar, or the rest of what a patient's reports say of time.

All dates of a patient move by one shift, so that a date which was missed is off against the others:
against ages, births and the years in report numbers. And nobody makes an appointment on a holiday.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING

from dragon_prep.core.phi import PhiCategory
from dragon_prep.phi.dates.surrogate import full_date

if TYPE_CHECKING:
    from collections.abc import Iterator

    from release import Mention, Release

LINKAGE = ("on a holiday", "age against birth", "age against the other reports", "year of a number")
_WEIGHTS = (-2.0, 3.0, 2.0, 2.0)
_YEAR_OF_NUMBER = re.compile(r"[A-Z]\s?(\d\d)[- ]")
_NEW = 1990


@dataclass(slots=True)
class _Report:
    """What a report says of time: dates of birth, other dates, ages and years of numbers."""

    births: list[tuple[int, date]] = field(default_factory=list)
    days: list[tuple[int, date]] = field(default_factory=list)
    ages: list[int] = field(default_factory=list)
    years: list[tuple[int, int]] = field(default_factory=list)

    def add(self, at: int, mention: Mention) -> None:
        """Adds what a mention says."""
        if mention.category is PhiCategory.DATUM and (day := full_date(mention.text)):
            (self.days if day.year > _NEW else self.births).append((at, day))
        elif mention.category is PhiCategory.LEEFTIJD and mention.text.isdigit():
            self.ages.append(int(mention.text))
        elif mention.category is PhiCategory.RAPPORT_ID and (
            found := _YEAR_OF_NUMBER.match(mention.text)
        ):
            self.years.append((at, 2000 + int(found[1])))

    @property
    def latest(self) -> date | None:
        """The latest date that is no birth."""
        return max((day for _, day in self.days), default=None)

    @property
    def born(self) -> int | None:
        """The year of birth that the age tells."""
        return self.latest.year - self.ages[0] if self.latest and self.ages else None


def linkage(release: Release) -> list[list[float]]:
    """For each mention, each clue of :data:`LINKAGE`, 0 where there is none."""
    clues = [[0.0] * len(LINKAGE) for _ in release.mentions]
    reports = [_Report() for _ in release.texts]
    for at, mention in enumerate(release.mentions):
        reports[mention.report].add(at, mention)
    of_patient: defaultdict[int, list[_Report]] = defaultdict(list)
    for report, patient in zip(reports, release.patients, strict=True):
        of_patient[patient].append(report)
        _within(report, clues)
    for some in of_patient.values():
        _between(some, clues)
    return clues


def mismatch(clues: list[float]) -> float:
    """How little a mention fits, by weights set by hand."""
    return sum(weight * clue for weight, clue in zip(_WEIGHTS, clues, strict=True))


def _within(report: _Report, clues: list[list[float]]) -> None:
    latest = report.latest
    for at, day in report.days:
        clues[at][0] = float(day in holidays(day.year))
    for at, birth in report.births:
        if latest and report.ages and abs(_years(birth, latest) - report.ages[0]) > 1:
            clues[at][1] = 1.0
            for other, _ in report.days:
                clues[other][1] = 0.5
    for at, year in report.years:
        if latest and all(not 0 <= day.year - year <= 1 for _, day in report.days):
            clues[at][3] = 0.5
            for other, _ in report.days:
                clues[other][3] = 0.5


def _between(some: list[_Report], clues: list[list[float]]) -> None:
    """Reports whose age tells another birth than the others, and births that others deny."""
    born = [report.born for report in some if report.born is not None]
    births = Counter(day for report in some for _, day in report.births)
    usual = sorted(born)[len(born) // 2] if born else None
    for report in some:
        if usual is not None and report.born is not None and abs(report.born - usual) > 1:
            for at, _ in report.days:
                clues[at][2] = 1.0
        for at, day in report.births:
            off = usual is not None and abs(day.year - usual) > 1
            clues[at][2] = float(off or births[day] < max(births.values()))


def _years(birth: date, day: date) -> int:
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


@cache
def holidays(year: int) -> frozenset[date]:
    """The public holidays of the Netherlands in a year."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    month, day = divmod(d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114, 31)
    easter = date(year, month, day + 1)
    king = date(year, 4, 27 if year > 2013 else 30)
    fixed = (date(year, 1, 1), king, date(year, 12, 25), date(year, 12, 26))
    return frozenset((*fixed, *(easter + timedelta(days) for days in (0, 1, 39, 49, 50))))


def unique_patients(release: Release) -> tuple[int, int, int]:
    """How many patients have a year, age and town, alone have them, and alone have a real town."""
    combined = dict(_combinations(release))
    counts = Counter(combination for combination, _ in combined.values())
    alone = [real for combination, real in combined.values() if counts[combination] == 1]
    return len(combined), len(alone), sum(alone)


def _combinations(release: Release) -> Iterator[tuple[int, tuple[tuple[int, int, str], bool]]]:
    of_patient: defaultdict[int, list[Mention]] = defaultdict(list)
    for mention in release.mentions:
        of_patient[mention.patient].append(mention)
    for patient, some in of_patient.items():
        report = _Report()
        for at, mention in enumerate(some):
            report.add(at, mention)
        towns = [m for m in some if m.category is PhiCategory.PLAATS]
        if report.latest and report.ages and towns:
            told = towns[0].text.lower()
            yield patient, ((report.latest.year, report.ages[0], told), towns[0].missed)
