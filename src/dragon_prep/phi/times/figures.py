"""Times in figures: ``14:30``, ``9.05 uur``, ``14u30``, ``1430``, ``14 uur``, ``3 pm``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dragon_prep.phi.times.notations import DAY, HOUR, MINUTE, TWELVE, Form, Notation, Time

if TYPE_CHECKING:
    from collections.abc import Iterator

_HOURS = r"(?P<hour>2[0-4]|[01]?[0-9])"
_MINUTES = r"(?P<minute>[0-5][0-9])(?![0-9])"
_UNIT = r"(?P<unit>\s?(?:uur|u|hr|h)(?![^\W_]))"
_MERIDIEM = r"(?P<meridiem>\s?(?:[ap]m(?![^\W_])|[ap]\.m\.))"
_CLOCK = re.compile(
    rf"{_HOURS}(?P<between>\s?[:.]\s?|\s?(?:uur|u|h)\s?|[ \xa0]){_MINUTES}"
    r"(?:(?P=between)(?P<second>[0-5][0-9])(?![0-9])(?P<fraction>[.,][0-9]{1,6}(?![0-9]))?)?"
    rf"(?![.:][0-9])(?:{_UNIT}|{_MERIDIEM})?",
    re.IGNORECASE,
)
_FIGURES = re.compile(
    r"(?P<hour>2[0-4]|[01][0-9])(?P<minute>[0-5][0-9])(?P<second>[0-5][0-9])?(?![0-9])"
    rf"{_UNIT}?",
    re.IGNORECASE,
)
_THREE_FIGURES = re.compile(rf"(?P<hour>[1-9]){_MINUTES}{_UNIT}", re.IGNORECASE)
_WHOLE_HOUR = re.compile(rf"{_HOURS}(?:{_UNIT}|{_MERIDIEM})", re.IGNORECASE)
_BARE_HOUR = re.compile(rf"{_HOURS}(?![0-9])")


def in_figures(text: str, at: int = 0) -> Iterator[Time]:
    """The readings of a time in figures that starts at a place, the longest first.

    Args:
        text: with any case.
        at: where to read; what stands right before it is the caller's to look at, and so is a
            letter right behind a time without unit.
    """
    for form, pattern in _IN_FIGURES:
        match = pattern.match(text, at)
        if match is not None and (time := _from_figures(form, match)) is not None:
            yield time


_IN_FIGURES = (
    (Form.CLOCK, _CLOCK),
    (Form.FIGURES, _FIGURES),
    (Form.FIGURES, _THREE_FIGURES),
    (Form.HOUR, _WHOLE_HOUR),
)


def bare_hour(text: str, at: int = 0) -> Time | None:
    """An hour in figures alone, which only its label tells to be a time."""
    match = _BARE_HOUR.match(text, at)
    return None if match is None else _from_figures(Form.HOUR, match)


def _from_figures(form: Form, match: re.Match[str]) -> Time | None:
    found = match.groupdict(default="")
    hour, minute, second = (int(found.get(name) or 0) for name in ("hour", "minute", "second"))
    if hour == DAY // HOUR and (minute or second):
        return None
    between, meridiem, end = found.get("between", ""), found.get("meridiem", ""), match.end()
    if meridiem and 1 <= hour <= TWELVE:
        hour = hour % TWELVE + TWELVE * ("p" in meridiem.lower())
    elif meridiem:
        meridiem, end = "", match.start("meridiem")
        if form is Form.HOUR:
            return None
    notation = Notation(
        form,
        padded=_is_padded(form, found["hour"], between),
        is_of_twelve=bool(meridiem),
        between=between,
        has_seconds=bool(found.get("second")),
        fraction=found.get("fraction", ""),
        unit=found.get("unit", ""),
        meridiem=meridiem,
    )
    return Time(hour * HOUR + minute * MINUTE + second, notation, end)


def _is_padded(form: Form, hour: str, between: str) -> bool:
    """Whether ``9`` would be ``09``: two figures say so, but in ``13u45`` and ``14 uur``."""
    if len(hour) == 1 or hour[0] == "0":
        return len(hour) > 1
    return form is Form.FIGURES or (form is Form.CLOCK and not between.strip().isalpha())
