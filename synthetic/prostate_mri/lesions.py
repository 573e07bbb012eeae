"""Lesions of a simulated prostate, scored as PI-RADS v2.1 scores them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

LARGE = 15  # mm: from here on 5, not 4
CLEAR, DOUBTFUL, BEYOND = "no", "doubt", "yes"
PERIPHERAL, TRANSITION, ANTERIOR = "pz", "tz", "afs"

_ZONES = (PERIPHERAL, TRANSITION, ANTERIOR)
_ZONE_WEIGHTS = (68, 26, 6)
_UPGRADED = 0.22  # of the lesions of score 3 or 4 that a second sequence raised to it
_ADC = ((1250, 1650), (1040, 1330), (880, 1080), (620, 880), (430, 760))  # by the DWI score
_LONGEST = {1: (4, 9), 2: (4, 12), 3: (5, 14), 4: (6, 14), 5: (15, 46)}
_SMALL_BUT_BEYOND = 0.08  # of the lesions of score 5: below 15 mm, but growing out of the prostate
_BEYOND, _DOUBTFUL = 0.34, 0.22


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a lesion is.

    Attributes:
        zone: ``pz``, ``tz`` or ``afs``.
        side: ``links``, ``rechts`` or ``midden``.
        level: ``apex``, ``mid`` or ``basis``.
        sector: ``pl``, ``pm``, ``a`` or ``p``; empty in the anterior stroma.
    """

    zone: str
    side: str
    level: str
    sector: str


@dataclass(frozen=True, slots=True)
class Lesion:
    """One lesion: PI-RADS score (None: not scored), size in mm, part scores, ADC, place.

    ``dce`` is empty where no contrast was given; ``extends`` is what the capsule shows.
    """

    score: int | None
    size: tuple[int, int, int]
    t2: int
    dwi: int
    dce: str
    adc: int
    extends: str
    spot: Spot

    @property
    def significant(self) -> bool:
        """Whether it has PI-RADS 3 or more."""
        return self.score is not None and self.score >= 3


def category(zone: str, t2: int, dwi: int, dce: str) -> int:
    """PI-RADS v2.1: DWI decides in the peripheral zone, T2 elsewhere.

    Args:
        zone: of the lesion; the anterior stroma is scored as the transition zone.
        t2: score on T2-weighted images.
        dwi: score on diffusion-weighted images.
        dce: ``+`` where it takes up contrast early.
    """
    if zone == PERIPHERAL:
        return 4 if dwi == 3 and dce == "+" else dwi
    if t2 == 2:
        return 3 if dwi >= 4 else 2
    return 4 if t2 == 3 and dwi == 5 else t2


def draw_spots(rng: Random, count: int) -> list[Spot]:
    """Places that no two lesions share."""
    found: list[Spot] = []
    while len(found) < count:
        spot = _spot(rng)
        if all((spot.zone, spot.side, spot.level) != (s.zone, s.side, s.level) for s in found):
            found.append(spot)
    return found


def _spot(rng: Random) -> Spot:
    zone = rng.choices(_ZONES, _ZONE_WEIGHTS)[0]
    side = rng.choice(("links", "rechts"))
    sector = {PERIPHERAL: ("pl", "pl", "pm", "a"), TRANSITION: ("a", "a", "p"), ANTERIOR: ("",)}
    if zone == ANTERIOR and rng.random() < 0.5:
        side = "midden"
    return Spot(zone, side, rng.choice(("apex", "mid", "mid", "basis")), rng.choice(sector[zone]))


def draw_lesion(rng: Random, score: int | None, spot: Spot, *, contrast: bool) -> Lesion:
    """A lesion whose part scores, size and capsule give its score; None: not to be scored."""
    known = score or rng.choice((2, 3))
    small = known == 5 and rng.random() < _SMALL_BUT_BEYOND
    longest = rng.randrange(11, LARGE) if small else rng.randrange(*_bounds(rng, known))
    t2, dwi, dce = _parts(rng, spot.zone, known, contrast=contrast)
    extends = CLEAR
    if known == 5:
        extends = rng.choices((BEYOND, DOUBTFUL, CLEAR), (_BEYOND, _DOUBTFUL, 0.44))[0]
        extends = BEYOND if small else extends
    elif known == 4 and rng.random() < _DOUBTFUL:
        extends = DOUBTFUL
    return Lesion(
        score=score,
        size=(longest, _part(rng, longest, 55), _part(rng, longest, 50)),
        t2=t2,
        dwi=dwi,
        dce=dce,
        adc=rng.randrange(*_ADC[dwi - 1]),
        extends=extends,
        spot=spot,
    )  # fmt: skip


def _part(rng: Random, longest: int, least: int) -> int:
    return longest * rng.randrange(least, 96) // 100


def _bounds(rng: Random, score: int) -> tuple[int, int]:
    low, high = _LONGEST[score]
    # Most lesions are no larger than need be.
    return low, min(high, low + rng.choice((5, 9, 13, 40))) + 1


def _parts(rng: Random, zone: str, score: int, *, contrast: bool) -> tuple[int, int, str]:
    """T2, DWI and contrast that give the score."""
    uptake = rng.choice("+-") if contrast else ""
    late = "-" if contrast else ""
    raised = rng.random() < _UPGRADED
    if zone == PERIPHERAL:
        if score <= 2:
            return rng.choice((2, 2, 3)), score, late
        if score == 3:
            return rng.choice((2, 3, 3, 4)), 3, late
        if score == 4:
            return (3, 3, "+") if raised and contrast else (rng.choice((3, 4, 4)), 4, uptake)
        return rng.choice((3, 5, 5, 5)), 5, uptake
    if score <= 2:
        return score, rng.choice((1, 2, 3)), uptake
    if score == 3:
        return (2, 4, uptake) if raised else (3, rng.choice((2, 3, 4)), uptake)
    if score == 4:
        return 4, rng.choice((3, 4, 4)), uptake
    return 5, rng.choice((3, 5, 5, 5)), uptake
