"""What a surrogate may depend on besides the original: one patient's secret and shifts."""

from __future__ import annotations

from dataclasses import dataclass

from dragon_prep.replace.key import ProjectKey, Use
from dragon_prep.replace.stream import KeyedStream

_WEEKS_IN_YEARS = (0, 52, 104, 157, 209)  # the whole weeks nearest to so many years
_MOST_WEEKS = 208  # four years, rounded down to whole weeks


def _week_shifts() -> tuple[int, ...]:
    # A whole number of years, give or take four weeks: the season stays, the exact date does not.
    back_and_forth = [
        sign * (_WEEKS_IN_YEARS[years] + extra)
        for years in range(1, len(_WEEKS_IN_YEARS))
        for sign in (-1, 1)
        for extra in range(-4, 5)
    ]
    return tuple(sorted(weeks for weeks in back_and_forth if abs(weeks) <= _MOST_WEEKS))


WEEK_SHIFTS = _week_shifts()
# One to four hours, so that hours without minutes change as well; never whole hours.
_MINUTE_SHIFTS = tuple(m for m in range(-239, 240) if abs(m) > 60 and m % 60)


@dataclass(frozen=True, slots=True, repr=False)
class Scope:
    """One patient's secret and shifts.

    Attributes:
        key: derived from the project key for this patient alone.
        days: what every full date moves by; whole weeks, never zero.
        minutes: what every time of the day moves by, never zero.
    """

    key: ProjectKey
    days: int
    minutes: int

    def __repr__(self) -> str:
        return "<Scope of a patient>"  # who knows the shift knows the dates

    @classmethod
    def of(cls, key: ProjectKey) -> Scope:
        """The scope of a patient's key."""
        return cls(
            key,
            7 * KeyedStream(key, Use.SHIFT).choice(WEEK_SHIFTS),
            KeyedStream(key, Use.CLOCK).choice(_MINUTE_SHIFTS),
        )

    def within(self, *context: str) -> Scope:
        """A scope of its own for something that must not be tied to the rest of the patient."""
        return Scope.of(self.key.derived(*context))

    def stream(self, use: Use, *context: str) -> KeyedStream:
        """Choices about something of this patient."""
        return KeyedStream(self.key, use, *context)
