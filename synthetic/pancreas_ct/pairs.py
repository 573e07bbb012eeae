"""Pairs of CT reports about the pancreas: the size of a carcinoma, its looks, or what there is."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING

from dragon_prep.synthetic.kit.authors import AUTHORS, draw_authors
from dragon_prep.synthetic.kit.dates import age_on
from dragon_prep.synthetic.kit.desks import Office
from dragon_prep.synthetic.kit.draw import lexicon, quantile, stream
from dragon_prep.synthetic.kit.measures import figure
from dragon_prep.synthetic.kit.people import draw_staff
from dragon_prep.synthetic.kit.turned import Turned
from dragon_prep.synthetic.pancreas_ct.export import ADULTS, AGES, COHORT
from dragon_prep.synthetic.pancreas_ct.report import PancreasReport, scene_of, words_of
from dragon_prep.synthetic.pancreas_ct.state import (
    ATTENUATIONS,
    DAYS,
    GROUPS,
    LOCATIONS,
    SIZES,
    Study,
    draw_diagnosis,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from dragon_prep.synthetic.kit.desks import Desk
    from dragon_prep.synthetic.kit.knobs import Knobs
    from dragon_prep.synthetic.kit.text import Passage
    from dragon_prep.synthetic.kit.turned import Pair
    from dragon_prep.synthetic.pancreas_ct.disease import Scene

_PDAC, _OTHER, _NORMAL = GROUPS
_BORN = (DAYS[0].replace(year=1930), DAYS[0].replace(year=1975))
_WITH_FLUID = ("Acute pancreatitis", "Pseudocyst")  # of which more than one sentence tells
_APART = 1.3  # times as large, at least


def stated(seed: int, knobs: Knobs) -> Iterator[Pair]:
    """Without end, pairs of T8: the size of the carcinoma is stated, or not."""
    for desk, study in _carcinomas(seed, knobs):
        yield _pair(desk, (study, replace(study, states_size=False)), knobs)


def sizes(seed: int, knobs: Knobs) -> Iterator[Pair]:
    """Without end, pairs of T22: the carcinoma has one size, or another."""
    for desk, study in _carcinomas(seed, knobs):
        size, rng = study.size, desk.generator("other size")
        while max(size, study.size) < _APART * min(size, study.size):
            size = float(round(quantile(rng, SIZES)))
        yield _pair(desk, (study, replace(study, size=size)), knobs)


def attenuations(seed: int, knobs: Knobs) -> Iterator[Pair]:
    """Without end, pairs of T17: the carcinoma takes up contrast in one way, or in another."""
    for desk, study in _carcinomas(seed, knobs):
        others = [name for name in ATTENUATIONS if name != study.attenuation]
        other = desk.generator("other looks").choice(others)
        yield _pair(desk, (study, replace(study, attenuation=other)), knobs)


def diagnoses(seed: int, knobs: Knobs) -> Iterator[Pair]:
    """Without end, pairs of T9: another disease than a carcinoma, or a normal pancreas."""
    for desk in _desks(seed, knobs):
        diagnosis = draw_diagnosis(desk.generator("diagnosis"), _OTHER, desk.sex)
        study = replace(_study(desk), group=_OTHER, diagnosis=diagnosis)
        if diagnosis not in _WITH_FLUID and _fits(desk, study):
            normal = replace(study, group=_NORMAL, diagnosis="Normal")
            # First the disease: what is denied beside it is true of a normal one as well.
            yield _pair(desk, (study, normal), knobs)


def _carcinomas(seed: int, knobs: Knobs) -> Iterator[tuple[Desk, Study]]:
    for desk in _desks(seed, knobs):
        study = _study(desk)
        if _fits(desk, study):
            yield desk, study


def _desks(seed: int, knobs: Knobs) -> Iterator[Desk]:
    staff = draw_staff(stream(seed, COHORT, "staff"), authors=AUTHORS, referrers=60)
    authors = draw_authors(f"{seed}/{COHORT}", lexicon(COHORT)["styles"], knobs)
    office = Office(staff, authors, _BORN, DAYS, plain=False)
    name = f"{seed}/{COHORT}/pair"
    sexes = stream(name, "sexes")
    for number in count():
        yield office.desk(name, number, sexes.choice("mf"))


def _study(desk: Desk) -> Study:
    """A study of a carcinoma, its size stated."""
    rng, setting = desk.generator("study"), desk.setting
    return Study(
        serial=0,
        patient=0,
        sex=desk.sex,
        day=setting.day,
        earlier=setting.earlier,
        group=_PDAC,
        diagnosis=_PDAC,
        size=float(round(quantile(rng, SIZES))),
        states_size=True,
        attenuation=_dealt(rng, ATTENUATIONS),
        location=_dealt(rng, LOCATIONS),
        defect="",
        excluded={},
    )


def _dealt(rng: Random, shares: dict[str, float]) -> str:
    return rng.choices(list(shares), list(shares.values()))[0]


def _fits(desk: Desk, study: Study) -> bool:
    """Whether people of this age have it."""
    youngest, oldest = AGES.get(study.diagnosis, ADULTS)
    return youngest <= age_on(desk.setting.patient.birth, desk.setting.day) <= oldest


class _TurnedReport(PancreasReport):
    """A report of a pair; ``own`` is the disease that the other has, if it is another one."""

    grouped = 0.0
    own = ""

    @property
    def diagnosis(self) -> str:
        """What is not denied, in either report."""
        return self.own

    def is_hard(self) -> bool:
        """Never: a carcinoma that is not dark is always named."""
        return False

    def complaint(self) -> Passage:
        """What may be said of any disease, and of a carcinoma that was not known before."""
        if self.scene.carcinoma:
            return super().complaint()
        ways = [way for way in self.words["complaints"] if not way.startswith("Bekend")]
        return self.writer.sentence(ways)

    def around_another(self) -> list[Passage]:
        """What this pancreas has not; nothing of vessels, which a disease may touch."""
        return self.absent()


def _pair(desk: Desk, studies: tuple[Study, Study], knobs: Knobs) -> Pair:
    scene = scene_of(desk.generator("scene"), studies[0], desk.setting)
    first, second = (_written(desk, study, scene, studies[0].diagnosis, knobs) for study in studies)
    return first, second


def _written(desk: Desk, study: Study, scene: Scene, own: str, knobs: Knobs) -> Turned:
    rng = desk.begin()
    report = _TurnedReport(rng, words_of(), study, scene)
    report.own = own
    report.begin(desk.slots(rng), desk.author, knobs)
    row: dict[str, object] = {
        "group": study.group,
        "lesion_size": figure(study.size) if study.states_size else None,
        "size_not_in_report": False,
        "attenuation": _stated(study.attenuation),
        "location": _stated(study.location),
    }
    return Turned(report.text(), row)


def _stated(value: str) -> str | None:
    return None if value == "not mentioned" else value


PAIRS = {
    "Task008_pdac_size_presence_clf": stated,
    "Task009_pdac_diagnosis_clf": diagnoses,
    "Task017_pdac_attributes_clf": attenuations,
    "Task022_pdac_size_reg": sizes,
}
"""By task."""
