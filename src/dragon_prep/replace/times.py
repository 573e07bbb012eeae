"""Times of the day: moved by the patient's shift within the day, in the form they had."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dragon_prep.replace.date_words import known
from dragon_prep.replace.form import clean, redraw, scramble
from dragon_prep.replace.key import Use
from dragon_prep.replace.words import words

if TYPE_CHECKING:
    from dragon_prep.replace.scope import Scope

_MINUTES_IN_DAY = 24 * 60
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
        from dragon_prep.replace.dates import date_surrogate  # it asks this module for times

        return date_surrogate(text, scope)
    return clock(text, scope)


def clock(text: str, scope: Scope) -> str:
    """Moves all times in a text; what is none is replaced in its shape."""
    return _CLOCK.sub(lambda match: _moved(match, scope), text)


def _moved(match: re.Match[str], scope: Scope) -> str:
    if match["h"]:
        hours, minutes = _later(int(match["h"]), int(match["m"]), scope)
        padded = len(match["h"]) == 2 and (match["h"][0] == "0" or match["s"].strip() in ":.")
        rest = match["rest"]
        if rest and int(rest[-2:]) > 59:
            rest = f"{rest[:-2]}{int(rest[-2:]) % 60:02}"
        return f"{hours:0{1 + padded}}{match['s']}{minutes:02}{rest}"
    if match["hh"]:
        hours, minutes = _later(int(match["hh"]), int(match["mm"]), scope)
        return f"{hours:02}{minutes:02}"
    if match["hour"]:
        hours, _ = _later(int(match["hour"]), 0, scope)
        return f"{hours:02}" if match["hour"][:1] == "0" and len(match["hour"]) == 2 else str(hours)
    if match["word"]:
        return _word(match["word"], scope)
    return redraw(match["number"], scope.stream(Use.DIGITS, match["number"]))


def _word(word: str, scope: Scope) -> str:
    if hour := known("hour").get(word.lower()):
        later, _ = _later(hour.number, 0, scope)
        return hour.spell((later - 1) % 12 + 1, word)
    return scramble(word, scope.stream(Use.LETTERS, word.lower()), words("time"))


def _later(hours: int, minutes: int, scope: Scope) -> tuple[int, int]:
    new = (hours % 24 * 60 + minutes % 60 + scope.minutes) % _MINUTES_IN_DAY
    return divmod(new, 60)
