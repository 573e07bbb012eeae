"""What a surrogate may depend on besides the original: one patient's secret, shifts and rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from dragon_prep.core.keys import KeyPurpose, ProjectKey
from dragon_prep.core.streams import KeyedStream
from dragon_prep.phi.care_context import NO_CONTEXT, CareContext

if TYPE_CHECKING:
    from dragon_prep.phi.persons import Persons

_DAYS_IN_YEAR = 365.25
_SEASON = 4  # weeks by which a shift may miss whole years
_TRIES = 60  # for a shift that fits, before all are looked at
_EARLIEST_BIRTH = date(1900, 1, 1)  # an earlier one would stand out


@dataclass(frozen=True, slots=True)
class Rules:
    """What a site says about shifts and ages.

    Attributes:
        fewest_years: a shift is at least about so many years.
        most_years: a shift is at most so many years.
        oldest: ages of so many years and more are given as this one.
    """

    fewest_years: int = 1
    most_years: int = 4
    oldest: int = 90


@cache
def week_shifts(fewest_years: int, most_years: int) -> tuple[int, ...]:
    """The whole weeks that dates may move by, in order; never zero.

    Each is a whole number of years, give or take four weeks: the season stays, the exact date does
    not. None is more than the most years.

    Args:
        fewest_years: at least one.
        most_years: not fewer.
    """
    most = int(most_years * _DAYS_IN_YEAR / 7)
    back_and_forth = [
        sign * (round(years * _DAYS_IN_YEAR / 7) + extra)
        for years in range(fewest_years, most_years + 1)
        for sign in (-1, 1)
        for extra in range(-_SEASON, _SEASON + 1)
    ]
    return tuple(sorted(weeks for weeks in back_and_forth if abs(weeks) <= most))


RULES = Rules()


def fitting_weeks(stream: KeyedStream, weeks: tuple[int, ...], around: CareContext) -> int:
    """One of some shifts, after which no date of the patient is later than dates may be.

    The last date of the cohort is not passed, nor does a birth in the 20th century move into the
    19th. Where the last date is not known, or is before the patient's own, dates move back.

    Args:
        stream: what makes the choice; a shift that fits is the same whatever else would.
        weeks: to choose from.
        around: the dates.
    """
    least, most = -(10**6), -1
    if around.latest is not None and around.last is not None:
        most = max(most, (around.last - around.latest).days)
    if around.first is not None and around.first >= _EARLIEST_BIRTH:
        least = (_EARLIEST_BIRTH - around.first).days
    for _ in range(_TRIES):
        chosen = stream.choice(weeks)
        if least <= 7 * chosen <= most:
            return chosen
    back = [week for week in weeks if 7 * week <= most]
    return stream.choice([week for week in back if least <= 7 * week] or back[-1:])


# One to four hours, so that hours without minutes change as well; never whole hours.
_MINUTE_SHIFTS = tuple(m for m in range(-239, 240) if abs(m) > 60 and m % 60)


class Scope:
    """One patient's secret and shifts. Shifts that are not given are drawn when first asked for.

    Args:
        key: derived from the project key for this patient alone.
        people: the patient's persons and who they become, see
            :func:`dragon_prep.phi.names.people.scope_of`.
        days: what every full date moves by; whole weeks, never zero.
        minutes: what every time of the day moves by, never zero.
        rules: what the site says about shifts and ages.
        around: where and when the patient's reports were written.
    """

    __slots__ = ("_days", "_minutes", "around", "key", "people", "rules")

    def __init__(
        self,
        key: ProjectKey,
        people: Persons,
        days: int | None = None,
        minutes: int | None = None,
        rules: Rules = RULES,
        around: CareContext = NO_CONTEXT,
    ) -> None:
        self.key = key
        self.people = people
        self.rules = rules
        self.around = around
        self._days = days
        self._minutes = minutes

    def __repr__(self) -> str:
        return "<Scope of a patient>"  # who knows the shift knows the dates

    @property
    def days(self) -> int:
        """What every full date moves by; whole weeks, never zero."""
        if self._days is None:
            weeks = week_shifts(self.rules.fewest_years, self.rules.most_years)
            stream = KeyedStream(self.key, KeyPurpose.SHIFT)
            self._days = 7 * fitting_weeks(stream, weeks, self.around)
        return self._days

    @property
    def minutes(self) -> int:
        """What every time of the day moves by, never zero."""
        if self._minutes is None:
            self._minutes = KeyedStream(self.key, KeyPurpose.CLOCK).choice(_MINUTE_SHIFTS)
        return self._minutes

    def isolated(self, *context: str) -> Scope:
        """A scope of its own for something that must not be tied to the rest of the patient."""
        key = self.key.derived(*context)
        return Scope(key, self.people.strangers(key), rules=self.rules, around=self.around)

    def with_new_shifts(self, *context: str) -> Scope:
        """The same patient with other surrogates: other shifts, other names for the same persons.

        The originals are still who they are, so that sex and origin of a name stay.
        """
        key = self.key.derived(*context)
        return Scope(key, self.people.renewed(key), rules=self.rules, around=self.around)

    def with_new_names(self, *context: str) -> Scope:
        """The same patient with the same shifts, and other surrogates for all else."""
        key = self.key.derived(*context)
        people = self.people.renewed(key)
        return Scope(key, people, self.days, self.minutes, self.rules, self.around)

    def stream(self, use: KeyPurpose, *context: str) -> KeyedStream:
        """Choices about something of this patient."""
        return KeyedStream(self.key, use, *context)
