"""What is so of a patient whose kidneys a CT shows: drawn first, said by ``report``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dragon_prep.synthetic.kit.course import draw_course
from dragon_prep.synthetic.kit.dates import age_on
from dragon_prep.synthetic.kit.findings import Person, draw_finding, organs

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from random import Random

    from dragon_prep.synthetic.kit.course import Course
    from dragon_prep.synthetic.kit.findings import Entry, Finding
    from dragon_prep.synthetic.kit.phi import Setting

_WITH_TUMOUR = 0.55  # of the patients; the others have a complaint
_FLANK = {True: 1.3, False: 1.0}  # how often kidneys are asked about, by label
_SECOND_KIND = 0.25
_ABDOMEN_ONLY = 0.22


@dataclass(frozen=True, slots=True)
class Abnormal:
    """Something that is not normal about the kidneys.

    Attributes:
        kind: an entry of ``kinds`` in the word list.
        finding: as it is found; its organ is ``nieren``.
    """

    kind: Mapping[str, Any]
    finding: Finding


@dataclass(frozen=True, slots=True)
class Study:
    """One study.

    Attributes:
        person: whom it is of.
        here: the organs that are looked at.
        course: the tumour that is followed; None for a complaint.
        scene: the complaint; None for a tumour.
        abnormal: what is not normal about the kidneys; the label is whether there is anything.
        side: of that, where it has one.
    """

    person: Person
    here: Sequence[Entry]
    course: Course | None
    scene: Mapping[str, Any] | None
    abnormal: tuple[Abnormal, ...]
    side: str

    @property
    def thorax(self) -> bool:
        """Whether the chest is shown, too."""
        return any(organ["part"] == "thorax" for organ in self.here)

    @property
    def asked(self) -> Sequence[str]:
        """The organs that the question is about."""
        return self.scene["asked"] if self.scene else ()

    def has(self, kind: str) -> bool:
        """Whether the kidneys are abnormal in this way."""
        return any(one.kind["name"] == kind for one in self.abnormal)

    @property
    def explained(self) -> Abnormal | None:
        """What explains the complaint, if the kidneys do."""
        answers = self.scene["answers"] if self.scene else ()
        return next((one for one in self.abnormal if one.kind["name"] in answers), None)


def draw_study(
    rng: Random, words: Mapping[str, Any], setting: Setting, sex: str, *, label: bool
) -> Study:
    """Draws what is so.

    Args:
        rng: source of randomness.
        words: of the cohort.
        setting: tells the patient's age.
        sex: ``m`` or ``f``.
        label: whether a kidney is not normal.
    """
    person = Person(sex, age_on(setting.patient.birth, setting.day))
    scene = None
    if rng.random() >= _WITH_TUMOUR:
        weights = [
            one["weight"] * (_FLANK[label] if one["asked"] == ["nieren"] else 1)
            for one in words["scenes"]
        ]
        scene = rng.choices(words["scenes"], weights)[0]
    parts = ["thorax", "abdomen", "skelet"]
    if scene and rng.random() < _ABDOMEN_ONLY / (1 - _WITH_TUMOUR):
        parts.remove("thorax")
    here = organs(sex, parts)
    course = None
    if scene is None:
        course = draw_course(rng, person, [organ["name"] for organ in here])
        here = [organ for organ in here if organ["name"] != course.gone]
    side = rng.choice(("links", "rechts"))
    abnormal = _abnormal(rng, words, scene, side) if label else ()
    return Study(person, here, course, scene, abnormal, side)


def _abnormal(
    rng: Random, words: Mapping[str, Any], scene: Mapping[str, Any] | None, side: str
) -> tuple[Abnormal, ...]:
    kinds = words["kinds"]
    likely = [kind for kind in kinds if scene and kind["name"] in scene["answers"]]
    if likely and rng.random() < 0.6:
        kinds = likely
    first = rng.choices(kinds, [kind["weight"] for kind in kinds])[0]
    chosen = [first]
    if first["name"] in ("cyste", "steen", "atrofie") and rng.random() < _SECOND_KIND:
        others = [k for k in words["kinds"] if k["name"] in ("cyste", "steen") and k is not first]
        chosen.append(rng.choice(others))
    return tuple(Abnormal(kind, _finding(rng, kind, side)) for kind in chosen)


def _finding(rng: Random, kind: Mapping[str, Any], side: str) -> Finding:
    entry = rng.choices(kind["finds"], [find["weight"] for find in kind["finds"]])[0]
    return draw_finding(rng, "nieren", entry, side)
