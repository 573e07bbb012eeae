"""Pairs of lung pathology reports: a tumour of the same looks, of the lung or of elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import count
from typing import TYPE_CHECKING, Any

from dragon_prep.synthetic.kit.authors import draw_authors
from dragon_prep.synthetic.kit.desks import Office
from dragon_prep.synthetic.kit.draw import lexicon, stream
from dragon_prep.synthetic.kit.ids import digits
from dragon_prep.synthetic.kit.people import draw_staff
from dragon_prep.synthetic.kit.turned import Turned
from dragon_prep.synthetic.lung_pathology.course import (
    COHORT,
    LUNG_BEFORE,
    MEN,
    SHORT_LIVED,
    draw_course,
)
from dragon_prep.synthetic.lung_pathology.export import BORN, WRITERS
from dragon_prep.synthetic.lung_pathology.report import LungReport
from dragon_prep.synthetic.lung_pathology.state import DAYS, TYPES, Sample

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from random import Random

    from dragon_prep.synthetic.kit.desks import Desk
    from dragon_prep.synthetic.kit.knobs import Knobs
    from dragon_prep.synthetic.kit.turned import Pair
    from dragon_prep.synthetic.lung_pathology.course import Course

    Disease = Mapping[str, Any]


@dataclass(frozen=True, slots=True, repr=False)
class _Two:
    """Two diseases that look the same: one of the lung, one of another organ."""

    lung: Disease
    other: Disease

    @property
    def telling(self) -> bool:
        """Whether stains, or an earlier tumour beside it, tell one from the other."""
        return not (self.lung.get("context") or self.other.get("context"))


def origins(seed: int, knobs: Knobs) -> Iterator[Pair]:
    """Without end, pairs of T6.

    One patient has one earlier cancer or none. The tumour grows in one way and is called by one
    name; its stains and where it comes from are turned, and so is whether it is like the earlier
    one. Nothing is told of genes, which differ as well.
    """
    words = lexicon(COHORT)
    staff = draw_staff(stream(seed, COHORT, "staff"), authors=WRITERS, referrers=60)
    authors = draw_authors(f"{seed}/{COHORT}/rumc", words["styles"], knobs, count=WRITERS)
    office = Office(staff, authors, BORN, DAYS, plain=False)
    name = f"{seed}/{COHORT}/pair"
    for number in count():
        rng = stream(name, number, "course")
        sex = "m" if rng.random() < MEN else "f"
        desk = office.desk(name, number, sex)
        two = _two(rng, sex)
        course = _course(rng, sex, two)
        kind = rng.choice(TYPES)
        site = _site(rng, kind, two)
        mode = _mode(rng, two, course, knobs.difficulty)
        made: list[Turned] = []
        for disease in (two.lung, two.other):
            own = replace(course, disease=disease, is_lung=disease is two.lung)
            sample = Sample(0, 0, desk.setting.day, desk.setting.earlier, own.is_lung, kind, site,
                            own, "", {})  # fmt: skip
            made.append(_written(desk, sample, mode, knobs))
        yield made[0], made[1]


def _two(rng: Random, sex: str) -> _Two:
    """Diseases that grow in the same way, with the names that both may have."""
    words = lexicon(COHORT)
    twins = [
        _Two(lung, other)
        for lung in words["lung"]
        for other in words["other"]
        if lung["growth"] == other["growth"]
        and other.get("sex", sex) == sex
        and _nouns(lung, other)
        and max(lung["ki67"][0], other["ki67"][0]) < min(lung["ki67"][1], other["ki67"][1])
    ]
    two = rng.choices(twins, [one.lung["weight"] * one.other["weight"] for one in twins])[0]
    same = {"noun": _nouns(two.lung, two.other), "drivers": ""}
    return _Two({**two.lung, **same}, {**two.other, **same})


def _nouns(lung: Disease, other: Disease) -> list[str]:
    # Of patterns one is seen in the lung alone.
    return [n for n in lung["noun"] if n in other["noun"] and "<patroon_n>" not in n]


def _course(rng: Random, sex: str, two: _Two) -> Course:
    words = lexicon(COHORT)
    organ = two.other["organ"]
    earlier = rng.choice(("", LUNG_BEFORE, organ, organ))
    earlier = "" if earlier in SHORT_LIVED else earlier
    names = two.other["known"] if earlier == organ else words["organs"].get(earlier, {}).get("ca")
    ends = [*zip(two.lung["ki67"], two.other["ki67"], strict=True)]
    return replace(
        draw_course(rng, lung=True),
        sex=sex,
        earlier=earlier,
        earlier_name=rng.choice(names) if names else "",
        treatment=rng.choice(words["organs"][earlier]["beh"]) if earlier else "",
        ttf_negative=False,
        driver=None,
        ki67=rng.randint(max(ends[0]), min(ends[1])),
    )


def _site(rng: Random, kind: str, two: _Two) -> str:
    """Where both may be sampled; a lobe that was resected has a stage if the tumour is its own."""
    usual = lexicon(COHORT)["other_sites"][kind]
    both = {site: weight for site, weight in usual.items() if site in two.lung["sites"][kind]}
    if kind == "Resection":
        both.pop("lung", None)
    sites: list[str] = [*both]
    return rng.choices(sites, [*both.values()])[0]


def _mode(rng: Random, two: _Two, course: Course, difficulty: float) -> str:
    """How both tell the origin: ``named``, ``profile``, or ``compared`` with the earlier one."""
    if not two.telling or rng.random() < 0.9 - difficulty:
        return "named"
    return rng.choice(("profile", "compared") if course.earlier else ("profile",))


class _TurnedReport(LungReport):
    """A report of a pair, which tells the origin in the way of the other."""

    way = ""

    def drawn_mode(self) -> str:
        """How the origin is told."""
        if self.way != "compared":
            return self.way
        lung = self.course.earlier == LUNG_BEFORE
        return "same" if lung == self.course.is_lung else "different"


def _written(desk: Desk, sample: Sample, mode: str, knobs: Knobs) -> Turned:
    rng = desk.begin()
    uid = f"T{sample.day.year % 100:02}-{digits(desk.generator('uid'), 5)}"
    writer = _TurnedReport(sample, uid, desk.slots(rng), desk.author, knobs)
    writer.way = mode
    cell = desk.generator("cell").choice(sample.course.disease["cell"])
    return Turned(writer.report(), {"cancer_origin": cell})


PAIRS = {"Task006_pathology_tumor_origin_clf": origins}
"""By task."""
