"""Pairs of prostate MRI reports: another volume, another PSA, and the density that follows."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING

from dragon_prep.synthetic.kit.authors import draw_authors
from dragon_prep.synthetic.kit.desks import Office
from dragon_prep.synthetic.kit.draw import lexicon, stream
from dragon_prep.synthetic.kit.measures import ellipsoid, figure
from dragon_prep.synthetic.kit.people import draw_staff
from dragon_prep.synthetic.kit.turned import Turned
from dragon_prep.synthetic.prostate_mri.export import COHORT
from dragon_prep.synthetic.prostate_mri.patients import BORN, CHARSETS
from dragon_prep.synthetic.prostate_mri.report import ProstateReport
from dragon_prep.synthetic.prostate_mri.state import CENTRES, DAYS, Study
from dragon_prep.synthetic.prostate_mri.story import Exam, draw_story
from dragon_prep.synthetic.prostate_mri.values import density_of, draw_values

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dragon_prep.synthetic.kit.desks import Desk
    from dragon_prep.synthetic.kit.knobs import Knobs
    from dragon_prep.synthetic.kit.text import Passage
    from dragon_prep.synthetic.kit.turned import Pair
    from dragon_prep.synthetic.prostate_mri.values import Values

_MORE_PSA = (1.4, 1.7, 2.1, 2.6)  # times as much
_LARGER = (1.12, 1.2, 1.28)  # times each diameter
_LARGEST = 110  # mm
_LESIONS = (45, 38, 13, 4)  # weights of 0 to 3 suspicious ones
_UNSAID = (("T19",), ("T21",), ("T21",), (), (), (), ())  # beside what is turned


def volumes(seed: int, knobs: Knobs) -> Iterator[Pair]:
    """Without end, pairs of T19: a larger prostate; the density follows."""
    yield from _pairs(seed, knobs, "T19", _larger)


def psas(seed: int, knobs: Knobs) -> Iterator[Pair]:
    """Without end, pairs of T20: more PSA; the density follows."""
    yield from _pairs(seed, knobs, "T20", _more)


def densities(seed: int, knobs: Knobs) -> Iterator[Pair]:
    """Without end, pairs of T21: more PSA, and so another density."""
    yield from _pairs(seed, knobs, "T21", _more)


def _larger(desk: Desk, values: Values) -> Values:
    factor = desk.generator("factor").choice(_LARGER)
    a, b, c = (round(diameter * factor) for diameter in values.diameters)
    volume = ellipsoid((a, b, c))
    volume = volume if values.by_diameters else float(round(volume))
    return replace(values, diameters=(a, b, c), volume=volume)


def _more(desk: Desk, values: Values) -> Values:
    digits = 2 if values.psa < 1 else 1
    psa = round(values.psa * desk.generator("factor").choice(_MORE_PSA), digits)
    return replace(values, psa=psa)


def _pairs(
    seed: int, knobs: Knobs, task: str, turned: Callable[[Desk, Values], Values]
) -> Iterator[Pair]:
    offices = {
        centre: Office(
            draw_staff(stream(seed, COHORT, centre, "staff"), authors=24, referrers=60,
                       charset=charset),
            draw_authors(f"{seed}/{COHORT}/{centre}", lexicon(COHORT)["styles"][centre], knobs),
            BORN,
            DAYS,
            plain=False,
        )
        for centre, charset in CHARSETS.items()
    }  # fmt: skip
    for number in count():
        centre = CENTRES[number % len(CENTRES)]
        desk = offices[centre].desk(f"{seed}/{COHORT}/pair/{task}", number, "m", centre)
        study = _study(desk, task)
        values = draw_values(desk.generator("values"), study)
        other = turned(desk, values)
        other = replace(other, psad=density_of(other.psa, other.volume))
        if other.diameters[0] <= _LARGEST and other.psad != values.psad:
            story = draw_story(desk.generator("story"), study, values, knobs.difficulty)
            first, second = (
                _written(desk, Exam(study, own, story), values, knobs) for own in (values, other)
            )
            yield first, second


def _study(desk: Desk, task: str) -> Study:
    rng, setting = desk.generator("study"), desk.setting
    missing = tuple(name for name in rng.choice(_UNSAID) if name != task)
    return Study(
        serial=0,
        centre=desk.centre,
        patient=desk.number,
        day=setting.day,
        earlier=setting.earlier,
        lesions=rng.choices(range(len(_LESIONS)), _LESIONS)[0],
        defect="",
        missing=missing,
        original=None,
        annotated=True,
        excluded={},
    )


class _TurnedReport(ProstateReport):
    """A report of a pair; of its density is not said how it changed, which would be turned, too."""

    def density(self) -> list[Passage]:
        """The density of PSA."""
        return self.some("density", 1)


def _written(desk: Desk, exam: Exam, near: Values, knobs: Knobs) -> Turned:
    rng, values = desk.begin(), exam.values
    writer = _TurnedReport(rng, exam, desk.slots(rng), desk.author, knobs)
    writer.near = near
    volume = figure(values.volume)
    if values.by_diameters:
        volume = "{} x {} x {} mm".format(*values.diameters)
    row = {"prostate_volume": volume, "psa": figure(values.psa), "psad": figure(values.psad)}
    return Turned(writer.report(), row)


PAIRS = {
    "Task019_prostate_volume_reg": volumes,
    "Task020_psa_reg": psas,
    "Task021_psad_reg": densities,
}
"""By task."""
