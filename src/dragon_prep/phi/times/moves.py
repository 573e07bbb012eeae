"""How a time moves: by the patient's shift within the day.

Times of one date keep their order, so that none may move past midnight. All move by the shift but
those that it would bring within an hour of the end of the day it moves towards, or past it: these
are pressed together into that hour. Two of them may become the same time; none overtakes another,
except that the very last minute of the day changes places with the one before it, since no time
may stay as it was (likewise the last hour, among times without minutes).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dragon_prep.phi.times.notations import DAY, HOUR, MINUTE, Time

if TYPE_CHECKING:
    from dragon_prep.phi.times.parts_of_day import PartOfDay

_LAST = DAY - 1  # second of the day
_PARTS, _TWELVE = 4, 12


def moved(time: Time, shift: int) -> Time:
    """A time moved, in steps of what its notation can tell; never the same.

    Args:
        time: any. Of ``half drie`` the hour moves, and it stays half an hour before it.
        shift: in minutes, not zero.
    """
    notation = time.notation
    step, offset = notation.step, notation.offset
    old = min(time.second - offset, _LAST) // step
    new = _moved_seconds(old * step, shift * MINUTE) // step
    if new == old:  # at the end of the day
        last = _LAST // step
        towards = old + (1 if shift > 0 else -1)
        new = towards if 0 <= towards <= last else 2 * old - towards
    if new * step + offset < 0:  # half an hour before midnight
        new = old + 1 if notation.part else new + _TWELVE
    return replace(time, second=new * step + offset)


def moved_part(part: PartOfDay, shift: int) -> PartOfDay:
    """The part of the day before or after one; at the end of the day the other of the two."""
    new = part.number + (1 if shift > 0 else -1)
    return part.other(new if 0 <= new < _PARTS else 2 * part.number - new)


def _moved_seconds(when: int, shift: int) -> int:
    if shift < 0:
        return _LAST - _moved_seconds(_LAST - when, -shift)
    kept = min(shift, HOUR)  # the width of what the end of the day is pressed into
    left = _LAST - when
    pressed = shift + kept  # the width of what is pressed
    return when + shift if left >= pressed else _LAST - left * kept // pressed
