"""Times and high ages of a text by what they mean, to be compared whatever their spelling."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragon_prep.phi.ages import grammar as ages
from dragon_prep.phi.ages.notations import unit_behind
from dragon_prep.phi.times import grammar as times
from dragon_prep.phi.times.notations import HOUR, MINUTE, Time, TimeForm

if TYPE_CHECKING:
    from collections.abc import Iterator

    Value = tuple[int, ...]

OLD = 90  # ages below are kept, so that nothing can be said about them
_OLDEST, _AGE_DIGITS = 119, 3
_DIGITS = frozenset((1, 2, 4))  # of an hour, and of a time without signs
# What stands behind them in every notation that counts, and what behind a blank.
_GO_ON, _BLANKS, _BEHIND_BLANK = frozenset(":.uUhH \n"), frozenset(" \n"), frozenset("uUhHoOvV")
_NUMBER_SIGNS = frozenset(".,:")
_SIXTY = 60
_DECIMAL_SIGNS = frozenset(".,")


def times_at(text: str, start: int, end: int) -> tuple[tuple[Value, bool], ...]:
    """The time that starts with a run of digits; ``10 over 3`` is one too.

    Args:
        text: in ASCII.
        start: of the run.
        end: of the run.

    Returns:
        ``(hour, minute)``, of one of twelve hours both that it may be; each with whether its form
        leaves no doubt that it is a time. Nothing if there is none.
    """
    if end - start not in _DIGITS or not _goes_on(text, end):
        return ()
    time = time_from(text, start) if text[start - 1 : start] not in _NUMBER_SIGNS else None
    if time is None:
        return ()
    sure = is_sure(time)
    return tuple((value, sure) for value in values_of_time(time))


def time_from(text: str, start: int) -> Time | None:
    """The time that starts at a place, in figures with a sign or in words; None if none does."""
    time = times.parse(text, start)
    if time is None or text[time.end : time.end + 1].isalnum() or time.notation.is_figures:
        return None
    return time


def is_sure(time: Time) -> bool:
    """Whether its form leaves no doubt that it is a time.

    Not ``15.30``, ``14 uur``, ``elf uur`` nor ``tien voor drie``.
    """
    notation = time.notation
    if notation.form is TimeForm.HOUR:
        return False
    if notation.form is TimeForm.WORDS:
        relation = notation.relation.lower()
        is_half = "half" in relation and notation.hour is not None
        return is_half or "kwart" in relation or notation.minute is not None
    return bool(notation.unit or notation.between.strip(". "))


def times_of(original: str) -> Iterator[Value]:
    """What the times of a mention mean, as ``(hour, minute)``."""
    understood = times.reads(original)
    for piece in times.pieces(original):
        # A number alone among others that are no times is part of a date.
        if isinstance(piece.value, Time) and (understood or not piece.value.notation.is_figures):
            yield from values_of_time(piece.value)


def age_at(text: str, start: int, end: int) -> int | None:
    """The high age with its unit that starts with a run of digits; None if none does."""
    if end - start > _AGE_DIGITS or not OLD <= int(text[start:end]) <= _OLDEST:
        return None
    if text[start - 1 : start] in _DECIMAL_SIGNS:
        return None
    age = ages.parse(text, start) if unit_behind(text, end) else None
    return None if age is None else _years(age)


def age_in_words(text: str, start: int) -> tuple[int, int] | None:
    """The high age with its unit that starts with a number in words, and where it ends."""
    age = ages.parse(text, start)
    years = _years(age) if age is not None else None
    return None if age is None or years is None else (years, age.end)


def ages_of(original: str) -> Iterator[int]:
    """The high ages of a mention."""
    for piece in ages.pieces(original):
        if piece.age is not None and (years := _years(piece.age)) is not None:
            yield years


def _goes_on(text: str, end: int) -> bool:
    """Whether a number may be an hour by what follows: nearly all numbers are none."""
    after, then = text[end : end + 1], text[end + 1 : end + 2]
    if after in _BLANKS:
        return then in _BEHIND_BLANK or text.startswith("minuten", end + 1)
    return after in _GO_ON and (then.isdigit() or after not in _NUMBER_SIGNS)


def _years(age: ages.Age) -> int | None:
    is_high = age.unit is ages.Unit.YEARS and OLD <= age.amount <= _OLDEST
    return int(age.amount) if is_high else None


def values_of_time(time: Time) -> Iterator[Value]:
    """What it means as ``(hour, minute)``: of one of twelve hours both that it may be."""
    for second in sorted(time.meanings):
        yield second // HOUR, second // MINUTE % _SIXTY
