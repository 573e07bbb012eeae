"""What is found in a simulated prostate: volume, PSA, density and lesions, agreeing together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragon_prep.synthetic.kit.draw import quantile
from dragon_prep.synthetic.kit.measures import ellipsoid

if TYPE_CHECKING:
    from random import Random

    from dragon_prep.synthetic.prostate_mri.state import Study

_WIDTH = ((0, 37), (0.1, 44), (0.35, 49), (0.6, 54), (0.85, 62), (0.97, 72), (1, 90))  # mm
_PSA = (
    (0, 0.4), (0.05, 2.5), (0.25, 5.2), (0.5, 7.6), (0.75, 11.5), (0.9, 21), (0.97, 60),
    (0.995, 300), (1, 1400),
)  # ng/mL  # fmt: skip
_HIGHEST_DENSITY = 40  # ng/mL2, below the largest plausible one


@dataclass(frozen=True, slots=True)
class Lesion:
    """One lesion: PI-RADS score (None: not scored), size in mm, part scores, ADC."""

    score: int | None
    size: tuple[int, int, int]
    t2: int
    dwi: int
    dce: str
    adc: int
    extends: bool


@dataclass(frozen=True, slots=True)
class Values:
    """The truth about one prostate.

    Attributes:
        diameters: in mm.
        by_diameters: whether the sheet gives the diameters instead of the volume.
        volume: in cm3; of the diameters, not rounded, when the sheet gives those.
        psa: in ng/mL.
        psad: in ng/mL2.
        lesions: in the order of the report and the sheet.
        low: the score of a prostate without suspicious lesions.
    """

    diameters: tuple[int, int, int]
    by_diameters: bool
    volume: float
    psa: float
    psad: float
    lesions: tuple[Lesion, ...]
    low: int


def draw_values(rng: Random, study: Study) -> Values:
    """Draws the values of a study, with as many suspicious lesions as planned."""
    width = round(quantile(rng, _WIDTH))
    diameters = (width, width * rng.randrange(60, 86) // 100, width * rng.randrange(75, 106) // 100)
    by_diameters = study.centre != "rumc" and rng.random() < (
        0.35 if study.centre == "umcg" else 0.12
    )
    volume = ellipsoid(diameters)
    if not by_diameters:
        volume = float(round(volume)) if rng.random() < 0.85 else round(volume, 1)
    psa = min(quantile(rng, _PSA), _HIGHEST_DENSITY * volume)
    psa = round(psa, rng.choices((0, 1, 2), (10, 75, 15))[0]) if psa >= 1 else round(psa, 2)
    density = psa / volume
    psad = max(round(density, 2 if density >= 0.05 else 3), 0.001)
    low = rng.choice((1, 2, 2))
    lesions = tuple(_lesion(rng, score) for score in _scores(rng, study, low))
    return Values(diameters, by_diameters, volume, float(psa), psad, lesions, low)


def _scores(rng: Random, study: Study, low: int) -> list[int | None]:
    if study.defect.startswith("pirads") and study.defect not in (
        "pirads_missing",
        "pirads_checker",
    ):
        return [3]
    scores: list[int | None] = [*rng.choices((3, 4, 5), (30, 47, 23), k=study.lesions)]
    chance = rng.random()
    if scores:
        scores += [2] if chance < 0.12 else []
    elif low == 2 and chance < 0.45:
        scores = [2] * rng.choice((1, 1, 2))
    if study.centre != "avl" and rng.random() < 0.03:
        scores.append(None)
    rng.shuffle(scores)
    return scores


def _lesion(rng: Random, score: int | None) -> Lesion:
    known = score or rng.choice((2, 3))
    longest = rng.randrange(3 + 2 * known, 9 + 5 * known)
    size = (longest, longest * rng.randrange(50, 96) // 100, longest * rng.randrange(45, 96) // 100)
    return Lesion(
        score=score,
        size=size,
        t2=known,
        dwi=min(5, max(1, known + rng.choice((-1, 0, 0, 0, 1)))),
        dce=rng.choice("+-"),
        adc=rng.randrange(1250 - 170 * known, 1500 - 170 * known),
        extends=known >= 4 and rng.random() < 0.3,
    )
