"""Sizes of what is found, as radiologists write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragon_prep.synthetic.kit.dutch import in_words
from dragon_prep.synthetic.kit.measures import figure

if TYPE_CHECKING:
    from random import Random

_WORDS_TO = 40  # larger sizes are not written in words


def written_size(rng: Random, mm: float, *, comma: bool = True, axes: bool = True) -> str:
    """A largest diameter as text, in one of the usual ways.

    Args:
        rng: source of randomness.
        mm: the size; whole, or a half.
        comma: a decimal comma rather than a point.
        axes: whether a second, smaller diameter may follow.
    """
    in_mm, in_cm = figure(mm, comma=comma), figure(round(mm / 10, 2), comma=comma)
    draw = rng.random()
    if axes and draw < 0.16:
        return _axes(rng, mm, comma=comma)
    if draw < 0.66:
        return f"{in_mm} mm"
    if draw < 0.76:
        return f"{in_mm}mm"
    if draw < 0.93:
        return f"{in_cm} cm"
    if draw < 0.97 or mm > _WORDS_TO or mm != int(mm):
        return f"{in_mm} millimeter"
    return f"{in_words(int(mm))} {rng.choice(('mm', 'millimeter'))}"


def _axes(rng: Random, mm: float, *, comma: bool) -> str:
    other = float(max(1, int(mm * rng.randrange(55, 95) / 100)))
    sign = rng.choice((" x ", "x", " bij "))
    if rng.random() < 0.3:
        sides = (figure(round(n / 10, 2), comma=comma) for n in (mm, other))
        return f"{sign.join(sides)} cm"
    return f"{figure(mm, comma=comma)}{sign}{figure(other, comma=comma)} mm"
