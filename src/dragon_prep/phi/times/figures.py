"""Times in figures: ``14:30``, ``9.05 uur``, ``14u30``, ``1430``, ``14 uur``, ``3 pm``."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from dragon_prep.phi.times.notations import DAY, HOUR, MINUTE, TWELVE, Form, Notation, Time

if TYPE_CHECKING:
    from collections.abc import Iterator

# All patterns have the same groups in the same order: hour, what is between, minute, second,
# fraction, unit and meridiem.
_HOURS = r"(2[0-4]|[01]?[0-9])"
_MINUTES = r"([0-5][0-9])(?![0-9])"
_UNIT = r"(\s?(?:uur|u|hr|h)(?![^\W_]))"
_MERIDIEM = r"(\s?(?:[ap]m(?![^\W_])|[ap]\.m\.))"
_CLOCK = re.compile(
    rf"{_HOURS}(\s?[:.]\s?|\s?(?:uur|u|h)\s?|[ \xa0]){_MINUTES}"
    r"(?:\2([0-5][0-9])(?![0-9])([.,][0-9]{1,6}(?![0-9]))?)?"
    rf"(?![.:][0-9])(?:{_UNIT}|{_MERIDIEM})?",
    re.IGNORECASE,
)
_FIGURES = re.compile(
    rf"(2[0-4]|[01][0-9])()([0-5][0-9])([0-5][0-9])?(?![0-9])(){_UNIT}?()", re.IGNORECASE
)
_THREE_FIGURES = re.compile(rf"([1-9])(){_MINUTES}()(){_UNIT}()", re.IGNORECASE)
_WHOLE_HOUR = re.compile(rf"{_HOURS}()()()()(?:{_UNIT}|{_MERIDIEM})", re.IGNORECASE)
_BARE_HOUR = re.compile(rf"{_HOURS}(?![0-9])()()()()()()")


def in_figures(text: str, at: int = 0) -> Iterator[Time]:
    """The readings of a time in figures that starts at a place, the longest first.

    Args:
        text: with any case.
        at: where to read; what stands right before it is the caller's to look at, and so is a
            letter right behind a time without unit.
    """
    # A third digit says which of the patterns can match at all.
    is_long = text[at + 1 : at + 2].isdigit() and text[at + 2 : at + 3].isdigit()
    for form, pattern in _WITHOUT_SIGNS if is_long else _WITH_SIGNS:
        match = pattern.match(text, at)
        if match is not None and (time := _from_figures(form, match)) is not None:
            yield time


_WITH_SIGNS = ((Form.CLOCK, _CLOCK), (Form.HOUR, _WHOLE_HOUR))
_WITHOUT_SIGNS = ((Form.FIGURES, _FIGURES), (Form.FIGURES, _THREE_FIGURES))


def bare_hour(text: str, at: int = 0) -> Time | None:
    """An hour in figures alone, which only its label tells to be a time."""
    match = _BARE_HOUR.match(text, at)
    return None if match is None else _from_figures(Form.HOUR, match)


def _from_figures(form: Form, match: re.Match[str]) -> Time | None:
    hour, between, minute, second, fraction, unit, meridiem = match.groups("")
    seconds = int(hour) * HOUR + int(minute or 0) * MINUTE + int(second or 0)
    if seconds > DAY:
        return None
    end = match.end()
    if meridiem:
        if 1 <= int(hour) <= TWELVE:
            seconds += TWELVE * HOUR * (("p" in meridiem.lower()) - (hour == "12"))
        elif form is Form.HOUR:
            return None
        else:
            meridiem, end = "", match.start(7)
    is_padded = _is_padded(form, hour, between)
    notation = _notation(
        form, is_padded, bool(meridiem), between, bool(second), fraction, unit, meridiem
    )
    return Time(seconds, notation, end)


_notation = lru_cache(maxsize=1024)(Notation)  # there are few, and detection asks for many


def _is_padded(form: Form, hour: str, between: str) -> bool:
    """Whether ``9`` would be ``09``: two figures say so, but in ``13u45`` and ``14 uur``."""
    if len(hour) == 1 or hour[0] == "0":
        return len(hour) > 1
    return form is Form.FIGURES or (form is Form.CLOCK and not between.strip().isalpha())
