"""What a surrogate may depend on besides the original: one patient's secret, shifts and rules."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from dragon_prep.core.keys import KeyPurpose, ProjectKey
from dragon_prep.core.streams import KeyedStream

if TYPE_CHECKING:
    from dragon_prep.phi.persons import Persons

_DAYS_IN_YEAR = 365.25
_SEASON = 4  # weeks by which a shift may miss whole years


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
    """

    __slots__ = ("_days", "_minutes", "key", "people", "rules")

    def __init__(
        self,
        key: ProjectKey,
        people: Persons,
        days: int | None = None,
        minutes: int | None = None,
        rules: Rules = RULES,
    ) -> None:
        self.key = key
        self.people = people
        self.rules = rules
        self._days = days
        self._minutes = minutes

    def __repr__(self) -> str:
        return "<Scope of a patient>"  # who knows the shift knows the dates

    @property
    def days(self) -> int:
        """What every full date moves by; whole weeks, never zero."""
        if self._days is None:
            weeks = week_shifts(self.rules.fewest_years, self.rules.most_years)
            self._days = 7 * KeyedStream(self.key, KeyPurpose.SHIFT).choice(weeks)
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
        return Scope(key, self.people.strangers(key), rules=self.rules)

    def with_new_shifts(self, *context: str) -> Scope:
        """The same patient with other surrogates: other shifts, other names for the same persons.

        The originals are still who they are, so that sex and origin of a name stay.
        """
        key = self.key.derived(*context)
        return Scope(key, self.people.renewed(key), rules=self.rules)

    def with_new_names(self, *context: str) -> Scope:
        """The same patient with the same shifts, and other surrogates for all else."""
        key = self.key.derived(*context)
        return Scope(key, self.people.renewed(key), self.days, self.minutes, self.rules)

    def stream(self, use: KeyPurpose, *context: str) -> KeyedStream:
        """Choices about something of this patient."""
        return KeyedStream(self.key, use, *context)
