"""What went before a simulated MRI of the prostate, and how hard its report is to read.

An earlier MRI, an earlier PSA and a benign lesion look like what tells the label and do not; the
category of a lesion may be said outright, or only follow from its part scores.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragon_prep.synthetic.prostate_mri.lesions import draw_spots

if TYPE_CHECKING:
    from random import Random

    from dragon_prep.synthetic.prostate_mri.lesions import Lesion, Spot
    from dragon_prep.synthetic.prostate_mri.state import Study
    from dragon_prep.synthetic.prostate_mri.values import Values

STATED, SCORES, CORRECTED, LATER, SIGNS = "stated", "scores", "corrected", "conclusion", "signs"
_HARD = (SCORES, CORRECTED, LATER, SIGNS)
_HARD_WEIGHTS = (38, 18, 24, 20)
_EARLIER = 0.75  # times the difficulty: reports that tell of an earlier MRI
_HARD_LESIONS = 0.8  # times the difficulty
_BIOPSIES = (("none", "negative", "isup1", ""), (30, 22, 14, 34))


@dataclass(frozen=True, slots=True)
class Prior:
    """An earlier MRI.

    Attributes:
        volume: then.
        score: of its lesion; 1 or 2 where there was none.
        spot: where that lesion was; None without one.
        same: the number of the lesion of now that it is, from 1; 0 where it is gone.
    """

    volume: float
    score: int
    spot: Spot | None
    same: int


@dataclass(frozen=True, slots=True)
class Story:
    """What went before, and how things are said.

    Attributes:
        biopsy: ``none``, ``negative`` or ``isup1``; empty where nothing is said of it.
        palpation: ``normal`` or ``abnormal``; empty where nothing is said of it.
        side: which side felt abnormal.
        prior: an earlier MRI.
        psas: two earlier values of PSA, the older first.
        modes: of each lesion, how its category is told.
    """

    biopsy: str
    palpation: str
    side: str
    prior: Prior | None
    psas: tuple[float, float]
    modes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Exam:
    """All there is to be said of one study."""

    study: Study
    values: Values
    story: Story


def draw_story(rng: Random, study: Study, values: Values, difficulty: float) -> Story:
    """Draws what went before a study, in agreement with what is found now."""
    biopsy = "" if study.defect == "no_detection" else rng.choices(*_BIOPSIES)[0]
    palpation = rng.choices(("normal", "abnormal", ""), (40, 15, 45))[0]
    sides = [x.spot.side for x in values.lesions if x.significant and x.spot.side != "midden"]
    if not sides and palpation == "abnormal":
        palpation = ""
    older = _other(rng, values.psa, 35, 80)
    return Story(
        biopsy=biopsy,
        palpation=palpation,
        side=sides[0] if sides else "links",
        prior=_prior(rng, values) if rng.random() < _EARLIER * difficulty else None,
        psas=(older, _other(rng, values.psa, 60, 97)),
        modes=tuple(_mode(rng, study, x, difficulty) for x in values.lesions),
    )


def _prior(rng: Random, values: Values) -> Prior:
    volume = max(12.0, float(round(values.volume * rng.randrange(60, 97) / 100)))
    chance = rng.random()
    now = [n for n, x in enumerate(values.lesions, 1) if x.significant]
    if now and chance < 0.35:
        number = rng.choice(now)
        lesion = values.lesions[number - 1]
        return Prior(volume, lesion.score or 3, lesion.spot, number)
    if chance < 0.8:
        taken = {(x.spot.zone, x.spot.side) for x in values.lesions}
        spots = [s for s in draw_spots(rng, 6) if (s.zone, s.side) not in taken]
        if spots:
            return Prior(volume, rng.choice((3, 3, 4, 4, 5)), spots[0], 0)
    return Prior(volume, rng.choice((1, 2)), None, 0)


def _other(rng: Random, value: float, low: int, high: int) -> float:
    """A value that is some percent of another, and not the same."""
    made = max(0.1, round(value * rng.randrange(low, high) / 100, 1))
    return made if made != value else made + 0.3


def _mode(rng: Random, study: Study, lesion: Lesion, difficulty: float) -> str:
    """How the category of a lesion is told."""
    if lesion.score is None or study.defect.startswith("pirads"):
        return STATED
    if rng.random() >= _HARD_LESIONS * difficulty:
        return STATED
    mode = rng.choices(_HARD, _HARD_WEIGHTS)[0]
    # Only what is plain either way can be told by signs alone.
    if mode == SIGNS and lesion.score == 3:
        return SCORES
    return SCORES if mode == LATER and not lesion.significant else mode
