"""The grammar of times of the day: the only code that knows how they are written.

:func:`parse` reads one time where it starts, :func:`render` writes one in the notation of another,
and :func:`pieces` takes a whole mention apart, which may hold several: ``09:12 - 11:05``,
``tussen 9 en 11 uur``, ``om half drie``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from dragon_prep.language.form import clean
from dragon_prep.language.pools import words
from dragon_prep.phi.times.figures import bare_hour, in_figures
from dragon_prep.phi.times.notations import DAY, HOUR, TWELVE, Time, TimeForm, render
from dragon_prep.phi.times.parts_of_day import PartOfDay, alone, beside_time
from dragon_prep.phi.times.words import bare_hour_in_words, in_words

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["RANGE", "Piece", "Time", "parse", "pieces", "possible", "reads", "render"]

_ZONE = re.compile(r"Z(?![^\W_])|\s?(?:UTC|GMT|CES?T)(?![^\W_])|\+[0-9]{2}:?[0-9]{2}(?![0-9])")
RANGE = re.compile(r"\s?(?:-|–|t/m|tot|en)\s?")  # between two times that make a range or a pair
_GLUE = re.compile(r"[^A-Za-z0-9]+")
_RUN = re.compile(r"[A-Za-z]+|[0-9]+")
_CLOCK = re.compile(r"(?<![0-9])([0-9]{1,2})(\s?[:.uUhH]\s?)([0-9]{1,2})(?![0-9])")
_HOURS, _SIXTY, _PAIR = 24, 60, 2
_BEFORE_AN_HOUR = frozenset(("om", "tot", "tussen", "van", "vanaf", "rond", "na", "voor"))


@dataclass(frozen=True, slots=True, repr=False)
class Piece:
    """A piece of a mention, from left to right.

    Attributes:
        text: the piece.
        value: the time or part of the day that it is.
        is_read: whether it is understood: a value, a word that stands beside times, or a sign.
    """

    text: str
    value: Time | PartOfDay | None = None
    is_read: bool = True


def parse(text: str, at: int = 0) -> Time | None:
    """The longest reading of one time that starts at a place; None if none does.

    Args:
        text: in any case, with accents or without.
        at: where to read; what stands right before it is the caller's to look at, and so is a
            letter right behind a time without unit.
    """
    readings = (*in_figures(text, at), *in_words(text, at))
    times = (_with_company(text, time) for time in readings)
    return max(times, key=lambda time: time.end, default=None)


def _with_company(text: str, time: Time) -> Time:
    """A time with the part of the day or the zone that stands behind it."""
    if time.notation.form in (TimeForm.CLOCK, TimeForm.FIGURES):
        zone = _ZONE.match(text, time.end)
        if zone is not None:
            return replace(time, notation=replace(time.notation, zone=zone[0]), end=zone.end())
    part = beside_time(text, time.end)
    return time if part is None else _in_part(time, part)


def _in_part(time: Time, part: PartOfDay) -> Time:
    """A time with its part of the day; the time alone where they do not go together."""
    notation = time.notation
    said, rest = divmod(time.second - notation.offset, HOUR)
    if notation.meridiem:
        return time
    hour = part.hour(said) if 1 <= said <= TWELVE else said
    if hour is None or not part.may_be(hour):
        return time
    if hour == 0 and notation.offset < 0:
        hour = DAY // HOUR  # "kwart voor twaalf 's nachts"
    changed = replace(notation, is_of_twelve=1 <= said <= TWELVE, part=part)
    return Time(hour * HOUR + rest + notation.offset, changed, part.end)


@lru_cache(maxsize=4096)  # a time is read to be judged, to be moved and to be looked for
def pieces(text: str) -> tuple[Piece, ...]:
    """What a mention is made of.

    Args:
        text: the whole mention, clean, see :func:`dragon_prep.language.form.clean`.
    """
    found: list[Piece] = []
    at = 0
    while at < len(text):
        piece = _piece(text, at)
        found.append(piece)
        at += len(piece.text)
    return tuple(found)


def reads(text: str) -> bool:
    """Whether a whole mention is understood: times or a part of the day, and what joins them."""
    found = pieces(clean(text))
    if not all(piece.is_read for piece in found):
        return False
    if any(isinstance(piece.value, Time) for piece in found):
        return _are_hours(found)
    return any(piece.value for piece in found)


def _piece(text: str, at: int) -> Piece:
    if glue := _GLUE.match(text, at):
        sign = alone(text, at)  # "'s nachts" starts with one
        return Piece(text[at : sign.end], sign) if sign else Piece(glue[0])
    for read in (parse, bare_hour, bare_hour_in_words, alone):
        value = read(text, at)
        if value is not None and not text[value.end : value.end + 1].isalnum():
            return Piece(text[at : value.end], value)
    run = _RUN.match(text, at)
    word = run[0] if run else text[at:]
    return Piece(word, is_read=word.lower() in words("time"))


def _are_hours(found: Sequence[Piece]) -> bool:
    """Whether numbers without a unit are hours, as in ``van 9 tot 11`` and ``9-11 uur``.

    One alone is, by its label; of several the last has a unit, or a word stands before them. What
    else is made of bare numbers is a date: ``9-4-23``, ``9-11``.
    """
    times = [piece.value for piece in found if isinstance(piece.value, Time)]
    announced = any(piece.text.lower() in _BEFORE_AN_HOUR for piece in found)
    if len(times) == 1 or (announced and len(times) == _PAIR):
        return True
    if times[-1].notation.is_bare:
        return False
    return all(
        not one.notation.is_bare or not other.notation.is_figures for one, other in pairwise(times)
    )


def possible(text: str) -> str:
    """A text with the nearest hours and minutes for those that no day has: ``25:99``, ``14:5``."""

    def nearest(match: re.Match[str]) -> str:
        hour, minute = int(match[1]), int(match[3])
        if hour * _SIXTY + minute <= _HOURS * _SIXTY and minute < _SIXTY:
            return f"{match[1]}{match[2]}{minute:02}"
        return f"{hour % _HOURS:0{len(match[1])}}{match[2]}{minute % _SIXTY:02}"

    return _CLOCK.sub(nearest, text)
