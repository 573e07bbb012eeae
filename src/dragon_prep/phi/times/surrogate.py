"""Times of the day: moved by the patient's shift within the day, in the form they had.

Times of one date keep their order, so that none may move past midnight. All move by the shift but
those that it would bring within an hour of the end of the day it moves towards, or past it: these
are pressed together into that hour. Two of them may become the same time; none overtakes another,
except that the very last minute of the day changes places with the one before it, since no time
may stay as it was (likewise the last hour, among times without minutes).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dragon_prep.core.keys import KeyPurpose
from dragon_prep.language.calendar import known
from dragon_prep.language.form import clean, redraw, scramble
from dragon_prep.language.pools import words

if TYPE_CHECKING:
    from dragon_prep.phi.scope import Scope

_LAST = 24 * 60 * 60 - 1  # second of the day
_MINUTE, _HOUR = 60, 60 * 60
_CLOCK = re.compile(
    r"(?<!\d)(?:"
    r"(?P<h>\d{1,2})(?P<s>\s?[:.uUhH]\s?|\s)(?P<m>\d{2})(?!\d)(?P<rest>(?:(?P=s)\d{2}(?!\d))?)"
    r"|(?P<hh>\d{2})(?P<mm>\d{2})(?!\d)"
    r"|(?P<hour>\d{1,2})(?!\d)"
    r")"
    r"|(?P<word>[A-Za-z]+)"
    r"|(?P<number>\d+)"
)
_HOLDS_DATE = re.compile(r"\d[-/]\d")


def time_surrogate(original: str, scope: Scope) -> str:
    """The surrogate of one or more times."""
    text = clean(original)
    if _HOLDS_DATE.search(text):
        from dragon_prep.phi.dates.surrogate import date_surrogate  # it asks this module for times

        return date_surrogate(text, scope)
    return clock(text, scope)


def clock(text: str, scope: Scope) -> str:
    """Moves all times in a text; what is none is replaced in its shape."""
    return _CLOCK.sub(lambda match: _moved(match, scope), text)


def _moved(match: re.Match[str], scope: Scope) -> str:
    if match["h"]:
        rest = match["rest"]
        hours, minutes, seconds = _later(match["h"], match["m"], rest[-2:], scope)
        padded = len(match["h"]) == 2 and (match["h"][0] == "0" or match["s"].strip() in ":.")
        rest = f"{rest[:-2]}{seconds:02}" if rest else ""
        return f"{hours:0{1 + padded}}{match['s']}{minutes:02}{rest}"
    if match["hh"]:
        hours, minutes, _ = _later(match["hh"], match["mm"], "", scope)
        return f"{hours:02}{minutes:02}"
    if match["hour"]:
        hours, _, _ = _later(match["hour"], "", "", scope)
        return f"{hours:02}" if match["hour"][:1] == "0" and len(match["hour"]) == 2 else str(hours)
    if match["word"]:
        return _word(match["word"], scope)
    return redraw(match["number"], scope.stream(KeyPurpose.DIGITS, match["number"]))


def _word(word: str, scope: Scope) -> str:
    if hour := known("hour").get(word.lower()):
        later, _, _ = _later(str(hour.number), "", "", scope)
        return hour.spell((later - 1) % 12 + 1, word)
    return scramble(word, scope.stream(KeyPurpose.LETTERS, word.lower()), words("time"))


def _later(hours: str, minutes: str, seconds: str, scope: Scope) -> tuple[int, int, int]:
    """Moves a time; what is not said (empty) does not count.

    Returns:
        Hours, minutes and seconds.
    """
    unit = 1 if seconds else _MINUTE if minutes else _HOUR
    h, m, s = int(hours), int(minutes or 0) % 60, int(seconds or 0) % 60
    when = _LAST if (h, m, s) == (24, 0, 0) else h % 24 * _HOUR + m * _MINUTE + s
    old = when // unit
    new = _moved_seconds(old * unit, scope.minutes * _MINUTE) // unit
    if new == old:  # at the end of the day
        step = 1 if scope.minutes > 0 else -1
        new = old + step if 0 <= old + step <= _LAST // unit else old - step
    return new * unit // _HOUR, new * unit % _HOUR // _MINUTE, new * unit % _MINUTE


def _moved_seconds(when: int, shift: int) -> int:
    if shift < 0:
        return _LAST - _moved_seconds(_LAST - when, -shift)
    kept = min(shift, _HOUR)  # the width of what the end of the day is pressed into
    left = _LAST - when
    pressed = shift + kept  # the width of what is pressed
    return when + shift if left >= pressed else _LAST - left * kept // pressed
