"""Figures, units and diameters in the notations of Dutch reports and sheets."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

_CM_FORMS = (
    "{0}x{1}x{2}",
    "{0} x {1} x {2} cm",
    "{0} x {1} x {2} cm",
    "{0}x{1}x{2}cm",
    "{0} cm bij {1} cm bij {2} cm",
    "{0} cm x {1} x {2}",
    "{0} bij {1} bij {2} cm",
    "{0} maal {1} maal {2}",
    "{0} maal {1} maal {2} cm",
    "{0} X {1} X {2} CM",
    "{0} x {1} x {2}\u00a0cm",
)
_MM_FORMS = (
    "{0}x{1}x{2} mm",
    "{0} x {1} x {2} mm",
    "{0} x {1} x {2} mm",
    "{0}x{1}x{2}mm",
    "{0} mm x {1} mm x {2} mm",
    "{0} bij {1} bij {2} mm",
    "{0}x{1}x{2}",
)


def figure(value: float, *, comma: bool = True) -> str:
    """A number as people write it: no needless zeros, by default a decimal comma."""
    text = str(int(value)) if value == int(value) else str(value)
    return text.replace(".", ",") if comma else text


def ellipsoid(diameters: tuple[int, int, int]) -> float:
    """The volume in cm3 of an ellipsoid with these diameters in mm, not rounded."""
    a, b, c = (diameter / 10 for diameter in diameters)
    return math.pi / 6 * a * b * c


def written_diameters(rng: Random, diameters: tuple[int, int, int], *, slips: bool = False) -> str:
    """Three diameters as text.

    Args:
        rng: source of randomness.
        diameters: in mm. Each more than 1 cm, with a product of at most 1000 cm3: without a unit,
            it is the product that tells mm from cm.
        slips: whether a slip of dictation may be in it (``normaal`` for ``maal``, ``4, twee``).
    """
    if rng.random() < 0.4:
        return rng.choice(_MM_FORMS).format(*diameters)
    comma = rng.random() < 0.75
    figures = [figure(diameter / 10, comma=comma) for diameter in diameters]
    if slips and rng.random() < 0.06:
        return "{} normaal {} maal {} cm".format(*figures)
    if slips and figures[0].endswith(",2") and rng.random() < 0.5:
        figures[0] = figures[0].replace(",2", ", twee")
        return "{} x {} x {} cm".format(*figures)
    if rng.random() < 0.2:
        figures = [f if "," in f or "." in f else f"{f}{',' if comma else '.'}0" for f in figures]
    return rng.choice(_CM_FORMS).format(*figures)
