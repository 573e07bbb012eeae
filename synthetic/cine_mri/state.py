"""What is so of a patient whose bowel a cine MRI shows: drawn first, said by ``report``."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from dragon_prep.synthetic.kit.claims import Claim
from dragon_prep.synthetic.kit.dates import age_on
from dragon_prep.synthetic.kit.dutch import phrase
from dragon_prep.synthetic.kit.findings import Person, bound

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from random import Random

    from dragon_prep.synthetic.kit.findings import Entry
    from dragon_prep.synthetic.kit.phi import Setting

_OPERATIONS = (8, 40, 36, 16)  # weights of how many
_ADHESIONS = (62, 30, 8)  # weights of one, two, three


@dataclass(frozen=True, slots=True)
class Spot:
    """A place where bowel may be stuck.

    Attributes:
        key: the same for all ways to name it.
        where: with a preposition, ``aan het blaasdak``.
        target: what it may be stuck to, ``het blaasdak``.
        loop: what may be stuck, ``een dunnedarmlis``.
        noun: what that is called, ``adhesies``.
        several: whether that is a plural.
    """

    key: str
    where: str
    target: str
    loop: str
    noun: str
    several: bool

    @property
    def claim(self) -> Claim:
        """That there are adhesions here."""
        return Claim(self.noun, self.noun, self.where, several=self.several)

    @property
    def loops(self) -> bool:
        """Whether what may be stuck is a plural."""
        return self.loop.endswith("lissen")

    @property
    def slots(self) -> Mapping[str, str]:
        """What templates name."""
        return {"waar": self.where, "doel": self.target, "lis": self.loop, "kaal": self.noun}


@dataclass(frozen=True, slots=True)
class Study:
    """One study.

    Attributes:
        person: whom it is of.
        operations: that were done.
        here: the organs that are looked at; those that were removed are not.
        adhesions: where bowel is stuck; the label is whether there is any.
        free: where it is not.
        mesh: whether a mesh was put in.
    """

    person: Person
    operations: Sequence[str]
    here: Sequence[Entry]
    adhesions: tuple[Spot, ...]
    free: tuple[Spot, ...]
    mesh: bool


def draw_study(
    rng: Random, words: Mapping[str, Any], setting: Setting, sex: str, *, label: bool
) -> Study:
    """Draws what is so.

    Args:
        rng: source of randomness.
        words: of the cohort.
        setting: tells the patient's age.
        sex: ``m`` or ``f``.
        label: whether bowel is stuck.
    """
    person = Person(sex, age_on(setting.patient.birth, setting.day))
    operations = _operations(rng, words, sex)
    gone = {operation["gone"] for operation in operations}
    seats = [p for p in words["places"] if p["sex"] in ("", sex) and _is_there(p, operations)]
    seats = rng.sample(seats, len(seats))
    count = rng.choices((1, 2, 3), _ADHESIONS)[0] if label else 0
    spots = [_spot(rng, words, place) for place in seats]
    return Study(
        person=person,
        operations=[operation["name"] for operation in operations],
        here=[
            organ
            for organ in words["organs"]
            if organ.get("sex", sex) == sex and organ["name"] not in gone
        ],
        adhesions=tuple(spots[:count]),
        free=tuple(spots[count:]),
        mesh="mat" in gone,
    )


def turned(study: Study) -> Study | None:
    """The study with its one adhesion turned into a place where bowel is free.

    Returns:
        None where bowel is stuck in several places, or in none: more than one statement would turn.
    """
    if len(study.adhesions) != 1:
        return None
    return replace(study, adhesions=(), free=(*study.adhesions, *study.free))


def _is_there(place: Mapping[str, Any], operations: Sequence[Mapping[str, Any]]) -> bool:
    """Whether the operations left a place, or made it."""
    gone = {operation["gone"] for operation in operations}
    lost = {key for operation in operations for key in operation["no"]}
    if place["key"] in lost or place.get("gone") in gone:
        return False
    return "needs" not in place or place["needs"] in gone


def _operations(rng: Random, words: Mapping[str, Any], sex: str) -> list[Mapping[str, Any]]:
    pool = [one for one in words["operations"] if one["sex"] in ("", sex)]
    chosen: list[Mapping[str, Any]] = []
    for _ in range(rng.choices(range(len(_OPERATIONS)), _OPERATIONS)[0]):
        one = rng.choices(pool, [entry["weight"] for entry in pool])[0]
        chosen.append(one)
        pool = [
            entry
            for entry in pool
            if entry is not one
            and not (entry["gone"] and entry["gone"] == one["gone"])
            and entry["name"].split(" ")[-1] != one["name"].split(" ")[-1]
        ]
    return chosen


def _spot(rng: Random, words: Mapping[str, Any], place: Mapping[str, Any]) -> Spot:
    side = rng.choice(("links", "rechts"))
    slots = {"kant": side, "kantse": "linker" if side == "links" else "rechter"}
    entry = rng.choice(words["nouns"])
    several = "/" in entry and rng.random() < 0.8
    return Spot(
        key=place["key"],
        where=bound(rng.choice(place["waar"]), slots),
        target=bound(rng.choice(place["doel"]), slots),
        loop=rng.choice(words["loops"]),
        noun=phrase(entry, (), number=0 if several else 1, the="-"),
        several=several,
    )
