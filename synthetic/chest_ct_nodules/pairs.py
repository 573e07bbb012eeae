"""Pairs of chest CT reports: a nodule is there or not, its size is stated or not, or is another."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dragon_prep.synthetic.chest_ct_nodules.report import INCIDENTAL, ChestReport
from dragon_prep.synthetic.chest_ct_nodules.state import COHORT, DAYS, DEVELOPMENT, Study, draw_size
from dragon_prep.synthetic.kit.desks import thorax_desks
from dragon_prep.synthetic.kit.draw import lexicon
from dragon_prep.synthetic.kit.measures import figure
from dragon_prep.synthetic.kit.turned import Turned, kept

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from random import Random

    from dragon_prep.synthetic.kit.desks import Desk
    from dragon_prep.synthetic.kit.knobs import Knobs
    from dragon_prep.synthetic.kit.text import Passage
    from dragon_prep.synthetic.kit.turned import Pair

_STATED = 0.5  # of the nodules: with their size
_APART = 1.3  # times as large, at least


def nodules(seed: int, knobs: Knobs) -> Iterator[Pair]:
    """Without end, pairs of T2: there is a nodule, or none."""

    def turned(rng: Random, study: Study) -> tuple[Study, Study]:
        size = draw_size(rng) if rng.random() < _STATED else None
        return replace(study, size=size), replace(study, nodule=False)

    yield from _pairs(seed, knobs, turned)


def stated(seed: int, knobs: Knobs) -> Iterator[Pair]:
    """Without end, pairs of T7: the size of the nodule is stated, or not."""

    def turned(rng: Random, study: Study) -> tuple[Study, Study]:
        return replace(study, size=draw_size(rng)), study

    yield from _pairs(seed, knobs, turned)


def sizes(seed: int, knobs: Knobs) -> Iterator[Pair]:
    """Without end, pairs of T23: the nodule has one size, or another."""

    def turned(rng: Random, study: Study) -> tuple[Study, Study]:
        one = other = draw_size(rng)
        while max(one, other) < _APART * min(one, other):
            other = draw_size(rng)
        return replace(study, size=one), replace(study, size=other)

    yield from _pairs(seed, knobs, turned)


def _pairs(
    seed: int, knobs: Knobs, turned: Callable[[Random, Study], tuple[Study, Study]]
) -> Iterator[Pair]:
    centres = lexicon(COHORT)["centres"]
    styles = {name: centre["styles"] for name, centre in centres.items()}
    for desk in thorax_desks(COHORT, DAYS, styles, seed, knobs):
        day, earlier = desk.setting.day, desk.setting.earlier
        study = Study(0, 0, DEVELOPMENT, day, earlier, True, None, "", {})
        one, other = turned(desk.generator("study"), study)
        yield _written(desk, one, knobs), _written(desk, other, knobs)


class _TurnedReport(ChestReport):
    """A report of a pair: what is seen beside the nodule is the same in both."""

    untold = 0.0

    def report(self) -> Passage:
        """The whole text, without a mass, which stands for a nodule in reports that have none."""
        self.mass = False
        self.consolidation = kept(self.rng, "consolidation", lambda: self.consolidation)
        return super().report()

    def of_nodule(self) -> list[Passage]:
        """What is concluded of the nodule, or that there is none."""
        if self.study.nodule:
            return super().of_nodule()
        incidental = self.rng.random() < INCIDENTAL
        return [self.of_nothing("c_geen_nod" if incidental else "c_geen")]


def _written(desk: Desk, study: Study, knobs: Knobs) -> Turned:
    rng = desk.begin()
    how = (desk.slots(rng), desk.author, knobs)
    passage = _TurnedReport(rng, study, desk.thorax_patient, how).report()
    size = None if study.size is None else figure(study.size)
    return Turned(passage, {"contains_nodules": study.nodule, "max_diameter": size})


PAIRS = {
    "Task002_nodule_clf": nodules,
    "Task007_nodule_diameter_presence_clf": stated,
    "Task023_nodule_diameter_reg": sizes,
}
"""By task."""
