"""What is done in one simulated MRI-guided biopsy: why, at what, and where each needle was."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

DETECTION, ABLATED = "detectie", "ablatie"
SIDES = ("links", "rechts")

_KINDS = ((DETECTION, "vervolg", ABLATED, "recidief"), (50, 20, 20, 10))
_REPRESENTATIVE = 0.64
_ZONES = (("pz", "tz", "afs", "cz"), (62, 26, 8, 4))
_SECTORS = {
    "pz": ("dorsolateraal", "dorsomediaal", "ventraal"),
    "tz": ("ventraal", "dorsaal"),
    "afs": ("ventraal",),
    "cz": ("dorsaal",),
}


@dataclass(frozen=True, slots=True)
class Target:
    """A lesion that is aimed at, or the rim of an ablated zone.

    Attributes:
        number: of the lesion, from 1.
        side: ``links``, ``rechts`` or ``mediaal``.
        level: ``apex``, ``mid`` or ``basis``.
        zone: ``pz``, ``tz``, ``afs`` or ``cz``.
        sector: of the zone.
        rim: whether it is the rim of an ablated zone.
    """

    number: int
    side: str
    level: str
    zone: str
    sector: str
    rim: bool


@dataclass(frozen=True, slots=True)
class Needle:
    """A needle: which, at what, and whether it hit for certain."""

    number: int
    target: Target
    hit: bool


@dataclass(frozen=True, slots=True)
class Procedure:
    """One biopsy.

    Attributes:
        kind: why: ``detectie``, ``vervolg``, ``ablatie`` or ``recidief``.
        needles: in their order.
        psa: in ng/mL.
        pirads: of the first lesion.
        size: of it, in mm.
    """

    kind: str
    needles: tuple[Needle, ...]
    psa: float
    pirads: int
    size: int

    @property
    def targets(self) -> tuple[Target, ...]:
        """What was aimed at, each once."""
        return tuple(dict.fromkeys(needle.target for needle in self.needles))


def draw_procedure(rng: Random, needles: int) -> Procedure:
    """Draws a biopsy with so many needles; those of a lesion follow one another."""
    kind = rng.choices(*_KINDS)[0]
    rim = kind == ABLATED
    several = 2 if needles > 2 and not rim and rng.random() < 0.4 else 1
    first = _target(rng, 1, rim=rim)
    targets = [first]
    while len(targets) < several:
        other = _target(rng, len(targets) + 1, rim=rim)
        if (other.side, other.zone) != (first.side, first.zone):
            targets.append(other)
    pirads = rng.choices((3, 4, 5), (20, 50, 30))[0]
    return Procedure(
        kind=kind,
        needles=tuple(
            Needle(n, targets[(n - 1) * several // needles], rng.random() < _REPRESENTATIVE)
            for n in range(1, needles + 1)
        ),
        psa=rng.randrange(20, 260) / 10,
        pirads=pirads,
        size=rng.randrange(15, 30) if pirads == 5 else rng.randrange(6, 15),
    )


def _target(rng: Random, number: int, *, rim: bool) -> Target:
    zone = rng.choices(*_ZONES)[0]
    side = "mediaal" if zone == "afs" and not rim and rng.random() < 0.4 else rng.choice(SIDES)
    level = rng.choice(("apex", "mid", "mid", "basis"))
    return Target(number, side, level, zone, rng.choice(_SECTORS[zone]), rim)
