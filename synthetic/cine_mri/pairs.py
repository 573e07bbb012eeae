"""Pairs of cine MRI reports: in one bowel is stuck at a place, in the other it is free there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragon_prep.synthetic.cine_mri.export import NUMBERS
from dragon_prep.synthetic.cine_mri.report import COHORT, words_of, write_study
from dragon_prep.synthetic.cine_mri.state import draw_study, turned
from dragon_prep.synthetic.kit.desks import desks
from dragon_prep.synthetic.kit.turned import Turned

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragon_prep.synthetic.cine_mri.state import Study
    from dragon_prep.synthetic.kit.desks import Desk
    from dragon_prep.synthetic.kit.knobs import Knobs
    from dragon_prep.synthetic.kit.turned import Pair


def adhesions(seed: int, knobs: Knobs) -> Iterator[Pair]:
    """Without end, pairs of T1."""
    words = words_of()
    for desk in desks(COHORT, NUMBERS, seed, knobs):
        study = draw_study(desk.generator("study"), words, desk.setting, desk.sex, label=True)
        other = turned(study)
        if other:
            yield _written(desk, study, knobs), _written(desk, other, knobs)


def _written(desk: Desk, study: Study, knobs: Knobs) -> Turned:
    rng = desk.begin()
    passage = write_study(rng, study, desk.slots(rng), desk.author, knobs)
    return Turned(passage, {"adhesions": str(int(bool(study.adhesions)))})


PAIRS = {"Task001_adhesion_clf": adhesions}
"""By task."""
