"""What is found in a simulated prostate: volume, PSA, density, lesions and spread, in agreement."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dragon_prep.synthetic.kit.draw import quantile
from dragon_prep.synthetic.kit.measures import ellipsoid
from dragon_prep.synthetic.prostate_mri.lesions import (
    BEYOND,
    CLEAR,
    DOUBTFUL,
    draw_lesion,
    draw_spots,
)

if TYPE_CHECKING:
    from random import Random

    from dragon_prep.synthetic.prostate_mri.lesions import Lesion
    from dragon_prep.synthetic.prostate_mri.state import Study

_WIDTH = ((0, 37), (0.1, 44), (0.35, 49), (0.6, 54), (0.85, 62), (0.97, 72), (1, 90))  # mm
# PSA density by the highest score: none or 2, 3, 4, 5.
_DENSITY = {
    2: ((0, 0.01), (0.2, 0.06), (0.5, 0.10), (0.8, 0.16), (0.97, 0.26), (1, 0.7)),
    3: ((0, 0.02), (0.2, 0.07), (0.5, 0.12), (0.8, 0.19), (0.97, 0.5), (1, 1.5)),
    4: ((0, 0.03), (0.2, 0.10), (0.5, 0.17), (0.8, 0.30), (0.97, 0.9), (1, 4)),
    5: ((0, 0.04), (0.2, 0.16), (0.5, 0.32), (0.8, 0.9), (0.95, 5), (1, 30)),
}
_VESICLES, _NODES, _BONES = 0.5, 0.22, 0.4  # of the prostates that a lesion grows out of
_BY_DIAMETERS = {"rumc": 0, "umcg": 0.35, "avl": 0.12}  # of the sheet's volumes
_MUCH = 0.6  # ng/mL2: from here on bones may be affected
_CONTRAST = 0.62


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
        contrast: whether contrast was given.
        vesicles: whether a lesion grows into the seminal vesicles.
        nodes: whether there are pathological lymph nodes.
        bones: whether there are metastases of bone.
    """

    diameters: tuple[int, int, int]
    by_diameters: bool
    volume: float
    psa: float
    psad: float
    lesions: tuple[Lesion, ...]
    low: int
    contrast: bool = True
    vesicles: bool = False
    nodes: bool = False
    bones: bool = False

    @property
    def stage(self) -> str:
        """The local stage that the lesions give; empty without any that are suspicious."""
        found = [lesion for lesion in self.lesions if lesion.significant]
        if not found:
            return ""
        if any(lesion.extends == BEYOND for lesion in found):
            return "T3b" if self.vesicles else "T3a"
        sides = {lesion.spot.side for lesion in found}
        if len(sides) > 1 or "midden" in sides:
            return "T2c"
        return "T2b" if max(lesion.size[0] for lesion in found) > 20 else "T2a"

    @property
    def extends(self) -> str:
        """The most that any lesion shows of growth beyond the capsule."""
        shown = {lesion.extends for lesion in self.lesions if lesion.significant}
        return next((how for how in (BEYOND, DOUBTFUL) if how in shown), CLEAR)


def draw_values(rng: Random, study: Study) -> Values:
    """Draws the values of a study, with as many suspicious lesions as planned."""
    width = round(quantile(rng, _WIDTH))
    diameters = (width, width * rng.randrange(60, 86) // 100, width * rng.randrange(75, 106) // 100)
    by_diameters = rng.random() < _BY_DIAMETERS[study.centre]
    volume = ellipsoid(diameters)
    if not by_diameters:
        volume = float(round(volume)) if rng.random() < 0.85 else round(volume, 1)
    low = rng.choice((1, 2, 2))
    contrast = rng.random() < _CONTRAST
    scores = _scores(rng, study, low)
    spots = draw_spots(rng, len(scores))
    lesions = tuple(draw_lesion(rng, score, spot, contrast=contrast)
                    for score, spot in zip(scores, spots, strict=True))  # fmt: skip
    highest = max([2, *(score or 2 for score in scores)])
    psa = max(0.3, quantile(rng, _DENSITY[highest]) * volume)
    psa = round(psa, rng.choices((0, 1, 2), (10, 75, 15))[0]) if psa >= 1 else round(psa, 2)
    psad = density_of(psa, volume)
    return _spread(
        rng, Values(diameters, by_diameters, volume, float(psa), psad, lesions, low, contrast)
    )


def density_of(psa: float, volume: float) -> float:
    """The density of PSA, as it is written."""
    density = psa / volume
    return max(round(density, 2 if density >= 0.05 else 3), 0.001)


def _spread(rng: Random, values: Values) -> Values:
    """The values with what a lesion that grows out of the prostate may have led to."""
    beyond = [x for x in values.lesions if x.significant and x.extends == BEYOND]
    if not beyond:
        return values
    at_base = any(x.spot.level == "basis" for x in beyond)
    return replace(
        values,
        vesicles=at_base and rng.random() < _VESICLES,
        nodes=rng.random() < _NODES,
        bones=values.psad > _MUCH and rng.random() < _BONES,
    )


def _scores(rng: Random, study: Study, low: int) -> list[int | None]:
    if study.defect.startswith("pirads") and study.defect not in (
        "pirads_missing",
        "pirads_checker",
    ):
        return [3]
    scores: list[int | None] = [*rng.choices((3, 4, 5), (30, 45, 25), k=study.lesions)]
    chance = rng.random()
    if scores:
        scores += [2] if chance < 0.16 else []
    elif low == 2 and chance < 0.5:
        scores = [2] * rng.choice((1, 1, 2))
    if study.centre != "avl" and rng.random() < 0.03:
        scores.append(None)
    # The most suspicious comes first, but not with everybody.
    if rng.random() < 0.7:
        return sorted(scores, key=lambda score: -(score or 0))
    rng.shuffle(scores)
    return scores
