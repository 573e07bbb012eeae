"""What is so of a pancreas with a carcinoma: ducts, vessels, spread and stage, from its place.

Drawn before anything is written, so that jaundice goes with the head, and the conclusion with the
findings.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dragon_prep.synthetic.kit.course import draw_course
from dragon_prep.synthetic.kit.findings import Person, draw_finding, organs

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from random import Random

    from dragon_prep.synthetic.kit.course import Course
    from dragon_prep.synthetic.kit.findings import Entry, Finding
    from dragon_prep.synthetic.pancreas_ct.state import Study

_THORAX = 0.3
_WITH_TUMOUR = 0.5  # elsewhere, of the patients whose pancreas is normal
_NO_PANCREAS = ("cholangiocarcinoom", "adenocarcinoom, primaire origine onbekend")
_JAUNDICE = {"head": 0.68, "body": 0.05, "tail": 0.03, "not mentioned": 0.3}
_STENT = 0.45  # of the jaundiced
_WIDE_DUCT = {"head": 0.6, "body": 0.65, "tail": 0.15, "not mentioned": 0.4}
_VEIN = {"geen": 45, "deels": 25, "rondom": 12, "dicht": 18}
_ARTERY = {"geen": 60, "deels": 22, "rondom": 18}
_SPREAD = {"lever": 0.25, "klieren": 0.3, "vocht": 0.07, "longen": 0.12}
_FAR = frozenset(("lever", "vocht", "longen"))
_CRITICAL = ("mesenterica", "AMS", "VMS", "portae", "confluens", "coeliacus", "hepatica")


@dataclass(frozen=True, slots=True)
class Vessel:
    """A vessel near a tumour.

    Attributes:
        name: without an article.
        contact: ``geen``, ``deels``, ``rondom`` or ``dicht``.
    """

    name: str
    contact: str

    @property
    def critical(self) -> bool:
        """Whether its contact decides on an operation."""
        return any(word in self.name for word in _CRITICAL)


@dataclass(frozen=True, slots=True)
class Carcinoma:
    """A carcinoma of the pancreas.

    Attributes:
        jaundice: whether bile is held up.
        ducts: ``dubbel``, ``stent``, ``duct`` or ``slank``.
        vein: near it.
        artery: near it.
        spread: nodes and metastases.
        stage: ``uitgezaaid``, ``lokaal``, ``grens`` or ``resectabel``.
        cause: the vessel that decides on the stage; empty where none does.
    """

    jaundice: bool
    ducts: str
    vein: Vessel
    artery: Vessel
    spread: tuple[Finding, ...]
    stage: str
    cause: str

    @property
    def touched(self) -> bool:
        """Whether it touches a vessel."""
        return any(vessel.contact != "geen" for vessel in (self.vein, self.artery))

    @property
    def far(self) -> list[str]:
        """How a conclusion names distant metastases."""
        return [one.ends for one in self.spread if one.organ in _FAR and one.ends]


@dataclass(frozen=True, slots=True)
class Scene:
    """What a report is about.

    Attributes:
        person: whom it is of.
        here: the organs that are looked at.
        thorax: whether the chest is shown, too.
        carcinoma: of the pancreas; None for another disease.
        course: a tumour elsewhere, where the pancreas is normal; or None.
    """

    person: Person
    here: Sequence[Entry]
    thorax: bool
    carcinoma: Carcinoma | None
    course: Course | None

    @property
    def found(self) -> list[Finding]:
        """Nodes and metastases."""
        if self.carcinoma:
            return [*self.carcinoma.spread]
        return [one.finding for one in self.course.spread] if self.course else []


def draw_scene(rng: Random, words: Mapping[str, Any], study: Study, age: int) -> Scene:
    """Draws what a report is about.

    Args:
        rng: source of randomness.
        words: of the cohort.
        study: of the plan.
        age: the patient's, in years.
    """
    person = Person(study.sex, age)
    elsewhere = study.is_normal and rng.random() < _WITH_TUMOUR
    thorax = elsewhere or rng.random() < _THORAX
    parts = ["thorax", "abdomen", "skelet"] if thorax else ["abdomen", "skelet"]
    here = organs(study.sex, parts)
    names = [organ["name"] for organ in here]
    course = draw_course(rng, person, names, _NO_PANCREAS) if elsewhere else None
    if course:
        here = [organ for organ in here if organ["name"] != course.gone]
    carcinoma = draw_carcinoma(rng, words, study, names) if study.is_pdac else None
    return Scene(person, here, thorax, carcinoma, course)


def draw_carcinoma(
    rng: Random, words: Mapping[str, Any], study: Study, here: Collection[str]
) -> Carcinoma:
    """Draws a carcinoma at the place of the plan.

    Args:
        rng: source of randomness.
        words: of the cohort.
        study: of the plan.
        here: the organs that are looked at.
    """
    place = study.location
    jaundice = rng.random() < _JAUNDICE[place]
    ducts = "stent" if rng.random() < _STENT else "dubbel"
    if not jaundice:
        ducts = "duct" if rng.random() < _WIDE_DUCT[place] else "slank"
    veins, arteries = words["vessels"][place]
    vein = Vessel(rng.choice(veins), rng.choices(list(_VEIN), list(_VEIN.values()))[0])
    artery = Vessel(rng.choice(arteries), rng.choices(list(_ARTERY), list(_ARTERY.values()))[0])
    spread = tuple(
        draw_finding(rng, site, words["spread"][site])
        for site, share in _SPREAD.items()
        if site in here and rng.random() < share
    )
    stage, cause = _stage(spread, vein, artery)
    return Carcinoma(jaundice, ducts, vein, artery, spread, stage, cause)


def _stage(spread: tuple[Finding, ...], vein: Vessel, artery: Vessel) -> tuple[str, str]:
    if any(one.organ in _FAR for one in spread):
        return "uitgezaaid", ""
    found = [vessel for vessel in (artery, vein) if vessel.critical and vessel.contact != "geen"]
    for vessel in found:
        if vessel.contact == "dicht" or (vessel is artery and vessel.contact == "rondom"):
            return "lokaal", vessel.name
    return ("grens", found[0].name) if found else ("resectabel", "")
