"""Times of the day: moved by the patient's shift within the day, in the form they had.

What is no time becomes one: an impossible one (``25:99``) the nearest that exists, a word that
says nothing of times a part of the day, a long number another as long.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dragon_prep.core.keys import KeyPurpose
from dragon_prep.language.form import clean, redraw
from dragon_prep.language.form import like as in_case
from dragon_prep.phi.times.grammar import Piece, Time, parse, pieces, possible, render
from dragon_prep.phi.times.moves import moved, moved_part

if TYPE_CHECKING:
    from dragon_prep.phi.scope import Scope

_WORDS = ("nacht", "ochtend", "middag", "avond")
_USUAL = "08:00"  # for what holds nothing that could move


def time_surrogate(original: str, scope: Scope) -> str:
    """The surrogate of one or more times."""
    text = clean(original)
    new = clock(text, scope)
    if new.lower() != text.lower():
        return new
    usual = parse(_USUAL)
    return render(moved(usual, scope.minutes)) if usual else text


def clock(text: str, scope: Scope) -> str:
    """Moves all times in a text; what is none becomes one."""
    found = pieces(possible(text))
    timed = any(isinstance(piece.value, Time) for piece in found)
    return "".join(_surrogate(piece, scope, beside_time=timed) for piece in found)


def _surrogate(piece: Piece, scope: Scope, *, beside_time: bool) -> str:
    """The surrogate of a piece; beside a time only the time moves."""
    value = piece.value
    if isinstance(value, Time):
        return render(moved(_with_another_fraction(value, scope), scope.minutes))
    if value is not None:
        return piece.text if beside_time else moved_part(value, scope.minutes).written
    if piece.is_read:
        return piece.text
    if piece.text.isdigit():
        return redraw(piece.text, scope.stream(KeyPurpose.DIGITS, piece.text))
    stream = scope.stream(KeyPurpose.LETTERS, piece.text.lower())
    return in_case(piece.text, stream.choice(_WORDS))


def _with_another_fraction(time: Time, scope: Scope) -> Time:
    sign, digits = time.notation.fraction[:1], time.notation.fraction[1:]
    if not digits:
        return time
    other = redraw(digits, scope.stream(KeyPurpose.DIGITS, digits))
    return replace(time, notation=replace(time.notation, fraction=sign + other))
