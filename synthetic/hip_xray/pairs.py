"""Pairs of X-ray reports of the hips: one hip has one grade or another."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dragon_prep.synthetic.hip_xray.report import HipReport
from dragon_prep.synthetic.hip_xray.state import BORN, COHORT, DAYS, FINAL, Case
from dragon_prep.synthetic.kit.cases import Numbers
from dragon_prep.synthetic.kit.desks import desks
from dragon_prep.synthetic.kit.turned import Turned

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dragon_prep.synthetic.kit.desks import Desk
    from dragon_prep.synthetic.kit.knobs import Knobs
    from dragon_prep.synthetic.kit.turned import Pair

_GRADES = "01234"
_STILL = ("0", "1", "2", "3", "4", "p", "n")  # of the hip that is not turned
_WEIGHTS = (22, 14, 18, 14, 10, 16, 6)


def grades(seed: int, knobs: Knobs) -> Iterator[Pair]:
    """Without end, pairs of T18. The hips are never alike: of such both are said at once."""
    numbers = Numbers(0.5, (1,), DAYS, BORN, "mff")
    for desk in desks(COHORT, numbers, seed, knobs):
        rng = desk.generator("grades")
        still = rng.choices(_STILL, _WEIGHTS)[0]
        free = [grade for grade in _GRADES if grade != still]
        one, other = rng.sample(free, 2)
        case = Case(0, desk.number, desk.sex, desk.setting.day, desk.setting.earlier,
                    still, still, FINAL, "")  # fmt: skip
        turned = rng.choice(("left", "right"))
        first, second = (
            replace(case, left=grade) if turned == "left" else replace(case, right=grade)
            for grade in (one, other)
        )
        yield _written(desk, first, knobs), _written(desk, second, knobs)


def _written(desk: Desk, case: Case, knobs: Knobs) -> Turned:
    rng = desk.begin()
    passage = HipReport(rng, case, (desk.slots(rng), desk.author, knobs)).report()
    return Turned(passage, {"left": case.left, "right": case.right})


PAIRS = {"Task018_osteoarthritis_clf": grades}
"""By task."""
