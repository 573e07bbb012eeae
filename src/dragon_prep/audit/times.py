"""Times and high ages of a text by what they mean, to be compared whatever their spelling."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragon_prep.phi.ages import grammar as ages
from dragon_prep.phi.ages.notations import unit_behind
from dragon_prep.phi.times import grammar as times
from dragon_prep.phi.times.notations import HOUR, MINUTE, Form, Time

if TYPE_CHECKING:
    from collections.abc import Iterator

    Value = tuple[int, ...]

OLD = 90  # ages below are kept, so that nothing can be said about them
_OLDEST, _AGE_DIGITS = 119, 3
_DIGITS = frozenset((1, 2, 4))  # of an hour, and of a time without signs
# What stands behind them in every notation that counts, and what behind a blank.
_GO_ON, _BLANKS, _BEHIND_BLANK = frozenset(":.uUhH \n"), frozenset(" \n"), frozenset("uUhH")
_NUMBER_SIGNS = frozenset(".,:")
_SIXTY = 60
_DECIMAL_SIGNS = frozenset(".,")


def times_at(text: str, start: int, end: int) -> tuple[tuple[Value, bool], ...]:
    """The time that starts with a run of digits.

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
    time = times.parse(text, start) if text[start - 1 : start] not in _NUMBER_SIGNS else None
    if time is None or text[time.end : time.end + 1].isalnum():
        return ()
    if time.notation.is_figures:
        return ()
    sure = _is_sure(time)
    return tuple((value, sure) for value in _values(time))


def _is_sure(time: Time) -> bool:
    """Whether its form leaves no doubt that it is a time: not ``15.30``, and not ``14 uur``."""
    notation = time.notation
    if notation.form is Form.HOUR:
        return False
    return bool(notation.unit or notation.between.strip(". "))


def times_of(original: str) -> Iterator[Value]:
    """What the times of a mention mean, as ``(hour, minute)``."""
    understood = times.reads(original)
    for piece in times.pieces(original):
        # A number alone among others that are no times is part of a date.
        if isinstance(piece.value, Time) and (understood or not piece.value.notation.is_figures):
            yield from _values(piece.value)


def age_at(text: str, start: int, end: int) -> int | None:
    """The high age with its unit that starts with a run of digits; None if none does."""
    if end - start > _AGE_DIGITS or not OLD <= int(text[start:end]) <= _OLDEST:
        return None
    if text[start - 1 : start] in _DECIMAL_SIGNS:
        return None
    age = ages.parse(text, start) if unit_behind(text, end) else None
    return None if age is None else _years(age)


def ages_of(original: str) -> Iterator[int]:
    """The high ages of a mention."""
    for piece in ages.pieces(original):
        if piece.age is not None and (years := _years(piece.age)) is not None:
            yield years


def _goes_on(text: str, end: int) -> bool:
    """Whether a number may be an hour by what follows: nearly all numbers are none."""
    after, then = text[end : end + 1], text[end + 1 : end + 2]
    if after in _BLANKS:
        return then in _BEHIND_BLANK
    return after in _GO_ON and (then.isdigit() or after not in _NUMBER_SIGNS)


def _years(age: ages.Age) -> int | None:
    is_high = age.unit is ages.Unit.YEARS and OLD <= age.amount <= _OLDEST
    return int(age.amount) if is_high else None


def _values(time: Time) -> Iterator[Value]:
    for second in sorted(time.meanings):
        yield second // HOUR, second // MINUTE % _SIXTY
